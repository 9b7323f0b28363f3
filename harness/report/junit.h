/* junit.h - JUnit XML for CI servers, in two flavours: "strict", which both published schemas
 * accept, and "extended", which also has the place of each case (`file`, `line`), its number of
 * assertions, and properties.
 *
 * An operation is a testsuite, and a case a testcase with at most one child: <failure> if the
 * contract was violated, <error> if the case could not be judged or did not run, <skipped>. A file
 * has a failure or an error exactly if the run's exit status is not 0: what no case shows (a run
 * that ended early, a run of skipped cases only) is a testcase of its own, harness/run. Warnings
 * and errors of clean-up are in the suite's system-out.
 */
#ifndef CT_REPORT_JUNIT_H
#define CT_REPORT_JUNIT_H

#include <stdint.h>

#include "model/reporter.h"
#include "report/junit_case.h"

/* Returns a reporter that writes the file when the run ends. It belongs to the arena; the file must
 * live as long. NULL after noting why its temporary file cannot be made. */
ct_reporter *ct_junit_open(ct_arena *arena, ct_outfile *file, ct_diag *diag);

/* Writes a complete file for a run that sent no request (exit status 2), so that the file of an
 * earlier run is not taken for its result: the testcase harness/run with an error.
 *
 * sentence  in: why; it may have several lines, of which the first is the message.
 * unix_ms   in: the time of the file.
 * about     in
 *
 * Returns false after noting why it cannot be written. */
bool ct_junit_write_refusal(const char *path, const char *sentence, int64_t unix_ms,
                            const ct_report_about *about, ct_diag *diag) CT_MUST_USE;

#endif

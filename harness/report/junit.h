/* junit.h - JUnit XML for CI servers, in two flavours: "strict", which both schemas in use accept,
 * and "extended", which says more to readers that know more: where a testcase stands (`file`,
 * `line`), how much it checked, and properties of its own.
 *
 * One testsuite an operation, one testcase a case, and at most one child in it:
 * <failure> when the contract was broken, <error> when nobody could find out
 * or the case did not run, <skipped>. A file is red exactly when the run's
 * exit status is not 0: what no case shows (a run that ended early, nothing
 * but skipped cases) becomes a testcase of its own, harness/run. Warnings and
 * trouble in clean-up stand in the suite's system-out.
 */
#ifndef CT_REPORT_JUNIT_H
#define CT_REPORT_JUNIT_H

#include <stdint.h>

#include "model/reporter.h"

enum {
    CT_LIMIT_JUNIT_MESSAGE = 500,    /* bytes of a message, which is one line */
    CT_LIMIT_JUNIT_TEXT = 64 << 10,  /* bytes of a case's text */
    CT_LIMIT_JUNIT_OUTPUT = 1 << 20, /* bytes of a suite's system-out */
    CT_LIMIT_JUNIT_CLASSNAME = 96,   /* bytes; some readers make file names of it */
    CT_LIMIT_JUNIT_VALUE = 4 << 10   /* bytes of one expected or actual value */
};

ct_reporter *ct_junit_open(ct_arena *arena, ct_outfile *file, ct_diag *diag);

/* For a run that never began (exit status 2): a whole file with the one testcase harness/run in
 * error, so that nobody reads yesterday's. The sentence may have several lines; the first is the
 * message. False after noting why it could not be written. */
bool ct_junit_write_refusal(const char *path, const char *sentence, int64_t unix_ms,
                            const ct_report_about *about, ct_diag *diag) CT_MUST_USE;

#endif

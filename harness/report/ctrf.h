/* ctrf.h - CTRF, the Common Test Report Format: one JSON format for dashboards of many tools.
 *
 * "failed" is a violated contract and nothing else; a case that could not be judged is "other", one
 * that did not run "pending"; `rawStatus` has the name of the verdict. A run that did not pass
 * although no case shows it has a test of its own, harness/run, as in JUnit XML.
 */
#ifndef CT_REPORT_CTRF_H
#define CT_REPORT_CTRF_H

#include "model/reporter.h"

/* Returns a reporter that writes the file when the run ends. It belongs to the arena; the file must
 * live as long. NULL after noting why its temporary file cannot be made. */
ct_reporter *ct_ctrf_open(ct_arena *arena, ct_outfile *file, ct_diag *diag);

#endif

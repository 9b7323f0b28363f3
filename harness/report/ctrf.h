/* ctrf.h - CTRF, the Common Test Report Format: one JSON for dashboards of many tools.
 *
 * "failed" is a broken contract and nothing else; a case that could not be
 * judged is "other", one that the run did not come to "pending", and
 * `rawStatus` has our own word. A run that is not green although no case shows
 * it has a test of its own, harness/run, as in JUnit XML.
 */
#ifndef CT_REPORT_CTRF_H
#define CT_REPORT_CTRF_H

#include "model/reporter.h"

ct_reporter *ct_ctrf_open(ct_arena *arena, ct_outfile *file, ct_diag *diag);

#endif

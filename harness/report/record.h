/* record.h - results.json: all that a run found, from which every report can be made again.
 *
 * One object. Its members stand in a fixed order, the cases last, in file
 * order, one a line; a member that has nothing to say is left out. "record"
 * below "apigcheck" is the version of this format: it rises when a member
 * changes its meaning or goes, not when one is added. Whatever a report tells
 * stands in here, and nothing that is secret (model/redact.h).
 */
#ifndef CT_REPORT_RECORD_H
#define CT_REPORT_RECORD_H

#include "base/buf.h"
#include "model/result.h"
#include "report/reporter.h"

enum { CT_RECORD_VERSION = 1 };

ct_reporter *ct_record_open(ct_arena *arena, ct_outfile *file, ct_diag *diag);

/* One case as one line, without its line break. Needs the steps. */
void ct_record_case(ct_buf *out, const ct_case_result *result);

/* All but the cases: the members of the record from its "{" on, up to "cases":[ and no further.
 * `before`: what ct_record_case wrote of the target's own steps, each telling; "" without. */
void ct_record_head(ct_buf *out, const ct_run_result *run, const ct_report_about *about,
                    const char *before);

#endif

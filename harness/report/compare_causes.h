/* compare_causes.h - which causes of failures are new, gone, or in both of two runs. */
#ifndef CT_REPORT_COMPARE_CAUSES_H
#define CT_REPORT_COMPARE_CAUSES_H

#include "base/buf.h"
#include "model/result.h"

/* Adds a line for each cause of either run: the new ones, those that are gone, those of both.
 * Nothing if no run has causes. Two causes are the same if they are of one kind, at one place, and
 * have either the same text or a case in common; of status codes, only if the received one is
 * equal. */
void ct_compare_causes(ct_buf *out, const ct_run_result *then, const ct_run_result *now);

#endif

/* times.h - whether the times in the results of a pass fit into each other.
 *
 * The start of a case and of a request is a time of the system's clock, a duration comes from the
 * monotonic clock. The first can be adjusted during a run, so an end may differ by
 * CT_PASS_TOLERANCE_MS. */
#ifndef CT_CERTIFY_TIMES_H
#define CT_CERTIFY_TIMES_H

#include "record/record_read.h"

/* Checks the steps of a case, with those of its cleanup: each request and its response are inside
 * the time of the case and after the step before, no phase of a request ends before the phase
 * before it, and no wait is longer than the case.
 * result: of a record, with its steps
 * Returns NULL, or what is wrong: "step 2: it is outside the time of the case", in the arena. */
const char *ct_times_check_steps(const ct_case_result *result, ct_arena *arena);

/* Checks the steps of the target: the set-up is inside the pass and ends before the first case
 * starts, the tear-down starts after the last case ended.
 * pass: number, from 1, for messages
 * Returns false after reporting every problem in `diag`. */
bool ct_times_check_before(ct_recorded *record, unsigned pass, ct_diag *diag);

#endif

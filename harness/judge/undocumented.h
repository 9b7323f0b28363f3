/* undocumented.h - what an answer has that nobody wrote down.
 *
 * Members that neither the operation's `responses` nor the case names, and a
 * status without a row, are remarks: they touch no verdict.
 */
#ifndef CT_JUDGE_UNDOCUMENTED_H
#define CT_JUDGE_UNDOCUMENTED_H

#include "judge/judge.h"

/* `row` is the one of the answer's status, or NULL; `json` the body, or NULL. */
ct_response_note *ct_find_undocumented(const ct_judge_context *judge_context, const ct_step *step,
                                       const ct_response_row *row, const ct_response *response,
                                       const json_t *json);

#endif

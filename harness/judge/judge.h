/* judge.h - from an exchange to findings. Pure: no clock, no network, no files, but for what the
 * owner of the budget does while it is asked (base/budget.h).
 *
 * Every expectation is judged, also after the first that did not hold, and the
 * rows of the operation's `responses` beside the step's own. An answer that
 * cannot be judged (a limit, an unexpected 429) is an error, never a failure
 * and never a pass.
 */
#ifndef CT_JUDGE_JUDGE_H
#define CT_JUDGE_JUDGE_H

#include "base/budget.h"
#include "judge/response_body.h"
#include "lang/yaml/template.h"
#include "model/redact/redact.h"
#include "model/result.h"

typedef struct ct_judge_context {
    ct_arena *arena; /* gets findings, remarks and their words */
    const ct_scope *scope;
    const ct_redactor *redactor;
    ct_budget *budget; /* of the case; when it is used up, what is judged is an error */
} ct_judge_context;

/* Fills verdict, findings, checks, remarks, and for an error its code and trouble; they borrow
 * nothing of the answer. Its exchange must be as it was received: not masked, not cut. One without
 * a response can be judged where the step expects a failure. */
void ct_judge(const ct_judge_context *judge_context, const ct_step *step, ct_response_body *answer,
              ct_step_result *result);

/* Some failure of the connection would be what the step expects. */
bool ct_judge_expects_failure(const ct_step *step);

/* Whether all of these hold; nothing is noted. False, too, when the budget is used up. */
bool ct_judge_all_hold(const ct_judge_context *judge_context, const ct_expect *expects,
                       ct_response_body *answer);

/* Whether the expectation holds for a response without a body, as far as that can be said without
 * variables: true if it depends on one. `json: !absent`, `text: ''` and `bytes: {length: 0}` hold.
 * What is not about the body holds, too. Uses the arena for temporary values. */
bool ct_judge_allows_no_body(ct_arena *arena, const ct_expect *expect);

#endif

/* judge.h - compares a response with what a step expects.
 *
 * The judge is pure: it has no clock, no network and no files. Only the owner of the budget may do
 * something meanwhile (base/budget.h). Each expectation is evaluated, also after one that failed,
 * and beside those of the step the rows that the operation documents for the response's status.
 *
 * A response that cannot be judged (a limit was reached, an unexpected 429) is an error: it is
 * never a failure, and never a pass.
 */
#ifndef CT_JUDGE_JUDGE_H
#define CT_JUDGE_JUDGE_H

#include "judge/judge_context.h"
#include "judge/response_body.h"
#include "lang/yaml/template.h"
#include "model/redact/redact.h"
#include "model/result.h"

/* Judges a response by the expectations of a step.
 *
 * context   in: see above.
 * step      in: its expectations, and its operation or NULL.
 * received  in/out: the exchange as it was received, neither masked nor cut, and its body, which is
 *           parsed at most once. Its scratch memory is freed. Without a response, only expectations
 *           about the connection can be judged: see ct_judge_expects_failure().
 * result    out: verdict, findings, checks and notes, and for CT_ERROR the code and the error. They
 *           belong to the context's arena and borrow nothing of `received`. */
void ct_judge(const ct_judge_context *context, const ct_step *step, ct_response_body *received,
              ct_step_result *result);

/* Returns whether the response has the expected status, but not the form that the operation of the
 * step documents for that status: sending the request again cannot help. A response with another
 * status can be a passing state, whatever its form.
 * step:     in
 * response: in
 * result:   in; what ct_judge() found. Only findings that are failures count, and no durations */
bool ct_judge_breaks_form(const ct_step *step, const ct_response *response,
                          const ct_step_result *result);

/* Returns whether the step expects a failure of the connection, also as one of several
 * alternatives. */
bool ct_judge_expects_failure(const ct_step *step);

/* Returns whether all expectations hold, without noting findings. False, too, if the budget is used
 * up: then `context->budget->stopped` is set. The scratch memory of `received` is freed. */
bool ct_judge_all_hold(const ct_judge_context *context, const ct_expect *expects,
                       ct_response_body *received);

/* Returns whether the expectation holds for a response without a body, as far as that can be said
 * before a run: true if it depends on a variable, and true if it is not about the body. `json:
 * !absent`, `text: ''` and `bytes: {length: 0}` hold.
 *
 * arena   in: gets temporary values. */
bool ct_judge_allows_no_body(ct_arena *arena, const ct_expect *expect);

#endif

/* undocumented.h - what a response has beyond its documentation.
 *
 * Properties that neither the operation's `responses` nor the case describe, and a status without a
 * row, become notes: they do not change the result.
 */
#ifndef CT_JUDGE_UNDOCUMENTED_H
#define CT_JUDGE_UNDOCUMENTED_H

#include "judge/judge_context.h"
#include "model/result.h"

/* Finds what is not documented, the first 20 of it.
 *
 * context   in: its budget is spent; if it is used up, a note says that the search was ended.
 * step      in: its operation documents its responses.
 * row       in: what is documented for the response's status; NULL: nothing.
 * response  in
 * json      in: its body; NULL: it has none, or it is not JSON.
 *
 * Returns a list of notes in the context's arena, whose strings are masked; NULL if it is empty. */
ct_response_note *ct_find_undocumented(const ct_judge_context *context, const ct_step *step,
                                       const ct_response_row *row, const ct_response *response,
                                       const json_t *json);

/* Returns whether expectations say nothing about a property: no shape, no schema and no path names
 * it. Returns false if the context's budget is used up.
 *
 * expects  in: of a step, or of a row of its documentation
 * json     in: the body
 * pointer  in: to the property (RFC 6901) */
bool ct_is_undocumented(const ct_judge_context *context, const ct_expect *expects,
                        const json_t *json, const char *pointer);

#endif

/* near_names.h - hints about names that were probably misspelled. */
#ifndef CT_JUDGE_NEAR_NAMES_H
#define CT_JUDGE_NEAR_NAMES_H

#include "judge/judge_context.h"
#include "judge/response_body.h"
#include "model/result.h"

/* Gives findings and differences about a missing header or property a hint, unless they have one:
 * "the response has a similar property, 'cout'". A name that the step expects, or that is
 * documented, is never suggested: two documented names may be similar.
 *
 * context   in: its budget is spent; if it is used up, hints are missing
 * step      in
 * row       in: what is documented for the response's status; NULL: nothing
 * received  in/out: it has a response
 * result    in/out: the findings */
void ct_hint_near_names(const ct_judge_context *context, const ct_step *step,
                        const ct_response_row *row, ct_response_body *received,
                        ct_step_result *result);

#endif

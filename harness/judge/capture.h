/* capture.h - values of a response that later requests use. */
#ifndef CT_JUDGE_CAPTURE_H
#define CT_JUDGE_CAPTURE_H

#include <jansson.h>

#include "base/budget.h"
#include "judge/response_body.h"
#include "model/suite.h"

/* Takes each captured value from a response.
 *
 * captures  in: a list; NULL: nothing is taken.
 * received  in/out: its exchange must have a response. Its scratch memory is freed.
 * arena     in: gets the values, and the text of an error.
 * budget    in/out: of the case.
 * into      in/out: an object; gets a copy of each value under the name of its capture. After an
 *           error it has the values of the captures before the one that failed.
 *
 * Returns NULL, or one sentence that says why a value could not be taken: there is none, there are
 * several, or the budget is used up. */
const char *ct_captures_take(const ct_capture *captures, ct_response_body *received,
                             ct_arena *arena, ct_budget *budget, json_t *into);

#endif

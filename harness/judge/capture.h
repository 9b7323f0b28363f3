/* capture.h - values of an answer that later requests use. Pure. */
#ifndef CT_JUDGE_CAPTURE_H
#define CT_JUDGE_CAPTURE_H

#include <jansson.h>

#include "base/budget.h"
#include "judge/response_body.h"
#include "model/suite.h"

/* Sets a copy of each capture's value in `into`; a copy belongs to the arena. NULL, or one
 * sentence: nothing was found, several values were, or the budget is used up. The exchange has a
 * response. */
const char *ct_captures_take(const ct_capture *captures, ct_response_body *answer, ct_arena *arena,
                             ct_budget *budget, json_t *into);

#endif

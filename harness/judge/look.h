/* look.h - what an expectation looks at: a part of the response, as a JSON value. */
#ifndef CT_JUDGE_LOOK_H
#define CT_JUDGE_LOOK_H

#include "data/path.h"
#include "judge/answer.h"
#include "judge/matcher.h"
#include "model/exchange.h"
#include "model/suite.h"

/* A header's values in their order, as an array of strings. In the answer's scratch. */
json_t *ct_answer_header(ct_answer *answer, const char *name);

/* What the expectation looks at; NULL: nothing is there, which is a fact to judge. The answer has
 * a response. A path that gives up says so in `judging`. The value lives until the scratch of the
 * answer is dropped. */
const json_t *ct_look_at(ct_answer *answer, const ct_expect *expect, ct_judging *judging);

/* The body cannot be looked at in this way: text that is not UTF-8, JSON that is none. */
bool ct_look_is_impossible(ct_answer *answer, const ct_expect *expect);

#endif

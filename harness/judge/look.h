/* look.h - what an expectation looks at: a part of the answer, as a JSON value. */
#ifndef CT_JUDGE_LOOK_H
#define CT_JUDGE_LOOK_H

#include "data/json.h"
#include "data/path.h"
#include "judge/matcher.h"
#include "model/exchange.h"
#include "model/suite.h"

/* An answer; its body is read as JSON at most once. */
typedef struct ct_answer {
    ct_arena *arena;
    const ct_exchange *exchange;
    bool was_read;
    const json_t *json; /* NULL: no body, or no JSON, and `trouble` says why */
    ct_json_trouble trouble;
} ct_answer;

/* The body as JSON; NULL also for one that Content-Encoding calls encoded. */
const json_t *ct_answer_json(ct_answer *answer);

/* The body is there, and is no JSON. */
bool ct_answer_is_malformed(ct_answer *answer);

/* A header's values in their order, as an array of texts. */
json_t *ct_answer_header(const ct_answer *answer, const char *name);

/* The Content-Encoding that keeps the body from being read, since nothing is decoded; NULL: it is
 * as it is, or there is none. */
const char *ct_answer_coding(const ct_answer *answer);

/* What the expectation looks at; NULL: nothing is there, which is a fact to judge. The answer has
 * a response. A path that gives up says so in `judging`. */
const json_t *ct_look_at(ct_answer *answer, const ct_expect *expect, ct_judging *judging);

/* What trailers have under the name of a header, which they are not (RFC 9110 section 6.5); NULL:
 * none has it. */
const json_t *ct_look_at_trailer(const ct_answer *answer, const ct_expect *expect);

/* The body cannot be looked at in this way: text that is not UTF-8, JSON that is none, and
 * either if the body is encoded. */
bool ct_look_is_impossible(ct_answer *answer, const ct_expect *expect);

#endif

/* subject.h - what an expectation looks at: a part of the response, as a JSON value. */
#ifndef CT_JUDGE_SUBJECT_H
#define CT_JUDGE_SUBJECT_H

#include "judge/matcher.h"
#include "judge/response_body.h"
#include "lang/path/path.h"
#include "model/exchange.h"
#include "model/suite.h"

/* A header's values in their order, as an array of strings. In the answer's scratch. */
json_t *ct_response_header_values(ct_response_body *answer, const char *name);

/* Why an expectation cannot look at the response. */
typedef enum ct_obstacle {
    CT_NO_OBSTACLE,
    CT_NO_BODY,  /* JSON is expected, and there is not a single byte */
    CT_NOT_JSON, /* ct_response_body.trouble has the reason */
    CT_NOT_TEXT  /* not UTF-8 */
} ct_obstacle;

/* The exchange has a response. An expectation that `json` be absent has no obstacle in an empty
 * body; every other one about JSON has. */
ct_obstacle ct_look_obstacle(ct_response_body *answer, const ct_expect *expect);

/* The Content-Encoding that keeps the body from being read, since nothing is decoded; NULL: it is
 * as it is, or there is none. */
const char *ct_answer_coding(const ct_response_body *answer);

/* The value that the expectation looks at. NULL: there is no such value, which is a fact to judge.
 * The exchange has a response, and there is no obstacle. A path that gives up says so in `judging`.
 * The value lives until the scratch of the answer is dropped. */
const json_t *ct_subject_value(ct_response_body *answer, const ct_expect *expect,
                               ct_judging *judging);

/* What trailers have under the name of a header, which they are not (RFC 9110 section 6.5); NULL:
 * none has it. In the answer's scratch. */
const json_t *ct_look_at_trailer(ct_response_body *answer, const ct_expect *expect);

#endif

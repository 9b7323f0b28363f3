/* subject.h - the part of a response that an expectation is about, as a JSON value.
 *
 * A status is a number, a header a string or a list of strings, a body of text a string. The values
 * live in the scratch memory of the response until it is cleared, unless it says otherwise.
 */
#ifndef CT_JUDGE_SUBJECT_H
#define CT_JUDGE_SUBJECT_H

#include "judge/matcher.h"
#include "judge/response_body.h"
#include "lang/path/path.h"
#include "model/exchange.h"
#include "model/suite.h"

/* Returns the values of all header fields with that name (in any case), in the order of arrival, as
 * an array of strings, which may be empty. Bytes that are not UTF-8 are read as ISO 8859-1. */
json_t *ct_response_header_values(ct_response_body *received, const char *name);

/* Why there is no value that could be compared. */
typedef enum ct_obstacle {
    CT_NO_OBSTACLE,
    CT_NO_BODY,  /* JSON is expected, and the body is empty */
    CT_NOT_JSON, /* encoded, or ct_response_body.error has the reason */
    CT_NOT_TEXT  /* encoded, or not UTF-8 */
} ct_obstacle;

/* Returns what prevents the expectation from being compared with the response. An expectation that
 * `json` be absent has no obstacle in an empty body; every other one about JSON has. The exchange
 * must have a response. */
ct_obstacle ct_subject_obstacle(ct_response_body *received, const ct_expect *expect);

/* Returns the value that the expectation is about; NULL if there is none, which is a fact to judge.
 *
 * received  in/out: it has a response, and there is no obstacle.
 * judging   in/out: gets the nodes that a path selected; if the path reached a limit, `gave_up` is
 *           set, and NULL is returned. May be NULL if the subject is not a path. */
const json_t *ct_subject_value(ct_response_body *received, const ct_expect *expect,
                               ct_judging *judging);

/* Returns what trailer fields have under the name of the expectation's header; NULL if there is no
 * such field. A trailer field is not a header field (RFC 9110 section 6.5). */
const json_t *ct_subject_trailer(ct_response_body *received, const ct_expect *expect);

#endif

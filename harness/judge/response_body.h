/* response_body.h - a response that is judged, and its body as JSON.
 *
 * The body is read at most once, whoever asks: expectations, `fail_when`,
 * captures. What is looked at for one expectation only lives in a scratch arena,
 * so that the memory of a response does not grow with the number of
 * expectations.
 */
#ifndef CT_JUDGE_RESPONSE_BODY_H
#define CT_JUDGE_RESPONSE_BODY_H

#include "lang/json/json.h"
#include "model/exchange.h"

typedef struct ct_response_body {
    ct_arena *arena; /* of the response: gets the JSON */
    const ct_exchange *exchange;
    ct_arena *scratch; /* NULL until something is put there */
    bool was_read;
    const json_t *json; /* NULL: no body, or no JSON, and `trouble` says why */
    ct_json_error error;
} ct_response_body;

/* The exchange must live as long as the answer. */
static inline ct_response_body ct_answer_of(const ct_exchange *exchange, ct_arena *arena)
{
    return (ct_response_body){.arena = arena, .exchange = exchange};
}

/* The body as JSON, read at the first call; NULL: there is no body, or it is not JSON. */
const json_t *ct_response_body_json(ct_response_body *answer);

/* Why the body is not JSON, in a sentence, in the arena. Call it after ct_response_body_json()
 * returned NULL. */
const char *ct_answer_why_malformed(const ct_response_body *answer, ct_arena *arena);

ct_arena *ct_answer_scratch(ct_response_body *answer);

/* Forgets what one expectation looked at; and frees the memory, after the last one. */
void ct_answer_clear_scratch(ct_response_body *answer);
void ct_answer_free_scratch(ct_response_body *answer);

#endif

/* response_body.h - a response that is judged, and its body as JSON.
 *
 * The body is parsed at most once, for all expectations, `fail_when` and captures. Values that are
 * made for one expectation only (a list of header values, what a path selects) live in a scratch
 * arena, so that the memory of a response does not grow with the number of expectations.
 */
#ifndef CT_JUDGE_RESPONSE_BODY_H
#define CT_JUDGE_RESPONSE_BODY_H

#include "lang/json/json.h"
#include "model/exchange.h"

typedef struct ct_response_body {
    ct_arena *arena;             /* of the response: gets the JSON */
    const ct_exchange *exchange; /* borrowed */
    ct_arena *scratch;           /* owned; NULL until something is put there */
    bool was_read;               /* the body was parsed, with or without success */
    const json_t *json;          /* NULL: no body, an encoded body, or not JSON: see `error` */
    ct_json_error error;
} ct_response_body;

/* Returns the body of an exchange that was not parsed yet. The exchange and the arena must live as
 * long. Free its scratch memory with ct_response_body_free_scratch(). */
static inline ct_response_body ct_response_body_of(const ct_exchange *exchange, ct_arena *arena)
{
    return (ct_response_body){.arena = arena, .exchange = exchange};
}

/* Returns the body as JSON, parsed at the first call; NULL if there is no body, if it has a
 * Content-Encoding (nothing is decoded), or if it is not JSON. The exchange must have a response.
 * The value belongs to `received->arena`. */
const json_t *ct_response_body_json(ct_response_body *received);

/* Returns why the body is not JSON: "line 1, column 9: expected a value"; of a limit that was
 * reached, a whole sentence. The text belongs to `arena`. Call it only after
 * ct_response_body_json() returned NULL for a body without a Content-Encoding. */
const char *ct_response_body_json_error(const ct_response_body *received, ct_arena *arena);

/* Returns the value of the Content-Encoding that keeps the body from being read; NULL if there is
 * no body, or none but "identity". Borrowed from the exchange. */
const char *ct_response_body_coding(const ct_response_body *received);

/* Returns the scratch arena, made at the first call. */
ct_arena *ct_response_body_scratch(ct_response_body *received);

/* Ends the life of the values of one expectation; the memory is reused. */
void ct_response_body_clear_scratch(ct_response_body *received);

/* Frees the scratch arena. It may be used again afterwards. */
void ct_response_body_free_scratch(ct_response_body *received);

#endif

/* exchange.h - one request and what came back. Plain facts; no libcurl here. */
#ifndef CT_MODEL_EXCHANGE_H
#define CT_MODEL_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct ct_redactor; /* model/redact.h */

typedef struct ct_header {
    const char *name;
    const char *value;
    struct ct_header *next;
} ct_header;

typedef struct ct_body {
    const char *bytes; /* NULL: no body */
    size_t size;
    size_t whole; /* the size before a report cut it; the same as `size` when it did not */
} ct_body;

typedef struct ct_request {
    const char *method;
    const char *url; /* absolute, filled in, percent-encoded */
    ct_header *headers;
    ct_body body;
    bool is_safe; /* see ct_plan_is_safe */
    unsigned timeout_ms;
} ct_request;

typedef struct ct_response {
    unsigned status;
    const char *version; /* "1.1" */
    const char *reason;  /* may be "" */
    ct_header *headers;  /* in the order of arrival, repeats kept; trailers last */
    ct_body body;
} ct_response;

typedef struct ct_exchange {
    const ct_request *request;
    const ct_response *response; /* NULL when there was trouble */
    const char *address;         /* of the peer, "127.0.0.1:8080"; NULL when there was none */
    int64_t started_at;          /* Unix milliseconds */
    int64_t received_at;         /* Unix milliseconds, when the answer was complete */
    uint64_t connect_us, first_byte_us, elapsed_us; /* from the start */
} ct_exchange;

/* Case-insensitive. The first one from `headers` on, or NULL. */
const ct_header *ct_header_find(const ct_header *headers, const char *name);

/* A copy to keep as evidence, in the arena: secrets masked first, then bodies cut to `limit`. */
const ct_exchange *ct_exchange_keep(ct_arena *arena, const ct_exchange *exchange,
                                    const struct ct_redactor *redactor, size_t limit);

#endif

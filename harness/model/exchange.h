/* exchange.h - one request and what came back. Plain facts; no libcurl here. */
#ifndef CT_MODEL_EXCHANGE_H
#define CT_MODEL_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/source.h"

struct ct_redactor; /* model/redact/redact.h */

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

/* How TLS is done. NULL and false: as usual; an empty path in a request takes the target's away. */
typedef struct ct_tls {
    const char *ca, *client_cert, *client_key; /* paths of PEM files */
    const char *client_key_password;           /* a secret of the target; NULL: it gives none */
    ct_loc client_key_where;
    const char *min_version, *max_version; /* "1.2" */
    bool is_insecure;                      /* the peer's certificate is not verified */
} ct_tls;

/* How a request gets to its target, as far as its URL does not say. */
typedef struct ct_route {
    const char *proxy;          /* a URL, secrets masked; NULL: none */
    const char *const *resolve; /* "HOST:PORT:ADDR" */
    size_t resolve_count;
    bool is_http2;
} ct_route;

/* Why there is no answer, as far as a case can expect it. */
typedef enum ct_failure {
    CT_FAILURE_NONE,
    CT_FAILURE_REFUSED,     /* nobody listens */
    CT_FAILURE_RESET,       /* the peer broke the connection off */
    CT_FAILURE_TIMEOUT,     /* nothing came in time */
    CT_FAILURE_TLS_REFUSED, /* the peer ended the handshake, or sent an alert before any byte */
    CT_FAILURE_OTHER,
    CT_FAILURES
} ct_failure;

/* "refused", "tls-refused"; the names that a case may write end before "other". */
const char *ct_failure_name(ct_failure failure);

typedef struct ct_request {
    const char *method;
    const char *url; /* absolute, filled in, percent-encoded */
    ct_header *headers;
    ct_body body;
    bool is_safe; /* see ct_plan_is_safe */
    unsigned timeout_ms;
    const ct_tls *tls;     /* NULL: as usual */
    const ct_route *route; /* of the whole run, and as long as that; NULL: as usual */
} ct_request;

typedef struct ct_response {
    unsigned status;
    const char *version; /* "1.1" */
    const char *reason;  /* may be "" */
    ct_header *headers;  /* in the order of arrival, repeats kept */
    ct_header *trailers; /* the fields after the body (RFC 9110 section 6.5), likewise */
    ct_body body;
    bool has_excess; /* bytes followed it on its connection */
} ct_response;

/* What was agreed on with the peer. */
typedef struct ct_tls_facts {
    const char *version; /* "TLSv1.3" */
    const char *cipher;  /* "TLS_AES_256_GCM_SHA384" */
    /* Of the peer's certificate: names as in RFC 4514, "CN=gateway.example.net"; the fingerprint as
     * hex digits; the period of validity in Unix milliseconds, 0: not known. */
    const char *subject, *issuer, *sha256;
    int64_t valid_from, valid_until;
} ct_tls_facts;

typedef struct ct_exchange {
    const ct_request *request;
    const ct_response *response; /* NULL when there was trouble */
    ct_failure failure;          /* which, as far as a case can expect it */
    const char *address;         /* of the peer, "127.0.0.1:8080"; NULL when there was none */
    int64_t started_at;          /* Unix milliseconds: when the request was made, its $(now) */
    int64_t received_at;         /* Unix milliseconds, when the answer was complete */
    const ct_tls_facts *tls;     /* NULL: no TLS, or not agreed on */
    /* From the start; 0: it did not come to that. */
    uint64_t name_us, connect_us, tls_us, sent_us, first_byte_us, elapsed_us;
} ct_exchange;

/* The first one with what the second one says instead; either may be NULL. In the arena. */
const ct_tls *ct_tls_change(ct_arena *arena, const ct_tls *base, const ct_tls *change);

/* Case-insensitive. The first one from `headers` on, or NULL. */
const ct_header *ct_header_find(const ct_header *headers, const char *name);

/* A copy to keep as evidence, in the arena: secrets masked first, then bodies cut to `limit`. Of a
 * body that is compressed (by Content-Encoding, or by the bytes that a format begins with) only the
 * size is kept, as if it was cut to nothing: what is secret in it cannot be masked. */
const ct_exchange *ct_exchange_keep(ct_arena *arena, const ct_exchange *exchange,
                                    const struct ct_redactor *redactor, size_t limit);

#endif

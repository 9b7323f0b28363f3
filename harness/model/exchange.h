/* exchange.h - one request and its response, as plain facts.
 *
 * Strings end with NUL and lists with NULL; all of it belongs to the arena of its maker, and
 * is const once it is complete. Names and values of headers are raw: masked only in an exchange
 * that ct_exchange_keep() returned.
 *
 * Invariants:
 *   - an exchange has a response or a failure, never both;
 *   - a request and a response are within the limits CT_LIMIT_REQUEST, CT_LIMIT_HEADERS and
 *     CT_LIMIT_BODY of base/limits.h; what exceeds them is a failure.
 */
#ifndef CT_MODEL_EXCHANGE_H
#define CT_MODEL_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/source.h"

struct ct_redactor; /* model/redact/redact.h */

/* A field of a message (RFC 9110 section 5), in the order of the message. Fields of one name are
 * separate elements: their values are not joined with commas. Values may hold bytes above 0x7F. */
typedef struct ct_header {
    const char *name;  /* as written; compare it without regard to case */
    const char *value; /* without the spaces around it */
    struct ct_header *next;
} ct_header;

/* The content of a message: any bytes, also NUL. `bytes` that are not NULL need not end with NUL. A
 * body of size 0 with `bytes` is an empty body, which differs from no body. */
typedef struct ct_body {
    const char *bytes; /* NULL: no body */
    size_t size;
    size_t whole; /* the size before the body was cut to be kept; >= size */
} ct_body;

/* Settings of TLS. NULL and false: the default, which is TLS 1.2 or later and the CA certificates
 * of the system. An empty path in the settings of a request removes the target's file. Paths are
 * relative to the current folder. */
typedef struct ct_tls {
    const char *ca, *client_cert, *client_key; /* paths of PEM files */
    const char *client_key_password;           /* a secret of the target; NULL: none */
    ct_loc client_key_where;                   /* where `client_key` is written */
    const char *min_version, *max_version;     /* "1.2" */
    bool is_insecure;                          /* do not verify the peer's certificate */
} ct_tls;

/* How a request reaches its target, beyond what its URL says. It is the same for all requests of a
 * run, and comes from the command line. */
typedef struct ct_route {
    const char *proxy;          /* a URL with its password masked; NULL: none */
    const char *const *resolve; /* "HOST:PORT:ADDR" */
    size_t resolve_count;
    bool is_http2;
} ct_route;

/* Why there is no response, as far as a case can expect it. A failure that the case does not expect
 * is an error of the step, not a violation of the contract. */
typedef enum ct_failure {
    CT_FAILURE_NONE,
    CT_FAILURE_REFUSED,     /* the connection was refused */
    CT_FAILURE_RESET,       /* the peer closed or reset the connection */
    CT_FAILURE_TIMEOUT,     /* no complete response in time */
    CT_FAILURE_TLS_REFUSED, /* the peer ended the handshake, or sent an alert before any byte */
    CT_FAILURE_OTHER,       /* an error that no case can expect: malformed HTTP, a limit, DNS */
    CT_FAILURES
} ct_failure;

/* Returns the name of a failure, as a case writes it: "refused", "tls-refused". A case cannot write
 * those of CT_FAILURE_NONE and CT_FAILURE_OTHER. Static.
 * failure: in; below CT_FAILURES */
const char *ct_failure_name(ct_failure failure);

/* A request as it is sent. Made by run/render.h from a plan, and complete with the
 * headers that authenticate it. */
typedef struct ct_request {
    const char *method;
    const char *url;    /* absolute, variables filled in, percent-encoded */
    ct_header *headers; /* all but Host and Content-Length, which libcurl adds */
    ct_body body;
    bool is_safe;          /* see ct_plan_is_safe */
    unsigned timeout_ms;   /* of the whole exchange */
    const ct_tls *tls;     /* NULL: the default */
    const ct_route *route; /* of the run, and lives as long; NULL: the default */
} ct_request;

/* A complete response: its head and body passed the strict readers of http/. A body that is
 * shorter than its Content-Length (RFC 9112 section 8) makes a failure, not a response. */
typedef struct ct_response {
    unsigned status;     /* 100 to 599, never 1xx: interim responses are not kept */
    const char *version; /* "1.1" */
    const char *reason;  /* may be "" */
    ct_header *headers;  /* in the order of arrival; repeated fields are not joined */
    ct_header *trailers; /* the fields after the body (RFC 9110 section 6.5), likewise */
    ct_body body;        /* without chunking, but as it was encoded otherwise */
    bool has_excess;     /* more bytes followed on its connection */
} ct_response;

/* What TLS negotiated. Members that libssl could not report are NULL. Names come from the peer's
 * certificate: they are untrusted. */
typedef struct ct_tls_facts {
    const char *version; /* "TLSv1.3" */
    const char *cipher;  /* "TLS_AES_256_GCM_SHA384" */
    /* Of the peer's certificate: names as in RFC 4514, "CN=gateway.example.net"; the fingerprint as
     * hex digits; the period of validity in Unix milliseconds, 0: not known. */
    const char *subject, *issuer, *sha256;
    const char *public_key_sha256; /* of its SubjectPublicKeyInfo in DER, as hex digits */
    int64_t valid_from, valid_until;
} ct_tls_facts;

/* A request, and how it ended. The times in microseconds do not decrease
 * in the order of the list, except for those that are 0. */
typedef struct ct_exchange {
    const ct_request *request;
    const ct_response *response; /* NULL: there was an error */
    ct_failure failure;          /* the kind of the error; CT_FAILURE_NONE with a response */
    const char *address;         /* of the peer, "127.0.0.1:8080" or "[::1]:80"; NULL: unknown */
    int64_t started_at;          /* Unix milliseconds: when the request was made, its $(now) */
    int64_t received_at;         /* Unix milliseconds: when the response was complete */
    const ct_tls_facts *tls;     /* NULL: no TLS, or the handshake failed */
    /* Microseconds from the start until: the name was resolved, the connection made, TLS
     * negotiated, the request sent, the first byte of the response read, the exchange over. 0:
     * never. */
    uint64_t name_us, connect_us, tls_us, sent_us, first_byte_us, elapsed_us;
} ct_exchange;

/* Combines two settings of TLS: what `change` sets replaces what `base` sets. An empty path in
 * `change` becomes NULL. `is_insecure` holds if either sets it. A smallest version above the
 * largest one is lowered to it.
 * arena:  owns the result, whose strings are borrowed from both arguments
 * base:   in; NULL: the default
 * change: in; NULL: none
 * Returns `base` if `change` is NULL, else new settings. */
const ct_tls *ct_tls_change(ct_arena *arena, const ct_tls *base, const ct_tls *change);

/* Finds a field by its name, without regard to case (RFC 9110 section 5.1). To find the next one
 * with this name, call it again with the `next` of the result.
 * headers: in; NULL: an empty list
 * name:    in; ASCII
 * Returns the first of `headers` that matches, or NULL. It belongs to the list. */
const ct_header *ct_header_find(const ct_header *headers, const char *name);

/* Copies an exchange to keep it as evidence.
 * arena:    owns the copy, which borrows only `route`
 * exchange: in; may be freed afterwards, except for its `route`
 * redactor: secrets are masked before bodies are cut, so that no part of one is left
 * limit:    bytes to keep of each body. Of a compressed body (by its Content-Encoding, or by the
 *           bytes that a format starts with) only the size is kept: secrets in it cannot be masked
 * Returns the copy, never NULL. It lives as long as its arena, whatever happens to the original. */
const ct_exchange *ct_exchange_keep(ct_arena *arena, const ct_exchange *exchange,
                                    const struct ct_redactor *redactor, size_t limit);

#endif

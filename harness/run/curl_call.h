/* curl_call.h - one request in libcurl's hands. For curl.c and curl_failure.c only. */
#ifndef CT_RUN_CURL_CALL_H
#define CT_RUN_CURL_CALL_H

#include <curl/curl.h>

#include "run/chunks.h"
#include "run/head.h"
#include "run/transport.h"

/* One request in flight. Kept and used again for the next one. */
typedef struct ct_call {
    struct ct_curl *owner;
    CURL *easy;
    struct curl_slist *headers;
    ct_buf body;
    ct_head head;
    ct_chunks chunks; /* of a body that comes in chunks */
    const ct_request *request;
    ct_exchange *exchange;
    ct_arena *into;
    void *token;
    bool owner_is_http2;
    bool is_body_too_large;
    bool is_refused_address; /* the peer is not on loopback, and must be */
    char error[CURL_ERROR_SIZE];
    struct ct_call *next_free;
    struct ct_call *next; /* all that were ever made */
} ct_call;

/* What libcurl's result means, in words of ours and its own. */
const char *ct_curl_words(CURLcode result);

/* Fills the arrival's trouble, when there is any: what libcurl counts as a failure, and what it
 * counts as a success although it is none. */
void ct_curl_explain(ct_call *call, CURLcode result, ct_arrival *arrival);

/* Which failure it was, as far as a case can expect it. */
ct_failure ct_curl_failure(const ct_call *call, CURLcode result);

#endif

/* curl_call.h - one request in libcurl's hands. For curl.c and curl_*.c only. */
#ifndef CT_RUN_CURL_CALL_H
#define CT_RUN_CURL_CALL_H

#include <curl/curl.h>

#include "run/chunks.h"
#include "run/head.h"
#include "run/transport.h"

/* Connections that stay open for the next request, by their sockets. */
typedef struct ct_sockets {
    struct ct_socket *first, *free;
} ct_sockets;

/* When libcurl was last looked after. */
typedef struct ct_clock {
    uint64_t pumped_us; /* CLOCK_MONOTONIC, when that began */
    uint64_t due_us;    /* until when nothing was missed: later, while we wait for events */
} ct_clock;

/* One request in flight. Kept and used again for the next one. */
typedef struct ct_call {
    struct ct_curl *owner;
    const ct_clock *clock; /* of the owner */
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
    bool is_starved;         /* no file descriptor was left for its connection */
    bool is_own_connection;  /* opened for this request */
    bool is_written;         /* the request has gone out, or is about to */
    bool is_unsent;          /* nothing was written: something waited on the connection */
    bool is_again;           /* libcurl would have sent the request a second time */
    const char *alert;       /* TLS: the fatal one that the peer sent, when we sent none before */
    bool has_alerted;        /* TLS: we sent one */
    bool has_closure;        /* TLS: the peer said that it ends */
    char error[CURL_ERROR_SIZE];
    CURLcode result;                  /* once it is done */
    bool is_done;                     /* waits to be handed out */
    curl_socket_t fd;                 /* of its connection, when the request is written; or -1 */
    uint64_t started_us, deadline_us; /* CLOCK_MONOTONIC; see curl_clock.c */
    uint64_t missed_us;               /* time in which nobody looked after it */
    uint64_t quiet_us;                /* what is read now came so long ago */
    uint64_t first_quiet_us;          /* the same of the first byte */
    bool has_news;                    /* something of it was read just now */
    struct ct_call *next_free, *next_starved, *next_done;
    struct ct_call *next; /* all that were ever made */
} ct_call;

/* What libcurl's result means, in words of ours and its own. */
const char *ct_curl_words(CURLcode result);

/* The call's error message, "" if there is none. libcurl quotes a proxy URL that it cannot use as
 * a whole, with its password: that message is replaced. */
const char *ct_curl_error(const ct_call *call);

/* Fills the arrival's trouble, when there is any: what libcurl counts as a failure, and what it
 * counts as a success although it is none. */
void ct_curl_explain(ct_call *call, CURLcode result, ct_arrival *arrival);

/* Which failure it was, as far as a case can expect it. */
ct_failure ct_curl_failure(const ct_call *call, CURLcode result);

/* ---- curl_options.c ---- */

/* Method, headers, body and TLS of the call's request. Not the timeout: that is curl_clock.c's. */
void ct_curl_set_request(ct_call *call);

/* What holds for every request; `resolve` may be NULL, and must live as long as the call. */
void ct_curl_set_manners(ct_call *call, const ct_curl_options *options, struct curl_slist *resolve);

/* ---- curl_socket.c ---- */

bool ct_socket_is_loopback(const struct sockaddr *address);

/* A socket for the call; its transport keeps it in mind while it is open. */
curl_socket_t ct_socket_open(ct_sockets *sockets, ct_call *call, const struct curl_sockaddr *at);

/* For CURLOPT_CLOSESOCKETFUNCTION, with the ct_sockets. */
int ct_socket_close(void *sockets, curl_socket_t fd);

/* The connection that has this port on our side, or -1. */
curl_socket_t ct_socket_of_port(ct_sockets *sockets, int local_port);

/* Whether something waits to be read on the connection, or its end. */
bool ct_socket_has_bytes(curl_socket_t fd);

void ct_sockets_free(ct_sockets *sockets);

/* ---- curl_clock.c ---- */

int64_t ct_clock_unix_ms(void);

/* The call begins, or begins again. */
void ct_clock_start(ct_call *call);

/* Around waiting for events, at most so long. */
void ct_clock_expect(ct_clock *clock, unsigned milliseconds);
void ct_clock_wake(ct_clock *clock);

/* Ahead of curl_multi_perform(). */
void ct_clock_begin(ct_clock *clock, ct_call *calls);

/* Bytes of the call are being read: called before they are kept. */
void ct_clock_news(ct_call *call);

/* The timeout of the call was over when libcurl was looked after, and what had come is read; and
 * how long until the first of all is over, at most `most`. */
bool ct_clock_is_over(const ct_call *call);
unsigned ct_clock_left_ms(const ct_call *calls, unsigned most);

/* Fills in the times of the exchange, which is over. */
void ct_clock_note(ct_call *call, CURLcode result);

/* Complete while nobody looked after it, but after its timeout. */
bool ct_clock_came_too_late(const ct_call *call);

/* ---- curl_tls.c ---- */

void ct_tls_set(CURL *easy, const ct_tls *tls);

/* For CURLOPT_SSL_CTX_FUNCTION, with the ct_call: alerts are noted, and an end that TLS did not
 * announce is none. */
CURLcode ct_tls_watch(CURL *easy, void *context, void *call);

/* What was agreed on, in the call's arena; NULL without TLS. From here on the connection's alerts
 * are this call's. Only while the call is in libcurl's hands. */
const ct_tls_facts *ct_tls_agreed(ct_call *call);

#endif

/* curl_transfer.h - one request in libcurl's hands. For curl.c and curl_*.c only. */
#ifndef CT_HTTP_CURL_TRANSFER_H
#define CT_HTTP_CURL_TRANSFER_H

#include <curl/curl.h>

#include "http/chunks.h"
#include "http/head.h"
#include "http/transport.h"

typedef struct ct_socket ct_socket;

/* All open connections, by their sockets. */
typedef struct ct_sockets {
    ct_socket *first, *free;
} ct_sockets;

/* When libcurl was last looked after. */
typedef struct ct_clock {
    uint64_t pumped_us; /* CLOCK_MONOTONIC, when that began */
    uint64_t due_us;    /* until when nothing was missed: later, while we wait for events */
} ct_clock;

/* One request in flight. Kept and used again for the next one. */
typedef struct ct_transfer {
    struct ct_curl *owner;
    const ct_clock *clock;          /* of the owner */
    const ct_curl_options *options; /* the owner's */
    ct_sockets *sockets;            /* the owner's */
    CURL *easy;
    struct curl_slist *headers;
    ct_buf body;
    ct_head head;
    ct_chunks chunks; /* of a body that comes in chunks */
    const ct_request *request;
    ct_exchange *exchange;
    ct_arena *into;
    void *token;
    ct_socket *socket;    /* that carries the request; NULL: not known */
    uint64_t sent_before; /* bytes on that connection before the request */
    bool has_tls;
    bool has_excess; /* bytes came after the end of the response */
    bool is_body_too_large;
    bool is_refused_address; /* the peer is not on loopback, and must be */
    bool is_starved;         /* no file descriptor was left for its connection */
    bool is_own_connection;  /* opened for this request */
    bool is_written;         /* the request has gone out, or is about to */
    bool is_unsent;          /* nothing was written: something waited on the connection */
    bool is_rerun;           /* libcurl would have sent the request a second time */
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
    struct ct_transfer *next_free, *next_starved, *next_done;
    struct ct_transfer *next; /* all that were ever made */
} ct_transfer;

/* What libcurl's result means, in words of ours and its own. */
const char *ct_curl_error_text(CURLcode result);

/* The call's error message, "" if there is none. libcurl quotes a proxy URL that it cannot use as
 * a whole, with its password: that message is replaced. */
const char *ct_curl_error(const ct_transfer *call);

/* Fills the arrival's trouble, when there is any: what libcurl counts as a failure, and what it
 * counts as a success although it is none. */
void ct_curl_set_error(ct_transfer *call, CURLcode result, ct_arrival *arrival);

/* Which failure it was, as far as a case can expect it. */
ct_failure ct_curl_failure(const ct_transfer *call, CURLcode result);

/* ---- curl_options.c ---- */

/* Method, headers, body and TLS of the call's request. Not the timeout: that is curl_clock.c's. */
void ct_curl_set_request(ct_transfer *call);

/* What holds for every request; `resolve` may be NULL, and must live as long as the call. */
void ct_curl_set_manners(ct_transfer *call, const ct_curl_options *options,
                         struct curl_slist *resolve);

/* ---- curl_socket.c ---- */

bool ct_socket_is_loopback(const struct sockaddr *address);

/* A socket for the call, which is listed while it is open. */
curl_socket_t ct_socket_open(ct_sockets *sockets, ct_transfer *call,
                             const struct curl_sockaddr *at);

/* For CURLOPT_CLOSESOCKETFUNCTION, with the ct_sockets. */
int ct_socket_close(void *sockets, curl_socket_t fd);

/* Its descriptor; CURL_SOCKET_BAD for NULL. */
curl_socket_t ct_socket_fd(const ct_socket *socket);

/* The connection between these ports; NULL if there is none. */
ct_socket *ct_socket_find(ct_sockets *sockets, int own_port, int peer_port);

/* 1: something waits to be read; 0: the end of the connection does, or the socket is NULL;
 * -1: nothing. */
ssize_t ct_socket_peek(const ct_socket *socket);

/* Bytes that were written to the connection so far. */
uint64_t ct_socket_sent(const ct_socket *socket);

/* Whether the peer has acknowledged more than the first `sent_before` bytes; true where the kernel
 * does not count them. */
bool ct_socket_has_acknowledged(const ct_socket *socket, uint64_t sent_before);

void ct_sockets_free(ct_sockets *sockets);

/* ---- curl_clock.c ---- */

int64_t ct_clock_unix_ms(void);

/* The call begins, or begins again. */
void ct_clock_start(ct_transfer *call);

/* Around waiting for events, at most so long. */
void ct_clock_expect(ct_clock *clock, unsigned milliseconds);
void ct_clock_wake(ct_clock *clock);

/* Ahead of curl_multi_perform(). */
void ct_clock_begin(ct_clock *clock, ct_transfer *calls);

/* Bytes of the call are being read: called before they are kept. */
void ct_clock_news(ct_transfer *call);

/* The timeout of the call was over when libcurl was looked after, and what had come is read; and
 * how long until the first of all is over, at most `most`. */
bool ct_clock_is_over(const ct_transfer *call);
unsigned ct_clock_left_ms(const ct_transfer *calls, unsigned most);

/* Fills in the times of the exchange, which is over. */
void ct_clock_note(ct_transfer *call, CURLcode result);

/* Complete while nobody looked after it, but after its timeout. */
bool ct_clock_came_too_late(const ct_transfer *call);

/* ---- curl_tls.c ---- */

void ct_tls_set(CURL *easy, const ct_tls *tls);

/* For CURLOPT_SSL_CTX_FUNCTION, with the ct_transfer: alerts are noted, and an end that TLS did not
 * announce is none. */
CURLcode ct_tls_watch(CURL *easy, void *context, void *call);

/* Whether HTTP/2 may be spoken: it was agreed on, or there is no TLS to agree on it. */
bool ct_tls_allows_http2(const ct_transfer *call);

/* What was agreed on, in the call's arena; NULL without TLS. From here on the connection's alerts
 * are this call's. Only while the call is in libcurl's hands. */
const ct_tls_facts *ct_tls_agreed(ct_transfer *call);

/* ---- curl_watch.c ---- */

/* For CURLOPT_PREREQFUNCTION: the last moment before a request is written. */
int ct_watch_request(void *call, char *peer, char *own, int peer_port, int own_port);

/* Before the first line of a response is read. False if it cannot be one to the request, which is
 * the head's trouble. */
bool ct_watch_first_byte(ct_transfer *call);

/* For CURLOPT_DEBUGFUNCTION. */
int ct_watch_log(CURL *easy, curl_infotype type, char *text, size_t size, void *call);

#endif

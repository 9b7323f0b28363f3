/* curl_transfer.h - one request that libcurl works on. For curl.c and curl_*.c only.
 *
 * A transfer is made by curl.c and used for one request after another; its easy handle is not. The
 * functions of a file are declared under its name. `call` is a transfer in all of them.
 */
#ifndef CT_HTTP_CURL_TRANSFER_H
#define CT_HTTP_CURL_TRANSFER_H

#include <curl/curl.h>

#include "http/chunks.h"
#include "http/head.h"
#include "http/transport.h"

typedef struct ct_socket ct_socket;

/* The open connections, by their sockets. */
typedef struct ct_sockets {
    ct_socket *first, *free;
} ct_sockets;

/* When libcurl was last given time to work. Timeouts must not count the time in which the program
 * was busy judging: the response may have been waiting in the socket. */
typedef struct ct_clock {
    uint64_t pumped_us; /* CLOCK_MONOTONIC, when that started */
    uint64_t due_us;    /* nothing was missed until then; later while we wait for events */
} ct_clock;

/* One request in flight. */
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
    ct_socket *socket;    /* of its connection; NULL: not known */
    uint64_t sent_before; /* bytes written to that connection before the request */
    bool has_tls;
    bool has_excess; /* bytes came after the end of the response */
    bool is_body_too_large;
    bool is_refused_address; /* the peer is not on loopback, but must be */
    bool is_starved;         /* no file descriptor was left for its connection */
    bool is_own_connection;  /* opened for this request */
    bool is_written;         /* the request was written, or is about to be */
    bool is_unsent;          /* not written: bytes were waiting on the reused connection */
    bool is_rerun;           /* libcurl was about to send the request a second time */
    const char *alert;       /* TLS: the fatal alert of the peer, unless we sent one before */
    bool has_alerted;        /* TLS: we sent a fatal alert */
    bool has_closure;        /* TLS: the peer sent close_notify */
    char error[CURL_ERROR_SIZE];
    CURLcode result;                  /* if `is_done` */
    bool is_done;                     /* over, but not delivered yet */
    curl_socket_t fd;                 /* of its connection once the request is written; or -1 */
    uint64_t started_us, deadline_us; /* CLOCK_MONOTONIC; see curl_clock.c */
    uint64_t missed_us;               /* time in which libcurl was not called */
    uint64_t quiet_us;       /* how long ago the bytes that are read now arrived, at most */
    uint64_t first_quiet_us; /* the same for the first byte */
    bool has_news;           /* bytes of it were read in this pump */
    struct ct_transfer *next_free, *next_starved, *next_done;
    struct ct_transfer *next; /* of all that were made */
} ct_transfer;

/* ---- curl_error.c ---- */

/* Returns what a result of libcurl means, in our words or those of libcurl. Static. */
const char *ct_curl_error_text(CURLcode result);

/* Returns the error message of a transfer, "" if there is none. libcurl quotes a proxy URL that it
 * cannot use, with its password: that message is replaced. */
const char *ct_curl_error(const ct_transfer *call);

/* Sets the error of an arrival, if there is one: what libcurl reports as a failure, and what it
 * reports as a success that is not one.
 * arrival: in/out; strings belong to the arena of the transfer */
void ct_curl_set_error(ct_transfer *call, CURLcode result, ct_arrival *arrival);

/* Returns the kind of a failure, as far as a case can expect it. */
ct_failure ct_curl_failure(const ct_transfer *call, CURLcode result);

/* ---- curl_options.c ---- */

/* Sets method, headers, body and TLS of the request. curl_clock.c sets the timeout. */
void ct_curl_set_request(ct_transfer *call);

/* Sets what is the same for every request.
 * resolve: may be NULL; must live as long as the easy handle */
void ct_curl_set_manners(ct_transfer *call, const ct_curl_options *options,
                         struct curl_slist *resolve);

/* ---- curl_socket.c ---- */

/* Returns whether an IP address is on loopback; false for other families. */
bool ct_socket_is_loopback(const struct sockaddr *address);

/* Opens a socket for a transfer, and lists it while it is open. CURL_SOCKET_BAD: it failed. */
curl_socket_t ct_socket_open(ct_sockets *sockets, ct_transfer *call,
                             const struct curl_sockaddr *at);

/* For CURLOPT_CLOSESOCKETFUNCTION; `sockets` is the ct_sockets. */
int ct_socket_close(void *sockets, curl_socket_t fd);

/* Returns the file descriptor; CURL_SOCKET_BAD for NULL. */
curl_socket_t ct_socket_fd(const ct_socket *socket);

/* Returns the connection between two ports, or NULL. */
ct_socket *ct_socket_find(ct_sockets *sockets, int own_port, int peer_port);

/* Looks at what waits to be read, without reading it.
 * Returns 1 for bytes, 0 for the end of the connection or a NULL socket, -1 for nothing. */
ssize_t ct_socket_peek(const ct_socket *socket);

/* Returns the bytes that were written to the connection so far. */
uint64_t ct_socket_sent(const ct_socket *socket);

/* Returns whether the peer has acknowledged more than the first `sent_before` bytes (TCP_INFO);
 * true if the kernel does not count them. */
bool ct_socket_has_acknowledged(const ct_socket *socket, uint64_t sent_before);

/* Frees the lists; the sockets are closed by libcurl. */
void ct_sockets_free(ct_sockets *sockets);

/* ---- curl_clock.c ---- */

/* Returns CLOCK_REALTIME in milliseconds. */
int64_t ct_clock_unix_ms(void);

/* Starts or restarts the clock of a transfer. */
void ct_clock_start(ct_transfer *call);

/* Call them around waiting for events, for at most `milliseconds`. */
void ct_clock_expect(ct_clock *clock, unsigned milliseconds);
void ct_clock_wake(ct_clock *clock);

/* Call it before curl_multi_perform(). */
void ct_clock_begin(ct_clock *clock, ct_transfer *calls);

/* Call it when bytes of a transfer are read, before they are stored. */
void ct_clock_news(ct_transfer *call);

/* Returns whether the timeout of a transfer was over when libcurl was last called, so that
 * everything that had arrived by then is read. The second returns the milliseconds until the first
 * timeout of all transfers, at most `most`. */
bool ct_clock_is_over(const ct_transfer *call);
unsigned ct_clock_left_ms(const ct_transfer *calls, unsigned most);

/* Fills in the times of an exchange that is over. */
void ct_clock_note(ct_transfer *call, CURLcode result);

/* Returns whether a transfer completed while libcurl was not called, but after its timeout. */
bool ct_clock_came_too_late(const ct_transfer *call);

/* ---- curl_tls.c ---- */

/* Sets the TLS options of a handle. */
void ct_tls_set(CURL *easy, const ct_tls *tls);

/* For CURLOPT_SSL_CTX_FUNCTION; `call` is the transfer. Alerts are noted, and a connection that
 * ends without close_notify is not a proper end (RFC 8446 section 6.1). */
CURLcode ct_tls_watch(CURL *easy, void *context, void *call);

/* Returns whether HTTP/2 may be used: ALPN selected it (RFC 7301), or there is no TLS. */
bool ct_tls_allows_http2(const ct_transfer *call);

/* Returns what TLS negotiated, in the arena of the transfer; NULL without TLS. From then on, alerts
 * of the connection are noted for this transfer. Call it only while libcurl works on the transfer.
 */
const ct_tls_facts *ct_tls_agreed(ct_transfer *call);

/* ---- curl_watch.c ---- */

/* For CURLOPT_PREREQFUNCTION: called right before a request is written. */
int ct_watch_request(void *call, char *peer, char *own, int peer_port, int own_port);

/* Call it before the first line of a response is read. Returns false, with the error of the head
 * set, if it cannot be the response to the request. */
bool ct_watch_first_byte(ct_transfer *call);

/* For CURLOPT_DEBUGFUNCTION. */
int ct_watch_log(CURL *easy, curl_infotype type, char *text, size_t size, void *call);

#endif

/* transport.h - sends requests and delivers one response at a time.
 *
 * A transport is a table of functions with a clock. Implementations: http/curl.c (libcurl),
 * http/in_process.c (a function that answers), certify/replay_transport.c (recorded responses) and
 * tests/fake_transport.c. Any number of requests may be in flight. None of the functions may be
 * called by two threads at once, and none calls back into its caller.
 *
 * Lifetime of one exchange:
 *   - The caller owns the request and the arena `into`. Both must live, and `into` must not be
 *     reset, from send() until the request has arrived or cancel() was called.
 *   - Each request arrives exactly once, unless it is cancelled; the order is that of completion.
 *   - The exchange, its response and all strings in an arrival belong to `into`. They stay valid
 *     until the caller resets it.
 */
#ifndef CT_HTTP_TRANSPORT_H
#define CT_HTTP_TRANSPORT_H

#include <stdbool.h>

#include "base/diag.h"
#include "model/error_kind.h"
#include "model/exchange.h"

/* A request that is over. `error` is NULL if and only if `exchange->response` is not NULL. */
typedef struct ct_arrival {
    void *token;                 /* as given to send() */
    const ct_exchange *exchange; /* never NULL */
    ct_code code;      /* with an error: CT_E_NETWORK, CT_E_TIMEOUT, CT_E_LIMIT or CT_E_PROTOCOL */
    const char *error; /* one sentence; secrets in it are not masked yet */
    bool is_unreachable; /* no connection was established */
} ct_arrival;

typedef struct ct_transport ct_transport;
struct ct_transport {
    /* Starts a request and returns at once, before anything is written. Cannot fail: whatever goes
     * wrong is an arrival with an error.
     * request: borrowed until it arrives; its URL is sent as it is
     * into:    receives the exchange
     * token:   any pointer, handed back with the arrival */
    void (*send)(ct_transport *self, const ct_request *request, ct_arena *into, void *token);
    /* Waits for the next arrival, for at most `milliseconds`, and works on all requests in flight
     * meanwhile. Also waits if none is in flight.
     * arrival: out, set only if true is returned
     * Returns false if the time is over or the wait was interrupted (ct_curl_options.wake_fd). */
    bool (*wait)(ct_transport *self, unsigned milliseconds, ct_arrival *arrival);
    /* Drops all requests in flight and all arrivals that were not delivered. */
    void (*cancel)(ct_transport *self);
    /* Tests whether a connection can be made, with the TLS handshake if the URL is https. Sends no
     * request. Blocks for up to the connect timeout.
     * tls:   may be NULL: the defaults
     * arena: owns the returned string
     * Returns NULL if the connection was made, else the reason, as one sentence. */
    const char *(*probe)(ct_transport *self, const char *url, const ct_tls *tls, ct_arena *arena);
    /* Cancels everything and frees the transport. */
    void (*close)(ct_transport *self);
    /* Reads and writes what is possible without waiting, so that connections continue while the
     * caller is busy judging. Delivers nothing: wait() does, with the times of arrival. NULL: the
     * transport has nothing to do. */
    void (*pump)(ct_transport *self);
    /* Microseconds by which its clock is ahead of CLOCK_MONOTONIC; never decreases. A transport
     * that does not sleep adds what it would have waited. 0 for the others. */
    uint64_t ahead_us;
    /* True: the machine's clocks are not used. `ahead_us` is then the monotonic clock itself, and
     * `unix_ms` the time of day in Unix milliseconds, which may go back: the replay of a record
     * sets it to the recorded times. */
    bool has_own_time;
    int64_t unix_ms;
};

/* Settings of a libcurl transport. All strings are borrowed and must outlive it. */
typedef struct ct_curl_options {
    unsigned connect_timeout_ms;
    bool reuse_connections;
    bool loopback_only; /* a request that is not safe fails unless the peer is on loopback */
    int wake_fd;       /* wait() returns when it becomes readable, and does not read it; -1: none */
    bool is_http2;     /* HTTP/2 only; else HTTP/1.1 only */
    const char *proxy; /* NULL: no proxy; the environment is never consulted */
    const char *const *resolve; /* "HOST:PORT:ADDR", as curl's --resolve */
    size_t resolve_count;
} ct_curl_options;

/* Opens a transport over libcurl. The structure is copied, what it points to is not.
 * Never returns NULL: the process ends with status 4 if memory runs out. */
ct_transport *ct_curl_open(const ct_curl_options *options);

/* Initializes libcurl. Call it once per process, before the first ct_curl_open() and before any
 * other thread is started. */
void ct_curl_start(void);

/* Returns the version of libcurl and its libraries: "libcurl/7.88.1 OpenSSL/3.0.11 ...". Static. */
const char *ct_curl_version(void);

/* Returns the User-Agent that the curl command of this libcurl sends: "curl/7.88.1". Belongs to the
 * arena. */
const char *ct_curl_user_agent(ct_arena *arena);

#endif

/* transport.h - sends requests; hands back exchanges one at a time.
 *
 * Implementations: curl.c (the network), fake_transport.c (answers that were written
 * down, for tests of the runner), mock/direct.c (a gateway without a network).
 */
#ifndef CT_HTTP_TRANSPORT_H
#define CT_HTTP_TRANSPORT_H

#include <stdbool.h>

#include "base/diag.h"
#include "model/error_kind.h"
#include "model/exchange.h"

/* `trouble` is NULL exactly when `exchange->response` is not. */
typedef struct ct_arrival {
    void *token;
    const ct_exchange *exchange;
    ct_code code;        /* CT_E_NETWORK, CT_E_TIMEOUT, CT_E_LIMIT, CT_E_PROTOCOL */
    const char *error;   /* one sentence, not masked */
    bool is_unreachable; /* no connection came about */
} ct_arrival;

typedef struct ct_transport ct_transport;
struct ct_transport {
    /* Starts a request; its answer is allocated in `into`. Never blocks. The request must live
     * until it arrives. */
    void (*send)(ct_transport *self, const ct_request *request, ct_arena *into, void *token);
    /* The next answer; false when there was none in that time, or somebody woke us. Waits also
     * while nothing is in flight. */
    bool (*wait)(ct_transport *self, unsigned milliseconds, ct_arrival *arrival);
    /* Forgets what is in flight: no arrivals come any more. */
    void (*cancel)(ct_transport *self);
    /* Tries to connect, and nothing else; `tls` may be NULL. Blocks. NULL when it did, else why
     * not. */
    const char *(*probe)(ct_transport *self, const char *url, const ct_tls *tls, ct_arena *arena);
    void (*close)(ct_transport *self);
    /* NULL, or: reads and writes what can be, without waiting, so that connections go on while the
     * caller is busy. What arrives is handed out by wait(), with the times at which it arrived. */
    void (*pump)(ct_transport *self);
    /* How far its clock is ahead of the machine's: one that waits without sleeping adds what it
     * waited, and so do answers that take their time. The others leave it 0. It never falls. */
    uint64_t ahead_us;
    /* True: the machine's clock does not count. Then `ahead_us` alone is the monotonic clock, and
     * `unix_ms` the time of day, which may go to and fro: a record is played so. */
    bool has_own_time;
    int64_t unix_ms;
};

typedef struct ct_curl_options {
    unsigned connect_timeout_ms;
    bool reuse_connections;
    bool loopback_only;         /* writes to any other address are refused before they are sent */
    int wake_fd;                /* readable: wait() returns; -1: none */
    bool is_http2;              /* and nothing else */
    const char *proxy;          /* NULL: none, whatever the environment says */
    const char *const *resolve; /* "HOST:PORT:ADDR" */
    size_t resolve_count;
} ct_curl_options;

/* Belongs to the caller, who closes it. */
ct_transport *ct_curl_open(const ct_curl_options *options);

/* Once a process, before the first of ct_curl_open. */
void ct_curl_start(void);

/* "libcurl/7.88.1 OpenSSL/3.0.11 ..." */
const char *ct_curl_version(void);

#endif

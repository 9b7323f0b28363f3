#include "http/in_process.h"

#include <stdlib.h>
#include <time.h>

enum { WAITING_MAX = 256 };

typedef struct direct {
    ct_transport door; /* first: this is a ct_transport */
    ct_in_process_respond *respond;
    void *user;
    unsigned latency_ms;
    ct_arrival waiting[WAITING_MAX];
    size_t first, count;
} direct;

static int64_t now_ns(const direct *d)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec + (int64_t)d->door.ahead_us * 1000;
}

static void direct_send(ct_transport *self, const ct_request *request, ct_arena *into, void *token)
{
    direct *d = (direct *)self;
    ct_exchange *exchange = ct_new(into, ct_exchange);
    exchange->request = request;
    exchange->started_at = now_ns(d) / 1000000;
    d->door.ahead_us += (uint64_t)d->latency_ms * 1000;
    int64_t const now = now_ns(d);
    exchange->response = d->respond(d->user, request, now, into);
    exchange->received_at = now / 1000000;
    exchange->elapsed_us = exchange->first_byte_us = (uint64_t)d->latency_ms * 1000 + 1;
    ct_arrival arrival = {.token = token, .exchange = exchange};
    if (!exchange->response) {
        exchange->failure = CT_FAILURE_RESET;
        arrival.code = CT_E_NETWORK;
        arrival.error = "the connection was closed";
    }
    d->waiting[(d->first + d->count++) % WAITING_MAX] = arrival;
}

static bool direct_wait(ct_transport *self, unsigned milliseconds, ct_arrival *arrival)
{
    direct *d = (direct *)self;
    if (!d->count) {
        d->door.ahead_us += (uint64_t)milliseconds * 1000;
        return false;
    }
    *arrival = d->waiting[d->first];
    d->first = (d->first + 1) % WAITING_MAX;
    d->count--;
    return true;
}

static void direct_cancel(ct_transport *self)
{
    ((direct *)self)->count = 0;
}

static const char *direct_probe(ct_transport *self, const char *url, const ct_tls *tls,
                                ct_arena *arena)
{
    (void)self, (void)url, (void)tls, (void)arena;
    return NULL;
}

static void direct_close(ct_transport *self)
{
    free(self);
}

ct_transport *ct_in_process_open(ct_in_process_respond *respond, void *user, unsigned latency_ms)
{
    direct *d = ct_malloc(sizeof *d);
    *d = (direct){.door = {.send = direct_send,
                           .wait = direct_wait,
                           .cancel = direct_cancel,
                           .probe = direct_probe,
                           .close = direct_close},
                  .respond = respond,
                  .user = user,
                  .latency_ms = latency_ms};
    return &d->door;
}

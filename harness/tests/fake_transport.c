/* A transport with prepared responses, so that the tests of the runner need no network. */
#include <stdlib.h>
#include <string.h>

#include "tests/fake_transport.h"

enum { WAITING_MAX = 256 };

typedef struct canned {
    ct_transport transport; /* first: this is a ct_transport */
    const ct_fake_transport *responses;
    size_t count, next;
    ct_buf *log;
    ct_arrival waiting[WAITING_MAX];
    size_t first, size;
} canned;

static void canned_send(ct_transport *self, const ct_request *request, ct_arena *into, void *token)
{
    canned *c = (canned *)self;
    const ct_fake_transport *prepared = &c->responses[c->next < c->count ? c->next : c->count - 1];
    ct_exchange *exchange = ct_new(into, ct_exchange);
    c->next++;
    exchange->request = request;
    if (c->log)
        ct_buf_printf(c->log, "%s %s\n", request->method, request->url);
    if (!prepared->error) {
        ct_response *response = ct_new(into, ct_response);
        size_t const size = prepared->body ? strlen(prepared->body) : 0;
        *response = (ct_response){.status = prepared->status,
                                  .version = "1.1",
                                  .reason = "",
                                  .headers = prepared->headers,
                                  .body = {prepared->body, size, size}};
        exchange->response = response;
    }
    c->waiting[(c->first + c->size++) % WAITING_MAX] =
        (ct_arrival){.token = token,
                     .exchange = exchange,
                     .code = prepared->error ? CT_E_NETWORK : CT_E_NONE,
                     .error = prepared->error,
                     .is_unreachable = prepared->is_unreachable};
}

static bool canned_wait(ct_transport *self, unsigned milliseconds, ct_arrival *arrival)
{
    canned *c = (canned *)self;
    (void)milliseconds;
    if (!c->size)
        return false;
    *arrival = c->waiting[c->first];
    c->first = (c->first + 1) % WAITING_MAX;
    c->size--;
    return true;
}

static void canned_cancel(ct_transport *self)
{
    ((canned *)self)->size = 0;
}

static const char *canned_probe(ct_transport *self, const char *url, const ct_tls *tls,
                                ct_arena *arena)
{
    const canned *c = (const canned *)self;
    (void)url;
    (void)tls;
    (void)arena;
    return c->responses[c->next < c->count ? c->next : c->count - 1].error;
}

static void canned_close(ct_transport *self)
{
    free(self);
}

ct_transport *ct_fake_transport_open(const ct_fake_transport *responses, size_t count, ct_buf *log)
{
    canned *c = ct_malloc(sizeof *c);
    *c = (canned){.transport = {.send = canned_send,
                                .wait = canned_wait,
                                .cancel = canned_cancel,
                                .probe = canned_probe,
                                .close = canned_close},
                  .responses = responses,
                  .count = count,
                  .log = log};
    return &c->transport;
}

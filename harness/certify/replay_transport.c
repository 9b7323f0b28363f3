#include "certify/replay_transport.h"

#include <string.h>

#include "base/buf.h"
#include "model/redact/redact.h"

/* ---- Recorded exchanges ---- */

/* Replaces masks: a whole string by a number, or any mask by hex digits. */
static ct_body guess_masks(ct_arena *arena, ct_body body, ct_guess guess)
{
    static const char text[] = "\"" CT_MASK "\"", digits[] = "0123456789abcdef0123456789abcdef";
    const char *mask = guess == CT_GUESS_NUMBER ? text : CT_MASK;
    const char *instead = guess == CT_GUESS_NUMBER ? "7" : digits;
    ct_buf out = CT_BUF(CT_BUF_ANY);
    if (guess == CT_GUESS_MASK || !body.size || body.size != body.whole)
        return body;
    const char *at = body.bytes, *end = body.bytes + body.size, *found;
    while ((found = memmem(at, (size_t)(end - at), mask, strlen(mask)))) {
        ct_buf_add(&out, at, (size_t)(found - at));
        ct_buf_text(&out, instead);
        at = found + strlen(mask);
    }
    ct_buf_add(&out, at, (size_t)(end - at));
    size_t const size = out.size;
    return (ct_body){ct_buf_finish(&out, arena), size, size};
}

static const ct_response *response_with_guess(ct_arena *arena, const ct_response *recorded,
                                              ct_guess guess)
{
    ct_response *response = ct_new(arena, ct_response);
    *response = *recorded;
    response->version = recorded->version ? recorded->version : "1.1";
    response->reason = recorded->reason ? recorded->reason : "";
    response->body = guess_masks(arena, recorded->body, guess);
    return response;
}

void ct_replay_exchanges_add(ct_arena *arena, const ct_case_result *recorded, ct_guess guess,
                             ct_replay_exchange **list)
{
    while (*list)
        list = &(*list)->next;
    for (const ct_step_result *step = recorded->steps; step; step = step->next) {
        if (!step->exchange)
            continue; /* no request was sent */
        ct_replay_exchange *item = ct_new(arena, ct_replay_exchange);
        *item = (ct_replay_exchange){.step = step, .exchange = *step->exchange};
        if (step->exchange->response)
            item->exchange.response = response_with_guess(arena, step->exchange->response, guess);
        else
            item->error = step->error ? step->error : "there was no response";
        *list = item;
        list = &item->next;
    }
}

/* ---- The transport ---- */

typedef struct replay {
    ct_transport transport; /* first: this is a ct_transport */
    ct_arena *arena;
    const ct_replay_exchange *next;
    ct_arrival arrival;
    bool is_waiting;
    const char *unlike; /* the first request that is not in the record */
} replay;

/* Sets the clock to the time at which the next request was recorded. */
static void set_time(replay *r)
{
    if (r->next)
        r->transport.unix_ms = r->next->exchange.started_at;
}

static void replay_send(ct_transport *self, const ct_request *request, ct_arena *into, void *token)
{
    replay *r = (replay *)self;
    const ct_replay_exchange *next = r->next;
    ct_exchange *exchange = ct_new(into, ct_exchange);
    if (next)
        *exchange = next->exchange;
    else if (!r->unlike)
        r->unlike = ct_arena_printf(r->arena, "%s %s is sent now, but is not in the results",
                                    request->method, request->url);
    exchange->request = request;
    const char *error = next ? next->error : "the results have no response to this request";
    ct_code const code = next && next->step->code ? next->step->code : CT_E_NETWORK;
    r->arrival = (ct_arrival){
        .token = token, .exchange = exchange, .code = error ? code : CT_E_NONE, .error = error};
    r->is_waiting = true;
}

/* After a response the clock advances beyond the longest 'within', so that no step is retried. */
static bool replay_wait(ct_transport *self, unsigned milliseconds, ct_arrival *arrival)
{
    static const uint64_t leap_us = UINT64_C(100) * 86400 * 1000000;
    replay *r = (replay *)self;
    if (!r->is_waiting) {
        self->ahead_us += (uint64_t)milliseconds * 1000;
        return false;
    }
    *arrival = r->arrival;
    r->is_waiting = false;
    self->ahead_us += leap_us;
    r->next = r->next ? r->next->next : NULL;
    set_time(r);
    return true;
}

static void replay_cancel(ct_transport *self)
{
    ((replay *)self)->is_waiting = false;
}

static const char *replay_probe(ct_transport *self, const char *url, const ct_tls *tls,
                                ct_arena *arena)
{
    (void)self;
    (void)url;
    (void)tls;
    (void)arena;
    return "recorded results are not a target";
}

static void replay_close(ct_transport *self)
{
    (void)self;
}

ct_transport *ct_replay_transport(ct_arena *arena, const ct_replay_exchange *exchanges)
{
    replay *r = ct_new(arena, replay);
    *r = (replay){.transport = {.send = replay_send,
                                .wait = replay_wait,
                                .cancel = replay_cancel,
                                .probe = replay_probe,
                                .close = replay_close,
                                .ahead_us = 1,
                                .has_own_time = true},
                  .arena = arena,
                  .next = exchanges};
    set_time(r);
    return &r->transport;
}

const char *ct_replay_left(const ct_transport *transport)
{
    const replay *r = (const replay *)transport;
    if (r->unlike || !r->next)
        return r->unlike;
    const ct_request *request = r->next->step->exchange->request;
    return ct_arena_printf(r->arena, "%s %s was sent, now it is not", request->method,
                           request->url);
}

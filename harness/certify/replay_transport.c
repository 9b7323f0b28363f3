#include "certify/replay_transport.h"

#include <string.h>
#include <strings.h>

#include "data/datetime.h"
#include "data/json.h"
#include "model/redact.h"
#include "run/flight.h"

/* ---- Reading ---- */

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static uint64_t uint_of(const json_t *object, const char *name)
{
    json_int_t const value = json_integer_value(json_object_get(object, name));
    return value > 0 ? (uint64_t)value : 0;
}

static int64_t time_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    ct_nanoseconds time = 0;
    if (!json_is_string(value) ||
        ct_time_parse(json_string_value(value), json_string_length(value), &time))
        return 0;
    return (int64_t)(time / 1000000);
}

static ct_header *read_headers(ct_arena *arena, const json_t *list)
{
    ct_header *first = NULL, **tail = &first;
    size_t index;
    const json_t *pair;
    json_array_foreach(list, index, pair)
    {
        ct_header *h = ct_new(arena, ct_header);
        *h = (ct_header){.name = json_string_value(json_array_get(pair, 0)),
                         .value = json_string_value(json_array_get(pair, 1))};
        if (!h->name || !h->value)
            continue;
        *tail = h;
        tail = &h->next;
    }
    return first;
}

static int digit(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

static ct_body read_base64(ct_arena *arena, const char *text)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    unsigned bits = 0;
    for (size_t i = 0; text[i] && digit(text[i]) >= 0; i++) {
        bits = bits << 6 | (unsigned)digit(text[i]);
        if (i % 4)
            ct_buf_char(&out, (char)(bits >> (6 - 2 * (i % 4)) & 0xFF));
    }
    size_t const size = out.size;
    return (ct_body){ct_buf_finish(&out, arena), size, size};
}

/* A whole text, a number, and hex digits inside whatever it stands in. */
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

static ct_body read_body(ct_arena *arena, const json_t *body)
{
    const json_t *text = json_object_get(body, "text");
    const char *base64 = text_of(body, "base64");
    ct_body read = {NULL, 0, 0};
    if (json_is_string(text))
        read =
            (ct_body){json_string_value(text), json_string_length(text), json_string_length(text)};
    else if (base64)
        read = read_base64(arena, base64);
    if (json_is_true(json_object_get(body, "is_cut")))
        read.whole = (size_t)uint_of(body, "size");
    return read;
}

static const ct_response *read_response(ct_arena *arena, const json_t *from, ct_guess guess)
{
    ct_response *response = ct_new(arena, ct_response);
    if (!json_is_object(from))
        return NULL;
    *response = (ct_response){
        .status = (unsigned)uint_of(from, "status"),
        .version = text_of(from, "version"),
        .reason = text_of(from, "reason"),
        .headers = read_headers(arena, json_object_get(from, "headers")),
        .body = guess_masks(arena, read_body(arena, json_object_get(from, "body")), guess)};
    response->version = response->version ? response->version : "1.1";
    response->reason = response->reason ? response->reason : "";
    if (!response->body.bytes)
        response->body.bytes = ""; /* an answer without a body has an empty one */
    return response;
}

static bool read_step(ct_arena *arena, const json_t *step, ct_guess guess, ct_recorded *recorded)
{
    const json_t *request = json_object_get(step, "request");
    const char *verdict = text_of(step, "verdict");
    *recorded = (ct_recorded){
        .step = step,
        .method = text_of(request, "method"),
        .url = text_of(request, "url"),
        .exchange = {.response = read_response(arena, json_object_get(step, "response"), guess),
                     .address = text_of(step, "address"),
                     .started_at = time_of(step, "started_at"),
                     .received_at = time_of(step, "received_at"),
                     .name_us = uint_of(step, "name_us"),
                     .connect_us = uint_of(step, "connect_us"),
                     .sent_us = uint_of(step, "sent_us"),
                     .first_byte_us = uint_of(step, "first_byte_us"),
                     .elapsed_us = uint_of(step, "elapsed_us")},
        .is_settled = verdict && (!strcmp(verdict, "pass") || !strcmp(verdict, "warn"))};
    if (!recorded->exchange.response)
        recorded->trouble = "there was no answer";
    return recorded->method && recorded->url && verdict;
}

bool ct_recorded_read(ct_arena *arena, const json_t *recorded_case, ct_guess guess,
                      ct_recorded **list)
{
    size_t index;
    const json_t *step;
    while (*list)
        list = &(*list)->next;
    json_array_foreach(json_object_get(recorded_case, "steps"), index, step)
    {
        ct_recorded *recorded = ct_new(arena, ct_recorded);
        if (!json_object_get(step, "request"))
            continue; /* nothing was sent */
        if (!read_step(arena, step, guess, recorded))
            return false;
        *list = recorded;
        list = &recorded->next;
    }
    return true;
}

/* ---- Playing ---- */

typedef struct replay {
    ct_transport door; /* first: this is a ct_transport */
    ct_arena *arena;
    const ct_recorded *next;
    ct_arrival arrival;
    bool is_waiting;
    const char *unlike; /* what was asked for and is not in the record */
} replay;

/* The clock stands at that time, as near as microseconds of our own take. */
static void set_clock(replay *r, int64_t unix_ms)
{
    r->door.ahead_us = 0;
    r->door.ahead_us = (uint64_t)((unix_ms - ct_unix_ms(&r->door)) * 1000);
}

static bool is_escaped_mask(const char *text)
{
    return !strncasecmp(text, "%2A%2A%2A", 9);
}

/* A mask in a URL is one, escaped or not. */
static bool same_url(const char *a, const char *b)
{
    while (*a && *b) {
        bool const is_mask_a = is_escaped_mask(a), is_mask_b = is_escaped_mask(b);
        if (is_mask_a != is_mask_b) {
            const char *plain = is_mask_a ? b : a;
            if (strncmp(plain, "***", 3))
                return false;
            a += is_mask_a ? 9 : 3;
            b += is_mask_b ? 9 : 3;
            continue;
        }
        if (*a++ != *b++)
            return false;
    }
    return *a == *b;
}

static void compare(replay *r, const ct_request *request)
{
    const ct_recorded *next = r->next;
    if (r->unlike)
        return;
    if (!next)
        r->unlike =
            ct_arena_printf(r->arena, "%s %s was never sent", request->method, request->url);
    else if (strcmp(next->method, request->method) || !same_url(next->url, request->url))
        r->unlike = ct_arena_printf(r->arena, "%s %s was sent, not %s %s", next->method, next->url,
                                    request->method, request->url);
}

static void replay_send(ct_transport *self, const ct_request *request, ct_arena *into, void *token)
{
    replay *r = (replay *)self;
    const ct_recorded *next = r->next;
    ct_exchange *exchange = ct_new(into, ct_exchange);
    compare(r, request);
    if (next)
        *exchange = next->exchange;
    exchange->request = request;
    const char *trouble = next ? next->trouble : "the record has no answer to this";
    r->arrival = (ct_arrival){.token = token,
                              .exchange = exchange,
                              .code = trouble ? CT_E_NETWORK : CT_E_NONE,
                              .trouble = trouble};
    r->is_waiting = true;
}

/* After a step that was given up at last the clock leaps, so that it is given up again; else it
 * goes to where the next request was sent. */
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
    const ct_recorded *given = r->next;
    r->next = given ? given->next : NULL;
    if (!given || !given->is_settled)
        self->ahead_us += leap_us;
    else if (r->next)
        set_clock(r, r->next->exchange.started_at);
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
    return "a record is no target";
}

static void replay_close(ct_transport *self)
{
    (void)self;
}

ct_transport *ct_replay_transport(ct_arena *arena, const ct_recorded *answers, int64_t started_at)
{
    replay *r = ct_new(arena, replay);
    *r = (replay){
        .door = {replay_send, replay_wait, replay_cancel, replay_probe, replay_close, NULL, 0},
        .arena = arena,
        .next = answers};
    set_clock(r, answers ? answers->exchange.started_at : started_at);
    return &r->door;
}

const char *ct_replay_left(const ct_transport *transport)
{
    const replay *r = (const replay *)transport;
    if (r->unlike || !r->next)
        return r->unlike;
    return ct_arena_printf(r->arena, "%s %s was sent, which the suite does not ask for",
                           r->next->method, r->next->url);
}

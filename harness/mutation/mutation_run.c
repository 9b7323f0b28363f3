#include "mutation/mutation_run.h"

#include <string.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "gateway/gateway.h"
#include "http/in_process.h"
#include "http/sdk_hmac.h"
#include "mutation/fault_hooks.h"
#include "mutation/mutant_place.h"
#include "mutation/previous.h"

enum { TIMEOUT_MS = 30000 };

/* ---- A run ------------------------------------------------------------------------------ */

/* Counts the cases that ended, to know which one is running. */
typedef struct case_counter {
    ct_listener listener; /* first member: callbacks cast it back */
    size_t done, count;
    bool is_before; /* the set-up steps of the target are running */
} case_counter;

static void on_run_begin(ct_listener *self, const ct_run_result *run)
{
    case_counter *m = (case_counter *)self;
    m->count = run->case_count;
    m->is_before = run->before != NULL;
}

static void on_before_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    (void)run, (void)result;
    ((case_counter *)self)->is_before = false;
}

static void on_case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    (void)run, (void)result;
    ((case_counter *)self)->done++;
}

static case_counter new_counter(void)
{
    return (case_counter){.listener = {.run_begin = on_run_begin,
                                       .before_end = on_before_end,
                                       .case_end = on_case_end}};
}

static size_t running_case(const case_counter *m)
{
    return m->is_before || m->done == m->count ? CT_SETUP_STEPS : m->done;
}

/* Runs one case at a time, so that every run sends the same requests in the same order. */
static void run_cases(const ct_mutation_run *c, const ct_selection *selection,
                      ct_transport *transport, case_counter *meter, unsigned char *verdicts)
{
    ct_arena *arena = ct_arena_new();
    ct_run_options const options = {.parallel = 1,
                                    .timeout_ms = TIMEOUT_MS,
                                    .seed = c->seed,
                                    .run_id = c->run_id,
                                    .ignores_requirements = true};
    const ct_run_result *result =
        ct_run(selection, c->target, &options, transport, &meter->listener, arena);
    for (size_t i = 0; i < result->case_count; i++)
        verdicts[i] = (unsigned char)result->cases[i].verdict;
    ct_arena_free(arena);
}

/* ---- The reference gateway -------------------------------------------------------------- */

typedef struct gateway_run {
    ct_gateway *gateway;
    ct_mutation_run *recorder;   /* NULL: responses are not recorded */
    const ct_mutation *mutation; /* NULL: responses are not mutated */
    ct_previous *previous;       /* of a fault that repeats responses, else NULL */
    case_counter *meter;
} gateway_run;

static ct_header *keep_headers(ct_arena *arena, const ct_header *headers)
{
    ct_header *first = NULL, **tail = &first;
    for (const ct_header *h = headers; h; h = h->next, tail = &(*tail)->next) {
        *tail = ct_new(arena, ct_header);
        **tail = (ct_header){ct_arena_text(arena, h->name), ct_arena_text(arena, h->value), NULL};
    }
    return first;
}

/* A request that differs in its query or body is another one. */
static const char *key_of(const ct_request *request, ct_arena *arena)
{
    unsigned char digest[CT_SHA256_SIZE];
    char digits[2 * CT_SHA256_SIZE + 1] = "";
    if (request->body.bytes) {
        ct_sha256(request->body.bytes, request->body.size, digest);
        ct_hex(digest, sizeof digest, digits);
    }
    return ct_arena_printf(arena, "%s %s %s", request->method, ct_url_target(request->url), digits);
}

static ct_recorded *keep(ct_mutation_run *c, size_t of_case, const ct_request *request,
                         const ct_response *response)
{
    ct_recorded *one = ct_new(c->arena, ct_recorded), **tail = &c->recorded;
    ct_response *copy = ct_new(c->arena, ct_response);
    *copy = *response;
    copy->headers = keep_headers(c->arena, response->headers);
    copy->trailers = keep_headers(c->arena, response->trailers);
    copy->version = ct_arena_text(c->arena, response->version);
    copy->reason = ct_arena_text(c->arena, response->reason);
    if (response->body.bytes)
        copy->body.bytes = ct_arena_copy(c->arena, response->body.bytes, response->body.size);
    *one = (ct_recorded){.of_case = of_case,
                         .method = ct_arena_text(c->arena, request->method),
                         .target = ct_arena_text(c->arena, ct_url_target(request->url)),
                         .key = key_of(request, c->arena),
                         .response = copy};
    while (*tail)
        tail = &(*tail)->next;
    return *tail = one;
}

static bool applies_to(const ct_mutation *mutation, const char *operation, unsigned status)
{
    return mutation && mutation->operation && operation && mutation->status == status &&
           !strcmp(mutation->operation, operation);
}

static const ct_response *mutated(const ct_mutation *mutation, const ct_response *previous,
                                  const ct_response *good, ct_arena *arena)
{
    return ct_fault_apply(mutation->fault, mutation->site, previous, good, arena);
}

/* Returns the previous response of that place in the arena, because it is replaced by the next. */
static const ct_response *swap_previous(ct_previous *previous, const char *place,
                                        const ct_response *good, ct_arena *arena)
{
    const ct_response *found = previous ? ct_previous_find(previous, place, good->status) : NULL;
    const ct_response *copy =
        found ? ct_response_with_body(found,
                                      ct_arena_copy(arena, found->body.bytes, found->body.size),
                                      found->body.size, arena)
              : NULL;
    if (previous)
        ct_previous_keep(previous, place, good);
    return copy;
}

static const ct_response *ask_gateway(void *user, const ct_request *request, int64_t now_ns,
                                      ct_arena *arena)
{
    gateway_run *s = user;
    /* libcurl would add it, and a signature covers it. */
    ct_header const host = {"Host", ct_url_host(request->url, arena), request->headers};
    ct_gateway_request const incoming = {.method = request->method,
                                         .target = ct_url_target(request->url),
                                         .headers = &host,
                                         .body = request->body};
    const ct_response *good = ct_gateway_respond(s->gateway, &incoming, now_ns, arena);
    const char *operation = ct_gateway_operation(incoming.method, incoming.target, arena);
    size_t const of_case = running_case(s->meter);
    if (of_case == CT_SETUP_STEPS)
        operation = NULL;
    if (s->recorder) {
        ct_recorded *one = keep(s->recorder, of_case, request, good);
        one->operation = one->place =
            operation ? ct_arena_text(s->recorder->arena, operation) : NULL;
        one->request = 1;
        one->received_at = now_ns / 1000000;
    }
    if (!applies_to(s->mutation, operation, good->status))
        return good;
    return mutated(s->mutation, swap_previous(s->previous, operation, good, arena), good, arena);
}

/* `s` says what to do with the responses. */
static void run_gateway(const ct_mutation_run *c, const ct_selection *selection,
                        const ct_variant *variant, gateway_run s, unsigned char *verdicts)
{
    ct_arena *arena = ct_arena_new();
    case_counter meter = new_counter();
    s.gateway = ct_gateway_new(c->data, variant, arena);
    s.meter = &meter;
    s.previous = s.mutation && s.mutation->fault->mutate_after ? ct_previous_new(arena) : NULL;
    ct_transport *transport = ct_in_process_open(ask_gateway, &s, variant->behaviour.latency_ms);
    run_cases(c, selection, transport, &meter, verdicts);
    transport->close(transport);
    ct_arena_free(arena);
}

void ct_mutation_run_conforming(const ct_mutation_run *mutation_run, const ct_variant *variant,
                                unsigned char *verdicts)
{
    run_gateway(mutation_run, mutation_run->selection, variant, (gateway_run){0}, verdicts);
}

void ct_mutation_run_record(ct_mutation_run *mutation_run, unsigned char *verdicts)
{
    run_gateway(mutation_run, mutation_run->selection, &ct_variants[0],
                (gateway_run){.recorder = mutation_run}, verdicts);
}

/* ---- A recorded API --------------------------------------------------------------------- */

/* A transport that records the responses of another one. */
typedef struct recorder {
    ct_transport outer; /* first member: functions cast it back */
    ct_transport *inner;
    ct_mutation_run *mutation_run;
    case_counter *meter;
} recorder;

static void recorder_send(ct_transport *self, const ct_request *request, ct_arena *into,
                          void *token)
{
    ct_transport *inner = ((recorder *)self)->inner;
    inner->send(inner, request, into, token);
}

/* Names the request, and counts it among the others of that name. */
static void name_place(const ct_mutation_run *c, ct_recorded *one)
{
    one->operation = one->key;
    one->request = 1;
    for (const ct_recorded *other = c->recorded; other != one; other = other->next)
        if (other->operation && !strcmp(other->key, one->key)) {
            one->place = other->place;
            one->request = other->request;
            return;
        }
    one->place =
        ct_mutant_place_name(c->selection->cases[one->of_case], one->method, one->target, c->arena);
    for (const ct_recorded *other = c->recorded; other != one; other = other->next)
        if (other->operation && !strcmp(other->place, one->place) && other->request >= one->request)
            one->request = other->request + 1;
}

static bool recorder_wait(ct_transport *self, unsigned milliseconds, ct_arrival *arrival)
{
    recorder *t = (recorder *)self;
    if (!t->inner->wait(t->inner, milliseconds, arrival))
        return false;
    if (!arrival->exchange->response)
        return true;
    size_t const of_case = running_case(t->meter);
    ct_recorded *one =
        keep(t->mutation_run, of_case, arrival->exchange->request, arrival->exchange->response);
    one->received_at = arrival->exchange->received_at;
    if (of_case != CT_SETUP_STEPS)
        name_place(t->mutation_run, one);
    return true;
}

static void recorder_cancel(ct_transport *self)
{
    ct_transport *inner = ((recorder *)self)->inner;
    inner->cancel(inner);
}

static const char *recorder_probe(ct_transport *self, const char *url, const ct_tls *tls,
                                  ct_arena *arena)
{
    ct_transport *inner = ((recorder *)self)->inner;
    return inner->probe(inner, url, tls, arena);
}

static void recorder_pump(ct_transport *self)
{
    ct_transport *inner = ((recorder *)self)->inner;
    if (inner->pump)
        inner->pump(inner);
}

void ct_mutation_run_record_from(ct_mutation_run *mutation_run, ct_transport *transport,
                                 unsigned char *verdicts)
{
    case_counter meter = new_counter();
    recorder t = {.outer = {.send = recorder_send,
                            .wait = recorder_wait,
                            .cancel = recorder_cancel,
                            .probe = recorder_probe,
                            .close = recorder_cancel,
                            .pump = recorder_pump},
                  .inner = transport,
                  .mutation_run = mutation_run,
                  .meter = &meter};
    run_cases(mutation_run, mutation_run->selection, &t.outer, &meter, verdicts);
}

typedef struct replay {
    const ct_mutation_run *mutation_run;
    const ct_mutation *mutation;
    case_counter *meter;
    const size_t *places; /* index in the whole selection, of each case that runs */
    size_t of_case;
    const ct_recorded *next; /* the next one to replay for the running case */
} replay;

enum { SAME_METHOD = 1, SAME_TARGET, SAME_REQUEST };

static int likeness(const ct_recorded *one, const ct_request *request, const char *key)
{
    if (!strcmp(one->key, key))
        return SAME_REQUEST;
    if (strcmp(one->method, request->method))
        return 0;
    return strcmp(one->target, ct_url_target(request->url)) ? SAME_METHOD : SAME_TARGET;
}

/* Returns the next recorded response of the case to the same request, or if there is none, to the
 * same method and target, or to the same method: what a mutant changes can change later requests.
 */
static const ct_recorded *look_up(replay *r, const ct_request *request, ct_arena *arena)
{
    size_t const running = running_case(r->meter);
    size_t const place = running == CT_SETUP_STEPS ? CT_SETUP_STEPS : r->places[running];
    const char *key = key_of(request, arena);
    const ct_recorded *best = NULL;
    int of_best = 0;
    if (r->of_case != place)
        r->next = NULL;
    r->of_case = place;
    for (const ct_recorded *one = r->next ? r->next : r->mutation_run->recorded;
         one && of_best < SAME_REQUEST; one = one->next) {
        int const like = one->of_case == place ? likeness(one, request, key) : 0;
        if (like > of_best) {
            best = one;
            of_best = like;
        }
    }
    r->next = best ? best->next : r->next;
    return best;
}

/* Returns the response that was recorded before, at the same place and with the same status; NULL:
 * none. The case that received it need not be in the run. */
static const ct_response *recorded_before(const ct_mutation_run *c, const ct_recorded *one)
{
    const ct_response *before = NULL;
    for (const ct_recorded *other = c->recorded; other && other != one; other = other->next)
        if (other->place && other->response->status == one->response->status &&
            !strcmp(other->place, one->place))
            before = other->response;
    return before;
}

static const ct_response *replay_response(void *user, const ct_request *request, int64_t now_ns,
                                          ct_arena *arena)
{
    replay *r = user;
    const ct_recorded *one = look_up(r, request, arena);
    (void)now_ns;
    if (!one)
        return NULL;
    if (!applies_to(r->mutation, one->operation, one->response->status))
        return one->response;
    const ct_response *previous =
        r->mutation->fault->mutate_after ? recorded_before(r->mutation_run, one) : NULL;
    return mutated(r->mutation, previous, one->response, arena);
}

static void run_replay(const ct_mutation_run *c, const ct_selection *selection, replay r,
                       unsigned char *verdicts)
{
    case_counter meter = new_counter();
    r.mutation_run = c;
    r.meter = &meter;
    r.of_case = CT_SETUP_STEPS;
    ct_transport *transport = ct_in_process_open(replay_response, &r, 0);
    run_cases(c, selection, transport, &meter, verdicts);
    transport->close(transport);
}

static bool has_recorded(const ct_mutation_run *c, size_t of_case)
{
    const ct_recorded *one = c->recorded;
    while (one && one->of_case != of_case)
        one = one->next;
    return one != NULL;
}

void ct_mutation_run_replay(const ct_mutation_run *mutation_run, unsigned char *verdicts)
{
    const ct_selection *all = mutation_run->selection;
    ct_arena *arena = ct_arena_new();
    ct_selection some = {.suite = all->suite,
                         .cases = ct_arena_alloc(arena, (all->count + 1) * sizeof *some.cases)};
    size_t *places = ct_arena_alloc(arena, (all->count + 1) * sizeof *places);
    unsigned char *partial = ct_arena_alloc(arena, all->count + 1);
    for (size_t i = 0; i < all->count; i++)
        if (has_recorded(mutation_run, i)) {
            places[some.count] = i;
            some.cases[some.count++] = all->cases[i];
        }
    if (some.count)
        run_replay(mutation_run, &some, (replay){.places = places}, partial);
    for (size_t i = 0; i < some.count; i++)
        verdicts[places[i]] = partial[i];
    ct_arena_free(arena);
}

/* ---- One mutant ------------------------------------------------------------------------- */

static bool meets(const ct_mutation_run *c, size_t of_case, const ct_mutation *mutation)
{
    for (const ct_recorded *one = c->recorded; one; one = one->next)
        if (one->of_case == of_case && applies_to(mutation, one->operation, one->response->status))
            return true;
    return false;
}

void ct_mutation_run_mutant(const ct_mutation_run *mutation_run, size_t mutant,
                            unsigned char *verdicts)
{
    const ct_mutation *mutation = &mutation_run->mutants[mutant].mutation;
    const ct_selection *all = mutation_run->selection;
    ct_arena *arena = ct_arena_new();
    ct_selection some = {.suite = all->suite,
                         .cases = ct_arena_alloc(arena, all->count * sizeof *some.cases)};
    size_t *places = ct_arena_alloc(arena, (all->count + 1) * sizeof *places);
    unsigned char *partial = ct_arena_alloc(arena, all->count + 1);
    for (size_t i = 0; i < all->count; i++) {
        if (mutation->operation && !meets(mutation_run, i, mutation))
            continue;
        places[some.count] = i;
        some.cases[some.count++] = all->cases[i];
    }
    ct_variant variant = ct_variants[0];
    ct_fault_hooks const hooks = ct_fault_hooks_of(mutation->fault, NULL);
    if (!mutation->fault->mutate)
        variant.behaviour.hooks = &hooks.hooks;
    if (mutation_run->data)
        run_gateway(mutation_run, &some, &variant, (gateway_run){.mutation = mutation}, partial);
    else
        run_replay(mutation_run, &some, (replay){.mutation = mutation, .places = places}, partial);
    memset(verdicts, CT_NOT_RUN, all->count);
    for (size_t i = 0; i < some.count; i++)
        verdicts[places[i]] = partial[i];
    ct_arena_free(arena);
}

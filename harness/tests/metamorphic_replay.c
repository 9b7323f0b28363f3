/* Whole cases, replayed: the shipped cases against the reference gateway, without a network. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "gateway/gateway.h"
#include "http/in_process.h"
#include "http/sdk_hmac.h"
#include "load/loader.h"
#include "load/target.h"
#include "run/runner.h"
#include "tests/metamorphic.h"

enum { STEPS_MAX = 32 };

/* A step of the case in the run without changes. */
typedef struct good_step {
    const ct_step *step;
    unsigned first, count; /* number of its first request, and of its attempts */
    unsigned status;
    bool is_head;
} good_step;

typedef struct scene {
    ct_listener listener; /* first: this is a ct_listener */
    ct_arena *arena;      /* of the scene */
    const ct_suite *suite;
    const ct_target *target;
    const ct_gateway_data *data;
    ct_gateway *gateway; /* of this run */
    meta_tally *counter;

    /* The change: it applies to every response from this number on. */
    meta_variation variation; /* META_VARIATIONS: none */
    const char *header;
    unsigned kind, from, number;

    good_step steps[STEPS_MAX];
    size_t step_count;
} scene;

static const ct_response *answer(void *user, const ct_request *request, int64_t now_ns,
                                 ct_arena *arena)
{
    scene *s = user;
    ct_header const host = {"Host", ct_url_host(request->url, arena), request->headers};
    ct_gateway_request const test_case = {.method = request->method,
                                          .target = ct_url_target(request->url),
                                          .headers = &host,
                                          .body = request->body};
    const ct_response *good = ct_gateway_respond(s->gateway, &test_case, now_ns, arena);
    bool const is_changed = s->variation != META_VARIATIONS && s->number >= s->from;
    s->number++;
    return is_changed ? meta_change(arena, good, s->variation, s->header, s->kind) : good;
}

static void keep_steps(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    scene *s = (scene *)self;
    unsigned number = 0;
    (void)run;
    s->step_count = 0;
    for (const ct_step_result *r = result->steps; r; r = r->next) {
        unsigned const first = number;
        number += r->attempts;
        if (r->is_cleanup || !r->exchange || !r->exchange->response || s->step_count == STEPS_MAX)
            continue;
        s->steps[s->step_count++] =
            (good_step){.step = r->step,
                        .first = first,
                        .count = r->attempts,
                        .status = r->exchange->response->status,
                        .is_head = !strcmp(r->exchange->request->method, "HEAD")};
    }
}

static ct_verdict run(scene *s, const ct_case *test_case, ct_listener *listener)
{
    ct_arena *arena = ct_arena_new();
    ct_selection const selection = {.suite = s->suite, .cases = &test_case, .count = 1};
    ct_run_options const options = {
        .parallel = 1, .timeout_ms = 30000, .seed = "0123456789abcdef", .run_id = "0123456789ab"};
    s->gateway = ct_gateway_new(s->data, &ct_variants[0], arena);
    s->number = 0;
    ct_transport *transport = ct_in_process_open(answer, s, 0);
    ct_verdict const verdict =
        ct_run(&selection, s->target, &options, transport, listener, arena)->cases[0].verdict;
    transport->close(transport);
    ct_arena_free(arena);
    return verdict;
}

/* ---- What a step expects ---- */

static const ct_response_row *row_of(const good_step *g)
{
    const ct_response_row *best = NULL;
    const ct_operation *op = g->step->operation;
    for (const ct_response_row *row = op ? op->responses : NULL; row; row = row->next)
        if (g->status >= row->low && g->status <= row->high && (!best || row->low == row->high))
            best = row;
    return best;
}

/* An entry does not apply to content where a response never has any (RFC 9110 section 6.4.1). */
static bool is_left_out(const good_step *g, const ct_expect *e)
{
    bool const has_content = !g->is_head && g->status != 204 && g->status != 304;
    return !has_content &&
           (e->subject != CT_SUBJECT_HEADER || !strncasecmp(e->name, "Content-", 8));
}

static void replay(scene *s, const ct_case *test_case, const good_step *g)
{
    ct_verdict const verdict = run(s, test_case, NULL);
    s->counter->tried[s->variation]++;
    if (verdict == CT_FAIL || verdict == CT_WARN || verdict == CT_ERROR)
        return;
    s->counter->failures++;
    printf("%s: %s with %s%s%s (request %u, kind %u)\n", test_case->full_name,
           ct_verdict_name(verdict), meta_names[s->variation], s->header ? " " : "",
           s->header ? s->header : "", g->first + 1, s->kind);
}

/* Each header separately; one run of each other variation covers all expectations. */
static bool replay_expects(scene *s, const ct_case *test_case, const good_step *g,
                           const ct_expect *expects, bool is_row)
{
    for (const ct_expect *e = expects; e; e = e->next) {
        if (!meta_must_break(e, s->variation) || (is_row && is_left_out(g, e)))
            continue;
        s->header = s->variation == META_NO_HEADER ? e->name : NULL;
        if (s->variation == META_NO_HEADER && !e->name) /* in alternatives */
            continue;
        replay(s, test_case, g);
        if (s->variation != META_NO_HEADER)
            return true;
    }
    return false;
}

static void replay_step(scene *s, const ct_case *test_case, const good_step *g)
{
    const ct_response_row *row = row_of(g);
    s->from = g->first;
    s->kind = 0;
    for (meta_variation v = 0; v < META_FOREIGN_STATUS_LINE; v++) {
        unsigned const before = s->counter->tried[v];
        s->variation = v;
        if (!replay_expects(s, test_case, g, g->step->expects, false) && row)
            replay_expects(s, test_case, g, row->expects, true);
        s->counter->left_out[v] += s->counter->tried[v] == before;
    }
    s->variation = META_FOREIGN_STATUS_LINE;
    s->header = NULL;
    if (ct_judge_expects_failure(g->step))
        s->counter->left_out[s->variation]++;
    for (; !ct_judge_expects_failure(g->step) && s->kind < meta_status_lines; s->kind++)
        replay(s, test_case, g);
}

/* A case that fails without a change proves nothing when it fails with one. */
static void replay_case(scene *s, const ct_case *test_case)
{
    s->listener = (ct_listener){.case_end = keep_steps, .wants_each_exchange = true};
    s->variation = META_VARIATIONS;
    ct_verdict const verdict = run(s, test_case, &s->listener);
    if (verdict != CT_PASS) {
        s->counter->failures++;
        printf("%s: %s without any change\n", test_case->full_name, ct_verdict_name(verdict));
        return;
    }
    s->counter->cases++;
    for (size_t i = 0; i < s->step_count; i++)
        replay_step(s, test_case, &s->steps[i]);
}

void meta_replay(const char *root, meta_tally *counter)
{
    scene s = {.arena = ct_arena_new(), .counter = counter};
    ct_diag diag = {.arena = s.arena};
    const char *cases = ct_arena_printf(s.arena, "%s/cases", root);
    ct_target_fields const words = {
        .file = ct_arena_printf(s.arena, "%s/fixtures/targets/embedded.yaml", root),
        .run_id = "0123456789ab"};
    s.suite = ct_load(s.arena, &cases, 1, &diag);
    s.target = ct_target_read(s.arena, &words, &diag);
    s.data =
        ct_gateway_data_load(s.arena, ct_arena_printf(s.arena, "%s/fixtures/gateway", root), &diag);
    for (const ct_diagnostic *note = diag.first; note; note = note->next)
        printf("%s\n", note->message);
    for (const ct_operation *op = s.suite && s.target && s.data ? s.suite->operations : NULL; op;
         op = op->next)
        for (const ct_case *c = op->cases; c; c = c->next)
            if (!ct_skip_reason(c, s.target, s.arena))
                replay_case(&s, c);
    ct_arena_free(s.arena);
}

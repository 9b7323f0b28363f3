#include "run/runner.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "lang/json/json.h"
#include "run/connection.h"
#include "run/polling.h"
#include "run/run_state.h"
#include "triage/attribution.h"

enum {
    TICK_MS = 1000,          /* the longest wait for an event */
    STOP_TICK_MS = 100,      /* the same while stopping, or if listeners want progress */
    STOP_GRACE_US = 2000000, /* the time for case runs in flight to end */
    GONE_AFTER = 3,          /* failed connections in a row before the target is probed */
    PROBE_PAUSE_MS = 100     /* between two attempts of --wait */
};

/* ---- Events ---- */

static void notify_begin(run *r)
{
    for (ct_listener *l = r->listeners; l; l = l->next)
        if (l->run_begin)
            l->run_begin(l, r->result);
}

static void attribute(run *r, ct_case_result *result, ct_arena *steps)
{
    if (!r->requirements)
        return;
    ct_attribute(result, r->result->suite, r->arena, steps);
    ct_requirement_fold_add(r->requirements, result);
}

/* The steps of the case, which belong to `steps`, do not exist any more after this. */
static void notify_case(run *r, ct_case_result *result, ct_arena *steps)
{
    r->result->counts[result->verdict]++;
    ct_run_count_cleanup(r, result);
    ct_waiting_add(&r->result->waiting, result, r->arena);
    ct_triage_add(r->triage, result);
    attribute(r, result, steps);
    for (ct_listener *l = r->listeners; l; l = l->next)
        if (l->case_end)
            l->case_end(l, r->result, result);
    result->steps = NULL;
}

static void notify_end(run *r)
{
    for (ct_listener *l = r->listeners; l; l = l->next)
        if (l->run_end)
            l->run_end(l, r->result);
}

/* ---- Stopping ---- */

void ct_run_stop(run *r, const char *why)
{
    if (r->is_stopping)
        return;
    r->is_stopping = true;
    r->stop_at_us = ct_monotonic_us(r->context.transport) + STOP_GRACE_US;
    r->result->stopped = why;
}

/* ---- Starting and ending a case ---- */

ct_case_run *ct_run_take_case_run(run *r)
{
    ct_case_run *case_run = r->free_case_runs;
    r->free_case_runs = case_run->next;
    return case_run;
}

static void release_case_run(run *r, ct_case_run *case_run)
{
    ct_arena_reset(case_run->arena);
    ct_arena_reset(case_run->incoming);
    *case_run = (ct_case_run){
        .arena = case_run->arena, .incoming = case_run->incoming, .next = r->free_case_runs};
    r->free_case_runs = case_run;
}

static void check_fail_fast(run *r)
{
    unsigned const most = r->context.options->fail_fast;
    unsigned const failed = r->result->counts[CT_FAIL] + r->result->counts[CT_ERROR];
    if (most && failed >= most)
        ct_run_stop(r, ct_arena_printf(r->arena, "--fail-fast: %u case%s failed", failed,
                                       failed == 1 ? "" : "s"));
}

static void finish(run *r, ct_case_run *case_run)
{
    switch (r->phase) {
    case CT_PHASE_SETUP:
        ct_run_end_setup(r, case_run);
        break;
    case CT_PHASE_CASES:
        ct_lock_release(r->locks, case_run->lock);
        ct_case_run_finish(case_run);
        notify_case(r, case_run->result, case_run->arena);
        check_fail_fast(r);
        break;
    case CT_PHASE_TEARDOWN:
        ct_run_end_teardown(r, case_run);
        break;
    }
    release_case_run(r, case_run);
}

/* Sends the first request of a case run, or ends it if there is none to send. */
static void send_first(run *r, ct_case_run *case_run)
{
    if (ct_case_run_next_step(case_run))
        r->in_flight++;
    else
        finish(r, case_run);
}

/* Returns false if the case has to wait for its lock. */
static bool start_case(run *r, size_t index)
{
    ct_case_result *result = &r->result->cases[index];
    ct_case_run *case_run = ct_run_take_case_run(r);
    bool const is_ready = ct_case_run_prepare(case_run, &r->context, result);
    if (is_ready)
        ct_run_restore_captures(r, case_run);
    const char *lock = is_ready ? ct_case_run_lock_name(case_run) : NULL;
    case_run->lock = lock ? ct_lock_take(r->locks, lock, index) : NULL;
    if (lock && !case_run->lock) {
        result->verdict = CT_NOT_RUN;
        release_case_run(r, case_run);
        return false;
    }
    if (is_ready)
        send_first(r, case_run);
    else
        finish(r, case_run);
    return true;
}

static void skip_or_start_next(run *r)
{
    size_t const *order = r->order;
    size_t const index = order ? order[r->next_case] : r->next_case;
    r->next_case++;
    ct_case_result *result = &r->result->cases[index];
    const char *reason = ct_skip_reason(result->test_case, r->context.target, r->arena);
    if (!reason) {
        start_case(r, index);
        return;
    }
    result->verdict = CT_SKIP;
    result->reason = reason;
    result->started_at = ct_unix_ms(r->context.transport);
    notify_case(r, result, r->arena);
}

/* Starts cases. Only this function decides which case is next. */
static void fill(run *r)
{
    while (!r->is_stopping && r->in_flight < r->context.options->parallel) {
        if (r->unreachable >= GONE_AFTER)
            return; /* first find out whether the target is reachable */
        size_t waited;
        if (ct_locks_next(r->locks, &waited))
            start_case(r, waited);
        else if (r->next_case < r->result->case_count)
            skip_or_start_next(r);
        else
            return;
    }
}

/* Returns NULL if the target accepts a connection, else why not. */
static const char *probe(run *r)
{
    ct_transport *transport = r->context.transport;
    return transport->probe(transport, r->context.target->url, r->context.target->tls, r->arena);
}

/* ---- Aborting ---- */

static void abort_case_runs(run *r)
{
    r->context.transport->cancel(r->context.transport);
    for (unsigned i = 0; i < r->context.options->parallel; i++) {
        ct_case_run *case_run = &r->case_runs[i];
        if (!case_run->result)
            continue;
        ct_case_run_abort(case_run, r->result->stopped);
        r->in_flight--;
        finish(r, case_run);
    }
}

/* Several connections failed in a row: probe the target once, and if it is unreachable, run no more
 * cases. */
static void probe_target(run *r)
{
    if (r->unreachable < GONE_AFTER || r->in_flight || r->is_stopping)
        return;
    const char *why = probe(r);
    r->unreachable = 0;
    if (why)
        ct_run_stop(r, ct_arena_printf(r->arena, "target unreachable: %s", why));
}

static int count_stop_requests(const run *r)
{
    return r->context.options->stop ? *r->context.options->stop : 0;
}

static void check_stop(run *r)
{
    int const requests = count_stop_requests(r);
    const char *max_time_over = r->context.options->max_time_over;
    if (requests)
        ct_run_stop(r, "interrupted");
    if (r->context.end_us && ct_monotonic_us(r->context.transport) > r->context.end_us)
        ct_run_stop(r, max_time_over ? max_time_over : "--max-time exceeded");
    bool const is_late = r->is_stopping && ct_monotonic_us(r->context.transport) > r->stop_at_us;
    bool const is_urgent = requests > 1 && r->phase == CT_PHASE_CASES;
    if (r->in_flight && (is_urgent || is_late))
        abort_case_runs(r);
}

/* ---- The loop ---- */

static void go_on(run *r, ct_case_run *case_run)
{
    if (case_run->due_us)
        return; /* the step waits for its next attempt */
    if (r->is_stopping && r->phase == CT_PHASE_CASES)
        ct_case_run_cancel(case_run, r->result->stopped);
    while (!ct_case_run_next_step(case_run)) {
        if (!ct_case_run_repeat(case_run, r->is_stopping)) {
            r->in_flight--;
            finish(r, case_run);
            return;
        }
    }
}

/* While stopping, a step is not sent again, except a step of the cleanup that waits for its slot of
 * the rate limit. A tear-down goes on after --fail-fast and --max-time, but not after a signal. */
static bool abandons_retry(const run *r, const ct_case_run *case_run)
{
    if (case_run->is_cleaning && case_run->has_slot)
        return false;
    return r->phase == CT_PHASE_TEARDOWN ? count_stop_requests(r) > 0 : r->is_stopping;
}

static void arrive(run *r, const ct_arrival *arrival)
{
    ct_case_run *case_run = arrival->token;
    bool const is_gone = arrival->is_unreachable && !ct_case_run_expects_failure(case_run);
    r->unreachable = is_gone ? r->unreachable + 1 : 0;
    ct_case_run_receive(case_run, arrival);
    if (case_run->due_us && abandons_retry(r, case_run))
        ct_case_run_stop_retrying(case_run, r->result->stopped);
    go_on(r, case_run);
}

/* Sends the steps that are due. Returns the milliseconds until the next one is, at most `tick`. */
static unsigned send_due(run *r, unsigned tick)
{
    uint64_t const now = ct_monotonic_us(r->context.transport);
    for (unsigned i = 0; i < r->context.options->parallel; i++) {
        ct_case_run *case_run = &r->case_runs[i];
        if (!case_run->result || !case_run->due_us)
            continue;
        bool const gives_up = abandons_retry(r, case_run);
        if (case_run->due_us > now && !gives_up) {
            uint64_t const left_ms = (case_run->due_us - now) / 1000 + 1;
            tick = left_ms < tick ? (unsigned)left_ms : tick;
        } else if (gives_up) {
            ct_case_run_stop_retrying(case_run, r->result->stopped);
            go_on(r, case_run);
        } else if (!ct_case_run_retry(case_run)) {
            go_on(r, case_run);
        }
    }
    return tick;
}

/* The event loop of all phases. Returns when nothing of this phase is in flight or can start. */
static void run_phase(run *r)
{
    ct_transport *transport = r->context.transport;
    ct_arrival arrival;
    for (;;) {
        check_stop(r);
        if (r->phase == CT_PHASE_CASES) {
            probe_target(r);
            fill(r);
        }
        if (!r->in_flight)
            return;
        ct_progress_timer_tick(&r->progress_timer, r->case_runs, r->context.options->parallel);
        bool const is_soon = r->is_stopping || r->progress_timer.is_wanted;
        unsigned const tick = send_due(r, is_soon ? STOP_TICK_MS : TICK_MS);
        if (transport->wait(transport, tick, &arrival))
            arrive(r, &arrival);
    }
}

/* A phase that consists of one case run, if any. */
static void run_alone(run *r, ct_run_phase phase, ct_case_run *case_run)
{
    if (!case_run)
        return;
    r->phase = phase;
    send_first(r, case_run);
    run_phase(r);
}

static void name_what_did_not_run(run *r)
{
    const char *reason =
        r->result->stopped ? r->result->stopped : "the run ended before this case started";
    for (size_t i = 0; i < r->result->case_count; i++) {
        ct_case_result *result = &r->result->cases[i];
        if (result->verdict != CT_NOT_RUN || result->reason)
            continue;
        result->reason = reason;
        notify_case(r, result, r->arena);
    }
}

/* ---- Before and after ---- */

static void pause_ms(unsigned milliseconds)
{
    struct timespec const t = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
    nanosleep(&t, NULL);
}

/* --wait: until the target accepts a connection. */
static void wait_for_target(run *r)
{
    uint64_t const end =
        ct_monotonic_us(r->context.transport) + (uint64_t)r->context.options->wait_ms * 1000;
    if (!r->context.options->wait_ms)
        return;
    for (;;) {
        const char *why = probe(r);
        if (!why)
            return;
        check_stop(r);
        ct_progress_timer_tick(&r->progress_timer, NULL, 0);
        if (r->is_stopping)
            return;
        if (ct_monotonic_us(r->context.transport) > end) {
            ct_run_stop(
                r, ct_arena_printf(r->arena, "the target does not accept connections: %s", why));
            return;
        }
        pause_ms(PROBE_PAUSE_MS);
    }
}

static ct_run_result *plan(const ct_selection *selection, const ct_run_context *context,
                           ct_arena *arena)
{
    ct_run_result *result = ct_new(arena, ct_run_result);
    result->suite = selection->suite;
    result->target_name = ct_redact_text(context->redactor, arena, context->target->name);
    result->target_url = ct_redact_text(context->redactor, arena, context->target->url);
    result->seed = context->options->seed;
    result->started_at = ct_unix_ms(context->transport);
    result->is_strict = context->options->is_strict;
    result->is_insecure = context->target->tls && context->target->tls->is_insecure;
    result->connection = ct_run_connection(context->options->route, context->target->tls,
                                           context->options->tls_files, context->redactor, arena);
    result->deselected = selection->deselected;
    result->shard = selection->shard;
    result->shards = selection->shards;
    result->others = selection->others;
    result->other_count = selection->other_count;
    result->shuffle = context->options->shuffle_seed;
    if (context->options->user_agent)
        result->user_agent = ct_redact_text(context->redactor, arena, context->options->user_agent);
    result->repeat = context->options->repeat ? context->options->repeat : 1;
    result->case_count = selection->count;
    result->cases = ct_arena_alloc(arena, selection->count * sizeof *result->cases);
    for (size_t i = 0; i < selection->count; i++)
        result->cases[i].test_case = selection->cases[i];
    if (context->target->before) {
        result->before = ct_new(arena, ct_case_result);
        result->before->test_case = context->options->left
                                        ? ct_run_log_ins(context->target->before, arena)
                                        : context->target->before;
    }
    return result;
}

static void open_case_runs(run *r)
{
    unsigned const count = r->context.options->parallel;
    r->case_runs = ct_malloc(count * sizeof *r->case_runs);
    for (unsigned i = count; i-- > 0;) {
        r->case_runs[i] = (ct_case_run){.next = r->free_case_runs};
        r->free_case_runs = &r->case_runs[i];
    }
}

static void close_run(run *r)
{
    for (unsigned i = 0; i < r->context.options->parallel; i++)
        ct_case_run_free(&r->case_runs[i]);
    free(r->case_runs);
}

/* What the run shows as a whole. */
static void conclude(run *r)
{
    ct_cause *causes = ct_triage_causes(r->triage);
    r->result->causes = causes;
    if (!r->requirements)
        return;
    r->result->requirement_results = ct_requirement_fold_results(r->requirements, r->result->suite);
    ct_requirement_fold_causes(r->requirements, causes);
}

const ct_run_result *ct_run(const ct_selection *selection, const ct_target *target,
                            const ct_run_options *options, ct_transport *transport,
                            ct_listener *listeners, ct_arena *arena)
{
    run r = {
        .context = {.arena = arena, .target = target, .options = options, .transport = transport},
        .listeners = listeners,
        .arena = arena,
        .locks = ct_locks_new(arena),
        .triage = ct_triage_new(arena),
        .requirements = options->ignores_requirements ? NULL : ct_requirement_fold_new(arena)};
    json_t *values = ct_json_own(arena, json_copy(target->values));
    json_object_set_new_nocheck(values, "run_id", json_string_nocheck(options->run_id));
    r.context.run_scope = (ct_scope){.vars = values};
    if (options->left)
        ct_run_restore_setup(&r);
    for (const ct_listener *l = listeners; l; l = l->next)
        r.context.keeps_each_exchange = r.context.keeps_each_exchange || l->wants_each_exchange;
    r.context.redactor =
        options->redactor ? options->redactor : ct_run_redactor(arena, selection->suite, target);
    ct_run_hide_proxy(r.context.redactor, options->proxy);
    r.result = plan(selection, &r.context, arena);
    r.progress_timer = ct_progress_timer_new(listeners, r.result, transport);
    uint64_t const begin = r.progress_timer.begin_us;
    r.order = selection->order;
    r.rate_limit = ct_rate_limit_new(options->rate, options->rate_ms, options->throttle_ms);
    r.context.rate_limit = &r.rate_limit;
    r.context.polling = options->gives_up_polling ? ct_polling_new(arena) : NULL;
    r.context.end_us = options->max_time_ms ? begin + (uint64_t)options->max_time_ms * 1000 : 0;
    open_case_runs(&r);
    notify_begin(&r);
    wait_for_target(&r);
    run_alone(&r, CT_PHASE_SETUP, ct_run_begin_setup(&r));
    r.phase = CT_PHASE_CASES;
    run_phase(&r);
    run_alone(&r, CT_PHASE_TEARDOWN, ct_run_begin_teardown(&r));
    name_what_did_not_run(&r);
    r.result->elapsed_us = ct_monotonic_us(transport) - begin;
    r.result->throttled_us = r.rate_limit.waited_us;
    conclude(&r);
    notify_end(&r);
    close_run(&r);
    return r.result;
}

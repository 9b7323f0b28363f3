#include "run/runner.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "lang/json/json.h"
#include "run/run_state.h"

enum {
    TICK_MS = 1000,          /* how long a wait may last when nobody wakes us */
    STOP_GRACE_US = 2000000, /* what is in flight may end in this time */
    GONE_AFTER = 3,          /* connection errors in a row before the target is probed */
    PROBE_PAUSE_MS = 100     /* between two tries of --wait */
};

/* ---- Telling ---- */

static void tell_begin(run *r)
{
    for (ct_listener *l = r->listeners; l; l = l->next)
        if (l->run_begin)
            l->run_begin(l, r->result);
}

/* From here on the case's steps are gone. */
static void tell_case(run *r, ct_case_result *result)
{
    r->result->counts[result->verdict]++;
    ct_run_count_cleanup(r, result);
    for (ct_listener *l = r->listeners; l; l = l->next)
        if (l->case_end)
            l->case_end(l, r->result, result);
    result->steps = NULL;
}

static void tell_end(run *r)
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
    r->stop_at_us = ct_monotonic_us(r->air.transport) + STOP_GRACE_US;
    r->result->stopped = why;
}

/* ---- Taking off and landing ---- */

static ct_flight *take_flight(run *r)
{
    ct_flight *f = r->free_flights;
    r->free_flights = f->next;
    return f;
}

static void give_flight_back(run *r, ct_flight *f)
{
    ct_arena_reset(f->arena);
    ct_arena_reset(f->incoming);
    *f = (ct_flight){.arena = f->arena, .incoming = f->incoming, .next = r->free_flights};
    r->free_flights = f;
}

static void check_fail_fast(run *r)
{
    unsigned const most = r->air.options->fail_fast;
    unsigned const failed = r->result->counts[CT_FAIL] + r->result->counts[CT_ERROR];
    if (most && failed >= most)
        ct_run_stop(r, ct_arena_printf(r->arena, "--fail-fast: %u case%s did not pass", failed,
                                       failed == 1 ? "" : "s"));
}

static void land(run *r, ct_flight *f)
{
    ct_lock_release(r->locks, f->lock);
    ct_flight_land(f);
    tell_case(r, f->result);
    give_flight_back(r, f);
    check_fail_fast(r);
}

/* False when the case has to wait for its lock. */
static bool take_off(run *r, size_t index)
{
    ct_case_result *result = &r->result->cases[index];
    ct_flight *f = take_flight(r);
    bool const is_ready = ct_flight_prepare(f, &r->air, result);
    if (is_ready)
        ct_run_recall(r, f);
    const char *lock = is_ready ? ct_flight_lock(f) : NULL;
    f->lock = lock ? ct_lock_take(r->locks, lock, index) : NULL;
    if (lock && !f->lock) {
        result->verdict = CT_NOT_RUN;
        give_flight_back(r, f);
        return false;
    }
    if (is_ready && ct_flight_go_on(f))
        r->in_flight++;
    else
        land(r, f);
    return true;
}

static void look_at_next(run *r)
{
    size_t const *order = r->order;
    size_t const index = order ? order[r->next_case] : r->next_case;
    r->next_case++;
    ct_case_result *result = &r->result->cases[index];
    const char *reason = ct_skip_reason(result->asked, r->air.target, r->arena);
    if (!reason) {
        take_off(r, index);
        return;
    }
    result->verdict = CT_SKIP;
    result->reason = reason;
    result->started_at = ct_unix_ms(r->air.transport);
    tell_case(r, result);
}

/* The only place that decides who flies next. */
static void fill(run *r)
{
    while (!r->is_stopping && r->in_flight < r->air.options->parallel) {
        if (r->unreachable >= GONE_AFTER)
            return; /* first find out whether the target is still there */
        size_t waited;
        if (ct_locks_next(r->locks, &waited))
            take_off(r, waited);
        else if (r->next_case < r->result->case_count)
            look_at_next(r);
        else
            return;
    }
}

/* NULL when the target accepts a connection, else why not. */
static const char *probe(run *r)
{
    ct_transport *transport = r->air.transport;
    return transport->probe(transport, r->air.target->url, r->air.target->tls, r->arena);
}

/* ---- Giving up ---- */

static void give_up_flights(run *r)
{
    r->air.transport->cancel(r->air.transport);
    for (unsigned i = 0; i < r->air.options->parallel; i++) {
        ct_flight *f = &r->flights[i];
        if (!f->result)
            continue;
        ct_flight_abandon(f, r->result->stopped);
        r->in_flight--;
        land(r, f);
    }
}

/* The target does not answer connections any more: asked once more, then the rest is spared. */
static void look_for_target(run *r)
{
    if (r->unreachable < GONE_AFTER || r->in_flight || r->is_stopping)
        return;
    const char *why = probe(r);
    r->unreachable = 0;
    if (why)
        ct_run_stop(r, ct_arena_printf(r->arena, "the target is gone: %s", why));
}

void ct_run_check_stop(run *r)
{
    int const asked = r->air.options->stop ? *r->air.options->stop : 0;
    if (asked)
        ct_run_stop(r, "interrupted");
    if (r->air.end_us && ct_monotonic_us(r->air.transport) > r->air.end_us)
        ct_run_stop(r, "--max-time is over");
    bool const is_late = r->is_stopping && ct_monotonic_us(r->air.transport) > r->stop_at_us;
    if (r->in_flight && (asked > 1 || is_late))
        give_up_flights(r);
}

/* ---- The loop ---- */

static void go_on(run *r, ct_flight *f)
{
    if (f->due_us)
        return; /* it waits for its next attempt */
    if (r->is_stopping)
        ct_flight_turn_back(f, r->result->stopped);
    while (!ct_flight_go_on(f)) {
        if (!ct_flight_repeat(f, r->is_stopping)) {
            r->in_flight--;
            land(r, f);
            return;
        }
    }
}

static void arrive(run *r, const ct_arrival *arrival)
{
    ct_flight *f = arrival->token;
    bool const is_gone = arrival->is_unreachable && !ct_flight_expects_failure(f);
    r->unreachable = is_gone ? r->unreachable + 1 : 0;
    ct_flight_arrive(f, arrival);
    if (f->due_us && r->is_stopping)
        ct_flight_stop_trying(f, r->result->stopped);
    go_on(r, f);
}

/* Sends what is due. Returns how long the next attempt may wait, at most `tick`. */
static unsigned send_due(run *r, unsigned tick)
{
    uint64_t const now = ct_monotonic_us(r->air.transport);
    for (unsigned i = 0; i < r->air.options->parallel; i++) {
        ct_flight *f = &r->flights[i];
        if (!f->result || !f->due_us)
            continue;
        bool const gives_up = ct_run_gives_up(r, f);
        if (f->due_us > now && !gives_up) {
            uint64_t const left_ms = (f->due_us - now) / 1000 + 1;
            tick = left_ms < tick ? (unsigned)left_ms : tick;
        } else if (gives_up) {
            ct_flight_stop_trying(f, r->result->stopped);
            go_on(r, f);
        } else if (!ct_flight_try_again(f)) {
            go_on(r, f);
        }
    }
    return tick;
}

static void fly(run *r)
{
    ct_transport *transport = r->air.transport;
    ct_arrival arrival;
    for (;;) {
        ct_run_check_stop(r);
        look_for_target(r);
        fill(r);
        if (!r->in_flight && (r->is_stopping || r->unreachable < GONE_AFTER))
            return;
        ct_beat_tell(&r->beat, r->flights, r->air.options->parallel);
        bool const is_soon = r->is_stopping || r->beat.is_felt;
        unsigned const tick = send_due(r, is_soon ? CT_STOP_TICK_MS : TICK_MS);
        if (transport->wait(transport, tick, &arrival))
            arrive(r, &arrival);
    }
}

static void name_what_did_not_run(run *r)
{
    const char *reason = r->result->stopped ? r->result->stopped : "the run ended before it";
    for (size_t i = 0; i < r->result->case_count; i++) {
        ct_case_result *result = &r->result->cases[i];
        if (result->verdict != CT_NOT_RUN || result->reason)
            continue;
        result->reason = reason;
        tell_case(r, result);
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
        ct_monotonic_us(r->air.transport) + (uint64_t)r->air.options->wait_ms * 1000;
    if (!r->air.options->wait_ms)
        return;
    for (;;) {
        const char *why = probe(r);
        if (!why)
            return;
        ct_run_check_stop(r);
        ct_beat_tell(&r->beat, NULL, 0);
        if (r->is_stopping)
            return;
        if (ct_monotonic_us(r->air.transport) > end) {
            ct_run_stop(r, ct_arena_printf(r->arena, "the target did not come up: %s", why));
            return;
        }
        pause_ms(PROBE_PAUSE_MS);
    }
}

static ct_run_result *plan(const ct_selection *selection, const ct_airspace *air, ct_arena *arena)
{
    ct_run_result *result = ct_new(arena, ct_run_result);
    result->suite = selection->suite;
    result->target_name = ct_redact_text(air->redactor, arena, air->target->name);
    result->target_url = ct_redact_text(air->redactor, arena, air->target->url);
    result->seed = air->options->seed;
    result->started_at = ct_unix_ms(air->transport);
    result->is_strict = air->options->is_strict;
    result->is_insecure = air->target->tls && air->target->tls->is_insecure;
    result->deselected = selection->deselected;
    result->shard = selection->shard;
    result->shards = selection->shards;
    result->others = selection->others;
    result->other_count = selection->other_count;
    result->shuffle = air->options->shuffle_seed;
    result->repeat = air->options->repeat ? air->options->repeat : 1;
    result->case_count = selection->count;
    result->cases = ct_arena_alloc(arena, selection->count * sizeof *result->cases);
    for (size_t i = 0; i < selection->count; i++)
        result->cases[i].asked = selection->cases[i];
    if (air->target->before) {
        result->before = ct_new(arena, ct_case_result);
        result->before->asked =
            air->options->left ? ct_run_log_ins(air->target->before, arena) : air->target->before;
    }
    return result;
}

static void open_flights(run *r)
{
    unsigned const count = r->air.options->parallel;
    r->flights = ct_malloc(count * sizeof *r->flights);
    for (unsigned i = count; i-- > 0;) {
        r->flights[i] = (ct_flight){.next = r->free_flights};
        r->free_flights = &r->flights[i];
    }
}

static void close_run(run *r)
{
    for (unsigned i = 0; i < r->air.options->parallel; i++)
        ct_flight_free(&r->flights[i]);
    free(r->flights);
}

const ct_run_result *ct_run(const ct_selection *selection, const ct_target *target,
                            const ct_run_options *options, ct_transport *transport,
                            ct_listener *listeners, ct_arena *arena)
{
    run r = {.air = {.arena = arena, .target = target, .options = options, .transport = transport},
             .listeners = listeners,
             .arena = arena,
             .locks = ct_locks_new(arena)};
    json_t *values = ct_json_own(arena, json_copy(target->values));
    json_object_set_new_nocheck(values, "run_id", json_string_nocheck(options->run_id));
    r.air.run_scope = (ct_scope){.vars = values};
    if (options->left)
        ct_run_recall_own(&r);
    for (const ct_listener *l = listeners; l; l = l->next)
        r.air.keeps_each_exchange = r.air.keeps_each_exchange || l->wants_each_exchange;
    r.air.redactor =
        options->redactor ? options->redactor : ct_run_redactor(arena, selection->suite, target);
    ct_run_hide_proxy(r.air.redactor, options->proxy);
    r.result = plan(selection, &r.air, arena);
    r.beat = ct_beat_new(listeners, r.result, transport);
    uint64_t const begin = r.beat.begin_us;
    r.order = selection->order;
    r.pace = ct_pace_new(options->rate, options->rate_ms, options->throttle_ms);
    r.air.pace = &r.pace;
    r.air.end_us = options->max_time_ms ? begin + (uint64_t)options->max_time_ms * 1000 : 0;
    open_flights(&r);
    tell_begin(&r);
    wait_for_target(&r);
    ct_run_before(&r);
    fly(&r);
    ct_run_after(&r);
    name_what_did_not_run(&r);
    r.result->elapsed_us = ct_monotonic_us(transport) - begin;
    r.result->throttled_us = r.pace.waited_us;
    tell_end(&r);
    close_run(&r);
    return r.result;
}

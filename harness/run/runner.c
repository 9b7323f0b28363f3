#include "run/runner.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "data/bind.h"
#include "data/digest.h"
#include "data/json.h"
#include "run/flight.h"

enum {
    TICK_MS = 1000,          /* how long a wait may last when nobody wakes us */
    STOP_TICK_MS = 100,      /* the same, when we are about to stop */
    STOP_GRACE_US = 2000000, /* what is in flight may end in this time */
    GONE_AFTER = 3,          /* connection errors in a row before the target is probed */
    PROBE_PAUSE_MS = 100     /* between two tries of --wait */
};

/* Cases that wait for a lock, in the order in which they came. */
typedef struct ct_lock {
    const char *name;
    bool is_held;
    size_t *waiting; /* indices of cases */
    size_t first, size, capacity;
    struct ct_lock *next_released;
    struct ct_lock *next;
} ct_lock;

typedef struct run {
    ct_airspace air;
    ct_listener *listeners;
    ct_arena *arena;
    ct_run_result *result;

    size_t next_case;
    ct_lock *locks;
    json_t *lock_names; /* name -> index, to find a lock among many */
    ct_lock **lock_table;
    size_t lock_count;
    ct_lock *released, **last_released; /* each has a case that may fly now */
    ct_flight *flights, *free_flights;  /* `flights` is an array of `parallel` */
    unsigned in_flight;

    unsigned unreachable; /* connection errors since the last answer */
    bool is_stopping;     /* nobody takes off any more */
    uint64_t stop_at_us;  /* when what is in flight is given up */
} run;

/* ---- Telling ---- */

static void tell_begin(run *r)
{
    for (ct_listener *l = r->listeners; l; l = l->next)
        if (l->run_begin)
            l->run_begin(l, r->result);
}

static void count_cleanup(run *r, const ct_case_result *result)
{
    for (const ct_step_result *s = result->steps; s; s = s->next)
        r->result->cleanup_failures += s->is_cleanup && s->verdict >= CT_ERROR;
}

/* From here on the case's steps are gone. */
static void tell_case(run *r, ct_case_result *result)
{
    r->result->counts[result->verdict]++;
    count_cleanup(r, result);
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

/* ---- Locks ---- */

static ct_lock *lock_of(run *r, const char *name)
{
    const json_t *index = json_object_get(r->lock_names, name);
    if (index)
        return r->lock_table[json_integer_value(index)];
    if ((r->lock_count & (r->lock_count - 1)) == 0) { /* grown at each power of two */
        size_t const capacity = r->lock_count ? 2 * r->lock_count : 1;
        r->lock_table = ct_realloc(r->lock_table, capacity * sizeof *r->lock_table);
    }
    ct_lock *lock = ct_new(r->arena, ct_lock);
    lock->name = ct_arena_text(r->arena, name);
    lock->next = r->locks;
    r->locks = lock;
    r->lock_table[r->lock_count] = lock;
    json_object_set_new_nocheck(r->lock_names, name, json_integer((json_int_t)r->lock_count++));
    return lock;
}

static void queue_for(ct_lock *lock, size_t index)
{
    if (lock->size == lock->capacity) {
        lock->capacity = lock->capacity ? 2 * lock->capacity : 16;
        lock->waiting = ct_realloc(lock->waiting, lock->capacity * sizeof *lock->waiting);
    }
    lock->waiting[lock->size++] = index;
}

/* False when another case has it: the case waits in its queue then. */
static bool take_lock(run *r, ct_flight *f, size_t index)
{
    const char *name = ct_flight_lock(f);
    if (!name)
        return true;
    ct_lock *lock = lock_of(r, name);
    if (lock->is_held) {
        queue_for(lock, index);
        return false;
    }
    lock->is_held = true;
    f->lock = lock;
    return true;
}

static void release_lock(run *r, ct_flight *f)
{
    ct_lock *lock = (ct_lock *)f->lock;
    if (!lock)
        return;
    lock->is_held = false;
    f->lock = NULL;
    if (lock->first == lock->size)
        return;
    lock->next_released = NULL;
    *r->last_released = lock;
    r->last_released = &lock->next_released;
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
    f->result = NULL;
    f->next = r->free_flights;
    r->free_flights = f;
}

static void land(run *r, ct_flight *f)
{
    release_lock(r, f);
    ct_flight_land(f);
    tell_case(r, f->result);
    give_flight_back(r, f);
}

/* False when the case has to wait for its lock. */
static bool take_off(run *r, size_t index)
{
    ct_case_result *result = &r->result->cases[index];
    ct_flight *f = take_flight(r);
    bool const is_ready = ct_flight_prepare(f, &r->air, result);
    if (is_ready && !take_lock(r, f, index)) {
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

static void take_off_released(run *r)
{
    ct_lock *lock = r->released;
    r->released = lock->next_released;
    if (!r->released)
        r->last_released = &r->released;
    take_off(r, lock->waiting[lock->first++]);
}

static void look_at_next(run *r)
{
    size_t const index = r->next_case++;
    ct_case_result *result = &r->result->cases[index];
    const char *reason = ct_skip_reason(result->asked, r->air.target, r->arena);
    if (!reason) {
        take_off(r, index);
        return;
    }
    result->verdict = CT_SKIP;
    result->reason = reason;
    result->started_at = ct_unix_ms();
    tell_case(r, result);
}

/* The only place that decides who flies next. */
static void fill(run *r)
{
    while (!r->is_stopping && r->in_flight < r->air.options->parallel) {
        if (r->unreachable >= GONE_AFTER)
            return; /* first find out whether the target is still there */
        if (r->released)
            take_off_released(r);
        else if (r->next_case < r->result->case_count)
            look_at_next(r);
        else
            return;
    }
}

/* ---- Stopping ---- */

static void stop(run *r, const char *why)
{
    if (r->is_stopping)
        return;
    r->is_stopping = true;
    r->stop_at_us = ct_monotonic_us() + STOP_GRACE_US;
    r->result->stopped = why;
}

static void give_up_flights(run *r)
{
    r->air.transport->cancel(r->air.transport);
    for (unsigned i = 0; i < r->air.options->parallel; i++) {
        ct_flight *f = &r->flights[i];
        if (!f->result)
            continue;
        ct_flight_give_up(f, r->result->stopped);
        r->in_flight--;
        land(r, f);
    }
}

/* The target does not answer connections any more: asked once more, then the rest is spared. */
static void look_for_target(run *r)
{
    if (r->unreachable < GONE_AFTER || r->in_flight || r->is_stopping)
        return;
    const char *why = r->air.transport->probe(r->air.transport, r->air.target->url, r->arena);
    r->unreachable = 0;
    if (why)
        stop(r, ct_arena_printf(r->arena, "the target is gone: %s", why));
}

static void check_stop(run *r)
{
    int const asked = r->air.options->stop ? *r->air.options->stop : 0;
    if (asked)
        stop(r, "interrupted");
    bool const is_late = r->is_stopping && ct_monotonic_us() > r->stop_at_us;
    if (r->in_flight && (asked > 1 || is_late))
        give_up_flights(r);
}

/* ---- The loop ---- */

static void arrive(run *r, const ct_arrival *arrival)
{
    ct_flight *f = arrival->token;
    r->unreachable = arrival->is_unreachable ? r->unreachable + 1 : 0;
    ct_flight_arrive(f, arrival);
    if (r->is_stopping)
        ct_flight_turn_back(f, r->result->stopped);
    if (ct_flight_go_on(f))
        return;
    r->in_flight--;
    land(r, f);
}

static void fly(run *r)
{
    ct_transport *transport = r->air.transport;
    ct_arrival arrival;
    for (;;) {
        check_stop(r);
        look_for_target(r);
        fill(r);
        if (!r->in_flight && (r->is_stopping || r->unreachable < GONE_AFTER))
            return;
        unsigned const tick = r->is_stopping ? STOP_TICK_MS : TICK_MS;
        if (transport->wait(transport, tick, &arrival) == CT_WAITED_ARRIVAL)
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
    uint64_t const end = ct_monotonic_us() + (uint64_t)r->air.options->wait_ms * 1000;
    if (!r->air.options->wait_ms)
        return;
    for (;;) {
        const char *why = r->air.transport->probe(r->air.transport, r->air.target->url, r->arena);
        if (!why)
            return;
        check_stop(r);
        if (r->is_stopping)
            return;
        if (ct_monotonic_us() > end) {
            stop(r, ct_arena_printf(r->arena, "the target did not come up: %s", why));
            return;
        }
        pause_ms(PROBE_PAUSE_MS);
    }
}

static ct_run_result *plan(const ct_suite *suite, const ct_selection *selection,
                           const ct_airspace *air, ct_arena *arena)
{
    ct_run_result *result = ct_new(arena, ct_run_result);
    result->suite = suite;
    result->target_name = ct_redact_text(air->redactor, arena, air->target->name);
    result->target_url = ct_redact_text(air->redactor, arena, air->target->url);
    result->seed = air->options->seed;
    result->started_at = ct_unix_ms();
    result->is_strict = air->options->is_strict;
    result->deselected = selection->deselected;
    result->case_count = selection->count;
    result->cases = ct_arena_alloc(arena, selection->count * sizeof *result->cases);
    for (size_t i = 0; i < selection->count; i++)
        result->cases[i].asked = selection->cases[i];
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
        ct_arena_free(r->flights[i].arena);
    for (ct_lock *lock = r->locks; lock; lock = lock->next)
        free(lock->waiting);
    free(r->flights);
    free(r->lock_table);
    json_decref(r->lock_names);
}

const char *ct_run_id(ct_arena *arena, const char *seed)
{
    unsigned char digest[CT_SHA256_SIZE];
    char hex[CT_SHA256_TEXT];
    const char *from = ct_arena_printf(arena, "run_id %s", seed);
    ct_sha256(from, strlen(from), digest);
    ct_hex(digest, 6, hex);
    return ct_arena_text(arena, hex);
}

ct_redactor *ct_run_redactor(ct_arena *arena, const ct_suite *suite, const ct_target *target)
{
    ct_redactor *redactor = ct_redactor_new(arena);
    const char *name;
    json_t *unused;
    json_object_foreach(target->secrets, name, unused)
    {
        const json_t *value = json_object_get(target->values, name);
        ct_redactor_add_value(redactor, json_string_value(value), json_string_length(value));
    }
    for (const ct_operation *op = suite->operations; op; op = op->next) {
        for (const ct_name *mask = op->mask; mask; mask = mask->next)
            ct_redactor_add_name(redactor, mask->text);
        for (const ct_pair *header = op->credential; header; header = header->next)
            ct_redactor_add_name(redactor, header->name);
    }
    return redactor;
}

static bool writes(const ct_step *steps)
{
    for (; steps; steps = steps->next)
        if (!ct_plan_is_safe(steps->plan))
            return true;
    return false;
}

const char *ct_skip_reason(const ct_case *asked, const ct_target *target, ct_arena *arena)
{
    if (asked->skip)
        return asked->skip;
    for (const ct_name *name = asked->requires; name; name = name->next)
        if (!ct_names_have(target->capabilities, name->text))
            return ct_arena_printf(arena, "the target does not declare the capability '%s'",
                                   name->text);
    if (target->is_read_only && (writes(asked->steps) || writes(asked->cleanup)))
        return "the target is read-only, and the case writes";
    return NULL;
}

const ct_run_result *ct_run(const ct_suite *suite, const ct_selection *selection,
                            const ct_target *target, const ct_run_options *options,
                            ct_transport *transport, ct_listener *listeners, ct_arena *arena)
{
    run r = {.air = {.target = target, .options = options, .transport = transport},
             .listeners = listeners,
             .arena = arena,
             .lock_names = json_object()};
    r.last_released = &r.released;
    uint64_t const begin = ct_monotonic_us();
    json_t *values = ct_json_own(arena, json_copy(target->values));
    json_object_set_new_nocheck(values, "run_id", json_string_nocheck(options->run_id));
    r.air.run_scope = (ct_scope){NULL, values};
    r.air.redactor = ct_run_redactor(arena, suite, target);
    r.result = plan(suite, selection, &r.air, arena);
    open_flights(&r);
    tell_begin(&r);
    wait_for_target(&r);
    fly(&r);
    name_what_did_not_run(&r);
    r.result->elapsed_us = ct_monotonic_us() - begin;
    tell_end(&r);
    close_run(&r);
    return r.result;
}

/* The target's own steps, ahead of everything and behind it. */
#include <stdlib.h>

#include "lang/json/json.h"
#include "run/run_state.h"

void ct_run_count_cleanup(run *r, const ct_case_result *result)
{
    for (const ct_step_result *s = result->steps; s; s = s->next)
        r->result->cleanup_failures += s->is_cleanup && s->verdict >= CT_ERROR;
}

bool ct_run_abandons_retry(const run *r, const ct_case_run *f)
{
    return r->is_stopping && !(f->is_cleaning && f->has_slot);
}

/* ---- What another run left ---- */

static bool captures_secrets(const ct_step *step)
{
    for (const ct_capture *c = step->captures; c; c = c->next)
        if (c->is_secret)
            return true;
    return false;
}

const ct_case *ct_run_log_ins(const ct_case *before, ct_arena *arena)
{
    ct_case *some = ct_new(arena, ct_case);
    *some = *before;
    some->steps = NULL;
    ct_step **tail = &some->steps;
    for (const ct_step *step = before->steps; step; step = step->next) {
        if (step->cleanup || !captures_secrets(step))
            continue;
        *tail = ct_new(arena, ct_step);
        **tail = *step;
        (*tail)->next = NULL;
        tail = &(*tail)->next;
    }
    return some;
}

/* Of the target's own steps: which were begun, whether the last of them was answered. */
void ct_run_restore_setup(run *r)
{
    const char *name;
    json_t *step;
    json_object_foreach(r->context.options->left->steps, name, step)
    {
        size_t const place = strtoul(name, NULL, 10) + 1;
        json_object_update(r->context.run_scope.vars, json_object_get(step, "captured"));
        if (place <= r->before_steps)
            continue;
        r->before_steps = place;
        r->is_last_uncertain = !json_object_get(step, "answered");
    }
}

void ct_run_restore_captures(const run *r, ct_case_run *f)
{
    const ct_leftovers *left = r->context.options->left;
    const json_t *of = left ? json_object_get(left->cases, f->result->test_case->full_name) : NULL;
    const json_t *captured = json_object_get(of, "captured");
    if (captured)
        json_object_update(ct_case_run_vars(f, &f->captured), (json_t *)captured);
}

/* ---- Flying ---- */

static void notify_before(run *r)
{
    for (ct_listener *l = r->listeners; l; l = l->next)
        if (l->before_end)
            l->before_end(l, r->result, r->result->before);
}

/* One flight alone, until it has nothing left to do. */
static void run_alone(run *r, ct_case_run *f)
{
    ct_arrival arrival;
    bool is_pending = ct_case_run_next_step(f);
    while (is_pending) {
        ct_run_check_stop(r);
        ct_progress_timer_tick(&r->progress_timer, f, 1);
        uint64_t const now = ct_monotonic_us(r->context.transport);
        bool const is_late = r->is_stopping && now > r->stop_at_us;
        if (is_late) {
            r->context.transport->cancel(r->context.transport);
            ct_case_run_abort(f, r->result->stopped);
            return;
        }
        if (f->due_us && ct_run_abandons_retry(r, f))
            ct_case_run_stop_retrying(f, r->result->stopped);
        if (f->due_us && f->due_us <= now && ct_case_run_retry(f))
            continue;
        if (!f->due_us &&
            r->context.transport->wait(r->context.transport, CT_STOP_TICK_MS, &arrival))
            ct_case_run_receive(f, &arrival);
        else if (f->due_us)
            r->context.transport->wait(r->context.transport, CT_STOP_TICK_MS, &arrival);
        else
            continue;
        if (f->due_us)
            continue;
        is_pending = ct_case_run_next_step(f);
    }
}

void ct_run_setup(run *r)
{
    ct_case_result *before = r->result->before;
    ct_case_run f = {0};
    if (!before || r->is_stopping || !before->test_case->steps)
        return;
    ct_case_run_prepare(&f, &r->context, before);
    run_alone(r, &f);
    ct_case_run_finish(&f);
    notify_before(r);
    if (before->verdict != CT_PASS && before->verdict != CT_WARN) {
        const char *why = ct_case_why(before, r->arena);
        ct_run_stop(r, ct_arena_printf(r->arena, "a step of 'before' did not pass: %s",
                                       why ? why : "it was not run"));
    }
    if (!r->context.options->left) {
        r->before_steps = ct_case_run_count_steps(&f);
        r->is_last_uncertain = before->verdict == CT_ERROR || before->verdict == CT_NOT_RUN;
    }
    before->steps = NULL;
    ct_flight_free(&f);
}

/* The cleanup of the steps that were sent, last in first out. */
void ct_run_teardown(run *r)
{
    ct_case_result *before = r->result->before;
    ct_case_run f = {0};
    if (!before || !r->before_steps)
        return;
    ct_verdict const verdict = before->verdict;
    before->test_case = r->context.target->before;
    r->stop_at_us = UINT64_MAX; /* whatever happened: what was made is taken away */
    ct_case_run_prepare(&f, &r->context, before);
    ct_case_run_plan_teardown(&f, r->before_steps);
    if (r->is_last_uncertain)
        ct_case_run_mark_uncertain(&f, r->before_steps);
    run_alone(r, &f);
    ct_case_run_log_end(&f, r->before_steps);
    before->verdict = verdict;
    ct_run_count_cleanup(r, before);
    notify_before(r);
    before->steps = NULL;
    ct_flight_free(&f);
}

/* The steps of a target ('before'): its set-up before all cases, its tear-down after them. */
#include <stdlib.h>

#include "lang/json/json.h"
#include "run/run_state.h"

void ct_run_count_cleanup(run *r, const ct_case_result *result)
{
    for (const ct_step_result *s = result->steps; s; s = s->next)
        r->result->cleanup_failures += s->is_cleanup && s->verdict >= CT_ERROR;
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

/* Restores which steps of the target were sent, and whether the last one got its response. */
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

void ct_run_restore_captures(const run *r, ct_case_run *case_run)
{
    const ct_leftovers *left = r->context.options->left;
    const json_t *of =
        left ? json_object_get(left->cases, case_run->result->test_case->full_name) : NULL;
    const json_t *captured = json_object_get(of, "captured");
    if (captured)
        json_object_update(ct_case_run_vars(case_run, &case_run->captured), (json_t *)captured);
}

/* ---- Set-up and tear-down ---- */

static void notify_before(run *r)
{
    for (ct_listener *l = r->listeners; l; l = l->next)
        if (l->before_end)
            l->before_end(l, r->result, r->result->before);
}

ct_case_run *ct_run_begin_setup(run *r)
{
    ct_case_result *before = r->result->before;
    if (!before || r->is_stopping || !before->test_case->steps)
        return NULL;
    ct_case_run *case_run = ct_run_take_case_run(r);
    ct_case_run_prepare(case_run, &r->context, before);
    return case_run;
}

void ct_run_end_setup(run *r, ct_case_run *case_run)
{
    ct_case_result *before = case_run->result;
    ct_case_run_finish(case_run);
    notify_before(r);
    if (before->verdict != CT_PASS && before->verdict != CT_WARN) {
        const char *why = ct_case_why(before, r->arena);
        ct_run_stop(r, ct_arena_printf(r->arena, "a step of 'before' failed: %s",
                                       why ? why : "it was not run"));
    }
    if (!r->context.options->left) {
        r->before_steps = ct_case_run_count_steps(case_run);
        r->is_last_uncertain = before->verdict == CT_ERROR || before->verdict == CT_NOT_RUN;
    }
    before->steps = NULL;
}

ct_case_run *ct_run_begin_teardown(run *r)
{
    ct_case_result *before = r->result->before;
    if (!before || !r->before_steps)
        return NULL;
    ct_case_run *case_run = ct_run_take_case_run(r);
    r->setup_verdict = before->verdict;
    before->test_case = r->context.target->before;
    r->stop_at_us = UINT64_MAX; /* a stop during the cases does not shorten the teardown */
    ct_case_run_prepare(case_run, &r->context, before);
    ct_case_run_plan_teardown(case_run, r->before_steps);
    if (r->is_last_uncertain)
        ct_case_run_mark_uncertain(case_run, r->before_steps);
    return case_run;
}

void ct_run_end_teardown(run *r, ct_case_run *case_run)
{
    ct_case_result *before = case_run->result;
    ct_case_run_log_end(case_run, r->before_steps);
    before->verdict = r->setup_verdict;
    before->elapsed_us = ct_monotonic_us(r->context.transport) - case_run->started_us;
    ct_run_count_cleanup(r, before);
    notify_before(r);
    before->steps = NULL;
}

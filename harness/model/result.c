#include "model/result.h"

#include <string.h>

const char *ct_verdict_name(ct_verdict verdict)
{
    static const char *const names[CT_VERDICTS] = {"not run", "skip",  "pass",
                                                   "warn",    "error", "fail"};
    return names[verdict];
}

ct_verdict ct_verdict_worse(ct_verdict a, ct_verdict b)
{
    return a > b ? a : b;
}

/* "json $['id']: expected a string, got the number 7 (bindings.json#/properties/id/type)" */
static const char *why_finding(const ct_finding *finding, ct_arena *arena)
{
    const ct_difference *first = finding->differences;
    bool const has_path =
        first && strcmp(first->path, "$") != 0 && !strcmp(first->expected, finding->expected);
    const char *subject = has_path ? ct_arena_printf(arena, "%s %s", finding->subject, first->path)
                                   : finding->subject;
    if (finding->verdict == CT_ERROR && finding->hint)
        return ct_arena_printf(arena, "%s: not evaluated: %s", subject, finding->hint);
    const char *asides[] = {finding->hint, finding->schema};
    const char *why = ct_arena_printf(arena, "%s: expected %s, got %s", subject, finding->expected,
                                      finding->actual);
    for (size_t i = 0; i < sizeof asides / sizeof *asides; i++)
        if (asides[i])
            why = ct_arena_printf(arena, "%s (%s)", why, asides[i]);
    return why;
}

const ct_step_result *ct_case_decider(const ct_case_result *result, const ct_finding **finding)
{
    *finding = NULL;
    if (result->verdict == CT_PASS)
        return NULL;
    for (const ct_step_result *step = result->steps; step; step = step->next) {
        if (step->is_cleanup || step->verdict != result->verdict)
            continue;
        for (const ct_finding *f = step->findings; f && !*finding; f = f->next)
            if (f->verdict == result->verdict)
                *finding = f;
        if (*finding || step->error)
            return step;
    }
    return NULL;
}

const char *ct_case_why(const ct_case_result *result, ct_arena *arena)
{
    const ct_finding *finding;
    if (result->reason)
        return result->reason;
    const ct_step_result *step = ct_case_decider(result, &finding);
    if (!step)
        return NULL;
    return finding ? why_finding(finding, arena) : step->error;
}

void ct_waiting_add(ct_waiting *sum, const ct_case_result *result, ct_arena *arena)
{
    for (const ct_step_result *step = result->steps; step; step = step->next) {
        sum->waited_ms += step->waited_ms;
        sum->steps += step->waited_ms > 0;
        sum->saved_ms += step->saved_ms;
        sum->saved_steps += step->saved_ms > 0;
        if (step->waited_ms <= sum->longest_ms)
            continue;
        sum->longest_ms = step->waited_ms;
        sum->longest_case = ct_arena_text(arena, result->test_case->full_name);
        sum->longest_step =
            step->step && step->step->title ? ct_arena_text(arena, step->step->title) : NULL;
    }
}

void ct_waiting_add_sum(ct_waiting *sum, const ct_waiting *other)
{
    sum->waited_ms += other->waited_ms;
    sum->steps += other->steps;
    sum->saved_ms += other->saved_ms;
    sum->saved_steps += other->saved_steps;
    if (other->longest_ms <= sum->longest_ms)
        return;
    sum->longest_ms = other->longest_ms;
    sum->longest_case = other->longest_case;
    sum->longest_step = other->longest_step;
}

ct_verdict ct_run_verdict(const ct_run_result *run)
{
    const unsigned *counts = run->counts;
    if (counts[CT_FAIL] || (run->is_strict && counts[CT_WARN]))
        return CT_FAIL;
    if (counts[CT_ERROR] || counts[CT_NOT_RUN] || run->stopped)
        return CT_ERROR;
    if (!counts[CT_PASS] && !counts[CT_WARN])
        return CT_SKIP;
    if (run->is_strict && counts[CT_SKIP])
        return CT_ERROR;
    return counts[CT_WARN] ? CT_WARN : CT_PASS;
}

int ct_run_exit_status(const ct_run_result *run)
{
    switch (ct_run_verdict(run)) {
    case CT_PASS:
    case CT_WARN:
        return 0;
    case CT_FAIL:
        return 1;
    default:
        return 3;
    }
}

#include "certify/times.h"

#include "certify/passes.h"

/* In Unix milliseconds. */
typedef struct interval {
    int64_t start, end;
} interval;

static interval interval_of(int64_t started_ms, uint64_t elapsed_us)
{
    return (interval){started_ms, started_ms + (int64_t)(elapsed_us / 1000)};
}

static bool is_inside(interval inner, interval outer)
{
    return inner.start + CT_PASS_TOLERANCE_MS >= outer.start &&
           inner.end <= outer.end + CT_PASS_TOLERANCE_MS;
}

static bool is_after(interval later, interval earlier)
{
    return later.start + CT_PASS_TOLERANCE_MS >= earlier.end;
}

/* ---- Steps ---- */

static interval exchange_interval(const ct_exchange *exchange)
{
    interval found = interval_of(exchange->started_at, exchange->elapsed_us);
    if (exchange->response && exchange->received_at > found.end)
        found.end = exchange->received_at;
    return found;
}

/* A phase of 0 did not happen. */
static bool has_phases_in_order(const ct_exchange *e)
{
    uint64_t const phases[] = {e->name_us, e->connect_us,    e->tls_us,
                               e->sent_us, e->first_byte_us, e->elapsed_us};
    uint64_t latest = 0;
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
        if (phases[i] && phases[i] < latest)
            return false;
        latest = phases[i] ? phases[i] : latest;
    }
    return e->elapsed_us >= latest;
}

static const char *check_exchange(const ct_exchange *exchange, interval of_case, interval *before)
{
    interval const own = exchange_interval(exchange);
    if (exchange->response && exchange->received_at < exchange->started_at)
        return "the response was received before the request was made";
    if (!has_phases_in_order(exchange))
        return "a phase of the request ended before the phase before it";
    if (!is_inside(own, of_case))
        return "it is outside the time of the case";
    if (!is_after(own, *before))
        return "it starts before the end of the step before";
    *before = own;
    return NULL;
}

const char *ct_times_check_steps(const ct_case_result *result, ct_arena *arena)
{
    interval const of_case = interval_of(result->started_at, result->elapsed_us);
    int64_t const most = of_case.end - of_case.start + CT_PASS_TOLERANCE_MS;
    interval before = {of_case.start, of_case.start};
    unsigned number = 1;
    for (const ct_step_result *s = result->steps; s; s = s->next, number++) {
        const char *wrong = NULL;
        if ((int64_t)s->waited_ms + s->throttled_ms > most)
            wrong = "it waited longer than the case took";
        else if (s->exchange)
            wrong = check_exchange(s->exchange, of_case, &before);
        if (wrong)
            return ct_arena_printf(arena, "step %u: %s", number, wrong);
    }
    return NULL;
}

/* ---- The steps of the target ---- */

static interval cases_interval(const ct_run_result *run)
{
    interval all = {INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < run->case_count; i++) {
        const ct_case_result *result = &run->cases[i];
        if (result->verdict == CT_NOT_RUN || result->verdict == CT_SKIP)
            continue;
        interval const own = interval_of(result->started_at, result->elapsed_us);
        all.start = own.start < all.start ? own.start : all.start;
        all.end = own.end > all.end ? own.end : all.end;
    }
    return all;
}

static const char *check_before(const ct_run_result *run, const ct_case_result *before,
                                bool is_teardown, ct_arena *arena)
{
    interval const own = interval_of(before->started_at, before->elapsed_us);
    interval const cases = cases_interval(run);
    bool const has_cases = cases.start <= cases.end;
    if (!is_inside(own, interval_of(run->started_at, run->elapsed_us)))
        return "they ran outside the time of the pass";
    if (has_cases && !is_teardown && !is_after(cases, own))
        return "a case started before their end";
    if (has_cases && is_teardown && !is_after(own, cases))
        return "they started before the end of the last case";
    return ct_times_check_steps(before, arena);
}

bool ct_times_check_before(ct_recorded *record, unsigned pass, ct_diag *diag)
{
    unsigned const mistakes = diag->count;
    ct_arena *arena = ct_arena_new();
    for (size_t i = 0; i < ct_recorded_before_count(record); i++) {
        ct_case_result before;
        if (!ct_recorded_before(record, i, arena, &before, diag))
            break;
        const char *wrong = check_before(&record->run, &before, i > 0, arena);
        if (wrong)
            ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE, "pass %u: the %s: %s", pass,
                    i ? "clean-up steps of 'before'" : "steps of 'before'", wrong);
    }
    ct_arena_free(arena);
    return diag->count == mistakes;
}

#include "certify/passes.h"

#include <string.h>

#include "certify/certificate.h"
#include "lang/json/json.h"
#include "lang/yaml/template.h"
#include "lang/yaml/value.h"
#include "run/runner.h"

const char *ct_pass_seed(ct_arena *arena, const char *seed, unsigned pass)
{
    return pass == 1 ? seed
                     : ct_certificate_seed(arena, seed, ct_arena_printf(arena, "pass %u", pass));
}

const char *ct_pass_order_seed(ct_arena *arena, const char *seed, unsigned pass)
{
    return pass == 1
               ? NULL
               : ct_certificate_seed(arena, seed, ct_arena_printf(arena, "order of pass %u", pass));
}

/* ---- The variables of the target ---- */

static json_t *values_of_run(ct_arena *arena, const char *seed)
{
    json_t *values = ct_json_own(arena, json_object());
    json_object_set_new_nocheck(values, "run_id", json_string(ct_run_id(arena, seed)));
    return values;
}

const ct_target *ct_pass_target(ct_arena *arena, const ct_target *target, const char *seed,
                                unsigned pass)
{
    if (pass == 1)
        return target;
    ct_target *made = ct_new(arena, ct_target);
    *made = *target;
    made->values = ct_json_own(arena, json_copy(target->values));
    ct_scope const first = {.vars = values_of_run(arena, seed)};
    ct_scope const now = {.vars = values_of_run(arena, ct_pass_seed(arena, seed, pass))};
    ct_scope const then_scope = {.outer = &first, .vars = target->values};
    ct_scope const now_scope = {.outer = &now, .vars = made->values};
    for (const ct_pair *pair = target->vars; pair; pair = pair->next) {
        const char *missing;
        const json_t *then = ct_value_fill(pair->value, &then_scope, arena, &missing);
        const json_t *used = json_object_get(target->values, pair->name);
        if (!then || !used || !ct_json_equal(then, used))
            continue; /* --var replaced it */
        json_t *value = ct_value_fill(pair->value, &now_scope, arena, &missing);
        if (value)
            json_object_set_nocheck(made->values, pair->name, value);
    }
    return made;
}

/* ---- The longest duration ---- */

unsigned ct_pass_time_left(const ct_profile *profile, int64_t started_ms, int64_t now_ms)
{
    int64_t const left = started_ms + (int64_t)profile->max_time_ms - now_ms;
    return left < 1                               ? 1
           : left > (int64_t)profile->max_time_ms ? profile->max_time_ms
                                                  : (unsigned)left;
}

void ct_pass_limit_time(ct_case_outcomes *outcomes, const ct_profile *profile, int64_t started_ms,
                        int64_t finished_ms)
{
    if (finished_ms - started_ms > (int64_t)profile->max_time_ms)
        ct_case_outcomes_stop(outcomes, CT_PASS_MAX_TIME);
}

/* ---- Checking ---- */

static void wrong(ct_diag *diag, const ct_pass *pass, const char *what)
{
    ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE, "pass %u: %s", pass->number, what);
}

static bool is_same(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

static int64_t end_of(int64_t started_ms, uint64_t elapsed_us)
{
    return started_ms + (int64_t)(elapsed_us / 1000);
}

static bool has_started(const ct_case_result *result)
{
    return result->verdict != CT_SKIP && result->verdict != CT_NOT_RUN;
}

/* ---- Times ---- */

static void check_times(const ct_pass *pass, const ct_run_result *run, ct_diag *diag)
{
    int64_t const end = end_of(run->started_at, run->elapsed_us);
    if (end > pass->now_ms + CT_PASS_CLOCK_SKEW_MS)
        wrong(diag, pass, "it ends in the future");
    if (run->started_at < pass->previous_end_ms)
        wrong(diag, pass, "it starts before the end of the pass before");
    for (size_t i = 0; i < run->case_count; i++) {
        const ct_case_result *result = &run->cases[i];
        if (has_started(result) &&
            (result->started_at < run->started_at ||
             end_of(result->started_at, result->elapsed_us) > end + CT_PASS_TOLERANCE_MS))
            wrong(diag, pass,
                  ct_arena_printf(diag->arena, "'%s' ran outside the time of the pass",
                                  result->test_case->full_name));
    }
}

/* ---- Order ---- */

static const ct_case_result *result_of(const ct_run_result *run, const ct_case *test_case)
{
    for (size_t i = 0; i < run->case_count; i++)
        if (!strcmp(run->cases[i].test_case->full_name, test_case->full_name))
            return &run->cases[i];
    return NULL;
}

static void check_order(const ct_profile *profile, const ct_pass *pass, const ct_run_result *run,
                        ct_diag *diag)
{
    ct_selection order = {.count = profile->case_count};
    const char *seed = ct_pass_order_seed(diag->arena, pass->seed, pass->number);
    int64_t latest = INT64_MIN;
    if (seed)
        ct_shuffle(&order, seed, diag->arena);
    for (size_t i = 0; i < profile->case_count; i++) {
        const ct_case *test_case = profile->cases[seed ? order.order[i] : i];
        const ct_case_result *result = result_of(run, test_case);
        if (!result || !has_started(result))
            continue;
        if (result->started_at < latest) {
            wrong(diag, pass,
                  ct_arena_printf(diag->arena, "'%s' did not start in the order of the pass",
                                  test_case->full_name));
            return;
        }
        if (!test_case->lock)
            latest = result->started_at;
    }
}

bool ct_pass_check(const ct_profile *profile, const ct_pass *pass, const ct_run_result *run,
                   ct_diag *diag)
{
    unsigned const mistakes = diag->count;
    if (!is_same(run->seed, ct_pass_seed(diag->arena, pass->seed, pass->number)))
        wrong(diag, pass, "the results have another seed");
    if (!is_same(run->shuffle, ct_pass_order_seed(diag->arena, pass->seed, pass->number)))
        wrong(diag, pass, "the results have another order");
    check_times(pass, run, diag);
    check_order(profile, pass, run, diag);
    return diag->count == mistakes;
}

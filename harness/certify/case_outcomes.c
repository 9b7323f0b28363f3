#include "certify/case_outcomes.h"

#include "lang/yaml/bind.h"

typedef struct page {
    unsigned passes; /* that were entered */
    bool is_flaky;
} page;

struct ct_case_outcomes {
    ct_listener listener; /* first: a ledger is a listener */
    ct_arena *arena;
    const ct_case_outcomes_basis *basis;
    page *pages;          /* as profile->cases */
    ct_outcome *outcomes; /* of what was entered */
    ct_outcome *reported; /* as facts say it */
    ct_waiver_outcome *waivers;
    bool *is_waiver_met;
    size_t waiver_count;
    const char *stopped;
};

static const char *declined(const ct_case *test_case, const ct_target *target)
{
    for (const ct_name *name = test_case->requires; name; name = name->next)
        if (!ct_names_have(target->capabilities, name->text))
            return name->text;
    return NULL;
}

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    (void)run;
    ct_case_outcomes_add((ct_case_outcomes *)self, result);
}

void ct_case_outcomes_stop(ct_case_outcomes *l, const char *why)
{
    if (why && !l->stopped)
        l->stopped = ct_arena_text(l->arena, why);
}

static void run_end(ct_listener *self, const ct_run_result *run)
{
    ct_case_outcomes_stop((ct_case_outcomes *)self, run->stopped);
}

ct_case_outcomes *ct_case_outcomes_open(ct_arena *arena, const ct_case_outcomes_basis *basis)
{
    ct_case_outcomes *l = ct_new(arena, ct_case_outcomes);
    size_t const count = basis->profile->case_count;
    *l = (ct_case_outcomes){
        .listener = {.case_end = case_end, .run_end = run_end, .wants_each_exchange = true},
        .arena = arena,
        .basis = basis,
        .pages = ct_arena_alloc(arena, count * sizeof *l->pages),
        .outcomes = ct_arena_alloc(arena, count * sizeof *l->outcomes),
        .reported = ct_arena_alloc(arena, count * sizeof *l->reported)};
    for (size_t i = 0; i < count; i++) {
        const ct_case *test_case = basis->profile->cases[i];
        l->outcomes[i] = (ct_outcome){test_case, CT_NOT_RUN, declined(test_case, basis->target)};
    }
    for (const ct_waiver *w = basis->waivers ? basis->waivers->first : NULL; w; w = w->next)
        l->waiver_count++;
    l->waivers = ct_arena_alloc(arena, l->waiver_count * sizeof *l->waivers);
    l->is_waiver_met = ct_arena_alloc(arena, l->waiver_count * sizeof *l->is_waiver_met);
    size_t i = 0;
    for (const ct_waiver *w = basis->waivers ? basis->waivers->first : NULL; w; w = w->next, i++)
        l->waivers[i] = (ct_waiver_outcome){w, ct_waiver_judge(w, NULL, basis->now_ms, arena)};
    return l;
}

/* A waiver that covers one pass and not another does not cover the case. */
static void judge_waivers(ct_case_outcomes *l, const ct_case_result *result)
{
    ct_arena *scratch = ct_arena_new();
    for (size_t i = 0; i < l->waiver_count; i++) {
        const ct_waiver *w = l->waivers[i].waiver;
        if (w->test_case != result->test_case)
            continue;
        ct_waiver_state const state = ct_waiver_judge(w, result, l->basis->now_ms, scratch);
        bool const differs = l->is_waiver_met[i] && l->waivers[i].state != state;
        l->waivers[i].state = differs ? CT_WAIVER_OTHER : state;
        l->is_waiver_met[i] = true;
    }
    ct_arena_free(scratch);
}

/* Over passes, one that did not come to the case weighs more than one in which it passed. */
static ct_verdict worse(ct_verdict a, ct_verdict b)
{
    ct_verdict const worst = ct_verdict_worse(a, b);
    bool const has_gap = a == CT_NOT_RUN || b == CT_NOT_RUN;
    return has_gap && worst < CT_ERROR ? CT_NOT_RUN : worst;
}

void ct_case_outcomes_add(ct_case_outcomes *l, const ct_case_result *result)
{
    const ct_profile *profile = l->basis->profile;
    size_t i = 0;
    while (i < profile->case_count && profile->cases[i] != result->test_case)
        i++;
    if (i == profile->case_count)
        return;
    page *p = &l->pages[i];
    ct_outcome *outcome = &l->outcomes[i];
    judge_waivers(l, result);
    p->is_flaky =
        p->is_flaky || (p->passes && (outcome->verdict == CT_FAIL) != (result->verdict == CT_FAIL));
    outcome->verdict = p->passes ? worse(outcome->verdict, result->verdict) : result->verdict;
    p->passes++;
}

ct_listener *ct_case_outcomes_listener(ct_case_outcomes *l)
{
    return &l->listener;
}

/* A case that not every pass entered was not run as often as it must be. */
ct_facts ct_case_outcomes_facts(const ct_case_outcomes *l)
{
    const ct_profile *profile = l->basis->profile;
    for (size_t i = 0; i < profile->case_count; i++) {
        l->reported[i] = l->outcomes[i];
        if (l->pages[i].passes < profile->passes)
            l->reported[i].verdict = worse(l->reported[i].verdict, CT_NOT_RUN);
    }
    return (ct_facts){.profile = profile,
                      .outcomes = l->reported,
                      .outcome_count = profile->case_count,
                      .waivers = l->waivers,
                      .waiver_count = l->waiver_count,
                      .stopped = l->stopped};
}

bool ct_case_outcomes_is_flaky(const ct_case_outcomes *l, size_t index)
{
    return l->pages[index].is_flaky;
}

#include "certify/case_outcomes.h"

#include "lang/yaml/bind.h"
#include "triage/control.h"
#include "triage/requirement_fold.h"

typedef struct pass_count {
    unsigned passes; /* number of results that were added */
    bool is_flaky;
    ct_requirement_outcome *requirements; /* the worst of all passes; of the outcome, too */
    bool is_in_controls;                  /* of triage/control.h */
} pass_count;

struct ct_case_outcomes {
    ct_listener listener; /* first: this is a ct_listener */
    ct_arena *arena;
    const ct_case_outcomes_basis *basis;
    ct_controls *controls;
    pass_count *counts;   /* parallel to profile->cases */
    ct_outcome *outcomes; /* of the passes that were added */
    ct_outcome *reported; /* as ct_case_outcomes_facts() returns them */
    ct_waiver_outcome *waivers;
    bool *is_waiver_met;
    size_t waiver_count;
    ct_name *missing; /* mandatory capabilities that the target does not declare */
    const char *stopped;
    ct_binding binding;
};

static const char *declined(const ct_case *test_case, const ct_target *target)
{
    for (const ct_name *name = test_case->requires; name; name = name->next)
        if (!ct_names_have(target->capabilities, name->text))
            return name->text;
    return NULL;
}

static ct_name *list_missing(ct_arena *arena, const ct_case_outcomes_basis *basis)
{
    ct_name *first = NULL, **end = &first;
    for (const ct_name *name = basis->profile->capabilities; name; name = name->next) {
        if (ct_names_have(basis->target->capabilities, name->text))
            continue;
        *end = ct_new(arena, ct_name);
        (*end)->text = name->text;
        end = &(*end)->next;
    }
    return first;
}

/* The first of these waivers that applies to the product. */
static const ct_waiver *next_waiver(const ct_case_outcomes_basis *basis, const ct_waiver *w)
{
    while (w && !ct_waiver_is_for(w, basis->vendor, basis->product))
        w = w->next;
    return w;
}

static void open_waivers(ct_case_outcomes *all)
{
    const ct_case_outcomes_basis *basis = all->basis;
    const ct_waiver *first = next_waiver(basis, basis->waivers ? basis->waivers->first : NULL);
    for (const ct_waiver *w = first; w; w = next_waiver(basis, w->next))
        all->waiver_count++;
    all->waivers = ct_arena_alloc(all->arena, all->waiver_count * sizeof *all->waivers);
    all->is_waiver_met = ct_arena_alloc(all->arena, all->waiver_count * sizeof *all->is_waiver_met);
    size_t i = 0;
    for (const ct_waiver *w = first; w; w = next_waiver(basis, w->next), i++)
        all->waivers[i] =
            (ct_waiver_outcome){w, ct_waiver_judge(w, NULL, basis->now_ms, all->arena)};
}

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    ct_case_outcomes *all = (ct_case_outcomes *)self;
    ct_case_outcomes_add(all, result);
    if (run) /* NULL: the case of a record that did not run */
        ct_binding_add(&all->binding, run->seed, result);
}

void ct_case_outcomes_stop(ct_case_outcomes *all, const char *why)
{
    if (why && !all->stopped)
        all->stopped = ct_arena_text(all->arena, why);
}

static void run_end(ct_listener *self, const ct_run_result *run)
{
    ct_case_outcomes_stop((ct_case_outcomes *)self, run->stopped);
}

ct_case_outcomes *ct_case_outcomes_open(ct_arena *arena, const ct_case_outcomes_basis *basis)
{
    ct_case_outcomes *all = ct_new(arena, ct_case_outcomes);
    size_t const count = basis->profile->case_count;
    *all = (ct_case_outcomes){
        .listener = {.case_end = case_end, .run_end = run_end, .wants_each_exchange = true},
        .arena = arena,
        .basis = basis,
        .controls = ct_controls_new(arena),
        .counts = ct_arena_alloc(arena, count * sizeof *all->counts),
        .outcomes = ct_arena_alloc(arena, count * sizeof *all->outcomes),
        .reported = ct_arena_alloc(arena, count * sizeof *all->reported)};
    for (size_t i = 0; i < count; i++) {
        const ct_case *test_case = basis->profile->cases[i];
        all->outcomes[i] =
            (ct_outcome){.test_case = test_case, .declined = declined(test_case, basis->target)};
    }
    all->missing = list_missing(arena, basis);
    open_waivers(all);
    return all;
}

/* A waiver that covers the failure in one pass but not in another does not cover the case. */
static void judge_waivers(ct_case_outcomes *all, const ct_case_result *result)
{
    ct_arena *scratch = ct_arena_new();
    for (size_t i = 0; i < all->waiver_count; i++) {
        const ct_waiver *w = all->waivers[i].waiver;
        if (w->test_case != result->test_case)
            continue;
        ct_waiver_state const state = ct_waiver_judge(w, result, all->basis->now_ms, scratch);
        bool const differs = all->is_waiver_met[i] && all->waivers[i].state != state;
        all->waivers[i].state = differs ? CT_WAIVER_OTHER : state;
        all->is_waiver_met[i] = true;
    }
    ct_arena_free(scratch);
}

/* A pass that did not run the case is worse than one in which it passed. */
static ct_verdict worse(ct_verdict a, ct_verdict b)
{
    ct_verdict const worst = ct_verdict_worse(a, b);
    bool const has_gap = a == CT_NOT_RUN || b == CT_NOT_RUN;
    return has_gap && worst < CT_ERROR ? CT_NOT_RUN : worst;
}

static ct_requirement_outcome *copy_outcomes(ct_arena *arena, const ct_requirement_outcome *from)
{
    ct_requirement_outcome *first = NULL, **end = &first;
    for (; from; from = from->next) {
        *end = ct_new(arena, ct_requirement_outcome);
        **end = (ct_requirement_outcome){from->requirement, from->status, NULL};
        end = &(*end)->next;
    }
    return first;
}

/* A pass that did not judge the requirements leaves them not verified, as far as they passed. */
static void worsen(ct_requirement_outcome *worst, const ct_requirement_outcome *other)
{
    for (; worst; worst = worst->next) {
        const ct_requirement_outcome *o = other;
        while (o && o->requirement != worst->requirement)
            o = o->next;
        ct_requirement_status const status = o ? o->status : CT_NOT_VERIFIED;
        worst->status = status > worst->status ? status : worst->status;
    }
}

void ct_case_outcomes_add(ct_case_outcomes *all, const ct_case_result *result)
{
    const ct_profile *profile = all->basis->profile;
    size_t i = 0;
    while (i < profile->case_count && profile->cases[i] != result->test_case)
        i++;
    if (i == profile->case_count)
        return;
    pass_count *count = &all->counts[i];
    ct_outcome *outcome = &all->outcomes[i];
    judge_waivers(all, result);
    if (count->passes)
        worsen(count->requirements, result->requirements);
    else
        count->requirements = copy_outcomes(all->arena, result->requirements);
    outcome->requirements = count->requirements;
    if (result->verdict == CT_FAIL && !count->is_in_controls) {
        ct_controls_add(all->controls, result);
        count->is_in_controls = true;
    }
    count->is_flaky = count->is_flaky || (count->passes && (outcome->verdict == CT_FAIL) !=
                                                               (result->verdict == CT_FAIL));
    outcome->verdict = count->passes ? worse(outcome->verdict, result->verdict) : result->verdict;
    count->passes++;
}

ct_listener *ct_case_outcomes_listener(ct_case_outcomes *all)
{
    return &all->listener;
}

static bool fails_any(const ct_requirement_outcome *o)
{
    while (o && o->status != CT_FAILED)
        o = o->next;
    return o;
}

/* Whether the control of a case failed in the same way: then the case shows nothing of its own. */
static bool has_failed_control(const ct_case_outcomes *all, size_t index)
{
    const ct_profile *profile = all->basis->profile;
    const ct_control *control = ct_control_of(all->controls, profile->cases[index]);
    for (size_t i = 0; ct_control_is_acceptance(control) && i < profile->case_count; i++)
        if (profile->cases[i] == control->test_case)
            return fails_any(all->counts[i].requirements);
    return false;
}

static const ct_requirement_outcome *without_failures(const ct_case_outcomes *all,
                                                      const ct_requirement_outcome *outcomes)
{
    ct_requirement_outcome *copy = copy_outcomes(all->arena, outcomes);
    for (ct_requirement_outcome *o = copy; o; o = o->next)
        o->status = o->status == CT_FAILED ? CT_NOT_VERIFIED : o->status;
    return copy;
}

/* A case that is missing from a pass counts as not run. */
ct_facts ct_case_outcomes_facts(const ct_case_outcomes *all)
{
    const ct_profile *profile = all->basis->profile;
    ct_controls_find(all->controls);
    for (size_t i = 0; i < profile->case_count; i++) {
        all->reported[i] = all->outcomes[i];
        if (has_failed_control(all, i))
            all->reported[i].requirements = without_failures(all, all->outcomes[i].requirements);
        if (all->counts[i].passes < profile->passes)
            all->reported[i].verdict = worse(all->reported[i].verdict, CT_NOT_RUN);
    }
    return (ct_facts){.profile = profile,
                      .outcomes = all->reported,
                      .outcome_count = profile->case_count,
                      .waivers = all->waivers,
                      .waiver_count = all->waiver_count,
                      .missing = all->missing,
                      .stopped = all->stopped};
}

ct_binding ct_case_outcomes_binding(const ct_case_outcomes *all)
{
    return all->binding;
}

bool ct_case_outcomes_is_flaky(const ct_case_outcomes *all, size_t index)
{
    return all->counts[index].is_flaky;
}

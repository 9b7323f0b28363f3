/* Passes a run on to other listeners, with waived failures as warnings. */
#include <string.h>

#include "certify/waiver.h"
#include "triage/requirement_fold.h"

typedef struct filter {
    ct_waiver_filter open; /* first: this is a ct_waiver_filter */
    ct_arena *arena;
    const ct_waivers *waivers;
    ct_listener *inner;
    ct_diag *diag;
    ct_run_result run; /* as it is passed on */
    bool *was_judged;  /* by the position of the waiver */
    ct_waiver_state *states;
    ct_requirement_fold *requirements;
} filter;

static size_t count_waivers(const ct_waivers *waivers)
{
    size_t count = 0;
    for (const ct_waiver *w = waivers->first; w; w = w->next)
        count++;
    return count;
}

/* Updates the run that is passed on, which is a copy with other results. */
static void follow(filter *f, const ct_run_result *run)
{
    ct_case_result *cases = f->run.cases;
    const ct_requirement_result *requirement_results = f->run.requirement_results;
    unsigned counts[CT_VERDICTS];
    memcpy(counts, f->run.counts, sizeof counts);
    f->run = *run;
    f->run.requirement_results = requirement_results;
    f->run.cases = cases;
    memcpy(f->run.counts, counts, sizeof counts);
}

static void run_begin(ct_listener *self, const ct_run_result *run)
{
    filter *f = (filter *)self;
    f->run = *run;
    f->run.cases = ct_arena_alloc(f->arena, run->case_count * sizeof *f->run.cases);
    if (run->case_count)
        memcpy(f->run.cases, run->cases, run->case_count * sizeof *f->run.cases);
    f->open.seen = &f->run;
    for (ct_listener *l = f->inner; l; l = l->next)
        if (l->run_begin)
            l->run_begin(l, &f->run);
}

static void before_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    filter *f = (filter *)self;
    follow(f, run);
    for (ct_listener *l = f->inner; l; l = l->next)
        if (l->before_end)
            l->before_end(l, &f->run, result);
}

/* Evaluates all waivers of a case. Returns the first one that covers the failure. */
static const ct_waiver *judge_waivers(filter *f, const ct_case_result *result)
{
    const ct_waiver *covering = NULL;
    ct_arena *scratch = ct_arena_new();
    size_t i = 0;
    for (const ct_waiver *w = f->waivers->first; w; w = w->next, i++) {
        if (w->test_case != result->test_case)
            continue;
        f->states[i] = ct_waiver_judge(w, result, f->run.started_at, scratch);
        f->was_judged[i] = true;
        if (f->states[i] == CT_WAIVER_COVERS && !covering)
            covering = w;
    }
    ct_arena_free(scratch);
    return covering;
}

/* The failure of a waived case is about the requirement of the waiver, whatever else it would count
 * against: the case shows nothing about those. */
static const ct_requirement_outcome *waived_outcomes(filter *f, const ct_requirement_outcome *o,
                                                     const ct_requirement *waived)
{
    ct_requirement_outcome *first = NULL, **end = &first;
    for (; o; o = o->next) {
        *end = ct_new(f->arena, ct_requirement_outcome);
        **end = (ct_requirement_outcome){
            o->requirement, o->requirement == waived ? CT_WAIVED : CT_NOT_APPLICABLE, NULL};
        end = &(*end)->next;
    }
    return first;
}

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    filter *f = (filter *)self;
    ct_case_result *shown = &f->run.cases[result - run->cases];
    const ct_waiver *waiver = judge_waivers(f, result);
    follow(f, run);
    *shown = *result;
    if (waiver) {
        shown->verdict = CT_WARN;
        shown->reason = ct_arena_printf(f->arena, "accepted, expires on %s, %s: %s",
                                        waiver->expires, waiver->requirement->id, waiver->reason);
        shown->requirements = waived_outcomes(f, result->requirements, waiver->requirement);
    }
    ct_requirement_fold_add(f->requirements, shown);
    f->run.counts[shown->verdict]++;
    for (ct_listener *l = f->inner; l; l = l->next)
        if (l->case_end)
            l->case_end(l, &f->run, shown);
    shown->steps = NULL;
}

static void run_end(ct_listener *self, const ct_run_result *run)
{
    filter *f = (filter *)self;
    size_t i = 0;
    follow(f, run);
    f->run.requirement_results =
        run->requirement_results ? ct_requirement_fold_results(f->requirements, run->suite) : NULL;
    for (const ct_waiver *w = f->waivers->first; w; w = w->next, i++) {
        if (!f->was_judged[i])
            f->states[i] = ct_waiver_judge(w, NULL, run->started_at, f->arena);
        const char *reported = ct_waiver_describe(w, f->states[i], f->arena);
        if (reported && ct_waiver_is_error(f->states[i]))
            ct_fail(f->diag, CT_ERR_INVALID_WAIVER, w->where, "%s", reported);
        else if (reported)
            ct_warn(f->diag, CT_ERR_INVALID_WAIVER, w->where, "%s", reported);
        f->open.errors += ct_waiver_is_error(f->states[i]);
    }
    for (ct_listener *l = f->inner; l; l = l->next)
        if (l->run_end)
            l->run_end(l, &f->run);
}

static void run_progress(ct_listener *self, const ct_run_result *run,
                         const ct_run_progress *progress)
{
    filter *f = (filter *)self;
    follow(f, run);
    for (ct_listener *l = f->inner; l; l = l->next)
        if (l->run_progress)
            l->run_progress(l, &f->run, progress);
}

ct_waiver_filter *ct_waiver_filter_open(ct_arena *arena, const ct_waivers *waivers,
                                        ct_listener *inner, ct_diag *diag)
{
    filter *f = ct_new(arena, filter);
    size_t const count = count_waivers(waivers);
    *f = (filter){.open.listener = {.run_begin = run_begin,
                                    .before_end = before_end,
                                    .case_end = case_end,
                                    .run_end = run_end,
                                    .run_progress = run_progress},
                  .arena = arena,
                  .waivers = waivers,
                  .inner = inner,
                  .diag = diag,
                  .was_judged = ct_arena_alloc(arena, count * sizeof *f->was_judged),
                  .states = ct_arena_alloc(arena, count * sizeof *f->states),
                  .requirements = ct_requirement_fold_new(arena)};
    for (const ct_listener *l = inner; l; l = l->next)
        f->open.listener.wants_each_exchange =
            f->open.listener.wants_each_exchange || l->wants_each_exchange;
    return &f->open;
}

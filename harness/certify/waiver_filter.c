/* A run as a CI gate sees it: what is waived is a warning. */
#include <string.h>

#include "certify/waiver.h"

typedef struct gate {
    ct_waiver_filter open; /* first: this is a ct_waiver_filter */
    ct_arena *arena;
    const ct_waivers *waivers;
    ct_listener *inner;
    ct_diag *diag;
    ct_run_result run; /* as it is shown */
    bool *was_judged;  /* by the place among the waivers */
    ct_waiver_state *states;
} gate;

static size_t count_waivers(const ct_waivers *waivers)
{
    size_t count = 0;
    for (const ct_waiver *w = waivers->first; w; w = w->next)
        count++;
    return count;
}

/* The inner listeners look at a run of their own, which follows the real one. */
static void follow(gate *g, const ct_run_result *run)
{
    ct_case_result *cases = g->run.cases;
    unsigned counts[CT_VERDICTS];
    memcpy(counts, g->run.counts, sizeof counts);
    g->run = *run;
    g->run.cases = cases;
    memcpy(g->run.counts, counts, sizeof counts);
}

static void run_begin(ct_listener *self, const ct_run_result *run)
{
    gate *g = (gate *)self;
    g->run = *run;
    g->run.cases = ct_arena_alloc(g->arena, run->case_count * sizeof *g->run.cases);
    if (run->case_count)
        memcpy(g->run.cases, run->cases, run->case_count * sizeof *g->run.cases);
    g->open.seen = &g->run;
    for (ct_listener *l = g->inner; l; l = l->next)
        if (l->run_begin)
            l->run_begin(l, &g->run);
}

static void before_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    gate *g = (gate *)self;
    follow(g, run);
    for (ct_listener *l = g->inner; l; l = l->next)
        if (l->before_end)
            l->before_end(l, &g->run, result);
}

/* The first waiver that covers the failure; all of the case are judged. */
static const ct_waiver *judge_waivers(gate *g, const ct_case_result *result)
{
    const ct_waiver *covering = NULL;
    ct_arena *scratch = ct_arena_new();
    size_t i = 0;
    for (const ct_waiver *w = g->waivers->first; w; w = w->next, i++) {
        if (w->test_case != result->test_case)
            continue;
        g->states[i] = ct_waiver_judge(w, result, g->run.started_at, scratch);
        g->was_judged[i] = true;
        if (g->states[i] == CT_WAIVER_COVERS && !covering)
            covering = w;
    }
    ct_arena_free(scratch);
    return covering;
}

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    gate *g = (gate *)self;
    ct_case_result *shown = &g->run.cases[result - run->cases];
    const ct_waiver *waiver = judge_waivers(g, result);
    follow(g, run);
    *shown = *result;
    if (waiver) {
        shown->verdict = CT_WARN;
        shown->reason = ct_arena_printf(g->arena, "waived until %s, %s: %s", waiver->expires,
                                        waiver->requirement->id, waiver->reason);
    }
    g->run.counts[shown->verdict]++;
    for (ct_listener *l = g->inner; l; l = l->next)
        if (l->case_end)
            l->case_end(l, &g->run, shown);
    shown->steps = NULL;
}

static void run_end(ct_listener *self, const ct_run_result *run)
{
    gate *g = (gate *)self;
    size_t i = 0;
    follow(g, run);
    for (const ct_waiver *w = g->waivers->first; w; w = w->next, i++) {
        if (!g->was_judged[i])
            g->states[i] = ct_waiver_judge(w, NULL, run->started_at, g->arena);
        const char *reported = ct_waiver_describe(w, g->states[i], g->arena);
        if (reported && ct_waiver_is_error(g->states[i]))
            ct_fail(g->diag, CT_ERR_INVALID_WAIVER, w->where, "%s", reported);
        else if (reported)
            ct_warn(g->diag, CT_ERR_INVALID_WAIVER, w->where, "%s", reported);
        g->open.errors += ct_waiver_is_error(g->states[i]);
    }
    for (ct_listener *l = g->inner; l; l = l->next)
        if (l->run_end)
            l->run_end(l, &g->run);
}

static void run_progress(ct_listener *self, const ct_run_result *run,
                         const ct_run_progress *progress_timer)
{
    gate *g = (gate *)self;
    follow(g, run);
    for (ct_listener *l = g->inner; l; l = l->next)
        if (l->run_progress)
            l->run_progress(l, &g->run, progress_timer);
}

ct_waiver_filter *ct_waiver_filter_open(ct_arena *arena, const ct_waivers *waivers,
                                        ct_listener *inner, ct_diag *diag)
{
    gate *g = ct_new(arena, gate);
    size_t const count = count_waivers(waivers);
    *g = (gate){.open.listener = {.run_begin = run_begin,
                                  .before_end = before_end,
                                  .case_end = case_end,
                                  .run_end = run_end,
                                  .run_progress = run_progress},
                .arena = arena,
                .waivers = waivers,
                .inner = inner,
                .diag = diag,
                .was_judged = ct_arena_alloc(arena, count * sizeof *g->was_judged),
                .states = ct_arena_alloc(arena, count * sizeof *g->states)};
    for (const ct_listener *l = inner; l; l = l->next)
        g->open.listener.wants_each_exchange =
            g->open.listener.wants_each_exchange || l->wants_each_exchange;
    return &g->open;
}

#include "mutation/survivor.h"

#include <stdlib.h>
#include <string.h>

#include "mutation/suggestion.h"

/* The state of grouping: `groups` has room for one group for each mutant. */
typedef struct grouping {
    const ct_mutation_report *report;
    ct_arena *arena;
    ct_survivors found;
    bool **received; /* for each group: by the index of a case */
    bool **violated; /* likewise: by the index of a requirement in the suite */
    size_t requirement_count;
} grouping;

static bool is_same_text(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

static bool belongs(const ct_survivor_group *group, const ct_mutant *mutant,
                    const ct_suggestion *suggestion, bool may_survive)
{
    return group->status == mutant->mutation.status && group->may_survive == may_survive &&
           is_same_text(mutant->place ? mutant->place : "behaviour", group->place) &&
           !strcmp(group->part, suggestion->part) && is_same_text(group->yaml, suggestion->yaml) &&
           is_same_text(group->reason, suggestion->reason) && group->only == suggestion->of_case;
}

static size_t find_group(grouping *g, size_t index, const ct_suggestion *suggestion)
{
    const ct_mutant *mutant = &g->report->mutation_run->mutants[index];
    bool const may_survive = ct_mutation_report_may_survive(g->report, index);
    const ct_selection *selection = g->report->mutation_run->selection;
    size_t at = 0;
    while (at < g->found.count && !belongs(&g->found.groups[at], mutant, suggestion, may_survive))
        at++;
    if (at < g->found.count)
        return at;
    g->found.groups[g->found.count++] =
        (ct_survivor_group){.place = mutant->place ? mutant->place : "behaviour",
                            .status = mutant->mutation.status,
                            .part = suggestion->part,
                            .first = index,
                            .may_survive = may_survive,
                            .yaml = suggestion->yaml,
                            .reason = suggestion->reason,
                            .only = suggestion->of_case};
    g->received[at] = ct_arena_alloc(g->arena, selection->count + 1);
    g->violated[at] = ct_arena_alloc(g->arena, g->requirement_count + 1);
    memset(g->received[at], 0, selection->count + 1);
    memset(g->violated[at], 0, g->requirement_count + 1);
    return at;
}

static void add_fault(ct_survivor_group *group, const ct_fault *fault, ct_arena *arena)
{
    for (size_t i = 0; i < group->fault_count; i++)
        if (group->faults[i].fault == fault) {
            group->faults[i].mutants++;
            return;
        }
    ct_survivor_fault *faults = ct_arena_alloc(arena, (group->fault_count + 1) * sizeof *faults);
    if (group->fault_count)
        memcpy(faults, group->faults, group->fault_count * sizeof *faults);
    faults[group->fault_count++] = (ct_survivor_fault){fault, 1};
    group->faults = faults;
}

static void add_survivor(grouping *g, ct_suggester *suggester, size_t index)
{
    const ct_mutation_run *run = g->report->mutation_run;
    const ct_mutant *mutant = &run->mutants[index];
    const unsigned char *row = g->report->by_mutant + index * run->selection->count;
    ct_suggestion const suggestion = ct_suggest(suggester, index);
    size_t const at = find_group(g, index, &suggestion);
    ct_survivor_group *group = &g->found.groups[at];
    group->mutants++;
    group->is_must = group->is_must || mutant->is_must;
    add_fault(group, mutant->mutation.fault, g->arena);
    for (size_t i = 0; i < run->selection->count; i++)
        g->received[at][i] = g->received[at][i] || row[i] >= CT_PASS;
    size_t place = 0;
    for (const ct_requirement *r = run->selection->suite->requirements; r; r = r->next, place++)
        for (size_t i = 0; i < mutant->violated_count; i++)
            g->violated[at][place] = g->violated[at][place] || mutant->violated[i] == r;
}

static void finish_group(const grouping *g, size_t at)
{
    const ct_selection *selection = g->report->mutation_run->selection;
    ct_survivor_group *group = &g->found.groups[at];
    size_t place = 0;
    group->cases = ct_arena_alloc(g->arena, (selection->count + 1) * sizeof *group->cases);
    group->violated =
        ct_arena_alloc(g->arena, (g->requirement_count + 1) * sizeof *group->violated);
    for (size_t i = 0; i < selection->count && group->status; i++)
        if (g->received[at][i])
            group->cases[group->case_count++] = selection->cases[i];
    for (const ct_requirement *r = selection->suite->requirements; r; r = r->next)
        if (g->violated[at][place++])
            group->violated[group->violated_count++] = r;
}

static int rank(const ct_survivor_group *group)
{
    return group->is_must ? 0 : group->violated_count ? 1 : !group->may_survive ? 2 : 3;
}

static int compare(const void *left, const void *right)
{
    const ct_survivor_group *a = left, *b = right;
    int order = rank(a) - rank(b);
    order = order ? order : strcmp(a->place, b->place);
    order = order ? order : (int)a->status - (int)b->status;
    order = order ? order : strcmp(a->part, b->part);
    return order ? order : a->first < b->first ? -1 : 1;
}

ct_survivors ct_survivors_group(const ct_mutation_report *report, size_t begin, size_t end,
                                ct_arena *arena)
{
    grouping g = {.report = report, .arena = arena};
    size_t const room = end - begin + 1;
    ct_suggester *suggester = ct_suggester_new(report->mutation_run, arena);
    const ct_suite *suite = report->mutation_run->selection->suite;
    for (const ct_requirement *r = suite->requirements; r; r = r->next)
        g.requirement_count++;
    g.found.groups = ct_arena_alloc(arena, room * sizeof *g.found.groups);
    g.received = ct_arena_alloc(arena, room * sizeof *g.received);
    g.violated = ct_arena_alloc(arena, room * sizeof *g.violated);
    for (size_t i = begin; i < end; i++)
        if (!ct_mutation_report_is_killed(report, i))
            add_survivor(&g, suggester, i);
    for (size_t i = 0; i < g.found.count; i++)
        finish_group(&g, i);
    if (g.found.count)
        qsort(g.found.groups, g.found.count, sizeof *g.found.groups, compare);
    return g.found;
}

ct_survivors ct_survivors_of(const ct_mutation_report *report,
                             const ct_mutation_report_counts *counts, ct_arena *arena)
{
    return ct_survivors_group(report, 0,
                              counts->outcome == CT_OUTCOME_SCORE
                                  ? ct_mutation_report_mutant_count(report)
                                  : report->mutation_run->mutant_count,
                              arena);
}

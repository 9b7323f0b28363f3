/* The mutation report as text. */
#include <string.h>

#include "base/utf8.h"
#include "mutation/mutation_report.h"
#include "mutation/survivor.h"

typedef struct writer {
    const ct_mutation_report *report;
    ct_buf *out;
    ct_arena *arena;
} writer;

static void add_shown(ct_buf *out, const char *text)
{
    ct_show_text(out, text, strlen(text));
}

static const ct_case *case_at(const writer *w, size_t of_case)
{
    return w->report->mutation_run->selection->cases[of_case];
}

static void write_violated(const writer *w, const ct_requirement *const *violated, size_t count)
{
    if (count)
        ct_buf_text(w->out, "      violates");
    for (size_t i = 0; i < count; i++)
        ct_buf_printf(w->out, "%s %s", i ? "," : "", violated[i]->id);
    if (count)
        ct_buf_char(w->out, '\n');
}

static void write_killed(const writer *w)
{
    const char *title = "\nKilled:\n";
    for (size_t i = 0; i < ct_mutation_report_mutant_count(w->report); i++) {
        const ct_mutant *mutant = &w->report->mutation_run->mutants[i];
        if (!ct_mutation_report_is_killed(w->report, i))
            continue;
        ct_buf_printf(w->out, "%s  ", title);
        add_shown(w->out, ct_mutant_response(mutant, w->arena));
        if (mutant->request > 1)
            ct_buf_printf(w->out, " (request %zu)", mutant->request);
        ct_buf_printf(w->out, "  %s", mutant->mutation.fault->name);
        if (*mutant->mutation.site) {
            ct_buf_text(w->out, " at ");
            add_shown(w->out, mutant->mutation.site);
        }
        ct_buf_printf(w->out, ": %s\n", mutant->mutation.fault->summary);
        write_violated(w, mutant->violated, mutant->violated_count);
        title = "";
    }
}

/* ---- Surviving mutants ----------------------------------------------------------------- */

/* Names the first cases only: one is enough to add an expectation to. */
static void write_group_cases(const writer *w, const ct_survivor_group *group)
{
    enum { SHOWN = 3 };
    size_t const shown = group->case_count <= SHOWN + 1 ? group->case_count : (size_t)SHOWN;
    for (size_t i = 0; i < shown; i++) {
        ct_buf_text(w->out, i ? ", " : " (");
        add_shown(w->out, group->cases[i]->full_name);
    }
    if (shown < group->case_count)
        ct_buf_printf(w->out, ", and %zu more", group->case_count - shown);
    ct_buf_text(w->out, group->case_count ? ")\n" : "\n");
}

static void write_place(const writer *w, const ct_survivor_group *group)
{
    ct_buf_text(w->out, "  ");
    add_shown(w->out, group->place);
    if (group->status)
        ct_buf_printf(w->out, " %u, ", group->status);
    add_shown(w->out, group->part);
    write_group_cases(w, group);
    write_violated(w, group->violated, group->violated_count);
}

static void write_faults(const writer *w, const ct_survivor_group *group, bool is_verbose)
{
    const ct_fault *first = group->faults->fault;
    ct_buf_printf(w->out, "      %zu mutant%s: %s (%s)", group->mutants,
                  group->mutants == 1 ? "" : "s", first->summary, first->name);
    if (group->fault_count > 1 && !is_verbose)
        ct_buf_printf(w->out, ", and %zu more fault%s", group->fault_count - 1,
                      group->fault_count == 2 ? "" : "s");
    ct_buf_char(w->out, '\n');
    for (size_t i = 1; i < group->fault_count && is_verbose; i++)
        ct_buf_printf(w->out, "          %s (%s)\n", group->faults[i].fault->summary,
                      group->faults[i].fault->name);
}

static void write_suggestion(const writer *w, const ct_survivor_group *group)
{
    if (!group->yaml) {
        ct_buf_printf(w->out, "        no suggestion: %s\n", group->reason);
        return;
    }
    ct_buf_text(w->out, "        add");
    if (group->only) {
        ct_buf_text(w->out, " to ");
        add_shown(w->out, group->only->full_name);
    }
    ct_buf_text(w->out, ": ");
    add_shown(w->out, group->yaml);
    ct_buf_char(w->out, '\n');
}

static bool has_same_heading(const ct_survivor_group *a, const ct_survivor_group *b)
{
    if (strcmp(a->place, b->place) || a->status != b->status || strcmp(a->part, b->part) ||
        a->case_count != b->case_count || a->violated_count != b->violated_count)
        return false;
    return !(a->case_count && memcmp(a->cases, b->cases, a->case_count * sizeof *a->cases)) &&
           !(a->violated_count &&
             memcmp(a->violated, b->violated, a->violated_count * sizeof *a->violated));
}

/* Which groups are written, and how. */
typedef struct listing {
    const char *title;
    bool may_survive; /* those that may survive, or all others */
    bool is_legal;    /* no requirement forbids them: nothing is suggested */
    bool is_verbose;  /* each fault */
} listing;

static void write_groups(const writer *w, const ct_survivors *survivors, const listing *as)
{
    const ct_survivor_group *previous = NULL;
    for (size_t i = 0; i < survivors->count; i++) {
        const ct_survivor_group *group = &survivors->groups[i];
        if (group->may_survive != as->may_survive)
            continue;
        ct_buf_text(w->out, previous ? "" : as->title);
        if (!previous || !has_same_heading(previous, group))
            write_place(w, group);
        write_faults(w, group, as->is_verbose);
        if (!as->is_legal)
            write_suggestion(w, group);
        previous = group;
    }
}

static void write_left_out(const writer *w)
{
    const ct_mutation_run *run = w->report->mutation_run;
    if (run->left_out_count)
        ct_buf_printf(w->out, "\nLeft out: %zu case%s not pass without a fault\n",
                      run->left_out_count, run->left_out_count == 1 ? " that does" : "s that do");
    for (size_t i = 0; i < run->left_out_count; i++) {
        ct_buf_text(w->out, "  ");
        add_shown(w->out, run->left_out[i].test_case->full_name);
        ct_buf_printf(w->out, ": %s%s\n", ct_verdict_name(run->left_out[i].verdict),
                      run->left_out[i].is_of_replay ? " when its recorded responses are replayed"
                                                    : "");
    }
}

static void write_alarms(const writer *w)
{
    for (size_t v = 0; v < w->report->variant_count; v++)
        for (size_t i = 0; i < w->report->mutation_run->selection->count; i++) {
            if (!ct_mutation_report_is_false_alarm(w->report, v, i))
                continue;
            ct_buf_text(w->out, "false alarm: ");
            add_shown(w->out, case_at(w, i)->full_name);
            ct_buf_printf(w->out, " fails against the variant '%s' (%s)\n", ct_variants[v].name,
                          ct_variants[v].summary);
        }
}

static void write_total(const writer *w, const char *title, const ct_mutation_count *counter)
{
    ct_buf_printf(w->out, "%7zu  %6zu  %12s  %s\n", counter->faults, counter->killed, "", title);
}

static void write_verdict(const writer *w, const ct_requirement *r,
                          const ct_mutation_report_requirement *of)
{
    bool const has_survivors = of->killed < of->mutants;
    if (ct_mutation_report_is_unproven(w->report, r) ||
        (has_survivors && ct_level_is_must(r->level)))
        ct_buf_text(w->out, "  NOT PROVEN");
    else if (has_survivors)
        ct_buf_printf(w->out, "  %zu survived", of->mutants - of->killed);
    else if (!of->mutants)
        ct_buf_text(w->out, "  no mutant");
    ct_buf_char(w->out, '\n');
}

static void write_requirements(const writer *w, const ct_mutation_report_counts *n)
{
    const char *title = "\nmutants  killed  by own cases  requirement\n";
    for (const ct_requirement *r = w->report->mutation_run->selection->suite->requirements; r;
         r = r->next) {
        ct_mutation_report_requirement const of = ct_mutation_report_of(w->report, r);
        if (!ct_mutation_report_is_tested(w->report, r))
            continue;
        ct_buf_printf(w->out, "%s%7zu  %6zu  %12zu  %s  %s", title, of.mutants, of.killed,
                      of.killed_by_own, r->id, ct_level_name(r->level));
        write_verdict(w, r, &of);
        title = "";
    }
    if (*title)
        return;
    write_total(w, "(no requirement)", &n->uncharged);
    write_total(w, "(all mutants, each counted once)", &n->total);
}

static void write_redundancy(const writer *w, size_t of_case, const ct_mutation_report_case *of)
{
    const char *reason = of->alone ? NULL : case_at(w, of_case)->why;
    if (reason) {
        ct_buf_text(w->out, "  redundant: ");
        add_shown(w->out, reason);
    } else if (!of->alone) {
        ct_buf_text(w->out, of->killed ? "  redundant (kills no mutant that another case misses)"
                                       : "  kills no mutant");
    }
}

static void write_cases(const writer *w)
{
    const char *title = "\n  kills   alone  case\n";
    for (size_t i = 0; i < w->report->mutation_run->selection->count; i++) {
        ct_mutation_report_case const of = ct_mutation_report_of_case(w->report, i);
        ct_buf_printf(w->out, "%s%7zu  %6zu  ", title, of.killed, of.alone);
        add_shown(w->out, case_at(w, i)->full_name);
        write_redundancy(w, i, &of);
        ct_buf_char(w->out, '\n');
        title = "";
    }
}

static void write_headline(const writer *w, const ct_mutation_report_counts *n)
{
    static const char *const names[] = {"mutation score", "PROVEN", "NOT PROVEN"};
    ct_buf_printf(w->out, "%s: ", names[n->outcome]);
    if (!n->total.faults)
        ct_buf_text(w->out, "no fault applies to these responses");
    else if (n->outcome == CT_OUTCOME_SCORE)
        ct_buf_text(w->out, ct_mutation_score(&n->total, w->arena));
    else
        ct_buf_printf(w->out, "%zu of %zu mutants killed", n->killed, n->mutants);
    ct_buf_printf(w->out, " (%zu faults, %zu not applicable)", n->faults,
                  w->report->mutation_run->not_applicable);
}

static void write_score(const writer *w, const ct_mutation_report_counts *n)
{
    bool const has_requirements = w->report->mutation_run->selection->suite->requirements;
    write_headline(w, n);
    if (n->outcome != CT_OUTCOME_SCORE && n->killed < n->mutants)
        ct_buf_printf(w->out, "; %zu survived, %zu of them violate a MUST", n->mutants - n->killed,
                      n->must_survivors);
    if (n->must_unproven)
        ct_buf_printf(w->out, "; MUST without a killed mutant: %zu", n->must_unproven);
    if (has_requirements && n->uncharged.faults)
        ct_buf_printf(
            w->out, "; %zu mutants violate no verified requirement: %zu killed, %zu survived",
            n->uncharged.faults, n->uncharged.killed, n->uncharged.faults - n->uncharged.killed);
    if (n->may_survive)
        ct_buf_printf(w->out, "; %zu only in another order, not counted", n->may_survive);
    if (n->left_out)
        ct_buf_printf(w->out, "; left out: %zu case%s", n->left_out, n->left_out == 1 ? "" : "s");
    if (n->redundant)
        ct_buf_printf(w->out, "; redundant cases: %zu", n->redundant);
    if (w->report->variant_count)
        ct_buf_printf(w->out, "; %zu of %zu variants pass",
                      w->report->variant_count - n->false_alarms, w->report->variant_count);
    ct_buf_printf(w->out, "; %.1f s\n", (double)w->report->elapsed_us / 1e6);
}

static void write_survivors(const writer *w, const ct_mutation_report_counts *n, bool is_verbose)
{
    static const char orders[] = "\nNot counted, because no case expects an order:\n";
    size_t const charged = w->report->mutation_run->mutant_count,
                 all = ct_mutation_report_mutant_count(w->report);
    bool const is_score = n->outcome == CT_OUTCOME_SCORE;
    ct_survivors const survivors = ct_survivors_of(w->report, n, w->arena);
    write_groups(w, &survivors, &(listing){"\nSurvived:\n", .is_verbose = is_verbose});
    if (is_verbose && is_score)
        write_groups(w, &survivors, &(listing){orders, .may_survive = true, .is_verbose = true});
    if (!is_verbose || is_score)
        return;
    ct_survivors const others = ct_survivors_group(w->report, charged, all, w->arena);
    write_groups(w, &others,
                 &(listing){"\nSurvived, but violate no verified requirement:\n", .is_legal = true,
                            .is_verbose = true});
    write_groups(w, &others,
                 &(listing){orders, .may_survive = true, .is_legal = true, .is_verbose = true});
}

void ct_mutation_report_write_text(const ct_mutation_report *report, ct_buf *out, unsigned level)
{
    writer const w = {report, out, ct_arena_new()};
    ct_mutation_report_counts const n = ct_mutation_report_count(report);
    if (level)
        write_alarms(&w);
    if (level > 1)
        write_killed(&w);
    if (level) {
        write_requirements(&w, &n);
        write_cases(&w);
        write_left_out(&w);
        write_survivors(&w, &n, level > 1);
        ct_buf_char(out, '\n');
    }
    write_score(&w, &n);
    ct_arena_free(w.arena);
}

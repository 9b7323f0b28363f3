/* The mutation report as text. */
#include <string.h>

#include "base/utf8.h"
#include "mutation/mutation_report.h"

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

static void write_mutant(const writer *w, size_t index)
{
    const ct_mutant *mutant = &w->report->mutation_run->mutants[index];
    ct_buf_printf(w->out, "  %s  %s", ct_mutant_response(mutant, w->arena),
                  mutant->mutation.fault->name);
    if (*mutant->mutation.site) {
        ct_buf_text(w->out, " at ");
        add_shown(w->out, mutant->mutation.site);
    }
    ct_buf_printf(w->out, ": %s\n", mutant->mutation.fault->summary);
    if (mutant->violated_count)
        ct_buf_text(w->out, "      violates");
    for (size_t i = 0; i < mutant->violated_count; i++)
        ct_buf_printf(w->out, "%s %s", i ? "," : "", mutant->violated[i]->id);
    if (mutant->violated_count)
        ct_buf_char(w->out, '\n');
}

/* A range of mutants, and which of them are listed. */
typedef struct range {
    const char *title;
    size_t begin, end;
    bool is_killed;
} range;

static void write_mutants(const writer *w, const range *r)
{
    const char *title = r->title;
    for (size_t i = r->begin; i < r->end; i++) {
        if (ct_mutation_report_is_killed(w->report, i) != r->is_killed)
            continue;
        ct_buf_text(w->out, title);
        title = "";
        write_mutant(w, i);
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
    if (n->redundant)
        ct_buf_printf(w->out, "; redundant cases: %zu", n->redundant);
    if (w->report->variant_count)
        ct_buf_printf(w->out, "; %zu of %zu variants pass",
                      w->report->variant_count - n->false_alarms, w->report->variant_count);
    ct_buf_printf(w->out, "; %.1f s\n", (double)w->report->elapsed_us / 1e6);
}

void ct_mutation_report_write_text(const ct_mutation_report *report, ct_buf *out, unsigned level)
{
    static const char others[] = "\nSurvived, but violate no verified requirement:\n";
    writer const w = {report, out, ct_arena_new()};
    ct_mutation_report_counts const n = ct_mutation_report_count(report);
    size_t const charged = report->mutation_run->mutant_count,
                 all = ct_mutation_report_mutant_count(report);
    if (level)
        write_alarms(&w);
    if (level > 1)
        write_mutants(&w, &(range){"\nKilled:\n", 0, all, true});
    if (level) {
        write_requirements(&w, &n);
        write_cases(&w);
        write_mutants(&w, &(range){"\nSurvived:\n", 0, charged, false});
    }
    if (level > 1 || (level && n.outcome == CT_OUTCOME_SCORE))
        write_mutants(&w, &(range){others, charged, all, false});
    if (level)
        ct_buf_char(out, '\n');
    write_score(&w, &n);
    ct_arena_free(w.arena);
}

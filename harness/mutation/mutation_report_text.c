/* The proof as a table for people. */
#include <string.h>

#include "base/utf8.h"
#include "mutation/mutation_report.h"

typedef struct writer {
    const ct_proof *proof;
    ct_buf *out;
    ct_arena *arena;
} writer;

static void add_shown(ct_buf *out, const char *text)
{
    ct_show_text(out, text, strlen(text));
}

static const ct_case *case_at(const writer *w, size_t of_case)
{
    return w->proof->campaign->selection->cases[of_case];
}

static void write_trial(const writer *w, size_t index)
{
    const ct_trial *trial = &w->proof->campaign->trials[index];
    ct_buf_printf(w->out, "  %s  %s", ct_trial_answer(trial, w->arena), trial->strike.defect->name);
    if (*trial->strike.site) {
        ct_buf_text(w->out, " at ");
        add_shown(w->out, trial->strike.site);
    }
    ct_buf_printf(w->out, ": %s\n", trial->strike.defect->summary);
    if (trial->broken_count)
        ct_buf_text(w->out, "      breaks");
    for (size_t i = 0; i < trial->broken_count; i++)
        ct_buf_printf(w->out, "%s %s", i ? "," : "", trial->broken[i]->id);
    if (trial->broken_count)
        ct_buf_char(w->out, '\n');
}

/* A range of trials: those at stake, or those that no requirement is charged with. */
typedef struct range {
    const char *title;
    size_t begin, end;
    bool is_caught;
} range;

static void write_trials(const writer *w, const range *r)
{
    const char *title = r->title;
    for (size_t i = r->begin; i < r->end; i++) {
        if (ct_proof_is_caught(w->proof, i) != r->is_caught)
            continue;
        ct_buf_text(w->out, title);
        title = "";
        write_trial(w, i);
    }
}

static void write_alarms(const writer *w)
{
    for (size_t v = 0; v < w->proof->variant_count; v++)
        for (size_t i = 0; i < w->proof->campaign->selection->count; i++) {
            if (!ct_proof_is_false_alarm(w->proof, v, i))
                continue;
            ct_buf_printf(w->out, "false alarm: in the variant '%s' (%s) fails ",
                          ct_variants[v].name, ct_variants[v].summary);
            add_shown(w->out, case_at(w, i)->full_name);
            ct_buf_char(w->out, '\n');
        }
}

static void write_total(const writer *w, const char *title, const ct_proof_tally *tally)
{
    ct_buf_printf(w->out, "%6zu  %6zu  %16s  %s\n", tally->faults, tally->caught, "", title);
}

static void write_standing(const writer *w, const ct_requirement *r, const ct_proof_requirement *of)
{
    bool const has_survivors = of->caught < of->trials;
    if (ct_proof_is_unproven(w->proof, r) || (has_survivors && ct_level_is_must(r->level)))
        ct_buf_text(w->out, "  NOT PROVEN");
    else if (has_survivors)
        ct_buf_printf(w->out, "  %zu survived", of->trials - of->caught);
    else if (!of->trials)
        ct_buf_text(w->out, "  never broken");
    ct_buf_char(w->out, '\n');
}

static void write_requirements(const writer *w, const ct_proof_counts *n)
{
    const char *title = "\nbreaks  caught  by its own cases  requirement\n";
    for (const ct_requirement *r = w->proof->campaign->selection->suite->requirements; r;
         r = r->next) {
        ct_proof_requirement const of = ct_proof_of(w->proof, r);
        if (!ct_proof_is_asked(w->proof, r))
            continue;
        ct_buf_printf(w->out, "%s%6zu  %6zu  %16zu  %s  %s", title, of.trials, of.caught,
                      of.caught_by_own, r->id, ct_level_name(r->level));
        write_standing(w, r, &of);
        title = "";
    }
    if (*title)
        return;
    write_total(w, "(no requirement)", &n->uncharged);
    write_total(w, "(all faults, each counted once)", &n->total);
}

static void write_weakness(const writer *w, size_t of_case, const ct_proof_case *of)
{
    const char *reason = of->alone ? NULL : ct_proof_reason(case_at(w, of_case), w->arena);
    if (reason) {
        ct_buf_text(w->out, "  redundant: ");
        add_shown(w->out, reason);
    } else if (!of->alone) {
        ct_buf_text(w->out, of->caught ? "  nothing of its own" : "  catches nothing");
    }
}

static void write_cases(const writer *w)
{
    const char *title = "\ncatches   alone  case\n";
    for (size_t i = 0; i < w->proof->campaign->selection->count; i++) {
        ct_proof_case const of = ct_proof_of_case(w->proof, i);
        ct_buf_printf(w->out, "%s%7zu  %6zu  ", title, of.caught, of.alone);
        add_shown(w->out, case_at(w, i)->full_name);
        write_weakness(w, i, &of);
        ct_buf_char(w->out, '\n');
        title = "";
    }
}

static void write_headline(const writer *w, const ct_proof_counts *n)
{
    static const char *const names[] = {"mutation score", "PROVEN", "NOT PROVEN"};
    ct_buf_printf(w->out, "%s: ", names[n->outcome]);
    if (!n->total.faults)
        ct_buf_text(w->out, "no fault applies to these responses");
    else if (n->outcome == CT_PROOF_SCORE)
        ct_buf_text(w->out, ct_proof_score(&n->total, w->arena));
    else
        ct_buf_printf(w->out, "%zu of %zu breaks caught", n->caught, n->trials);
    ct_buf_printf(w->out, " (%zu defects, %zu not applicable)", n->defects,
                  w->proof->campaign->not_applicable);
}

static void write_score(const writer *w, const ct_proof_counts *n)
{
    bool const has_requirements = w->proof->campaign->selection->suite->requirements;
    write_headline(w, n);
    if (n->outcome != CT_PROOF_SCORE && n->caught < n->trials)
        ct_buf_printf(w->out, "; %zu survived, %zu of them break a MUST", n->trials - n->caught,
                      n->must_survivors);
    if (n->must_unproven)
        ct_buf_printf(w->out, "; MUST of which no break was caught: %zu", n->must_unproven);
    if (has_requirements && n->uncharged.faults)
        ct_buf_printf(
            w->out, "; %zu faults break no verified requirement: %zu caught, %zu survived",
            n->uncharged.faults, n->uncharged.caught, n->uncharged.faults - n->uncharged.caught);
    if (n->weak)
        ct_buf_printf(w->out, "; cases that catch nothing of their own: %zu", n->weak);
    if (w->proof->variant_count)
        ct_buf_printf(w->out, "; %zu of %zu variants pass",
                      w->proof->variant_count - n->false_alarms, w->proof->variant_count);
    ct_buf_printf(w->out, "; %.1f s\n", (double)w->proof->elapsed_us / 1e6);
}

void ct_proof_write_text(const ct_proof *proof, ct_buf *out, unsigned level)
{
    static const char others[] = "\nSurvived, no requirement is broken:\n";
    writer const w = {proof, out, ct_arena_new()};
    ct_proof_counts const n = ct_proof_count(proof);
    size_t const at_stake = proof->campaign->trial_count, all = ct_proof_trial_count(proof);
    if (level)
        write_alarms(&w);
    if (level > 1)
        write_trials(&w, &(range){"\nCaught:\n", 0, all, true});
    if (level) {
        write_requirements(&w, &n);
        write_cases(&w);
        write_trials(&w, &(range){"\nSurvived:\n", 0, at_stake, false});
    }
    if (level > 1 || (level && n.outcome == CT_PROOF_SCORE))
        write_trials(&w, &(range){others, at_stake, all, false});
    if (level)
        ct_buf_char(out, '\n');
    write_score(&w, &n);
    ct_arena_free(w.arena);
}

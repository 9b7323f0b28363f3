#include "mutation/mutation_report.h"

#include <string.h>

#include "lang/yaml/bind.h"

static size_t case_count(const ct_mutation_report *report)
{
    return report->mutation_run->selection->count;
}

bool ct_mutation_report_kills(const ct_mutation_report *report, size_t mutant, size_t of_case)
{
    unsigned char const verdict = report->by_mutant[mutant * case_count(report) + of_case];
    return verdict == CT_FAIL ||
           (verdict == CT_WARN && !report->mutation_run->mutants[mutant].is_must);
}

bool ct_mutation_report_is_killed(const ct_mutation_report *report, size_t mutant)
{
    for (size_t i = 0; i < case_count(report); i++)
        if (ct_mutation_report_kills(report, mutant, i))
            return true;
    return false;
}

bool ct_mutation_report_is_false_alarm(const ct_mutation_report *report, size_t variant,
                                       size_t of_case)
{
    return report->by_variant &&
           report->by_variant[variant * case_count(report) + of_case] >= CT_ERROR;
}

size_t ct_mutation_report_mutant_count(const ct_mutation_report *report)
{
    return report->mutation_run->mutant_count + report->mutation_run->uncharged_count;
}

bool ct_mutation_report_is_charged(const ct_mutation_report *report, size_t mutant)
{
    if (report->mutation_run->data)
        return report->mutation_run->mutants[mutant].violated_count;
    for (size_t i = 0; i < case_count(report); i++)
        if (report->mutation_run->selection->cases[i]->verifies &&
            ct_mutation_report_kills(report, mutant, i))
            return true;
    return false;
}

bool ct_mutation_report_may_survive(const ct_mutation_report *report, size_t mutant)
{
    const ct_mutant *m = &report->mutation_run->mutants[mutant];
    return m->mutation.fault->aspects == CT_ASPECT_ORDER && !m->violated_count &&
           !ct_mutation_report_is_killed(report, mutant);
}

static void count_charges(const ct_mutation_report *report, ct_mutation_report_counts *counts)
{
    for (size_t i = 0; i < ct_mutation_report_mutant_count(report); i++) {
        if (ct_mutation_report_may_survive(report, i)) {
            counts->may_survive++;
            continue;
        }
        bool const is_killed = ct_mutation_report_is_killed(report, i);
        ct_mutation_count *counter =
            ct_mutation_report_is_charged(report, i) ? &counts->charged : &counts->uncharged;
        counter->faults++;
        counter->killed += is_killed;
        counts->total.faults++;
        counts->total.killed += is_killed;
    }
}

static bool is_required(const ct_mutation_report *report, const ct_requirement *requirement)
{
    return ct_level_is_must(requirement->level) && !requirement->not_tested &&
           ct_mutation_report_is_tested(report, requirement);
}

static ct_mutation_outcome outcome_of(const ct_mutation_report *report,
                                      const ct_mutation_report_counts *counts)
{
    bool has_required = false;
    for (const ct_requirement *r = report->mutation_run->selection->suite->requirements; r;
         r = r->next)
        has_required = has_required || is_required(report, r);
    if (!has_required || !report->mutation_run->data)
        return CT_OUTCOME_SCORE;
    return counts->must_survivors || counts->must_unproven || counts->false_alarms ||
                   counts->left_out || !counts->total.faults
               ? CT_OUTCOME_NOT_PROVEN
               : CT_OUTCOME_PROVEN;
}

static size_t count_faults(const ct_mutation_report *report, size_t mutants)
{
    size_t count = 0;
    for (const ct_fault *fault = NULL; (fault = ct_fault_next(fault));) {
        size_t i = 0;
        while (i < mutants && report->mutation_run->mutants[i].mutation.fault != fault)
            i++;
        count += i < mutants;
    }
    return count;
}

const char *ct_mutation_score(const ct_mutation_count *counter, ct_arena *arena)
{
    size_t const permille = counter->faults ? counter->killed * 1000 / counter->faults : 0;
    return ct_arena_printf(arena, "%zu/%zu (%zu.%zu %%)", counter->killed, counter->faults,
                           permille / 10, permille % 10);
}

int ct_mutation_report_status(const ct_mutation_report_counts *counts, bool is_strict)
{
    bool const has_survivors = counts->total.killed < counts->total.faults;
    if (counts->false_alarms || counts->left_out)
        return 1;
    if (!counts->total.faults)
        return 3;
    if (counts->must_survivors || counts->must_unproven)
        return 1;
    return is_strict &&
           (counts->redundant || (counts->outcome == CT_OUTCOME_SCORE && has_survivors));
}

ct_mutation_report_counts ct_mutation_report_count(const ct_mutation_report *report)
{
    ct_mutation_report_counts counts = {.left_out = report->mutation_run->left_out_count};
    for (size_t i = 0; i < report->mutation_run->mutant_count; i++) {
        const ct_mutant *mutant = &report->mutation_run->mutants[i];
        if (ct_mutation_report_may_survive(report, i))
            continue;
        counts.mutants++;
        bool const is_killed = ct_mutation_report_is_killed(report, i);
        counts.killed += is_killed;
        counts.must_survivors += !is_killed && mutant->is_must;
    }
    for (const ct_requirement *r = report->mutation_run->selection->suite->requirements; r;
         r = r->next)
        counts.must_unproven += ct_mutation_report_is_unproven(report, r);
    for (size_t i = 0; i < case_count(report); i++)
        counts.redundant += ct_mutation_report_is_redundant(report, i);
    for (size_t v = 0; v < report->variant_count; v++)
        for (size_t i = 0; i < case_count(report); i++)
            if (ct_mutation_report_is_false_alarm(report, v, i)) {
                counts.false_alarms++;
                break;
            }
    count_charges(report, &counts);
    counts.outcome = outcome_of(report, &counts);
    counts.faults = count_faults(report, counts.outcome == CT_OUTCOME_SCORE
                                             ? ct_mutation_report_mutant_count(report)
                                             : report->mutation_run->mutant_count);
    return counts;
}

static bool breaks(const ct_mutant *mutant, const ct_requirement *requirement)
{
    for (size_t i = 0; i < mutant->violated_count; i++)
        if (mutant->violated[i] == requirement)
            return true;
    return false;
}

bool ct_mutation_report_is_tested(const ct_mutation_report *report,
                                  const ct_requirement *requirement)
{
    for (size_t i = 0; i < case_count(report); i++)
        if (ct_case_verifies(report->mutation_run->selection->cases[i], requirement))
            return true;
    for (size_t i = 0; i < report->mutation_run->left_out_count; i++)
        if (ct_case_verifies(report->mutation_run->left_out[i].test_case, requirement))
            return true;
    return false;
}

static bool is_killed_by_own(const ct_mutation_report *report, size_t mutant,
                             const ct_requirement *requirement)
{
    for (size_t i = 0; i < case_count(report); i++)
        if (ct_mutation_report_kills(report, mutant, i) &&
            ct_case_verifies(report->mutation_run->selection->cases[i], requirement))
            return true;
    return false;
}

ct_mutation_report_requirement ct_mutation_report_of(const ct_mutation_report *report,
                                                     const ct_requirement *requirement)
{
    ct_mutation_report_requirement of = {0};
    for (size_t i = 0; i < report->mutation_run->mutant_count; i++) {
        bool const is_own = is_killed_by_own(report, i, requirement);
        if (!(report->mutation_run->data ? breaks(&report->mutation_run->mutants[i], requirement)
                                         : is_own))
            continue;
        of.mutants++;
        of.killed += ct_mutation_report_is_killed(report, i);
        of.killed_by_own += is_own;
    }
    return of;
}

ct_mutation_report_case ct_mutation_report_of_case(const ct_mutation_report *report, size_t of_case)
{
    ct_mutation_report_case of = {0};
    for (size_t i = 0; i < report->mutation_run->mutant_count; i++) {
        if (!ct_mutation_report_kills(report, i, of_case))
            continue;
        size_t others = 0;
        for (size_t k = 0; k < case_count(report) && !others; k++)
            others += k != of_case && ct_mutation_report_kills(report, i, k);
        of.killed++;
        of.alone += !others;
    }
    return of;
}

bool ct_mutation_report_is_unproven(const ct_mutation_report *report,
                                    const ct_requirement *requirement)
{
    return is_required(report, requirement) && !ct_mutation_report_of(report, requirement).killed;
}

bool ct_mutation_report_is_redundant(const ct_mutation_report *report, size_t of_case)
{
    const ct_case *test_case = report->mutation_run->selection->cases[of_case];
    return !ct_mutation_report_of_case(report, of_case).alone && !test_case->why;
}

const char *ct_mutant_response(const ct_mutant *mutant, ct_arena *arena)
{
    return mutant->place ? ct_arena_printf(arena, "%s %u", mutant->place, mutant->mutation.status)
                         : "behaviour";
}

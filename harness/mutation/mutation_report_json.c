/* The mutation report as JSON. Its keys are older than the words of this program: "caught" is
 * killed, "breaks" is the requirements that are violated, or the number of mutants. */
#include <string.h>

#include "lang/json/json.h"
#include "mutation/mutation_report.h"
#include "mutation/survivor.h"

static json_t *list_violated(const ct_mutant *mutant)
{
    json_t *list = json_array();
    for (size_t i = 0; i < mutant->violated_count; i++)
        json_array_append_new(list, json_string(mutant->violated[i]->id));
    return list;
}

static json_t *list_killing(const ct_mutation_report *report, size_t mutant)
{
    json_t *list = json_array();
    for (size_t i = 0; i < report->mutation_run->selection->count; i++)
        if (ct_mutation_report_kills(report, mutant, i))
            json_array_append_new(
                list, json_string(report->mutation_run->selection->cases[i]->full_name));
    return list;
}

/* The mutants that count, or those that may survive. */
typedef struct range {
    size_t begin, end;
    bool may_survive;
} range;

static json_t *list_mutants(const ct_mutation_report *report, const range *of, ct_arena *arena)
{
    json_t *list = json_array();
    for (size_t i = of->begin; i < of->end; i++) {
        const ct_mutant *mutant = &report->mutation_run->mutants[i];
        const ct_mutation *mutation = &mutant->mutation;
        if (ct_mutation_report_may_survive(report, i) != of->may_survive)
            continue;
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s, s:s, s:o*, s:s*, s:s, s:b, s:o, s:o}", "defect",
                            mutation->fault->name, "subject", ct_fault_subject(mutation->fault),
                            "summary", mutation->fault->summary, "answer",
                            ct_mutant_response(mutant, arena), "request",
                            mutant->request > 1 ? json_integer((json_int_t)mutant->request) : NULL,
                            "site", *mutation->site ? mutation->site : NULL, "fate",
                            ct_mutation_report_is_killed(report, i) ? "caught" : "survived", "must",
                            mutant->is_must, "breaks", list_violated(mutant), "caught_by",
                            list_killing(report, i)));
    }
    return list;
}

static json_t *list_faults(const ct_survivor_group *group)
{
    json_t *list = json_array();
    for (size_t i = 0; i < group->fault_count; i++) {
        const ct_survivor_fault *one = &group->faults[i];
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:I}", "defect", one->fault->name, "summary",
                                        one->fault->summary, "mutants", (json_int_t)one->mutants));
    }
    return list;
}

static json_t *show_group(const ct_survivor_group *group)
{
    json_t *cases = json_array(), *violated = json_array();
    for (size_t i = 0; i < group->case_count; i++)
        json_array_append_new(cases, json_string(group->cases[i]->full_name));
    for (size_t i = 0; i < group->violated_count; i++)
        json_array_append_new(violated, json_string(group->violated[i]->id));
    json_t *shown = json_pack(
        "{s:s, s:s, s:I, s:o, s:o, s:o, s:b, s:b, s:s*, s:s*, s:s*}", "place", group->place, "part",
        group->part, "mutants", (json_int_t)group->mutants, "defects", list_faults(group), "cases",
        cases, "breaks", violated, "must", group->is_must, "counted", !group->may_survive,
        "suggestion", group->yaml, "suggestion_of_case",
        group->only ? group->only->full_name : NULL, "no_suggestion", group->reason);
    if (group->status)
        json_object_set_new(shown, "status", json_integer((json_int_t)group->status));
    return shown;
}

static json_t *list_groups(const ct_mutation_report *report, const ct_mutation_report_counts *n,
                           ct_arena *arena)
{
    json_t *list = json_array();
    ct_survivors const survivors = ct_survivors_of(report, n, arena);
    for (size_t i = 0; i < survivors.count; i++)
        json_array_append_new(list, show_group(&survivors.groups[i]));
    return list;
}

static json_t *list_left_out(const ct_mutation_run *run)
{
    json_t *list = json_array();
    for (size_t i = 0; i < run->left_out_count; i++) {
        const ct_left_out *one = &run->left_out[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:b}", "name", one->test_case->full_name,
                                              "result", ct_verdict_name(one->verdict), "replayed",
                                              one->is_of_replay));
    }
    return list;
}

static json_t *list_requirements(const ct_mutation_report *report)
{
    json_t *list = json_array();
    for (const ct_requirement *r = report->mutation_run->selection->suite->requirements; r;
         r = r->next) {
        ct_mutation_report_requirement const of = ct_mutation_report_of(report, r);
        if (ct_mutation_report_is_tested(report, r))
            json_array_append_new(
                list, json_pack("{s:s, s:s, s:s*, s:b, s:b, s:I, s:I, s:I}", "id", r->id, "level",
                                ct_level_name(r->level), "text", r->text, "proven",
                                of.killed > 0 && of.killed == of.mutants, "unproven",
                                ct_mutation_report_is_unproven(report, r), "breaks",
                                (json_int_t)of.mutants, "caught", (json_int_t)of.killed,
                                "caught_by_its_own_cases", (json_int_t)of.killed_by_own));
    }
    return list;
}

static json_t *list_cases(const ct_mutation_report *report)
{
    json_t *list = json_array();
    for (size_t i = 0; i < report->mutation_run->selection->count; i++) {
        ct_mutation_report_case const of = ct_mutation_report_of_case(report, i);
        json_array_append_new(
            list, json_pack("{s:s, s:s*, s:I, s:I, s:b, s:s*}", "name",
                            report->mutation_run->selection->cases[i]->full_name, "title",
                            report->mutation_run->selection->cases[i]->title, "catches",
                            (json_int_t)of.killed, "alone", (json_int_t)of.alone, "weak",
                            ct_mutation_report_is_redundant(report, i), "reason",
                            report->mutation_run->selection->cases[i]->why));
    }
    return list;
}

static json_t *list_variants(const ct_mutation_report *report)
{
    json_t *list = json_array();
    for (size_t v = 0; v < report->variant_count; v++) {
        json_t *failing = json_array();
        for (size_t i = 0; i < report->mutation_run->selection->count; i++)
            if (ct_mutation_report_is_false_alarm(report, v, i))
                json_array_append_new(
                    failing, json_string(report->mutation_run->selection->cases[i]->full_name));
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:o}", "name", ct_variants[v].name, "summary",
                                        ct_variants[v].summary, "failing", failing));
    }
    return list;
}

static json_t *pack_count(const ct_mutation_count *counter)
{
    return json_pack("{s:I, s:I, s:I}", "faults", (json_int_t)counter->faults, "caught",
                     (json_int_t)counter->killed, "survived",
                     (json_int_t)(counter->faults - counter->killed));
}

/* `charged` and `uncharged` add up to `total`. */
static void add_totals(json_t *whole, const ct_mutation_report *report,
                       const ct_mutation_report_counts *n, ct_arena *arena)
{
    static const char *const outcomes[] = {"mutation score", "proven", "not proven"};
    size_t const charged = report->mutation_run->mutant_count,
                 all = ct_mutation_report_mutant_count(report);
    json_object_set_new(whole, "outcome", json_string(outcomes[n->outcome]));
    json_object_set_new(whole, "mutation_score",
                        n->total.faults ? json_string(ct_mutation_score(&n->total, arena))
                                        : json_null());
    json_object_set_new(whole, "charged", pack_count(&n->charged));
    json_object_set_new(whole, "uncharged", pack_count(&n->uncharged));
    json_object_set_new(whole, "total", pack_count(&n->total));
    json_object_set_new(whole, "uncharged_trials",
                        list_mutants(report, &(range){charged, all, false}, arena));
    json_object_set_new(whole, "order_trials", list_mutants(report, &(range){0, all, true}, arena));
    json_object_set_new(whole, "left_out", list_left_out(report->mutation_run));
    json_object_set_new(whole, "groups", list_groups(report, n, arena));
}

void ct_mutation_report_write_json(const ct_mutation_report *report, ct_buf *out)
{
    ct_arena *arena = ct_arena_new();
    ct_mutation_report_counts const n = ct_mutation_report_count(report);
    json_t *whole = json_pack(
        "{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o}", "version",
        report->version, "defects", (json_int_t)n.faults, "breaks", (json_int_t)n.mutants, "caught",
        (json_int_t)n.killed, "must_survivors", (json_int_t)n.must_survivors, "must_unproven",
        (json_int_t)n.must_unproven, "weak_cases", (json_int_t)n.redundant, "not_applicable",
        (json_int_t)report->mutation_run->not_applicable, "false_alarms",
        (json_int_t)n.false_alarms, "variants", list_variants(report), "requirements",
        list_requirements(report), "cases", list_cases(report), "trials",
        list_mutants(report, &(range){0, report->mutation_run->mutant_count, false}, arena));
    add_totals(whole, report, &n, arena);
    ct_json_write(out, whole, CT_JSON_PRETTY | CT_JSON_SHOWN);
    ct_buf_char(out, '\n');
    json_decref(whole);
    ct_arena_free(arena);
}

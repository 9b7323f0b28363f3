/* The proof as JSON, for programs. */
#include <string.h>

#include "lang/json/json.h"
#include "mutation/mutation_report.h"

static json_t *list_broken(const ct_trial *trial)
{
    json_t *list = json_array();
    for (size_t i = 0; i < trial->broken_count; i++)
        json_array_append_new(list, json_string(trial->broken[i]->id));
    return list;
}

static json_t *list_noticing(const ct_proof *proof, size_t trial)
{
    json_t *list = json_array();
    for (size_t i = 0; i < proof->campaign->selection->count; i++)
        if (ct_proof_notices(proof, trial, i))
            json_array_append_new(list,
                                  json_string(proof->campaign->selection->cases[i]->full_name));
    return list;
}

static json_t *list_trials(const ct_proof *proof, size_t begin, size_t end, ct_arena *arena)
{
    json_t *list = json_array();
    for (size_t i = begin; i < end; i++) {
        const ct_trial *trial = &proof->campaign->trials[i];
        const ct_strike *strike = &trial->strike;
        json_array_append_new(
            list,
            json_pack("{s:s, s:s, s:s, s:s*, s:s, s:b, s:o, s:o}", "defect", strike->defect->name,
                      "summary", strike->defect->summary, "answer", ct_trial_answer(trial, arena),
                      "site", *strike->site ? strike->site : NULL, "fate",
                      ct_proof_is_caught(proof, i) ? "caught" : "survived", "must", trial->is_must,
                      "breaks", list_broken(trial), "caught_by", list_noticing(proof, i)));
    }
    return list;
}

static json_t *list_requirements(const ct_proof *proof)
{
    json_t *list = json_array();
    for (const ct_requirement *r = proof->campaign->selection->suite->requirements; r;
         r = r->next) {
        ct_proof_requirement const of = ct_proof_of(proof, r);
        if (ct_proof_is_asked(proof, r))
            json_array_append_new(list, json_pack("{s:s, s:s, s:b, s:I, s:I, s:I}", "id", r->id,
                                                  "level", ct_level_name(r->level), "proven",
                                                  of.caught > 0 && of.caught == of.trials, "breaks",
                                                  (json_int_t)of.trials, "caught",
                                                  (json_int_t)of.caught, "caught_by_its_own_cases",
                                                  (json_int_t)of.caught_by_own));
    }
    return list;
}

static json_t *list_cases(const ct_proof *proof, ct_arena *arena)
{
    json_t *list = json_array();
    for (size_t i = 0; i < proof->campaign->selection->count; i++) {
        ct_proof_case const of = ct_proof_of_case(proof, i);
        json_array_append_new(
            list, json_pack("{s:s, s:I, s:I, s:b, s:s*}", "name",
                            proof->campaign->selection->cases[i]->full_name, "catches",
                            (json_int_t)of.caught, "alone", (json_int_t)of.alone, "weak",
                            ct_proof_is_weak(proof, i), "reason",
                            ct_proof_reason(proof->campaign->selection->cases[i], arena)));
    }
    return list;
}

static json_t *list_variants(const ct_proof *proof)
{
    json_t *list = json_array();
    for (size_t v = 0; v < proof->variant_count; v++) {
        json_t *failing = json_array();
        for (size_t i = 0; i < proof->campaign->selection->count; i++)
            if (ct_proof_is_false_alarm(proof, v, i))
                json_array_append_new(failing,
                                      json_string(proof->campaign->selection->cases[i]->full_name));
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:o}", "name", ct_variants[v].name, "summary",
                                        ct_variants[v].summary, "failing", failing));
    }
    return list;
}

static json_t *pack_tally(const ct_proof_tally *tally)
{
    return json_pack("{s:I, s:I, s:I}", "faults", (json_int_t)tally->faults, "caught",
                     (json_int_t)tally->caught, "survived",
                     (json_int_t)(tally->faults - tally->caught));
}

/* What faults are charged to: `charged` and `uncharged` add up to `total`. */
static void add_totals(json_t *whole, const ct_proof *proof, const ct_proof_counts *n,
                       ct_arena *arena)
{
    static const char *const outcomes[] = {"mutation score", "proven", "not proven"};
    size_t const at_stake = proof->campaign->trial_count, all = ct_proof_trial_count(proof);
    json_object_set_new(whole, "outcome", json_string(outcomes[n->outcome]));
    json_object_set_new(whole, "mutation_score",
                        n->total.faults ? json_string(ct_proof_score(&n->total, arena))
                                        : json_null());
    json_object_set_new(whole, "charged", pack_tally(&n->charged));
    json_object_set_new(whole, "uncharged", pack_tally(&n->uncharged));
    json_object_set_new(whole, "total", pack_tally(&n->total));
    json_object_set_new(whole, "uncharged_trials", list_trials(proof, at_stake, all, arena));
}

void ct_proof_write_json(const ct_proof *proof, ct_buf *out)
{
    ct_arena *arena = ct_arena_new();
    ct_proof_counts const n = ct_proof_count(proof);
    json_t *whole =
        json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:o}", "version",
                  proof->version, "defects", (json_int_t)n.defects, "breaks", (json_int_t)n.trials,
                  "caught", (json_int_t)n.caught, "must_survivors", (json_int_t)n.must_survivors,
                  "must_unproven", (json_int_t)n.must_unproven, "weak_cases", (json_int_t)n.weak,
                  "not_applicable", (json_int_t)proof->campaign->not_applicable, "false_alarms",
                  (json_int_t)n.false_alarms, "variants", list_variants(proof), "requirements",
                  list_requirements(proof), "cases", list_cases(proof, arena), "trials",
                  list_trials(proof, 0, proof->campaign->trial_count, arena));
    add_totals(whole, proof, &n, arena);
    ct_json_write(out, whole, CT_JSON_PRETTY | CT_JSON_SHOWN);
    ct_buf_char(out, '\n');
    json_decref(whole);
    ct_arena_free(arena);
}

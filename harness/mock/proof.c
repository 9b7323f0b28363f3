#include "mock/proof.h"

static size_t case_count(const ct_proof *proof)
{
    return proof->campaign->selection->count;
}

bool ct_proof_notices(const ct_proof *proof, size_t trial, size_t of_case)
{
    unsigned char const verdict = proof->by_trial[trial * case_count(proof) + of_case];
    return verdict == CT_FAIL || (verdict == CT_WARN && !proof->campaign->trials[trial].is_must);
}

bool ct_proof_is_caught(const ct_proof *proof, size_t trial)
{
    for (size_t i = 0; i < case_count(proof); i++)
        if (ct_proof_notices(proof, trial, i))
            return true;
    return false;
}

bool ct_proof_is_false_alarm(const ct_proof *proof, size_t variant, size_t of_case)
{
    return proof->by_variant &&
           proof->by_variant[variant * case_count(proof) + of_case] >= CT_ERROR;
}

ct_proof_counts ct_proof_count(const ct_proof *proof)
{
    ct_proof_counts counts = {.trials = proof->campaign->trial_count};
    const ct_defect *last = NULL;
    for (size_t i = 0; i < counts.trials; i++) {
        const ct_trial *trial = &proof->campaign->trials[i];
        bool const is_caught = ct_proof_is_caught(proof, i);
        counts.caught += is_caught;
        counts.must_survivors += !is_caught && trial->is_must;
        counts.defects += trial->strike.defect != last;
        last = trial->strike.defect;
    }
    for (size_t v = 0; v < proof->variant_count; v++)
        for (size_t i = 0; i < case_count(proof); i++)
            if (ct_proof_is_false_alarm(proof, v, i)) {
                counts.false_alarms++;
                break;
            }
    return counts;
}

static bool breaks(const ct_trial *trial, const ct_requirement *requirement)
{
    for (size_t i = 0; i < trial->broken_count; i++)
        if (trial->broken[i] == requirement)
            return true;
    return false;
}

static bool cites(const ct_case *asked, const ct_requirement *requirement)
{
    for (const ct_cite *c = asked->verifies; c; c = c->next)
        if (c->requirement == requirement)
            return true;
    return false;
}

bool ct_proof_is_asked(const ct_proof *proof, const ct_requirement *requirement)
{
    for (size_t i = 0; i < case_count(proof); i++)
        if (cites(proof->campaign->selection->cases[i], requirement))
            return true;
    return false;
}

static bool is_caught_by_own(const ct_proof *proof, size_t trial, const ct_requirement *requirement)
{
    for (size_t i = 0; i < case_count(proof); i++)
        if (ct_proof_notices(proof, trial, i) &&
            cites(proof->campaign->selection->cases[i], requirement))
            return true;
    return false;
}

ct_proof_requirement ct_proof_of(const ct_proof *proof, const ct_requirement *requirement)
{
    ct_proof_requirement of = {0};
    for (size_t i = 0; i < proof->campaign->trial_count; i++) {
        if (!breaks(&proof->campaign->trials[i], requirement))
            continue;
        of.trials++;
        of.caught += ct_proof_is_caught(proof, i);
        of.caught_by_own += is_caught_by_own(proof, i, requirement);
    }
    return of;
}

ct_proof_case ct_proof_of_case(const ct_proof *proof, size_t of_case)
{
    ct_proof_case of = {0};
    for (size_t i = 0; i < proof->campaign->trial_count; i++) {
        if (!ct_proof_notices(proof, i, of_case))
            continue;
        size_t others = 0;
        for (size_t k = 0; k < case_count(proof) && !others; k++)
            others += k != of_case && ct_proof_notices(proof, i, k);
        of.caught++;
        of.alone += !others;
    }
    return of;
}

const char *ct_trial_answer(const ct_trial *trial, ct_arena *arena)
{
    const ct_strike *strike = &trial->strike;
    return strike->operation ? ct_arena_printf(arena, "%s %u", strike->operation, strike->status)
                             : "behaviour";
}

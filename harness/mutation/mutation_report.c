#include "mutation/mutation_report.h"

#include <string.h>

#include "lang/yaml/bind.h"

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

size_t ct_proof_trial_count(const ct_proof *proof)
{
    return proof->campaign->trial_count + proof->campaign->uncharged_count;
}

bool ct_proof_is_charged(const ct_proof *proof, size_t trial)
{
    if (proof->campaign->data)
        return proof->campaign->trials[trial].broken_count;
    for (size_t i = 0; i < case_count(proof); i++)
        if (proof->campaign->selection->cases[i]->verifies && ct_proof_notices(proof, trial, i))
            return true;
    return false;
}

static void count_charges(const ct_proof *proof, ct_proof_counts *counts)
{
    for (size_t i = 0; i < ct_proof_trial_count(proof); i++) {
        bool const is_caught = ct_proof_is_caught(proof, i);
        ct_proof_tally *tally =
            ct_proof_is_charged(proof, i) ? &counts->charged : &counts->uncharged;
        tally->faults++;
        tally->caught += is_caught;
        counts->total.faults++;
        counts->total.caught += is_caught;
    }
}

static bool is_required(const ct_proof *proof, const ct_requirement *requirement)
{
    return ct_level_is_must(requirement->level) && !requirement->not_tested &&
           ct_proof_is_asked(proof, requirement);
}

static ct_proof_outcome outcome_of(const ct_proof *proof, const ct_proof_counts *counts)
{
    bool has_required = false;
    for (const ct_requirement *r = proof->campaign->selection->suite->requirements; r; r = r->next)
        has_required = has_required || is_required(proof, r);
    if (!has_required || !proof->campaign->data)
        return CT_PROOF_SCORE;
    return counts->must_survivors || counts->must_unproven || counts->false_alarms ||
                   !counts->total.faults
               ? CT_PROOF_NOT_PROVEN
               : CT_PROOF_PROVEN;
}

static size_t count_defects(const ct_proof *proof, size_t trials)
{
    size_t count = 0;
    for (const ct_defect *defect = NULL; (defect = ct_defect_next(defect));) {
        size_t i = 0;
        while (i < trials && proof->campaign->trials[i].strike.defect != defect)
            i++;
        count += i < trials;
    }
    return count;
}

const char *ct_proof_score(const ct_proof_tally *tally, ct_arena *arena)
{
    size_t const permille = tally->faults ? tally->caught * 1000 / tally->faults : 0;
    return ct_arena_printf(arena, "%zu/%zu (%zu.%zu %%)", tally->caught, tally->faults,
                           permille / 10, permille % 10);
}

int ct_proof_status(const ct_proof_counts *counts, bool is_strict)
{
    bool const has_survivors = counts->total.caught < counts->total.faults;
    if (counts->false_alarms)
        return 1;
    if (!counts->total.faults)
        return 3;
    if (counts->must_survivors || counts->must_unproven)
        return 1;
    return is_strict && (counts->weak || (counts->outcome == CT_PROOF_SCORE && has_survivors));
}

ct_proof_counts ct_proof_count(const ct_proof *proof)
{
    ct_proof_counts counts = {.trials = proof->campaign->trial_count};
    for (size_t i = 0; i < counts.trials; i++) {
        const ct_trial *trial = &proof->campaign->trials[i];
        bool const is_caught = ct_proof_is_caught(proof, i);
        counts.caught += is_caught;
        counts.must_survivors += !is_caught && trial->is_must;
    }
    for (const ct_requirement *r = proof->campaign->selection->suite->requirements; r; r = r->next)
        counts.must_unproven += ct_proof_is_unproven(proof, r);
    for (size_t i = 0; i < case_count(proof); i++)
        counts.weak += ct_proof_is_weak(proof, i);
    for (size_t v = 0; v < proof->variant_count; v++)
        for (size_t i = 0; i < case_count(proof); i++)
            if (ct_proof_is_false_alarm(proof, v, i)) {
                counts.false_alarms++;
                break;
            }
    count_charges(proof, &counts);
    counts.outcome = outcome_of(proof, &counts);
    counts.defects = count_defects(
        proof, counts.outcome == CT_PROOF_SCORE ? ct_proof_trial_count(proof) : counts.trials);
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
        bool const is_own = is_caught_by_own(proof, i, requirement);
        if (!(proof->campaign->data ? breaks(&proof->campaign->trials[i], requirement) : is_own))
            continue;
        of.trials++;
        of.caught += ct_proof_is_caught(proof, i);
        of.caught_by_own += is_own;
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

bool ct_proof_is_unproven(const ct_proof *proof, const ct_requirement *requirement)
{
    return is_required(proof, requirement) && !ct_proof_of(proof, requirement).caught;
}

/* ---- Why a case is there ---------------------------------------------------------------- */

static bool has_tag(const ct_case *asked, const char *tag)
{
    const ct_name *name = asked->tags;
    while (name && strcmp(name->text, tag))
        name = name->next;
    return name;
}

/* What a comment says on a line by itself; NULL: there is none. */
static const char *comment_on(const ct_source *source, uint32_t number, ct_arena *arena)
{
    size_t size, skipped = 0;
    const char *line = number ? ct_loc_line((ct_loc){source, number, 1, 1}, &size) : NULL;
    while (line && skipped < size && (line[skipped] == ' ' || line[skipped] == '#'))
        skipped++;
    bool const is_comment = line && skipped && line[skipped - 1] == ' ' && skipped > 1 &&
                            memchr(line, '#', skipped) && skipped < size;
    return is_comment ? ct_arena_copy(arena, line + skipped, size - skipped) : NULL;
}

const char *ct_proof_reason(const ct_case *asked, ct_arena *arena)
{
    const char *reason = NULL, *line;
    uint32_t number = asked->where.line;
    if (!has_tag(asked, "redundant"))
        return NULL;
    while (number && (line = comment_on(asked->where.source, --number, arena)))
        reason = reason ? ct_arena_printf(arena, "%s %s", line, reason) : line;
    return reason;
}

bool ct_proof_is_weak(const ct_proof *proof, size_t of_case)
{
    const ct_case *asked = proof->campaign->selection->cases[of_case];
    return !ct_proof_of_case(proof, of_case).alone &&
           !ct_proof_reason(asked, proof->campaign->arena);
}

const char *ct_trial_answer(const ct_trial *trial, ct_arena *arena)
{
    const ct_strike *strike = &trial->strike;
    return strike->operation ? ct_arena_printf(arena, "%s %u", strike->operation, strike->status)
                             : "behaviour";
}

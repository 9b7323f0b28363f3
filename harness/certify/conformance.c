#include "certify/conformance.h"

static const struct {
    const char *name, *result;
    int status;
} conformances[CT_CONFORMANCES] = {
    [CT_CONFORMANT] = {"CONFORMANT", "PASSED", 0},
    [CT_CONFORMANT_WITH_FINDINGS] = {"CONFORMANT_WITH_FINDINGS", "WARNED", 0},
    [CT_CONFORMANT_LIMITED] = {"CONFORMANT_LIMITED", "WARNED", 0},
    [CT_UNVERIFIED] = {"NOT_VERIFIED", "FAILED", 3},
    [CT_NON_CONFORMANT] = {"NON_CONFORMANT", "FAILED", 1},
};

const char *ct_conformance_name(ct_conformance conformance)
{
    return conformances[conformance].name;
}

const char *ct_conformance_result(ct_conformance conformance)
{
    return conformances[conformance].result;
}

int ct_conformance_status(ct_conformance conformance)
{
    return conformances[conformance].status;
}

static const ct_outcome *outcome_of(const ct_facts *facts, const ct_case *test_case)
{
    for (size_t i = 0; i < facts->outcome_count; i++)
        if (facts->outcomes[i].test_case == test_case)
            return &facts->outcomes[i];
    return NULL;
}

/* The status of a requirement whose case failed. A waiver of this requirement makes it CT_WAIVED. A
 * waiver of another requirement makes it CT_NOT_APPLICABLE: then the failure is not about this
 * requirement, and the case does not verify it either. */
static ct_requirement_status waived_failure(const ct_facts *facts, const ct_case *test_case,
                                            const ct_requirement *requirement)
{
    ct_requirement_status status = CT_FAILED;
    for (size_t i = 0; i < facts->waiver_count; i++) {
        const ct_waiver_outcome *w = &facts->waivers[i];
        if (w->waiver->test_case != test_case || w->state != CT_WAIVER_COVERS)
            continue;
        if (w->waiver->requirement == requirement)
            return CT_WAIVED;
        status = CT_NOT_APPLICABLE;
    }
    return status;
}

/* What the case shows about the requirement, if that is known; else what its verdict shows. */
static ct_requirement_status shown_by(const ct_outcome *outcome, const ct_requirement *requirement,
                                      ct_requirement_status by_verdict)
{
    const ct_requirement_outcome *o = outcome->requirements;
    while (o && o->requirement != requirement)
        o = o->next;
    return o ? o->status : by_verdict;
}

/* The status of a requirement by one of its cases. Sets *shows_nothing if the case neither verifies
 * nor violates it. */
static ct_requirement_status status_by_case(const ct_facts *facts, const ct_case *test_case,
                                            const ct_requirement *requirement, bool *shows_nothing)
{
    const ct_outcome *outcome = outcome_of(facts, test_case);
    ct_verdict const verdict = outcome ? outcome->verdict : CT_NOT_RUN;
    ct_requirement_status status;
    switch (verdict) {
    case CT_PASS:
        return shown_by(outcome, requirement, CT_PASSED);
    case CT_WARN: /* a warning is a failed `should`; the `expect`, which verifies a MUST, passed */
        return shown_by(outcome, requirement,
                        ct_level_is_must(requirement->level) ? CT_PASSED : CT_WARNED);
    case CT_SKIP:
        return outcome->declined ? CT_NOT_APPLICABLE : CT_NOT_VERIFIED;
    case CT_FAIL:
        status = waived_failure(facts, test_case, requirement);
        *shows_nothing = status == CT_NOT_APPLICABLE;
        return status == CT_FAILED ? shown_by(outcome, requirement, CT_FAILED) : status;
    case CT_ERROR:
        return shown_by(outcome, requirement, CT_NOT_VERIFIED);
    default:
        return CT_NOT_VERIFIED;
    }
}

/* The worst status of its cases. Cases that show nothing count only if there are no others: then
 * the requirement is not verified. */
static ct_requirement_status judge(const ct_facts *facts, const ct_requirement *requirement)
{
    ct_requirement_status worst = CT_NOT_APPLICABLE;
    bool is_silent = false;
    for (size_t i = 0; i < facts->profile->case_count; i++) {
        const ct_case *test_case = facts->profile->cases[i];
        bool shows_nothing = false;
        if (!ct_case_verifies(test_case, requirement))
            continue;
        ct_requirement_status const said =
            status_by_case(facts, test_case, requirement, &shows_nothing);
        is_silent = is_silent || shows_nothing;
        worst = said > worst ? said : worst;
    }
    return worst == CT_NOT_APPLICABLE && is_silent ? CT_NOT_VERIFIED : worst;
}

/* Whether any requirement was verified, if only with a waiver. */
static bool shows_anything(const ct_facts *facts, const ct_conformance_report *judgement)
{
    for (size_t i = 0; i < facts->profile->requirement_count; i++)
        if (judgement->statuses[i] >= CT_PASSED && judgement->statuses[i] <= CT_WAIVED)
            return true;
    return false;
}

bool ct_facts_waive(const ct_facts *facts, const ct_case *test_case)
{
    for (size_t i = 0; i < facts->waiver_count; i++)
        if (facts->waivers[i].waiver->test_case == test_case &&
            facts->waivers[i].state == CT_WAIVER_COVERS)
            return true;
    return false;
}

/* Whether a case failed, whatever it shows about requirements. */
static bool has_failed_case(const ct_facts *facts)
{
    for (size_t i = 0; i < facts->outcome_count; i++)
        if (facts->outcomes[i].verdict == CT_FAIL &&
            !ct_facts_waive(facts, facts->outcomes[i].test_case))
            return true;
    return false;
}

static ct_conformance conclude(const ct_facts *facts, const ct_conformance_report *judgement)
{
    const ct_profile *profile = facts->profile;
    const unsigned *counts = judgement->counts;
    bool is_open = facts->stopped || !shows_anything(facts, judgement);
    for (size_t i = 0; i < profile->requirement_count; i++)
        is_open = is_open || (judgement->statuses[i] == CT_NOT_VERIFIED &&
                              ct_level_is_must(profile->requirements[i]->level));
    if (counts[CT_FAILED] || has_failed_case(facts) || judgement->waiver_errors)
        return CT_NON_CONFORMANT;
    if (is_open)
        return CT_UNVERIFIED;
    if (facts->missing)
        return CT_CONFORMANT_LIMITED;
    return counts[CT_WARNED] || counts[CT_WAIVED] || counts[CT_NOT_VERIFIED]
               ? CT_CONFORMANT_WITH_FINDINGS
               : CT_CONFORMANT;
}

ct_conformance_report ct_conformance_evaluate(const ct_facts *facts, ct_arena *arena)
{
    const ct_profile *profile = facts->profile;
    ct_conformance_report judgement = {0};
    judgement.statuses =
        ct_arena_alloc(arena, profile->requirement_count * sizeof *judgement.statuses);
    for (size_t i = 0; i < profile->requirement_count; i++) {
        judgement.statuses[i] = judge(facts, profile->requirements[i]);
        judgement.counts[judgement.statuses[i]]++;
    }
    for (size_t i = 0; i < facts->waiver_count; i++)
        judgement.waiver_errors += ct_waiver_is_error(facts->waivers[i].state);
    judgement.conformance = conclude(facts, &judgement);
    return judgement;
}

/* conformance.h - what a result is worth: a pure function of profile, result, waivers and date.
 *
 * Verdicts say what happened; this says what it means. It has no clock, no
 * files and no network, so that a verifier comes to the same answer from the
 * same facts, years later.
 */
#ifndef CT_CERTIFY_CONFORMANCE_H
#define CT_CERTIFY_CONFORMANCE_H

#include "certify/profile.h"
#include "certify/waiver.h"
#include "model/result.h"

/* Of the whole. */
typedef enum ct_conformance {
    CT_CONFORMANT,
    CT_CONFORMANT_WITH_FINDINGS,
    CT_UNVERIFIED, /* "NOT_VERIFIED" */
    CT_NON_CONFORMANT,
    CT_CONFORMANCES
} ct_conformance;

const char *ct_conformance_name(ct_conformance conformance); /* "CONFORMANT_WITH_FINDINGS" */
const char *ct_conformance_result(
    ct_conformance conformance);                       /* in-toto's: PASSED, WARNED, FAILED */
int ct_conformance_status(ct_conformance conformance); /* exit status: 0, 1 or 3 */

/* What became of one case of the profile. */
typedef struct ct_outcome {
    const ct_case *test_case;
    ct_verdict verdict;
    const char *declined; /* the capability that the target does not declare; NULL: it declares
                             all that the case requires */
} ct_outcome;

/* A waiver and what it came to, in the order of the file. */
typedef struct ct_waiver_outcome {
    const ct_waiver *waiver;
    ct_waiver_state state;
} ct_waiver_outcome;

/* The facts. A case of the profile without an outcome was not run. */
typedef struct ct_facts {
    const ct_profile *profile;
    const ct_outcome *outcomes;
    size_t outcome_count;
    const ct_waiver_outcome *waivers;
    size_t waiver_count;
    const char *stopped; /* why the run ended early, or NULL */
} ct_facts;

typedef struct ct_conformance_report {
    ct_conformance conformance;
    ct_requirement_status *statuses; /* as profile->requirements */
    unsigned counts[CT_REQUIREMENT_STATUSES];
    unsigned waiver_errors;
} ct_conformance_report;

ct_conformance_report ct_conformance_evaluate(const ct_facts *facts, ct_arena *arena);

#endif

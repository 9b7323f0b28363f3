/* conformance.h - decides whether a target conforms to a profile.
 *
 * A pure function of profile, results, waivers and date. It has no clock, no files and no network,
 * so a verifier gets the same answer from the same facts years later.
 */
#ifndef CT_CERTIFY_CONFORMANCE_H
#define CT_CERTIFY_CONFORMANCE_H

#include "certify/profile.h"
#include "certify/waiver.h"
#include "model/result.h"

/* The conformance of the target, from the best. */
typedef enum ct_conformance {
    CT_CONFORMANT,
    CT_CONFORMANT_WITH_FINDINGS, /* violated SHOULDs, waivers, or SHOULDs that were not verified */
    CT_CONFORMANT_LIMITED,       /* a capability that the profile makes mandatory is not declared */
    CT_UNVERIFIED,               /* a MUST was not verified, no requirement was, or the run was
                                     stopped early */
    CT_NON_CONFORMANT,           /* a requirement or a case failed, or a waiver is an error */
    CT_CONFORMANCES
} ct_conformance;

/* Returns "CONFORMANT", "CONFORMANT_WITH_FINDINGS", "CONFORMANT_LIMITED", "NOT_VERIFIED" or
 * "NON_CONFORMANT". */
const char *ct_conformance_name(ct_conformance conformance);

/* Returns the result in the terms of in-toto: PASSED, WARNED or FAILED. */
const char *ct_conformance_result(ct_conformance conformance);

/* Returns the exit status: 0, 1 or 3. */
int ct_conformance_status(ct_conformance conformance);

/* The result of one case of the profile. */
typedef struct ct_outcome {
    const ct_case *test_case;
    ct_verdict verdict;
    const char *declined; /* a capability that the case requires and the target does not declare;
                             NULL: none */
    /* What the case shows about each requirement that it cites; NULL: no more than its verdict. */
    const ct_requirement_outcome *requirements;
} ct_outcome;

/* A waiver and its state. */
typedef struct ct_waiver_outcome {
    const ct_waiver *waiver;
    ct_waiver_state state;
} ct_waiver_outcome;

/* The facts. All pointers are borrowed. A case of the profile without an outcome was not run. */
typedef struct ct_facts {
    const ct_profile *profile;
    const ct_outcome *outcomes;
    size_t outcome_count;
    const ct_waiver_outcome *waivers; /* in the order of their file */
    size_t waiver_count;
    const struct ct_name *missing; /* mandatory capabilities of the profile that the target does not
                               declare; NULL: none */
    const char *stopped;           /* why the run was stopped early; NULL: it was not */
} ct_facts;

/* Returns whether a waiver covers the failure of the case. */
bool ct_facts_waive(const ct_facts *facts, const ct_case *test_case);

typedef struct ct_conformance_report {
    ct_conformance conformance;
    ct_requirement_status *statuses; /* parallel to profile->requirements */
    unsigned counts[CT_REQUIREMENT_STATUSES];
    unsigned waiver_errors; /* waivers for which ct_waiver_is_error() */
} ct_conformance_report;

/* Returns the status of every requirement and the conformance. `statuses` belongs to the arena. */
ct_conformance_report ct_conformance_evaluate(const ct_facts *facts, ct_arena *arena);

#endif

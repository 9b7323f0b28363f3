/* case_outcomes.h - what became of each case of a profile, over all passes: facts for
 * conformance.h.
 *
 * Every case of the profile stands in it as not run until it is entered, so
 * that nothing can get lost. Passes are entered one behind the other; the
 * worst of them counts: a case that failed once has failed, however often it
 * passed, and is flaky.
 */
#ifndef CT_CERTIFY_CASE_OUTCOMES_H
#define CT_CERTIFY_CASE_OUTCOMES_H

#include "certify/conformance.h"
#include "model/target.h"

typedef struct ct_case_outcomes ct_case_outcomes;

typedef struct ct_case_outcomes_basis {
    const ct_profile *profile;
    const ct_waivers *waivers; /* NULL: none */
    const ct_target *target;
    int64_t now_ms; /* the day that counts for waivers */
} ct_case_outcomes_basis;

/* Belongs to the arena, as the basis does. */
ct_case_outcomes *ct_case_outcomes_open(ct_arena *arena, const ct_case_outcomes_basis *basis);

/* With the case's steps. A case that the profile does not have is left out. */
void ct_case_outcomes_add(ct_case_outcomes *outcomes, const ct_case_result *result);

/* A pass ended early; the first reason counts. NULL: it did not. */
void ct_case_outcomes_stop(ct_case_outcomes *outcomes, const char *why);

/* Enters each case of a run, and why it ended early. */
ct_listener *ct_case_outcomes_listener(ct_case_outcomes *outcomes);

/* The facts so far; `stopped` of the run that ended early first. */
ct_facts ct_case_outcomes_facts(const ct_case_outcomes *outcomes);

/* It failed in one pass and not in another. `index` as in the profile. */
bool ct_case_outcomes_is_flaky(const ct_case_outcomes *outcomes, size_t index);

#endif

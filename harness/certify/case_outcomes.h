/* case_outcomes.h - the result of each case of a profile over all passes, for conformance.h.
 *
 * Every case of the profile starts as not run, so that no case can get lost. Passes are added one
 * after the other. The worst result counts: a case that failed in one pass has failed, and if it
 * passed in another one it is flaky. A case that is missing from a pass counts as not run, unless
 * it failed or could not be judged in another one.
 */
#ifndef CT_CERTIFY_CASE_OUTCOMES_H
#define CT_CERTIFY_CASE_OUTCOMES_H

#include "certify/binding.h"
#include "certify/conformance.h"
#include "model/target.h"

typedef struct ct_case_outcomes ct_case_outcomes;

/* All pointers are borrowed, and must live as long as the outcomes. */
typedef struct ct_case_outcomes_basis {
    const ct_profile *profile;
    const ct_waivers *waivers; /* NULL: none */
    const ct_target *target;   /* states the capabilities that it declines */
    int64_t now_ms;            /* Unix milliseconds; decides which waivers have expired */
    /* As the certificate names them. Waivers of other vendors and products are ignored. */
    const char *vendor, *product;
} ct_case_outcomes_basis;

/* Returns outcomes without a result. They belong to the arena, which must outlive them. */
ct_case_outcomes *ct_case_outcomes_open(ct_arena *arena, const ct_case_outcomes_basis *basis);

/* Adds the result of a case in the next pass. Cases that the profile does not have are ignored.
 * result: with its steps and their exchanges, which the waivers are compared with; only read during
 *         the call */
void ct_case_outcomes_add(ct_case_outcomes *outcomes, const ct_case_result *result);

/* Records that a pass was stopped early. The first reason is kept.
 * why: copied; NULL: the pass was not stopped */
void ct_case_outcomes_stop(ct_case_outcomes *outcomes, const char *why);

/* Returns a listener that adds each case of a run, and the reason if the run is stopped early. It
 * belongs to the outcomes, and may listen to several runs in turn. */
ct_listener *ct_case_outcomes_listener(ct_case_outcomes *outcomes);

/* Returns the facts so far. Their arrays belong to the outcomes, and change with the next result.
 */
ct_facts ct_case_outcomes_facts(const ct_case_outcomes *outcomes);

/* Returns how many responses of the runs that the listener heard are bound to their seeds. */
ct_binding ct_case_outcomes_binding(const ct_case_outcomes *outcomes);

/* Returns whether the case failed in one pass and not in another.
 * index: of the case in the profile */
bool ct_case_outcomes_is_flaky(const ct_case_outcomes *outcomes, size_t index);

#endif

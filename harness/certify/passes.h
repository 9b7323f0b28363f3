/* passes.h - the seeds, the order and the times of the passes of a certificate.
 *
 * Each pass has its own seed, derived from the seed of the certificate and its number, so that the
 * results of one pass cannot be handed in as another. The first pass runs in file order, each other
 * pass in a random order that is derived in the same way.
 */
#ifndef CT_CERTIFY_PASSES_H
#define CT_CERTIFY_PASSES_H

#include "certify/case_outcomes.h"
#include "certify/profile.h"
#include "model/result.h"

/* How far the clock of the signer may be ahead of the verifier's. */
enum { CT_PASS_CLOCK_SKEW_MS = 5 * 60 * 1000 };

/* How far the end of a case may be after the end of its pass: the clock of the system, which gives
 * the start, can be adjusted while the monotonic clock measures the duration. */
enum { CT_PASS_TOLERANCE_MS = 1000 };

/* Returns the seed of the generated values of a pass: 64 hex digits, in the arena.
 * seed: of the certificate, which is the seed of the first pass
 * pass: from 1 */
const char *ct_pass_seed(ct_arena *arena, const char *seed, unsigned pass);

/* Returns the seed of the order of a pass, in the arena; NULL: file order. */
const char *ct_pass_order_seed(ct_arena *arena, const char *seed, unsigned pass);

/* Returns a target with the variables of its file that use $(run_id) filled in for a pass. It
 * belongs to the arena, and borrows everything else from `target`, which is returned for the first
 * pass.
 * target: as read for the first pass */
const ct_target *ct_pass_target(ct_arena *arena, const ct_target *target, const char *seed,
                                unsigned pass);

/* The reason of a run that was stopped because it took longer than its profile allows. */
#define CT_PASS_MAX_TIME "max_time of the profile exceeded"

/* Returns the milliseconds that are left for the next pass, at least 1. */
unsigned ct_pass_time_left(const ct_profile *profile, int64_t started_ms, int64_t now_ms);

/* Stops the outcomes if the passes took longer than the profile allows. Their certificate is then
 * NOT_VERIFIED.
 * started_ms, finished_ms: of the first and the last pass so far */
void ct_pass_limit_time(ct_case_outcomes *outcomes, const ct_profile *profile, int64_t started_ms,
                        int64_t finished_ms);

/* A pass to check. Strings are borrowed. */
typedef struct ct_pass {
    unsigned number;         /* from 1 */
    const char *seed;        /* of the certificate */
    int64_t previous_end_ms; /* of the pass before; 0: none */
    int64_t now_ms;          /* Unix milliseconds */
} ct_pass;

/* Compares seed, order and times of a recorded pass with those that it must have: it does not end
 * in the future, it starts after the pass before, its cases are inside it, and they started in its
 * order. A case with a lock may start later than its place in the order.
 * Returns false after reporting every problem in `diag`. */
bool ct_pass_check(const ct_profile *profile, const ct_pass *pass, const ct_run_result *run,
                   ct_diag *diag);

#endif

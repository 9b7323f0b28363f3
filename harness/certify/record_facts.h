/* record_facts.h - compares all that a results file says with the verifier's own suite and with
 * what judging again finds.
 *
 * What a run writes is written again: from the verifier's suite, profile and target, and from the
 * results of replay.h. The two are compared property by property, so that a property that the
 * format gets later is compared too. Not compared is what only the run itself can know:
 *   - responses, and the times, connections and addresses of exchanges;
 *   - requests, which replay_request.h compares, and the paths of TLS files;
 *   - what a finding shows of a response that is masked in part, and the causes of such failures;
 *   - how often and how long a step with `within` was repeated, and waits that a target asked for;
 *   - the steps of a case that did not finish or cannot be judged again;
 *   - in the head the host, path and name of the suite's folder, the times, the connection, and why
 * the run stopped. The seeds and the URL are compared elsewhere.
 */
#ifndef CT_CERTIFY_RECORD_FACTS_H
#define CT_CERTIFY_RECORD_FACTS_H

#include "certify/profile.h"
#include "model/target.h"
#include "record/record_read.h"

/* All pointers are borrowed. */
typedef struct ct_record_facts_basis {
    const ct_suite *suite; /* the verifier's own */
    const ct_profile *profile;
    const ct_target *target;
    ct_recorded *record;
    unsigned pass; /* its number, for messages */
} ct_record_facts_basis;

typedef struct ct_record_facts ct_record_facts;

/* Returns the comparison of one record.
 * arena: owns it, and what it keeps of each case
 * diag:  receives, for each case and for the head, the first property that differs */
ct_record_facts *ct_record_facts_new(ct_arena *arena, const ct_record_facts_basis *basis,
                                     ct_diag *diag);

/* Compares a result of the target's own steps.
 * recorded, judged: with their steps */
void ct_record_facts_before(ct_record_facts *facts, const ct_case_result *recorded,
                            const ct_case_result *judged);

/* Keeps what judging a case again found, for ct_record_facts_case().
 * recorded, judged: with their steps, which are not needed afterwards
 * has_mask:         whether a part of a response is masked */
void ct_record_facts_judged(ct_record_facts *facts, const ct_case_result *recorded,
                            const ct_case_result *judged, bool has_mask);

/* Compares a case; to be called once for each case of the record.
 * recorded:  with its steps
 * test_case: of the verifier's suite
 * is_judged: whether the result of the last ct_record_facts_judged() counts; false: only what does
 *            not depend on responses is compared */
void ct_record_facts_case(ct_record_facts *facts, const ct_case_result *recorded,
                          const ct_case *test_case, bool is_judged);

/* Compares the head, after the last case. */
void ct_record_facts_head(ct_record_facts *facts);

#endif

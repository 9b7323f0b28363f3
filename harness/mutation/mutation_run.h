/* mutation_run.h - mutation testing of a suite: which cases detect which faults.
 *
 * First the cases run against the unmodified gateway, whose responses are recorded. Each response
 * fault at each place of a recorded response that it applies to is a mutant, and so is each
 * behaviour fault. A mutant is run with the cases that received such a response, against a gateway
 * of its own. Runs of mutants share no mutable state, so a caller can fork to run them in parallel.
 *
 * Order of calls: ct_mutation_run_record() or ct_mutation_run_record_from(),
 * ct_mutation_run_leave_out() for cases that did not pass, ct_mutation_run_plan(), then
 * ct_mutation_run_mutant() for each index. The cases of a run are sent one at a time and with the
 * same seed, so that the same requests come in the same order; a request may take 30 seconds.
 *
 * `verdicts` has room for one byte for each case of the selection, in its order. The caller owns
 * it. A case that passes against the gateway and does not pass against a mutant detects it.
 */
#ifndef CT_MUTATION_MUTATION_RUN_H
#define CT_MUTATION_MUTATION_RUN_H

#include "gateway/gateway_data.h"
#include "gateway/variant.h"
#include "mutation/requirement_map.h"
#include "run/runner.h"

/* Stands for the set-up and tear-down steps of the target where a case is expected. They are not
 * tested, so the responses to them are never mutated. */
#define CT_SETUP_STEPS ((size_t)-1)

/* A response of the unmodified gateway. It is a copy in the arena of the mutation run, so it
 * outlives the gateway and the transport. */
typedef struct ct_recorded {
    size_t of_case; /* index of the case in the selection, or CT_SETUP_STEPS */
    const char *method, *target;
    const char *key;       /* of the request: method, target and the digest of its body */
    const char *operation; /* "bind", or the key for a recorded API, where another query or body is
                              another place; NULL: it is never mutated */
    const char *place;     /* the operation as reports name it, the same in every run: "bind", "GET
                              /pets/{pet_id}"; NULL without an operation */
    size_t request;        /* counts the keys with this place, from 1 */
    const ct_response *response;
    int64_t received_at; /* Unix milliseconds */
    struct ct_recorded *next;
} ct_recorded;

/* A fault at one place, and what it violates. All responses of one operation with one status are
 * one place: a mutant changes each of them. */
typedef struct ct_mutant {
    ct_mutation mutation;
    const char *place; /* see ct_recorded; NULL: it changes no response */
    size_t request;
    const ct_requirement **violated; /* requirements that a selected case verifies */
    size_t violated_count;
    bool is_must; /* one of them is a MUST or MUST_NOT */
} ct_mutant;

/* A case that cannot show a fault, because it does not pass without one. */
typedef struct ct_left_out {
    const ct_case *test_case;
    unsigned char verdict; /* a ct_verdict */
    bool is_of_replay;     /* it passed, but not when its recorded responses were replayed */
} ct_left_out;

/* The state of mutation testing. The caller sets the members up to `arena`, all of which are
 * borrowed and must outlive it, and leaves the others 0. */
typedef struct ct_mutation_run {
    const ct_selection *selection; /* ct_mutation_run_leave_out() replaces it by a part of it */
    const ct_target *target;
    const ct_gateway_data
        *data;                 /* of the reference gateway; NULL: recorded responses are replayed */
    ct_requirement_map *map;   /* NULL if `data` is NULL */
    const char *seed, *run_id; /* of every run, so that all are alike */
    ct_arena *arena;           /* of everything below */

    ct_recorded *recorded; /* in the order of the requests */
    ct_left_out *left_out; /* in the order in which they were left out */
    size_t left_out_count;
    ct_mutant *mutants;
    size_t mutant_count;    /* those that violate a requirement which a selected case verifies;
                              all of them if the suite has no requirements, and without `data` */
    size_t uncharged_count; /* after these: those that violate none */
    size_t not_applicable;  /* pairs of fault and response where the fault changes nothing */
} ct_mutation_run;

/* Runs all cases against a conforming variant of the gateway.
 * mutation_run: in; `data` must not be NULL
 * variant:      in; of ct_variants
 * verdicts:     out; a ct_verdict for each case */
void ct_mutation_run_conforming(const ct_mutation_run *mutation_run, const ct_variant *variant,
                                unsigned char *verdicts);

/* Runs all cases against the first variant of the reference gateway, and records its responses.
 * mutation_run: in, out; `data` must not be NULL; sets `recorded`
 * verdicts:     out; what does not pass here detects nothing */
void ct_mutation_run_record(ct_mutation_run *mutation_run, unsigned char *verdicts);

/* Runs them over another transport and records the responses of that API. A request without a
 * response is not recorded.
 * mutation_run: in, out; `data` must be NULL; sets `recorded`
 * transport:    in; the caller closes it
 * verdicts:     out */
void ct_mutation_run_record_from(ct_mutation_run *mutation_run, ct_transport *transport,
                                 unsigned char *verdicts);

/* Replays the recorded responses, unchanged: a case that does not pass now would look as if it
 * killed every mutant.
 * mutation_run: in; `data` must be NULL
 * verdicts:     in, out; those of cases without a recorded response are not changed, because no
 *               mutant is run with them */
void ct_mutation_run_replay(const ct_mutation_run *mutation_run, unsigned char *verdicts);

/* Takes the cases that failed, are errors or did not run out of the selection, with their recorded
 * responses, and adds them to `left_out`. Skipped cases stay.
 * verdicts:  in, out; of the selection, before and afterwards
 * is_replay: in; the verdicts are those of ct_mutation_run_replay()
 * Returns the number of cases that were left out now. */
size_t ct_mutation_run_leave_out(ct_mutation_run *mutation_run, unsigned char *verdicts,
                                 bool is_replay);

/* Creates the mutants from the recorded responses: first those that violate a verified
 * requirement, then the uncharged ones, each in the order of the table of faults. Sets `mutants`
 * and the three counts. */
void ct_mutation_run_plan(ct_mutation_run *mutation_run);

/* Runs one mutant, by its index, which counts the uncharged ones too. Uses memory of its own, which
 * is freed at the end. Writes a ct_verdict for each case of the selection; CT_NOT_RUN for
 * those that did not receive the response which it mutates. */
void ct_mutation_run_mutant(const ct_mutation_run *mutation_run, size_t mutant,
                            unsigned char *verdicts);

#endif

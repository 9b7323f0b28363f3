/* mutation_run.h - does the suite notice? One run of the cases per way to be wrong.
 *
 * First the cases run against the healthy gateway, and what it answers is kept.
 * From that follow the trials: each defect at each answer that it can damage,
 * and each quirk of the gateway. A trial runs the cases which met that answer,
 * against a gateway of its own. Trials share nothing that changes: who wants
 * them side by side forks.
 */
#ifndef CT_MUTATION_MUTATION_RUN_H
#define CT_MUTATION_MUTATION_RUN_H

#include "gateway/gateway_data.h"
#include "gateway/variant.h"
#include "mutation/requirement_map.h"
#include "run/runner.h"

/* In place of a case: the target's own steps, before all cases and their cleanup after them. They
 * are no part of what is tested, so nothing that they receive is damaged. */
#define CT_SETUP_STEPS ((size_t)-1)

/* An answer that a case got when all was well. */
typedef struct ct_recorded {
    size_t of_case; /* its place in the selection, or CT_SETUP_STEPS */
    const char *method, *target;
    const char *operation; /* "bind", or "GET /pets" where the gateway is not ours; NULL: no defect
                              is tried on it */
    const ct_response *response;
    struct ct_recorded *next;
} ct_recorded;

typedef struct ct_mutant {
    ct_mutation mutation;
    const ct_requirement **violated; /* those that a selected case verifies */
    size_t violated_count;
    bool is_must; /* one of them is a MUST, or MUST_NOT */
} ct_mutant;

typedef struct ct_mutation_run {
    const ct_selection *selection;
    const ct_target *target;
    const ct_gateway_data *data; /* NULL: what was recorded is answered again */
    ct_requirement_map *map;     /* NULL together with `data` */
    const char *seed, *run_id;
    ct_arena *arena;

    ct_recorded *recorded;
    ct_mutant *mutants;
    size_t mutant_count;    /* at stake: they break a requirement that a selected case verifies; all
                              of them where the suite has no requirements or was learnt */
    size_t uncharged_count; /* behind those: they break none */
    size_t not_applicable;  /* pairs of answer and defect where there is nothing to damage */
} ct_mutation_run;

/* Runs all cases against the gateway as a variant, and tells each case's verdict. */
void ct_mutation_run_conforming(const ct_mutation_run *mutation_run, const ct_variant *variant,
                                unsigned char *verdicts);

/* Runs all cases against the gateway as it is on the page, and keeps what it answers. */
void ct_mutation_run_record(ct_mutation_run *mutation_run, unsigned char *verdicts);

/* The same over another transport: records a gateway that is not ours. */
void ct_mutation_run_record_from(ct_mutation_run *mutation_run, ct_transport *transport,
                                 unsigned char *verdicts);

/* Makes the trials from what was recorded. */
void ct_mutation_run_plan(ct_mutation_run *mutation_run);

/* Runs one, and tells the verdict of each case; of those that cannot notice CT_NOT_RUN. */
void ct_mutation_run_mutant(const ct_mutation_run *mutation_run, size_t mutant,
                            unsigned char *verdicts);

#endif

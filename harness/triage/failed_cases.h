/* failed_cases.h - the failed cases of a run with their symptoms, and what the other cases
 * received.
 *
 * Filled case by case while the run goes on. A few hundred bytes are kept for each symptom.
 */
#ifndef CT_TRIAGE_FAILED_CASES_H
#define CT_TRIAGE_FAILED_CASES_H

#include "model/result.h"
#include "triage/control.h"
#include "triage/symptom.h"

enum { CT_STATUS_MAX = 600 };

/* A case that failed or ended with an error, by the first such step. */
typedef struct ct_failed_case {
    size_t number; /* in file order, once the failures are sorted */
    const ct_case *test_case;
    unsigned step, step_count, symptom_count;
    size_t request_size;
    int64_t sent_at;      /* Unix milliseconds; 0: nothing was sent */
    bool is_write;        /* the step sent a request that may change the target */
    ct_symptom *symptoms; /* at least one */
} ct_failed_case;

typedef struct ct_failed_cases {
    ct_arena *arena;
    ct_arena *scratch; /* of the response that is looked at: its body as JSON */
    ct_failed_case **list;
    size_t count, capacity;
    size_t response_count;        /* cases whose last step got a response */
    size_t passed[CT_STATUS_MAX]; /* steps that passed, by the status they received */
    ct_controls *controls;
} ct_failed_cases;

/* Initializes an empty collection, whose memory belongs to the arena.
 * failures: out */
void ct_failed_cases_init(ct_failed_cases *failures, ct_arena *arena);

/* Adds a case that ended, with its steps. What is kept is copied, except for the case itself. */
void ct_failed_cases_add(ct_failed_cases *failures, const ct_case_result *result);

/* Sorts the failures in file order and numbers them. */
void ct_failed_cases_sort(ct_failed_cases *failures);

#endif

/* failures.h - what is kept of failed cases until the end of a run, when their causes are known.
 *
 * Memory is bounded: once about 2 MiB of strings are kept, the cases with the most steps lose
 * theirs.
 */
#ifndef CT_REPORT_FAILURES_H
#define CT_REPORT_FAILURES_H

#include <stddef.h>

#include "model/result.h"

typedef struct ct_failures ct_failures;

/* A failed case. Strings are safe to show, and "" if there is nothing to say. */
typedef struct ct_failure_text {
    const char *why;      /* "status: expected 404, got 200" */
    const char *places;   /* FILE:LINE:COLUMN and the step, a line for each of the first findings */
    const char *hints;    /* explanations, lines as well */
    const char *response; /* status, reason, attempts, and the beginning of the body */
    const char *reproduce; /* a curl command */
    unsigned step;         /* the one that decided, from 0, clean-up included */
} ct_failure_text;

/* Returns an empty list in the arena. */
ct_failures *ct_failures_new(ct_arena *arena);

/* Keeps a case with the verdict CT_FAIL or CT_ERROR. Call it during case_end. */
void ct_failures_add(ct_failures *failures, const ct_run_result *run, const ct_case_result *result);

/* Returns what was kept of the case with this place in run->cases; NULL: nothing. It is valid until
 * the next ct_failures_add(). */
const ct_failure_text *ct_failures_find(const ct_failures *failures, size_t index);

/* Returns the status of the response that decided; 0: there was none. */
unsigned ct_failures_status(const ct_failures *failures, size_t index);

#endif

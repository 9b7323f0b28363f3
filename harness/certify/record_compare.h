/* record_compare.h - compares JSON that a results file says with JSON that was made again. */
#ifndef CT_CERTIFY_RECORD_COMPARE_H
#define CT_CERTIFY_RECORD_COMPARE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"

/* In what both may differ. All pointers are borrowed. */
typedef struct ct_record_comparison {
    const char *recorded_root, *own_root; /* folder of each suite, before the names of its files;
                                             NULL: none */
    bool ignores_files;                   /* the names of files are not compared */
    bool has_mask;                        /* a response has a masked part */
} ct_record_comparison;

/* Finds the first property that differs. Equal are numbers of the same value, names of files below
 * the folders of the suites, and the names of cases that share a status in any order. With a masked
 * part, what is shown of the response is not compared: what it was before it was masked is unknown.
 * arena:         owns the result
 * recorded, own: not NULL
 * Returns a sentence without a period, "$.steps[0].checks: expected 2, got 3", where `own` is
 * expected; or NULL. */
const char *ct_record_compare(ct_arena *arena, const ct_record_comparison *how,
                              const json_t *recorded, const json_t *own);

#endif

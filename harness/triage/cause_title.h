/* cause_title.h - a cause in one line, by its symptoms. */
#ifndef CT_TRIAGE_CAUSE_TITLE_H
#define CT_TRIAGE_CAUSE_TITLE_H

#include <stddef.h>

#include "triage/symptom.h"

/* A symptom of a cause, and how many cases show it. */
typedef struct ct_shown_symptom {
    const ct_symptom *symptom;
    size_t case_count;
    struct ct_shown_symptom *next;
} ct_shown_symptom;

/* Returns a line such as "status: expected 400, 401, got 202", in the arena.
 *
 * first   in: the symptoms, at least one, the one that most cases show first. Those of one kind
 *         share a clause, and at most three kinds are named. */
const char *ct_cause_title(ct_arena *arena, const ct_shown_symptom *first);

#endif

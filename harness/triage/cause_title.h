/* cause_title.h - a cause in one plain sentence, by its symptoms. */
#ifndef CT_TRIAGE_CAUSE_TITLE_H
#define CT_TRIAGE_CAUSE_TITLE_H

#include "triage/control.h"
#include "triage/failure_groups.h"

typedef struct ct_title_facts {
    const ct_group *group;
    const ct_control *control;    /* of the group; NULL: none */
    const ct_group_member *first; /* the case that represents the cause */
    size_t response_count;        /* cases of the run that got a response */
} ct_title_facts;

/* Returns a clause such as "status 202 instead of 201 in every response", in the arena. Symptoms of
 * one kind share a clause, and at most three kinds are named. Values are cut. */
const char *ct_cause_title(ct_arena *arena, const ct_title_facts *facts);

#endif

/* failure_groups.h - the symptoms of a run in groups, of which each is a cause.
 *
 * Symptoms belong together if they are the same at one place, if one deviation is found in several
 * places (a property of any name is null), or if the same few cases show them.
 */
#ifndef CT_TRIAGE_FAILURE_GROUPS_H
#define CT_TRIAGE_FAILURE_GROUPS_H

#include "triage/failed_cases.h"
#include "triage/value_class.h"

/* A case of a group, by the first of its symptoms that belongs to it. */
typedef struct ct_group_member {
    const ct_failed_case *failure;
    const ct_symptom *symptom;
    struct ct_group_member *next;
} ct_group_member;

/* A symptom of a group that represents all equal ones, and how many cases show it. */
typedef struct ct_shown_symptom {
    const ct_symptom *symptom;
    size_t case_count;
    ct_change change; /* of all of them, if it is the same; else CT_CHANGE_OTHER */
    bool is_constant; /* all have the same actual value */
    struct ct_shown_symptom *next;
} ct_shown_symptom;

typedef struct ct_group {
    const char *key;                 /* what its symptoms have in common */
    const char *wide_key;            /* the same without their places; NULL: places always count */
    size_t wide_count;               /* groups with that key which are enough to be one */
    ct_group_member *members, *last; /* in the order of the failures, each once */
    size_t count;                    /* of the members; at least one */
    ct_shown_symptom *symptoms;      /* the one that most cases show comes first */
    bool is_everywhere;              /* a status instead of any other one */
    struct ct_group *next;
} ct_group;

/* Returns the groups, or NULL if there are no failures. They belong to the arena of the failures,
 * which are sorted. */
ct_group *ct_groups_of(const ct_failed_cases *failures);

#endif

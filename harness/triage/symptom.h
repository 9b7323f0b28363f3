/* symptom.h - what is wrong with one response, in a form that can be compared across responses.
 *
 * A finding describes one response. A symptom is the part of it that other cases would find too if
 * they met the same fault: the place in the response without array indices, and how the value there
 * differs.
 */
#ifndef CT_TRIAGE_SYMPTOM_H
#define CT_TRIAGE_SYMPTOM_H

#include <stdbool.h>

#include "base/arena.h"
#include "model/result.h"

typedef enum ct_symptom_kind {
    CT_SYMPTOM_ERROR,   /* there is no response to evaluate; `name` is the error */
    CT_SYMPTOM_STATUS,  /* `name` is the received status */
    CT_SYMPTOM_HEADER,  /* `name` is that of the header, in lower case */
    CT_SYMPTOM_WRAPPED, /* the documented body is the value of the property `name` */
    CT_SYMPTOM_RENAMED, /* the property at `place` is called `name` */
    CT_SYMPTOM_VALUE,   /* `name` is the last name of `place`, "" for the whole body */
    CT_SYMPTOM_STATE,   /* a list does not show what the case wrote; `name` is that of the list */
    CT_SYMPTOM_OTHER    /* `name` is the subject: "time", "text" */
} ct_symptom_kind;

typedef struct ct_symptom {
    ct_symptom_kind kind;
    const char *subject; /* as in the finding: "status", "header Content-Type", "json" */
    const char *place;   /* of a body: "$.applies[*].bound_time"; else the subject */
    const char *name;    /* see ct_symptom_kind */
    ct_mismatch mismatch;
    const char *expected, *actual; /* of the finding or its difference; NULL for an error */
    unsigned finding;              /* its index in the step; CT_SYMPTOM_NO_FINDING: the error */
    bool follows_status;           /* probably only because the status is another one, see below */
    bool is_of_schema;             /* found by a JSON Schema */
    bool is_inside;                /* found inside a wrapper: the wrapper does not explain it */
    bool is_of_list;               /* about which elements an array has */
    struct ct_symptom *next;
} ct_symptom;

#define CT_SYMPTOM_NO_FINDING (~0U)

/* Returns the symptoms of a step in the order of its findings. Those that follow from another
 * symptom of the same response are left out: the contents of a body that is wrapped, and values
 * below a place that is wrong itself. The body of a response with another status is probably that
 * of another response, unless only the status line is wrong, which one response does not show: its
 * symptoms are marked with `follows_status`.
 *
 * arena   in: owns the symptoms; their strings are those of the step where it has them
 * step    in: of a case that ran; must live as long as the symptoms
 *
 * Returns NULL if the step neither failed nor ended with an error. */
ct_symptom *ct_symptoms_of(ct_arena *arena, const ct_step_result *step);

/* Returns a normalized JSONPath (RFC 9535 section 2.7) with [*] for each index, and with names
 * after a dot if they are identifiers: "$.applies[*].bound_time". In the arena. */
const char *ct_general_path(ct_arena *arena, const char *path);

#endif

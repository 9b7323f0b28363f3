/* control.h - invalid requests that are accepted whatever their invalid part is.
 *
 * A case sends a request without a token and expects 401; other cases send the same request with an
 * invalid token. If the target accepts the request without a token, it does not look at tokens, so
 * that the other cases show nothing of their own. The first case is the control, the others depend
 * on it.
 *
 * A case is the control of another one if both expect the same status, both get the same other
 * status, and the request of the control is a part of the other request: same method, path and
 * values, but without one or more headers, query parameters or JSON properties. The requests are
 * those of the steps that failed. A request without a body is never the control of one with a body.
 */
#ifndef CT_TRIAGE_CONTROL_H
#define CT_TRIAGE_CONTROL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "model/result.h"

typedef enum ct_control_part {
    CT_CONTROL_HEADER,
    CT_CONTROL_QUERY,
    CT_CONTROL_PROPERTY,
    CT_CONTROL_PARTS
} ct_control_part;

typedef struct ct_dependent {
    const ct_case *test_case;
    struct ct_dependent *next;
} ct_dependent;

typedef struct ct_control {
    const ct_case *test_case;
    const char *expected; /* status, as in the finding: "401" */
    unsigned status;      /* that the control and its dependents got */
    /* What the control leaves out and most of its dependents have: a header, a query parameter, or
     * a property with the names of the objects around it: "auth.token". */
    ct_control_part part;
    const char *name;
    bool is_of_most;          /* most dependents have it; else each of them adds something else */
    ct_dependent *dependents; /* at least one */
    size_t dependent_count;
    struct ct_control *next;
} ct_control;

typedef struct ct_controls ct_controls;

/* Returns an empty collection. It belongs to the arena, as all that it keeps. */
ct_controls *ct_controls_new(ct_arena *arena);

/* Adds a case that ended, with its steps. Copies what it keeps, at most a few KiB, so that the
 * steps may be released afterwards; the case itself must live as long as the collection. Ignores
 * cases that did not fail because of a status, and requests with very many parts. */
void ct_controls_add(ct_controls *controls, const ct_case_result *result);

/* Returns the controls in the order of their cases, or NULL if there is none. No control depends on
 * another one, and a case depends on one control at most. To be called once, after the last case.
 */
const ct_control *ct_controls_find(ct_controls *controls);

/* Returns the control that a case depends on, or NULL if it depends on none. To be called after
 * ct_controls_find().
 * test_case: in; of the same suite */
const ct_control *ct_control_of(const ct_controls *controls, const ct_case *test_case);

#endif

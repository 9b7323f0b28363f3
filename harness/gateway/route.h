/* route.h - parameters of a request target: those of its path and those of its query.
 *
 * A target is the path and query of a request line, as it was sent. Results live in the given
 * arena. Percent-encoding is decoded once and for each parameter separately, so that %2F never
 * separates segments. Malformed encoding and %00 are left as they are.
 */
#ifndef CT_GATEWAY_ROUTE_H
#define CT_GATEWAY_ROUTE_H

#include <stdbool.h>

#include "base/arena.h"

typedef struct ct_parameter {
    const char *name, *value;
    struct ct_parameter *next;
} ct_parameter;

/* Returns whether the path of `target` matches `template`, segment by segment.
 * template:   in; "/v2/{project_id}/apps": a {name} is a whole segment
 * target:     in; not decoded before it is compared
 * parameters: out; the value of each {name}, in order; no value is empty. Undefined if false is
 *             returned
 * arena:      owns the parameters */
bool ct_route_match(const char *template, const char *target, const ct_parameter **parameters,
                    ct_arena *arena);

/* Returns the parameters after the '?' of a target, in order, with + decoded as a space; NULL:
 * none. */
const ct_parameter *ct_route_query(const char *target, ct_arena *arena);

/* Returns the value of the first parameter with that name, or NULL. */
const char *ct_parameter_find(const ct_parameter *parameters, const char *name);

#endif

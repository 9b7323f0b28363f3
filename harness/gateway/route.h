/* route.h - which operation a request line means, and with which parameters.
 *
 * Pure: a target is the path and query of a request line, as it was sent.
 * What is found belongs to the arena. Percent-encoding is undone once, in each
 * parameter by itself, so that %2F never becomes a border; a malformed one
 * stays as it stands.
 */
#ifndef CT_GATEWAY_ROUTE_H
#define CT_GATEWAY_ROUTE_H

#include <stdbool.h>

#include "base/arena.h"

typedef struct ct_parameter {
    const char *name, *value;
    struct ct_parameter *next;
} ct_parameter;

/* True when the path of a target is that of the template, "/v2/{project_id}/apps", segment by
 * segment; then *parameters has each {name}, which is never empty. */
bool ct_route_match(const char *template, const char *target, const ct_parameter **parameters,
                    ct_arena *arena);

/* What stands behind the '?' of a target, in its order; + is a blank. */
const ct_parameter *ct_route_query(const char *target, ct_arena *arena);

/* The value of the first one of that name, or NULL. */
const char *ct_parameter_find(const ct_parameter *parameters, const char *name);

#endif

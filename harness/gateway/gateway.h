/* gateway.h - the reference gateway: its operations and their state, without a network.
 *
 * The operations bind, unbind and list the credentials of a quota, and create, list and delete
 * credentials and quotas. An identity service issues tokens for passwords. A gateway is a pure
 * state machine: it takes a request and the time, and returns a response. It uses no socket, no
 * clock and no file. The gateway and its bindings live in the arena that it was created in, a
 * response in the arena given with its request. A gateway serves one request at a time; a caller
 * that shares it between threads must lock it, as server.c does.
 *
 * Where the API documentation leaves something open, this gateway decides:
 *   - a duplicate id in app_ids is bound and reported once, at its first position;
 *   - an empty app_ids is refused (400, APIG.2012);
 *   - if one credential of a list cannot be bound, none is;
 *   - a credential bound to another quota must be unbound first (400, APIG.3309);
 *   - binding a credential again to its quota is accepted, with a new time;
 *   - a body is read as JSON whatever its Content-Type is; unknown properties are ignored;
 *   - a project in the path that is not the token's is forbidden (403, APIC.7130); a gateway of
 *     another project, and a quota or credential of another gateway, is not found;
 *   - a signature takes precedence over a token; a key refused six times in a row is locked for
 *     five minutes;
 *   - at most 50 credentials and quotas can be created beside those of the data;
 *   - a gateway with back_end_fails fails (500) where others look up their quota.
 */
#ifndef CT_GATEWAY_GATEWAY_H
#define CT_GATEWAY_GATEWAY_H

#include <stdint.h>

#include "gateway/gateway_data.h"
#include "gateway/variant.h"
#include "model/exchange.h"

typedef struct ct_gateway ct_gateway;

/* A request as it was received. All pointers are borrowed from the caller during the call. */
typedef struct ct_gateway_request {
    const char *method;
    const char *target; /* path and query of the request line */
    const ct_header *headers;
    ct_body body; /* refused (413) if its `whole` is over CT_LIMIT_MOCK_BODY, whatever was kept */
} ct_gateway_request;

/* Creates a gateway in `arena`, with nothing bound. `data` and `variant` are borrowed and must
 * outlive it. Never fails. */
ct_gateway *ct_gateway_new(const ct_gateway_data *data, const ct_variant *variant, ct_arena *arena);

/* Carries out a request that arrives at `now_ns`, in nanoseconds since 1970 UTC. Returns the
 * response, never NULL: it lives in `arena` and may refer to `request` and to the gateway. */
const ct_response *ct_gateway_respond(ct_gateway *gateway, const ct_gateway_request *request,
                                      int64_t now_ns, ct_arena *arena);

/* Returns the name of the operation that serves this method and target (path and query), such as
 * "bind", "list" or "create-quota"; NULL if there is none. The name is static. */
const char *ct_gateway_operation(const char *method, const char *target, ct_arena *arena);

/* Looks up the operation of that name. On success sets `*method` and `*path`, a template such as
 * "/v2/{project_id}/...", both static. Returns false, with both untouched, if there is none. */
bool ct_gateway_operation_request(const char *name, const char **method, const char **path);

/* Returns the variant that the gateway was created with. */
const ct_variant *ct_gateway_variant(const ct_gateway *gateway);

#endif

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
 *
 * Every request gets a response: what is not part of the API gets one of the API gateway front end.
 * The memory of a gateway is bounded, whatever requests it gets: memory of deleted objects is used
 * again, and tokens that it issued are not stored.
 */
#ifndef CT_GATEWAY_GATEWAY_H
#define CT_GATEWAY_GATEWAY_H

#include <stdint.h>

#include "gateway/gateway_data.h"
#include "gateway/variant.h"
#include "model/exchange.h"

typedef struct ct_gateway ct_gateway;

/* A request as it was received. All pointers are borrowed from the caller during the call. The
 * gateway trusts nothing in it: method, target and body can be anything that HTTP permits. */
typedef struct ct_gateway_request {
    const char *method;
    const char *target; /* path and query of the request line */
    const ct_header *headers;
    ct_body body; /* refused (413) if its `whole` is over CT_LIMIT_MOCK_BODY, whatever was kept */
} ct_gateway_request;

/* Creates a gateway, with nothing bound.
 * data:    in; borrowed, not changed, must outlive the gateway
 * variant: in; likewise, with its hooks
 * arena:   owns the gateway and grows with its bindings
 * Never fails. */
ct_gateway *ct_gateway_new(const ct_gateway_data *data, const ct_variant *variant, ct_arena *arena);

/* Carries out a request, or refuses it and changes no object and no binding, unless a hook does.
 * gateway: in, out; no other thread may use it meanwhile
 * request: in
 * now_ns:  in; when it arrives, in nanoseconds since 1970 UTC; may be earlier than before
 * arena:   owns the response, which may refer to `request` and to the gateway
 * Returns the response, never NULL. */
const ct_response *ct_gateway_respond(ct_gateway *gateway, const ct_gateway_request *request,
                                      int64_t now_ns, ct_arena *arena);

/* Returns the name of the operation that serves this method and target (path and query), such as
 * "bind", "list" or "create-quota"; NULL if there is none. The name is static.
 * method: in; compared with its case
 * target: in; path and query
 * arena:  for temporary strings */
const char *ct_gateway_operation(const char *method, const char *target, ct_arena *arena);

/* Looks up the operation of that name. On success sets `*method` and `*path`, a template such as
 * "/v2/{project_id}/...", both static. Returns false, with both untouched, if there is none. */
bool ct_gateway_operation_request(const char *name, const char **method, const char **path);

/* Returns the variant that the gateway was created with. Never NULL; it is borrowed. */
const ct_variant *ct_gateway_variant(const ct_gateway *gateway);

#endif

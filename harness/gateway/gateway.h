/* gateway.h - the reference gateway: what the operations do, without a network.
 *
 * "Binding a credential quota with credentials", and beside it unbinding and
 * listing, making and taking away credentials and quotas, and an identity
 * service that gives tokens for passwords, over real state. A gateway is a machine that takes a
 * request and the time and gives an answer: no socket, no clock, no file. It belongs to the arena
 * that it was made in, as do the bindings; an answer belongs to the arena that it was asked for in.
 * One call at a time: who shares a gateway between threads guards it (server.c does).
 *
 * Where the reference page is silent, this gateway decides:
 *   - an id twice in app_ids is bound once and answered once, where it stood first;
 *   - an empty app_ids is refused (400, APIG.2012);
 *   - one credential that cannot be bound, and none of the list is;
 *   - a credential that has another quota must be unbound first (400, APIG.3309);
 *   - binding it to its own quota again is accepted, with a new time;
 *   - a body is read as JSON whatever its Content-Type says, other members are ignored;
 *   - another project in the path than the token's is forbidden (403, APIC.7130), and a
 *     gateway of another project, or a quota or credential of another gateway, is not there;
 *   - a signature goes before a token, and a key that was refused six times in a row is locked for
 *     five minutes;
 *   - there is room for 50 credentials and quotas beside those of the data;
 *   - the failing gateway fails (500) where others would look up their quota.
 */
#ifndef CT_GATEWAY_GATEWAY_H
#define CT_GATEWAY_GATEWAY_H

#include <stdint.h>

#include "gateway/gateway_data.h"
#include "gateway/variant.h"
#include "model/exchange.h"

typedef struct ct_gateway ct_gateway;

/* A request as it came over the wire. */
typedef struct ct_gateway_request {
    const char *method;
    const char *target; /* path and query of the request line */
    const ct_header *headers;
    ct_body body; /* a `whole` over CT_LIMIT_MOCK_BODY is refused, whatever was kept */
} ct_gateway_request;

/* Nothing is bound yet. The data outlives the gateway. */
ct_gateway *ct_gateway_new(const ct_gateway_data *data, const ct_variant *variant, ct_arena *arena);

/* Never NULL. `now_ns` is the time in nanoseconds since 1970. */
const ct_response *ct_gateway_respond(ct_gateway *gateway, const ct_gateway_request *request,
                                      int64_t now_ns, ct_arena *arena);

/* "bind", "list", "create-quota"; NULL: none of its operations. `target` is the path and query. */
const char *ct_gateway_operation(const char *method, const char *target, ct_arena *arena);

/* The method and the path of one of its operations, "/v2/{project_id}/...". False if it has none of
 * that name. */
bool ct_gateway_operation_request(const char *name, const char **method, const char **path);

const ct_variant *ct_gateway_variant(const ct_gateway *gateway);

#endif

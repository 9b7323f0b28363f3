/* hooks.h - functions that change what a gateway does, supplied from outside.
 *
 * A conforming gateway has no hooks. Mutation testing supplies them to make a gateway violate the
 * contract on purpose. Each hook may be NULL. A hook is called on the thread that serves the
 * request, one request at a time. `self` is the table itself: it can be the first member of a
 * larger struct with data of the hooks.
 *
 * A hook gets a call that is complete up to the check that was reached (operation.h), and may
 * change it. Memory that it needs longer than the call belongs in the arena of the gateway. A hook
 * cannot fail.
 */
#ifndef CT_GATEWAY_HOOKS_H
#define CT_GATEWAY_HOOKS_H

#include <stdbool.h>

#include "gateway/refusal.h"
#include "model/exchange.h"

struct ct_app;
struct ct_call;
struct ct_gateway;

typedef struct ct_gateway_hooks ct_gateway_hooks;
struct ct_gateway_hooks {
    /* Every check passed and nothing was changed yet. Returns a refusal, or CT_NOT_REFUSED. */
    ct_refusal (*before)(const ct_gateway_hooks *self, struct ct_call *call);

    /* A check refused the request. Returns the refusal to use: the same, another one, or
     * CT_NOT_REFUSED to continue. */
    ct_refusal (*refusal)(const ct_gateway_hooks *self, struct ct_call *call, ct_refusal refusal);

    /* The request was refused; call->response is the error body and may be changed. */
    void (*refused)(const ct_gateway_hooks *self, struct ct_call *call, ct_refusal refusal);

    /* The request was carried out and will succeed; call->response is the response body and may
     * be changed. */
    void (*accepted)(const ct_gateway_hooks *self, struct ct_call *call);

    /* A page of a list was requested: offset and limit may be changed. Afterwards the gateway puts
     * the limit in its range. */
    void (*page)(const ct_gateway_hooks *self, long *offset, long *limit);

    /* The credential is about to be deleted: nothing may refer to it afterwards. */
    void (*deleted)(const ct_gateway_hooks *self, struct ct_gateway *gateway,
                    const struct ct_app *app);

    /* Returns the response to send instead of `good`, in the arena; `good` itself for no change.
     * operation: in; as ct_gateway_operation() names it; NULL: there is none */
    const ct_response *(*response)(const ct_gateway_hooks *self, struct ct_gateway *gateway,
                                   const char *operation, const ct_response *good, ct_arena *arena);

    /* Header names are compared with their case, although RFC 9110 section 5.1 makes them
     * case-insensitive. */
    bool has_case_sensitive_names;
};

#endif

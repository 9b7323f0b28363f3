/* behaviour_parts.h - what the implementation of the behaviour faults shares. Internal to
 * behaviour.c, behaviour_refusal.c and request_fault.c.
 *
 * All functions run inside a hook, on the thread that serves the request, and may use the call only
 * during the hook. What they return belongs to the arena of the call, or to the gateway. None can
 * fail. */
#ifndef CT_MUTATION_BEHAVIOUR_PARTS_H
#define CT_MUTATION_BEHAVIOUR_PARTS_H

#include "gateway/operation.h"
#include "mutation/fault_kinds.h"
#include "mutation/previous.h"

/* State that faults keep in a gateway between requests. A gateway without faults has none. */
struct ct_gateway_marks {
    uint64_t bind_requests, refused_tokens; /* counts */
    ct_app *last;               /* the first credential that the last bind request bound */
    bool is_list_stale;         /* no list request since the last bind request */
    bool is_repeated;           /* during a bind request: `last` is bound to the same quota */
    struct ct_app_marks *spare; /* of deleted credentials, for reuse */
    ct_previous *previous;      /* responses, kept by a fault that repeats them; NULL: none yet */
};

/* State that they keep in a credential. */
struct ct_app_marks {
    const ct_quota *stray;   /* bound to it, or to be bound, by a refused request */
    bool is_of_last_request; /* the last bind request named it */
    struct ct_app_marks *next_spare;
};

/* Return the state, created at first use in the arena of the gateway, all zero. Never NULL. It
 * lives until the gateway does, that of a credential until the credential is deleted. */
struct ct_gateway_marks *ct_gateway_marks_of(ct_gateway *gateway);
struct ct_app_marks *ct_app_marks_of(ct_gateway *gateway, ct_app *app);

/* The hooks of every fault of behaviour. They are copied by ct_fault_hooks_of(), which adds the
 * fault; a gateway must not be given this table itself. */
extern const ct_gateway_hooks ct_behaviour_hooks;

/* behaviour_refusal.c: the hook `refusal`. Returns the refusal of the faulty gateway, or
 * CT_NOT_REFUSED after adding to the call what later checks need. */
ct_refusal ct_behaviour_fault_refusal(const ct_gateway_hooks *self, ct_call *call,
                                      ct_refusal refusal);

/* Return the fault of the gateway that serves the call, which must have the hooks of a fault. */
const struct ct_fault *ct_fault_of(const ct_call *call);
ct_behaviour_fault ct_behaviour_fault_of(const ct_call *call);

/* Returns whether it is a bind request: whether its method and path are those of the operation
 * "bind". False for a request that no operation serves. */
bool ct_call_binds(const ct_call *call);

/* Returns a copy of the request body with a NUL at its end, in the arena of the call; "" if the
 * request has no body. NULs inside it are kept. */
const char *ct_call_body(const ct_call *call);

/* Returns the value of the first header of that name, without regard to case, or NULL. It is
 * borrowed from the request. */
const char *ct_call_header(const ct_call *call, const char *name);

/* Returns the ids of all credentials that appear anywhere in the body, valid or not: an object
 * whose names are the ids, in the arena of the call. */
json_t *ct_call_ids(const ct_call *call);

/* Returns a quota of the instance of the call other than `but`, or NULL if there is none. */
const ct_quota *ct_call_quota(const ct_call *call, const ct_quota *but);

/* Returns whether the request is one of those that the fault is about.
 * call:    in; its fault has a request fault
 * refusal: in; why the conforming gateway refuses it */
bool ct_request_fault_is_in(ct_call *call, ct_refusal refusal);

#endif

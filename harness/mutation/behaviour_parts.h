/* behaviour_parts.h - what a wrong gateway asks of a call. Of the files quirk_... and
 * request_fault.c. */
#ifndef CT_MUTATION_BEHAVIOUR_PARTS_H
#define CT_MUTATION_BEHAVIOUR_PARTS_H

#include "gateway/operation.h"
#include "mutation/behaviour.h"

/* What the faults of one gateway remember between requests. */
struct ct_gateway_marks {
    uint64_t bind_requests, refused_tokens;
    ct_app *last;       /* what the last bind request bound, the first of it */
    bool is_list_stale; /* there was such a request, and no list since */
    bool is_repeated;   /* during a bind request: what the last one bound has the same quota */
    struct ct_app_marks *spare;
};

/* The same about one credential. */
struct ct_app_marks {
    const ct_quota *stray;   /* bound to it, or to be, though no accepted request asked for it */
    bool is_of_last_request; /* that bound */
    struct ct_app_marks *next_spare;
};

/* Never NULL: made at first use, in the gateway's arena. */
struct ct_gateway_marks *ct_gateway_marks_of(ct_gateway *gateway);
struct ct_app_marks *ct_app_marks_of(ct_gateway *gateway, ct_app *app);

/* The hooks of every fault that is not a mutation of responses. */
extern const ct_gateway_hooks ct_behaviour_hooks;

/* behaviour_refusal.c */
ct_refusal ct_behaviour_fault_refusal(const ct_gateway_hooks *self, ct_call *call,
                                      ct_refusal refusal);

/* The fault of the gateway that serves the call; only for a gateway with fault hooks. */
const struct ct_fault *ct_fault_of(const ct_call *call);
ct_behaviour_fault ct_behaviour_fault_of(const ct_call *call);

bool ct_call_binds(const ct_call *call);

/* The request's body, with a NUL behind it. */
const char *ct_call_body(const ct_call *call);

/* NULL: there is none. */
const char *ct_call_header(const ct_call *call, const char *name);

/* Whatever credential's id stands anywhere in the body: an object, its names are the ids. */
json_t *ct_call_ids(const ct_call *call);

/* A quota of the call's gateway that is not `but`; NULL: there is none. */
const ct_quota *ct_call_quota(const ct_call *call, const ct_quota *but);

/* The call is refused for the flaw that the gateway's quirk is about. */
bool ct_request_fault_is_in(ct_call *call, ct_refusal refusal);

#endif

#include "mutation/fault_hooks.h"

#include "mutation/behaviour_parts.h"

static const ct_response *mutate_response(const ct_gateway_hooks *self, ct_gateway *gateway,
                                          const char *operation, const ct_response *good,
                                          ct_arena *arena)
{
    const ct_fault_hooks *own = (const ct_fault_hooks *)self;
    struct ct_gateway_marks *marks = ct_gateway_marks_of(gateway);
    if (!own->fault->mutate_after || !operation)
        return ct_fault_apply(own->fault, own->site, NULL, good, arena);
    if (!marks->previous)
        marks->previous = ct_previous_new(gateway->arena);
    const ct_response *bad =
        ct_fault_apply(own->fault, own->site,
                       ct_previous_find(marks->previous, operation, good->status), good, arena);
    if (bad != good) /* the kept response is replaced below */
        bad = ct_response_with_body(bad, ct_arena_copy(arena, bad->body.bytes, bad->body.size),
                                    bad->body.size, arena);
    ct_previous_keep(marks->previous, operation, good);
    return bad;
}

ct_fault_hooks ct_fault_hooks_of(const ct_fault *fault, const char *site)
{
    ct_fault_hooks own = {.fault = fault, .site = site};
    if (fault->mutate)
        own.hooks.response = mutate_response;
    else
        own.hooks = ct_behaviour_hooks;
    own.hooks.has_case_sensitive_names =
        fault->behaviour_fault == CT_BEHAVIOUR_FAULT_TOKEN_NAME_CASE;
    return own;
}

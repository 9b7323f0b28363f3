#include "mutation/fault_hooks.h"

#include "mutation/behaviour_parts.h"

static const ct_response *mutate_response(const ct_gateway_hooks *self, const ct_response *good,
                                          ct_arena *arena)
{
    const ct_fault_hooks *own = (const ct_fault_hooks *)self;
    return ct_fault_apply(own->fault, own->site, good, arena);
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

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

/* ---- Several faults ----------------------------------------------------------------------- */

static const ct_fault_hooks *next_behaviour(const ct_fault_hooks *one)
{
    for (one = one->next; one && one->fault->mutate;)
        one = one->next;
    return one;
}

static const ct_fault_hooks *first_behaviour(const ct_gateway_hooks *self)
{
    return next_behaviour((const ct_fault_hooks *)self);
}

static ct_refusal each_before(const ct_gateway_hooks *self, ct_call *call)
{
    ct_refusal refusal = CT_NOT_REFUSED;
    for (const ct_fault_hooks *one = first_behaviour(self); one && !refusal;
         one = next_behaviour(one)) {
        call->fault = one->fault;
        refusal = ct_behaviour_hooks.before(&one->hooks, call);
    }
    return refusal;
}

static ct_refusal each_refusal(const ct_gateway_hooks *self, ct_call *call, ct_refusal refusal)
{
    for (const ct_fault_hooks *one = first_behaviour(self); one && refusal;
         one = next_behaviour(one)) {
        call->fault = one->fault;
        refusal = ct_behaviour_hooks.refusal(&one->hooks, call, refusal);
    }
    return refusal;
}

static void each_refused(const ct_gateway_hooks *self, ct_call *call, ct_refusal refusal)
{
    for (const ct_fault_hooks *one = first_behaviour(self); one; one = next_behaviour(one)) {
        call->fault = one->fault;
        ct_behaviour_hooks.refused(&one->hooks, call, refusal);
    }
}

static void each_accepted(const ct_gateway_hooks *self, ct_call *call)
{
    for (const ct_fault_hooks *one = first_behaviour(self); one; one = next_behaviour(one)) {
        call->fault = one->fault;
        ct_behaviour_hooks.accepted(&one->hooks, call);
    }
}

static void each_page(const ct_gateway_hooks *self, long *offset, long *limit)
{
    for (const ct_fault_hooks *one = first_behaviour(self); one; one = next_behaviour(one))
        ct_behaviour_hooks.page(&one->hooks, offset, limit);
}

static const ct_response *each_response(const ct_gateway_hooks *self, const ct_response *good,
                                        ct_arena *arena)
{
    for (const ct_fault_hooks *one = ((const ct_fault_hooks *)self)->next; one; one = one->next)
        if (one->fault->mutate)
            good = ct_fault_apply(one->fault, one->site, good, arena);
    return good;
}

const ct_gateway_hooks *ct_fault_hooks_all(ct_fault_hooks *list, ct_fault_hooks *all)
{
    if (!list || !list->next)
        return list ? &list->hooks : NULL;
    *all = ct_fault_hooks_of(list->fault, NULL);
    all->next = list;
    all->hooks = (ct_gateway_hooks){.before = each_before,
                                    .refusal = each_refusal,
                                    .refused = each_refused,
                                    .accepted = each_accepted,
                                    .page = each_page,
                                    .deleted = ct_behaviour_hooks.deleted,
                                    .response = each_response};
    for (const ct_fault_hooks *one = list; one; one = one->next)
        if (one->hooks.has_case_sensitive_names)
            all->hooks.has_case_sensitive_names = true;
    return &all->hooks;
}

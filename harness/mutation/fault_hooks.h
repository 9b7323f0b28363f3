/* fault_hooks.h - the hooks that give the reference gateway one or more faults.
 *
 * A gateway gets them through its variant: `hooks` of ct_behaviour. They are read-only while it
 * serves requests, so several gateways can share them. What a fault remembers between requests is
 * in the gateway (behaviour_parts.h), so each gateway starts without a history.
 */
#ifndef CT_MUTATION_FAULT_HOOKS_H
#define CT_MUTATION_FAULT_HOOKS_H

#include "gateway/hooks.h"
#include "mutation/fault.h"

/* The hooks of one fault. A copy is valid as well: nothing in it points to itself. */
typedef struct ct_fault_hooks {
    ct_gateway_hooks hooks;      /* first member: hooks cast the table back to this struct */
    const ct_fault *fault;       /* borrowed */
    const char *site;            /* of a fault of a property; NULL: every site */
    struct ct_fault_hooks *next; /* of another fault of the same gateway; NULL: none */
} ct_fault_hooks;

/* Returns the hooks of a fault: `response` for one that has a part, all others for one of
 * behaviour. They must outlive the gateway that uses them, and so must `fault` and `site`, which
 * are borrowed. Never fails. */
ct_fault_hooks ct_fault_hooks_of(const ct_fault *fault, const char *site);

/* Returns the hooks of several faults at once, or NULL if there is none. Faults of behaviour act
 * first, in the order of the list; then those of responses, each on the response of the previous
 * one. A request that the `before` of one fault refuses does not reach the next.
 * list: in; hooks of one fault each, linked; they must outlive the gateway
 * all:  out; must outlive the gateway */
const ct_gateway_hooks *ct_fault_hooks_all(ct_fault_hooks *list, ct_fault_hooks *all);

#endif

/* fault_hooks.h - the hooks that give the reference gateway one fault.
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
    ct_gateway_hooks hooks; /* first member: hooks cast the table back to this struct */
    const ct_fault *fault;  /* borrowed */
    const char *site;       /* of a fault of a property; NULL: every site */
} ct_fault_hooks;

/* Returns the hooks of a fault: `response` for one that has a part, all others for one of
 * behaviour. They must outlive the gateway that uses them, and so must `fault` and `site`, which
 * are borrowed. Never fails. */
ct_fault_hooks ct_fault_hooks_of(const ct_fault *fault, const char *site);

#endif

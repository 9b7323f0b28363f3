/* fault_hooks.h - the hooks that make the reference gateway break the contract in one way. */
#ifndef CT_MUTATION_FAULT_HOOKS_H
#define CT_MUTATION_FAULT_HOOKS_H

#include "gateway/hooks.h"
#include "mutation/fault.h"

typedef struct ct_fault_hooks {
    ct_gateway_hooks hooks; /* first: this is a table of hooks */
    const ct_fault *fault;
    const char *site; /* of a fault that mutates a property; NULL: every site */
} ct_fault_hooks;

/* The hooks of a fault. The result must outlive the gateway that uses it, as must `fault` and
 * `site`. */
ct_fault_hooks ct_fault_hooks_of(const ct_fault *fault, const char *site);

#endif

/* variant.h - legal ways to be different: what the contract leaves open, decided otherwise.
 *
 * Every suite that passes against the first row must pass against all. What a
 * variant changes is either words (rows of refusal.h) or a switch of the
 * gateway's behaviour; where no variant says otherwise, every switch is off.
 */
#ifndef CT_MOCK_VARIANT_H
#define CT_MOCK_VARIANT_H

#include "base/diag.h"
#include "mock/refusal.h"

typedef struct ct_behaviour {
    bool refuses_rebinding; /* to the quota that the credential is bound to already */
} ct_behaviour;

typedef struct ct_variant {
    const char *name;
    const char *summary;       /* one sentence: what it does otherwise */
    const ct_wording *wording; /* NULL: as usual */
    ct_behaviour behaviour;
} ct_variant;

/* The first row is the gateway as the reference page has it. Ends with a NULL name. */
extern const ct_variant ct_variants[];

/* The row of that name. NULL after noting that there is none, and which was meant. */
const ct_variant *ct_variant_find(const char *name, ct_diag *diag);

#endif

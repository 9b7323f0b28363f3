/* behaviour_parts.h - what a wrong gateway asks of a call. Of the files quirk_... and
 * request_fault.c. */
#ifndef CT_MUTATION_BEHAVIOUR_PARTS_H
#define CT_MUTATION_BEHAVIOUR_PARTS_H

#include "gateway/operation.h"

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

/* binding.h - how many responses are bound to the seed of a certificate, and so to its challenge.
 *
 * A response is bound if its body or a value of its headers contains an id that was generated for
 * this pass: the $(uuid) of its case, with or without hyphens, or the trace-id of its own request.
 * Each has at least 122 bits that depend on the seed, so a response that was recorded earlier
 * cannot contain it. $(run_id) has 48 bits only: a nonce that gives an earlier one can be found by
 * trying, so it binds nothing.
 *
 * Only judged responses count: those of steps of cases, without cleanup, without cases that did not
 * run to their end.
 */
#ifndef CT_CERTIFY_BINDING_H
#define CT_CERTIFY_BINDING_H

#include <jansson.h>

#include "model/result.h"

typedef struct ct_binding {
    size_t responses, bound;
} ct_binding;

/* Adds the responses of a case.
 * seed:   of the pass
 * result: with its steps and their exchanges, masked as results keep them, so that the record gives
 *         the same numbers */
void ct_binding_add(ct_binding *binding, const char *seed, const ct_case_result *result);

/* Returns {"responses": N, "bound": N}. The caller owns it. */
json_t *ct_binding_json(const ct_binding *binding);

/* Returns whether a request of the case has the `traceparent` that is generated for it. */
bool ct_binding_has_traceparent(const char *seed, const ct_case_result *result);

#endif

/* render.h - from a plan and its variables to the request to send. */
#ifndef CT_RUN_RENDER_H
#define CT_RUN_RENDER_H

#include "data/template.h"
#include "model/exchange.h"
#include "model/suite.h"
#include "model/target.h"

/* The request belongs to the arena. NULL and one sentence in *trouble when a variable is missing,
 * or a value makes it no request: a line break in a header, a path that leaves the target.
 * `credential` may be NULL: headers that the plan's own ones replace. Whether it is sent, and what
 * else proves who asks, is signer.h's to say. */
ct_request *ct_render(const ct_plan *plan, const ct_pair *credential, const char *base_url,
                      const ct_scope *scope, ct_arena *arena, const char **trouble);

/* The User-Agent of every request that does not name its own. */
#define CT_USER_AGENT "apigcheck/" CT_VERSION

#endif

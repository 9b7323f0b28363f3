/* render.h - from a plan and its variables to the request to send. */
#ifndef CT_RUN_RENDER_H
#define CT_RUN_RENDER_H

#include "base/diag.h"
#include "lang/yaml/template.h"
#include "model/error_kind.h"
#include "model/exchange.h"
#include "model/suite.h"
#include "model/target.h"

/* Why there is no request: CT_E_MISSING for a variable that has no value, CT_E_LIMIT for what is
 * too large, CT_E_VALUE for a value that must not be sent. `what` is one sentence. */
typedef struct ct_render_trouble {
    ct_code code;
    const char *what; /* NULL: there is one */
} ct_render_trouble;

/* Sets what went wrong, unless something did before. The sentence belongs to the arena. Returns
 * false. */
bool ct_render_fail(ct_render_trouble *error, ct_arena *arena, ct_code code, const char *format,
                    ...) CT_PRINTF(4, 5);

/* The request belongs to the arena. NULL after setting *trouble when a variable is missing, or a
 * value must not be sent: a line break in a header, a path that leaves the target, a path parameter
 * that is empty or a dot segment.
 * `credential` may be NULL: headers that the plan's own ones replace. Whether it is sent, and what
 * else proves who asks, is signer.h's to say. */
ct_request *ct_render(const ct_plan *plan, const ct_pair *credential, const char *base_url,
                      const ct_scope *scope, ct_arena *arena, ct_render_trouble *error);

/* Adds the plan's path, with the query that is written in it. False after setting *trouble. */
bool ct_render_path(const ct_plan *plan, const ct_scope *scope, ct_arena *arena, ct_buf *url,
                    ct_render_trouble *error);

/* The User-Agent of every request that does not name its own. */
#define CT_USER_AGENT "apigcheck/" CT_VERSION

#endif

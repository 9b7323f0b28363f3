/* render.h - makes the request to send from a plan and the values of its variables. Pure. */
#ifndef CT_RUN_RENDER_H
#define CT_RUN_RENDER_H

#include "base/diag.h"
#include "lang/yaml/template.h"
#include "model/error_kind.h"
#include "model/exchange.h"
#include "model/suite.h"
#include "model/target.h"

/* Why a request cannot be made. */
typedef struct ct_render_error {
    ct_code code;     /* CT_E_MISSING: a variable has no value; CT_E_LIMIT: too large; CT_E_VALUE: a
                       * value must not be sent */
    const char *what; /* one sentence in the arena of the request; NULL: no error */
} ct_render_error;

/* Sets an error, unless one is set already. The sentence belongs to the arena. Returns false. */
bool ct_render_fail(ct_render_error *error, ct_arena *arena, ct_code code, const char *format, ...)
    CT_PRINTF(4, 5);

/* Renders a request. What could change its meaning is refused rather than sent: a line break in a
 * field value, a path that leaves the target, a path parameter that is empty or a dot segment (RFC
 * 3986 section 3.3).
 * credential: headers of the operation that prove who sends the request; the plan's own headers of
 *             the same name replace them. May be NULL. Whether they are sent, and any other proof,
 *             is decided in http/signer.h
 * base_url:   see lang/base_url.h; the plan may name a variable with another one
 * arena:      owns the request and the sentence of an error
 * error:      out; always set
 * Returns NULL if there is an error. */
ct_request *ct_render(const ct_plan *plan, const ct_pair *credential, const char *base_url,
                      const ct_scope *scope, ct_arena *arena, ct_render_error *error);

/* Appends the path of a plan and the query that is written in it. Returns false after setting
 * *error. */
bool ct_render_path(const ct_plan *plan, const ct_scope *scope, ct_arena *arena, ct_buf *url,
                    ct_render_error *error);

/* The User-Agent of every request that does not name its own. */
#define CT_USER_AGENT "apigcheck/" CT_VERSION

#endif

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

/* What a request has besides its plan. Borrowed. */
typedef struct ct_render_basis {
    const ct_pair *credential; /* headers of the operation that prove who sends the request; the
                                  plan's own headers of the same name replace them. NULL: none.
                                  http/signer.h decides whether they are sent */
    const char *base_url;      /* see lang/base_url.h; the plan may name a variable with another */
    const char *user_agent;    /* unless the plan names or removes it; NULL: CT_USER_AGENT */
} ct_render_basis;

/* Renders a request. What could change its meaning is refused rather than sent: a line break in a
 * field value, a path that leaves the target, a path parameter that is empty or a dot segment (RFC
 * 3986 section 3.3).
 * arena:      owns the request and the sentence of an error
 * error:      out; always set
 * Returns NULL if there is an error. */
ct_request *ct_render(const ct_plan *plan, const ct_render_basis *basis, const ct_scope *scope,
                      ct_arena *arena, ct_render_error *error);

/* Appends the path of a plan and the query that is written in it. Returns false after setting
 * *error. */
bool ct_render_path(const ct_plan *plan, const ct_scope *scope, ct_arena *arena, ct_buf *url,
                    ct_render_error *error);

/* The default User-Agent. It starts with CT_USER_AGENT_NAME, and ends with the version. */
#define CT_USER_AGENT_NAME "apigcheck/"
#define CT_USER_AGENT CT_USER_AGENT_NAME CT_VERSION

#endif

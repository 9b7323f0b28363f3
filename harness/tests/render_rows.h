/* render_rows.h - rows for rendering: a plan in YAML, and the request for it. */
#ifndef CT_TESTS_RENDER_ROWS_H
#define CT_TESTS_RENDER_ROWS_H

#include "run/render.h"
#include "tests/rows.h"

typedef struct render_row {
    const char *plan, *credential; /* YAML; a credential may be NULL */
    const char *sent;              /* "METHOD URL|Name: value|...||BODY", or "! error" */
} render_row;

/* A request in the notation of the rows, without the default headers. */
const char *render_shown(ct_arena *arena, const ct_request *request);

/* The request to http://gw:80/base. `with`, the change of a case, and the credential may be NULL.
 */
const char *render_sent(ct_arena *arena, const char *plan, const char *with,
                        const char *credential);

void render_check(ct_arena *arena, const render_row *rows, size_t count);

#endif

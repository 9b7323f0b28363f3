/* render_rows.h - rows of requests: a plan in YAML, and what is sent for it. */
#ifndef CT_TESTS_RENDER_ROWS_H
#define CT_TESTS_RENDER_ROWS_H

#include "run/render.h"
#include "tests/rows.h"

typedef struct render_row {
    const char *plan, *credential; /* YAML; a credential may be NULL */
    const char *sent;              /* "METHOD URL|Name: value|...||BODY", or "! trouble" */
} render_row;

/* A request as rows write it. The headers that everybody gets are left out. */
const char *render_shown(ct_arena *arena, const ct_request *request);

/* What is sent to http://gw:80/base. `with`, a case's change, and the credential may be NULL. */
const char *render_sent(ct_arena *arena, const char *plan, const char *with,
                        const char *credential);

void render_check(ct_arena *arena, const render_row *rows, size_t count);

#endif

/* style.h - colour by role: what a text is decides, and this is the only place that knows how. */
#ifndef CT_REPORT_STYLE_H
#define CT_REPORT_STYLE_H

#include <stdbool.h>

#include "base/buf.h"
#include "model/result.h"

typedef enum ct_role {
    CT_ROLE_PLAIN,
    CT_ROLE_GOOD,     /* passed; what was expected */
    CT_ROLE_BAD,      /* failed; what came instead */
    CT_ROLE_BROKEN,   /* no verdict */
    CT_ROLE_DOUBTFUL, /* a warning */
    CT_ROLE_LEFT_OUT, /* skipped */
    CT_ROLE_PLACE,    /* where to look */
    CT_ROLE_ASIDE,    /* what most readers pass over */
    CT_ROLES
} ct_role;

ct_role ct_role_of(ct_verdict verdict);

/* What is added between the two has the role's colour, when there is any. Roles do not nest. */
void ct_style_begin(ct_buf *out, ct_role role, bool has_color);
void ct_style_end(ct_buf *out, ct_role role, bool has_color);

void ct_style(ct_buf *out, ct_role role, bool has_color, const char *word);

#endif

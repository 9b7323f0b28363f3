/* style.h - colour by role. Callers say what a string is; only this file knows the escapes. */
#ifndef CT_REPORT_STYLE_H
#define CT_REPORT_STYLE_H

#include <stdbool.h>

#include "base/buf.h"
#include "model/result.h"

typedef enum ct_role {
    CT_ROLE_PLAIN,
    CT_ROLE_GOOD,     /* passed; what was expected */
    CT_ROLE_BAD,      /* failed; the actual value */
    CT_ROLE_BROKEN,   /* an error */
    CT_ROLE_DOUBTFUL, /* a warning */
    CT_ROLE_LEFT_OUT, /* skipped */
    CT_ROLE_PLACE,    /* a place in a file */
    CT_ROLE_ASIDE,    /* details */
    CT_ROLES
} ct_role;

/* Returns the role of a verdict. */
ct_role ct_role_of(ct_verdict verdict);

/* Start and end the colour of a role; nothing without `has_color`. Roles do not nest. */
void ct_style_begin(ct_buf *out, ct_role role, bool has_color);
void ct_style_end(ct_buf *out, ct_role role, bool has_color);

/* Adds a word in the colour of a role. */
void ct_style(ct_buf *out, ct_role role, bool has_color, const char *word);

#endif

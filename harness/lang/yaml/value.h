/* value.h - a JSON value with variables in it, as a case file writes it.
 *
 * The tree is open: merging `with` into an operation's request reads it. An
 * unquoted scalar that is one $(name) keeps the variable's type, every other
 * text is text. `!exact` on a map is remembered, `!absent` is a value of its
 * own; where they may stand is the reader's business.
 */
#ifndef CT_LANG_YAML_VALUE_H
#define CT_LANG_YAML_VALUE_H

#include <jansson.h>

#include "lang/yaml/bind.h"
#include "lang/yaml/template.h"

typedef enum ct_value_kind {
    CT_VALUE_LITERAL,  /* a scalar without variables */
    CT_VALUE_TEMPLATE, /* a scalar with variables */
    CT_VALUE_OBJECT,
    CT_VALUE_ARRAY,
    CT_VALUE_ABSENT /* !absent */
} ct_value_kind;

typedef struct ct_value {
    ct_value_kind kind;
    bool is_exact; /* of a map: !exact */
    ct_loc where;  /* a literal's is that of the first one like it */
    union {
        struct {
            json_t *literal;
            const char *lexeme; /* the scalar as written, for where only text can be sent */
        };
        const ct_template *text;
        struct ct_value_property *members; /* of an object or array, in order */
    };
} ct_value;

typedef struct ct_value_property {
    const char *name; /* NULL in an array */
    ct_loc where;     /* of the name */
    const ct_value *value;
    struct ct_value_property *next;
} ct_value_property;

/* Those of an object or array; NULL for all else. */
const ct_value_property *ct_value_properties(const ct_value *value);

/* NULL after noting what is wrong. */
const ct_value *ct_value_compile(ct_binder *binder, const ct_yaml *node);

/* A value that was made, not written. */
const ct_value *ct_value_of_variable(ct_arena *arena, const char *name, ct_loc where);

/* The JSON value with all variables filled in; it belongs to the arena. NULL when a variable is
 * not there; *missing is its name then. Members that are absent are left out. */
json_t *ct_value_fill(const ct_value *value, const ct_scope *scope, ct_arena *arena,
                      const char **missing);

/* Is one $(name), unquoted: has the variable's own type. */
bool ct_value_keeps_type(const ct_value *value);

/* Adds the text of a scalar: a literal as it was written. The missing variable's name, or NULL. */
const char *ct_value_fill_text(const ct_value *value, const ct_scope *scope, ct_buf *out);

void ct_value_each_variable(const ct_value *value, ct_template_visit *visit, void *user);

#endif

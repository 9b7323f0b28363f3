/* value.h - JSON values with variables, as case files contain them.
 *
 * An unquoted scalar that is one $(name) has the type of the variable. `!exact`
 * of a mapping is kept, and `!absent` is a value of its own; the caller decides
 * where they are allowed. The tree is read by load/merge.c. All of it belongs to
 * the arena of the binder.
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
    bool is_exact; /* of a mapping: !exact */
    ct_loc where;  /* equal literals are shared: the place of the first one */
    union {
        struct {
            json_t *literal;
            const char *lexeme; /* the scalar as written, for headers and forms */
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

/* Returns the first property or element, or NULL if there is none. */
const ct_value_property *ct_value_properties(const ct_value *value);

/* Compiles a node. Returns NULL after reporting errors. */
const ct_value *ct_value_compile(ct_binder *binder, const ct_yaml *node);

/* Makes the value $(name). */
const ct_value *ct_value_of_variable(ct_arena *arena, const char *name, ct_loc where);

/* Returns the JSON value with all variables filled in, without absent properties; it belongs to
 * `arena` or is borrowed from the scope. Returns NULL if a variable has no value; *missing is its
 * name then, else NULL. */
json_t *ct_value_fill(const ct_value *value, const ct_scope *scope, ct_arena *arena,
                      const char **missing);

/* Returns true if the value is one unquoted $(name) and has the type of the variable. */
bool ct_value_keeps_type(const ct_value *value);

/* Appends the text of a scalar; a literal as it was written. Returns NULL, or the name of the first
 * variable without a value. */
const char *ct_value_fill_text(const ct_value *value, const ct_scope *scope, ct_buf *out);

/* Visits each variable that the value uses, with its place. */
void ct_value_each_variable(const ct_value *value, ct_template_visit *visit, void *user);

#endif

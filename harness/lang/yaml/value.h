/* value.h - JSON values with variables, as case files contain them.
 *
 * An unquoted scalar that consists of one $(name) has the type of the variable.
 * `!exact` of a mapping is kept, and `!absent` is a kind of value; the caller decides
 * where they are allowed. The tree is read by load/merge.c too. It belongs to the
 * arena of the binder and never changes, so that threads may share it.
 */
#ifndef CT_LANG_YAML_VALUE_H
#define CT_LANG_YAML_VALUE_H

#include <jansson.h>

#include "lang/yaml/bind.h"
#include "lang/yaml/template.h"

/* The kinds of values. */
typedef enum ct_value_kind {
    CT_VALUE_LITERAL,  /* a scalar without variables */
    CT_VALUE_TEMPLATE, /* a scalar with variables */
    CT_VALUE_OBJECT,
    CT_VALUE_ARRAY,
    CT_VALUE_ABSENT /* !absent */
} ct_value_kind;

/* A value. The kind decides which member of the union is set. */
typedef struct ct_value {
    ct_value_kind kind;
    bool is_exact; /* the mapping has the tag !exact */
    ct_loc where;  /* for a shared literal the place of the first use */
    union {
        struct {
            json_t *literal;
            const char *lexeme; /* the scalar as written, for headers and forms */
        };
        const ct_template *text;
        struct ct_value_property *members; /* of an object or array, in order; NULL: empty */
    };
} ct_value;

/* A property of an object, or an element of an array. */
typedef struct ct_value_property {
    const char *name; /* NULL: an element */
    ct_loc where;     /* of the name */
    const ct_value *value;
    struct ct_value_property *next;
} ct_value_property;

/* Returns the first property or element, or NULL if the value is empty or is neither an object
 * nor an array. */
const ct_value_property *ct_value_properties(const ct_value *value);

/* Compiles a node with all nodes below it. Tags other than !exact of a mapping and !absent without
 * a value are errors, and so are variables in property names.
 * node: borrowed for the call
 * Returns NULL after reporting all errors. */
const ct_value *ct_value_compile(ct_binder *binder, const ct_yaml *node);

/* Makes the value $(name), which has the type of the variable.
 * name: valid by ct_variable_name_is_valid() */
const ct_value *ct_value_of_variable(ct_arena *arena, const char *name, ct_loc where);

/* Returns the JSON value with all variables filled in, without absent properties and elements.
 * value:   not of the kind CT_VALUE_ABSENT
 * missing: out, the name of a variable without a value, or NULL
 * The result belongs to `arena`, or is borrowed from `value` or the scope: do not change it.
 * Returns NULL if a variable has no value. */
json_t *ct_value_fill(const ct_value *value, const ct_scope *scope, ct_arena *arena,
                      const char **missing);

/* Returns true if the value is one unquoted $(name) and has the type of the variable. */
bool ct_value_keeps_type(const ct_value *value);

/* Appends the string of a scalar: a string without quotes, another literal as it was written, a
 * template with its values. Appends nothing for other kinds. Returns NULL, or the name of the first
 * variable without a value. */
const char *ct_value_fill_text(const ct_value *value, const ct_scope *scope, ct_buf *out);

/* Visits each use of a variable in the value, in order; `user` is passed to `visit`. */
void ct_value_each_variable(const ct_value *value, ct_template_visit *visit, void *user);

#endif

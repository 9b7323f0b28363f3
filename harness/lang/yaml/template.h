/* template.h - strings with variables, such as "/pets/$(pet_id)".
 *
 * A template is compiled once and filled in many times. $(name) is a variable,
 * $$( the text "$(", and "${" an error, because it is meant to be a variable.
 * Inserted values are not scanned for variables again.
 */
#ifndef CT_LANG_YAML_TEMPLATE_H
#define CT_LANG_YAML_TEMPLATE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "lang/yaml/yaml.h"

/* Variables, innermost first. */
typedef struct ct_scope {
    const struct ct_scope *outer;
    json_t *vars; /* an object, or NULL for none */
    /* Makes a variable when it is first used, and adds it to `vars`. Returns NULL for an unknown
     * name. NULL: there are no such variables. */
    json_t *(*make)(const struct ct_scope *scope, const char *name);
    void *maker; /* for `make` */
} ct_scope;

/* Returns the value of a variable (borrowed), or NULL if no scope has it. */
json_t *ct_scope_find(const ct_scope *scope, const char *name);

typedef struct ct_template ct_template;

/* Compiles a text of `size` bytes at the place `where`. Returns a template that belongs to `arena`,
 * or NULL after reporting an error. A template that is exactly one $(name) keeps the type of the
 * variable; ct_template_from_yaml() makes a quoted scalar a string. */
const ct_template *ct_template_compile(ct_arena *arena, const char *text, size_t size, ct_loc where,
                                       ct_diag *diag);
const ct_template *ct_template_from_yaml(ct_arena *arena, const ct_yaml *scalar, ct_diag *diag);

/* Makes a template of a text without variables; "$(" has no meaning in it. */
const ct_template *ct_template_literal(ct_arena *arena, const char *text, size_t size);

/* Returns the text of a template without variables, or NULL if it has any. */
const char *ct_template_constant(const ct_template *t, size_t *size);

/* Returns true if the value has the type of its variable: the template is one unquoted $(name). */
bool ct_template_keeps_type(const ct_template *t);

/* Appends the text with the values of the variables. Returns NULL, or the name of the first
 * variable without a value. */
const char *ct_template_text(const ct_template *t, const ct_scope *scope, ct_buf *out);

/* A part of a text: a literal, for which `name` and `value` are NULL, or the variable `name` with
 * its value. `text` is valid only during the call. */
typedef void ct_template_part(void *user, const char *name, const json_t *value, const char *text,
                              size_t size);

/* Visits the parts in order. Stops at the first variable without a value and returns its name, else
 * returns NULL. */
const char *ct_template_each_part(const ct_template *t, const ct_scope *scope,
                                  ct_template_part *visit, void *user);

/* Returns the value: that of the variable if the type is kept (borrowed), else a string that
 * belongs to `arena`. Returns NULL if a variable has no value; *missing is its name then, else
 * NULL. */
json_t *ct_template_value(const ct_template *t, const ct_scope *scope, ct_arena *arena,
                          const char **missing);

typedef void ct_template_visit(void *user, const char *name, ct_loc where);

/* Visits each variable that a template uses, with its place. */
void ct_template_each_variable(const ct_template *t, ct_template_visit *visit, void *user);

/* Appends a value as it appears inside a text: a string as it is, anything else as JSON. */
void ct_value_as_text(ct_buf *out, const json_t *value);

/* Returns true for [A-Za-z_][A-Za-z0-9_-]*. */
bool ct_variable_name_is_valid(const char *name);

#endif

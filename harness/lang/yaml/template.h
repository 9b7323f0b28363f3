/* template.h - strings with variables, such as "/pets/$(pet_id)".
 *
 * A template is compiled once and filled in many times. $(name) is a variable,
 * $$( is the literal "$(", and "${" is an error, because it is probably meant to be a
 * variable. Inserted values are not scanned for variables again. A compiled template
 * is const and may be used by several threads at once.
 */
#ifndef CT_LANG_YAML_TEMPLATE_H
#define CT_LANG_YAML_TEMPLATE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "lang/yaml/yaml.h"

/* Variables; the innermost scope is searched first. Scopes are borrowed. */
typedef struct ct_scope {
    const struct ct_scope *outer; /* searched next; or NULL */
    json_t *vars;                 /* an object; NULL: no variables */
    /* Makes a variable when it is first used, and adds it to `vars`. Returns its value, borrowed
     * from `vars`, or NULL for an unknown name. NULL: the scope has no such variables. */
    json_t *(*make)(const struct ct_scope *scope, const char *name);
    void *maker; /* for `make` */
} ct_scope;

/* Returns the value of a variable, borrowed from its scope, or NULL if no scope has it. May call
 * `make`.
 * scope: NULL: there are no variables */
json_t *ct_scope_find(const ct_scope *scope, const char *name);

typedef struct ct_template ct_template; /* a compiled template */

/* Compile a string, or a scalar of a YAML file. A template that consists of one $(name) keeps the
 * type of the variable, except that a quoted scalar is always a string.
 * text:   `size` bytes, borrowed for the call; may contain NULs
 * where:  the place of the string; an error is reported at its own column
 * scalar: with a value; its tag is ignored
 * Return a template that belongs to `arena`, or NULL after reporting the first error. */
const ct_template *ct_template_compile(ct_arena *arena, const char *text, size_t size, ct_loc where,
                                       ct_diag *diag);
const ct_template *ct_template_from_yaml(ct_arena *arena, const ct_yaml *scalar, ct_diag *diag);

/* Makes a template of a literal string, in which "$(" has no special meaning. Never returns
 * NULL; the string is copied into `arena`. */
const ct_template *ct_template_literal(ct_arena *arena, const char *text, size_t size);

/* Returns the string of a template without variables, borrowed from it, or NULL if it has
 * variables.
 * size: out, bytes; meaningless if NULL is returned */
const char *ct_template_constant(const ct_template *t, size_t *size);

/* Returns true if the value has the type of its variable: the template is one unquoted $(name).
 * Otherwise the value is a string. */
bool ct_template_keeps_type(const ct_template *t);

/* Appends the string with the values of the variables, see ct_value_as_text().
 * out: in/out; partly filled if a variable has no value; check out->is_full
 * Returns NULL, or the name of the first variable without a value, borrowed from the template. */
const char *ct_template_text(const ct_template *t, const ct_scope *scope, ct_buf *out);

/* Receives a part of a filled template.
 * name, value: of a variable; both NULL for a literal
 * text:        the literal, or the value as it is inserted; `size` bytes, valid only during the
 *              call */
typedef void ct_template_part(void *user, const char *name, const json_t *value, const char *text,
                              size_t size);

/* Visits the parts in order; `user` is passed to `visit`. Stops at the first variable without a
 * value and returns its name; otherwise returns NULL. A longer value is shortened to one byte more
 * than CT_LIMIT_REQUEST, which every use of a template rejects. */
const char *ct_template_each_part(const ct_template *t, const ct_scope *scope,
                                  ct_template_part *visit, void *user);

/* Returns the value: the variable's own value, borrowed from its scope, if the type is kept;
 * otherwise a string that belongs to `arena`, of at most CT_LIMIT_REQUEST bytes.
 * missing: out, the name of a variable without a value, or NULL
 * Returns NULL if a variable has no value. */
json_t *ct_template_value(const ct_template *t, const ct_scope *scope, ct_arena *arena,
                          const char **missing);

/* Receives a variable of a template and the place where it is used. */
typedef void ct_template_visit(void *user, const char *name, ct_loc where);

/* Visits each use of a variable in order; `user` is passed to `visit`. */
void ct_template_each_variable(const ct_template *t, ct_template_visit *visit, void *user);

/* Appends a value as it is inserted into a string: a string without quotes, other types as compact
 * JSON. The value must not be NULL. */
void ct_value_as_text(ct_buf *out, const json_t *value);

/* Returns true for a valid variable name: [A-Za-z_][A-Za-z0-9_-]*. */
bool ct_variable_name_is_valid(const char *name);

#endif

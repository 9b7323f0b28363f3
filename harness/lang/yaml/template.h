/* template.h - "/pets/$(pet_id)" made ready once, filled in many times.
 *
 * $(name) is a variable, $$( the text "$(", and "${" is refused because
 * somebody meant a variable. Values are inserted once and never scanned again.
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
    json_t *vars; /* an object, or NULL while there are none */
    /* Variables that are made when somebody asks for them, and put into `vars`; NULL for a name
     * that is not among them, and as a function: there are none. */
    json_t *(*make)(const struct ct_scope *scope, const char *name);
    void *maker; /* whatever `make` needs */
} ct_scope;

/* NULL when no scope has it. */
json_t *ct_scope_find(const ct_scope *scope, const char *name);

typedef struct ct_template ct_template;

/* The text stands at `where`. Keeps the type of its variable when it is one $(name), nothing
 * else, and not quoted. The template belongs to the arena; NULL after noting why not. */
const ct_template *ct_template_compile(ct_arena *arena, const char *text, size_t size, ct_loc where,
                                       ct_diag *diag);
const ct_template *ct_template_from_yaml(ct_arena *arena, const ct_yaml *scalar, ct_diag *diag);

/* A text without variables, taken as it is. */
const ct_template *ct_template_literal(ct_arena *arena, const char *text, size_t size);

/* The text when there is no variable in it, else NULL. */
const char *ct_template_constant(const ct_template *t, size_t *size);

/* Is one $(name), unquoted: has the variable's own type. */
bool ct_template_keeps_type(const ct_template *t);

/* Adds the text with the variables filled in. The name of the variable that is not there, or
 * NULL when all are. */
const char *ct_template_text(const ct_template *t, const ct_scope *scope, ct_buf *out);

/* A part of a text as it is filled in: a literal text, where `name` and `value` are NULL, or the
 * variable `name` and its value. */
typedef void ct_template_part(void *user, const char *name, const json_t *value, const char *text,
                              size_t size);

/* Visits the parts in order. Returns the name of the first variable that is not there, where the
 * visits end, or NULL. `text` is valid during the visit only. */
const char *ct_template_each_part(const ct_template *t, const ct_scope *scope,
                                  ct_template_part *visit, void *user);

/* The value: the variable's own when the type is kept (borrowed), else a text of the arena.
 * NULL when a variable is not there; *missing is its name then. */
json_t *ct_template_value(const ct_template *t, const ct_scope *scope, ct_arena *arena,
                          const char **missing);

/* A name that a template uses, and where. */
typedef void ct_template_visit(void *user, const char *name, ct_loc where);
void ct_template_each_variable(const ct_template *t, ct_template_visit *visit, void *user);

/* Adds a value as it stands inside a text: a string raw, anything else as JSON. */
void ct_value_as_text(ct_buf *out, const json_t *value);

/* [A-Za-z_][A-Za-z0-9_-]* */
bool ct_variable_name_is_valid(const char *name);

#endif

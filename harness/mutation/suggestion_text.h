/* suggestion_text.h - the parts of a suggested expectation as YAML, in the flow style of case
 * files.
 *
 * All functions append to `out`, which the caller owns. None can fail: whether the result is a
 * valid expectation is found out by compiling it (suggestion.c).
 */
#ifndef CT_MUTATION_SUGGESTION_TEXT_H
#define CT_MUTATION_SUGGESTION_TEXT_H

#include "base/buf.h"
#include "model/target.h"

/* What a literal may be. */
typedef struct ct_literals {
    const ct_target *target;       /* whose variables replace equal strings */
    const ct_operation *operation; /* only variables that it always needs; NULL: none */
    bool is_allowed;               /* false: responses can contain secrets that are not known */
} ct_literals;

/* Appends a property name, a header name or another key. */
void ct_suggest_name(ct_buf *out, const char *name);

/* Appends a scalar, or a variable with that value. Returns false, after appending nothing, for a
 * value that differs in every run, and for what is not a scalar. */
bool ct_suggest_literal(ct_buf *out, const json_t *value, const ct_literals *literals);

/* Appends the tag of the type of a value: "!any string". */
void ct_suggest_type(ct_buf *out, const json_t *value);

/* Appends "{pets: !each [{name: LEAF}]}" for the site "pets/name" of a body, with the arrays that
 * the body has. Returns false if the body has no such property.
 * each: in; the tag for arrays, "!each" */
bool ct_suggest_nested(ct_buf *out, const json_t *body, const char *site, const char *each,
                       const char *leaf);

/* Appends the elements of an array, "[{id: 7}, {id: 8}]" or "[a, b]": scalars, or of objects one
 * property. Returns false, after appending nothing, if that is not possible.
 * name: in; of the property; NULL: the first one that distinguishes the elements */
bool ct_suggest_elements(ct_buf *out, const json_t *array, const char *name,
                         const ct_literals *literals);

/* Appends "{id: !any integer, name: !any string}", at most the first 8 properties. */
void ct_suggest_members(ct_buf *out, const json_t *object);

/* Appends the site as a JSONPath: "$.pets[*].name". */
void ct_suggest_path(ct_buf *out, const json_t *body, const char *site);

#endif

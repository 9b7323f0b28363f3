/* shape.h - what a value must look like: the mirrored body and its tags, compiled.
 *
 * A shape is a tree. Literals, objects and arrays are written as themselves,
 * everything else is a tag; all of them are rows of one table (matcher.h), and
 * the tree is the same for all: a value, parts, and what the row prepared.
 * Shapes belong to the suite's arena and are never changed after loading.
 */
#ifndef CT_JUDGE_SHAPE_H
#define CT_JUDGE_SHAPE_H

#include <jansson.h>
#include <stdbool.h>

#include "lang/yaml/bind.h"
#include "lang/yaml/template.h"
#include "lang/yaml/value.h"

struct ct_matcher;

typedef struct ct_shape {
    ct_loc where;
    const struct ct_matcher *matcher;
    const ct_value *value; /* a literal, or a matcher's single operand */
    struct ct_part *parts; /* members, elements, inner matchers, or named operands */
    unsigned part_count;
    bool is_exact;       /* objects have no other members; arrays are always exact */
    const void *operand; /* what the matcher prepared: a pattern, a number of milliseconds */
} ct_shape;

typedef struct ct_part {
    const char *name; /* of a member or an operand; NULL in a list */
    const ct_shape *shape;
    struct ct_part *next;
} ct_part;

/* What the compiled value stands for: it decides how plain scalars are read. */
typedef enum ct_shape_of {
    CT_SHAPE_OF_JSON,   /* 404 is a number */
    CT_SHAPE_OF_TEXT,   /* 404 is the text "404": header values, the whole body */
    CT_SHAPE_OF_STATUS, /* a number, 4xx, or a list of these */
    CT_SHAPE_OF_BYTES,  /* {length, sha256} */
    CT_SHAPE_OF_TIME,   /* {total, first_byte} */
    CT_SHAPE_OF_DURATION
} ct_shape_of;

/* NULL after noting every mistake. */
const ct_shape *ct_shape_compile(ct_binder *binder, const ct_yaml *node, ct_shape_of of);

/* Whether a scalar is written as a pattern can be: without variables, and in double quotes without
 * an escape that YAML replaces, such as "\b" (a doubled backslash is fine). False after noting. */
bool ct_check_pattern(ct_binder *binder, const ct_yaml *node);

/* Holds when there is nothing: !absent, !optional. */
bool ct_shape_takes_absence(const ct_shape *shape);

void ct_shape_each_variable(const ct_shape *shape, ct_template_visit *visit, void *user);

/* ---- For the rows of the matcher table ---- */

typedef struct ct_shape_context {
    ct_binder *binder;
    ct_shape_of of;
    bool is_exact; /* below an !exact */
} ct_shape_context;

const ct_shape *ct_shape_compile_in(const ct_shape_context *context, const ct_yaml *node);

/* Compiles the elements of a list, or the members of a map, into parts; false after noting. */
bool ct_shape_compile_parts(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape);

const ct_shape *ct_shape_part(const ct_shape *shape, const char *name); /* NULL when absent */

#endif

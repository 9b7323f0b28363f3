/* matcher.h - how a value is compared: one table for all matchers.
 *
 * A matcher is a row of the table: how its operand is prepared when a file is loaded, whether a
 * value matches, and how to describe what was expected. A value that is missing reaches `test` only
 * if the row sets `takes_absence`; otherwise it differs.
 */
#ifndef CT_JUDGE_MATCHER_H
#define CT_JUDGE_MATCHER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/budget.h"
#include "judge/shape.h"
#include "model/redact/redact.h"
#include "model/result.h"

/* A place in the value that is judged, as a chain from the inside out, on the stack of the walk. */
typedef struct ct_value_place {
    const struct ct_value_place *outer; /* NULL at the top */
    const char *name;                   /* of a property, not NUL-terminated; NULL: an element */
    size_t size;                        /* of the name */
    size_t index;                       /* of the element */
} ct_value_place;

/* The evaluation of one expectation. Borrowed pointers must live as long as it; the differences
 * belong to the arena. */
typedef struct ct_judging {
    ct_arena *arena; /* gets the differences and their strings */
    const ct_scope *scope;
    const ct_redactor *redactor;
    ct_budget *budget;
    ct_budget *hints;    /* for what only explains a difference; NULL: no such explanations */
    int64_t received_at; /* Unix milliseconds */
    bool is_quiet;       /* only the result is wanted: differences are counted, but not noted */
    bool is_secret;      /* the subject has a secret name: no value is shown */
    ct_difference *first, **tail;
    unsigned count;      /* of all differences, listed or not */
    unsigned closest;    /* alternative, from 1: its difference is the one to show first */
    const char *gave_up; /* why nothing is known, or NULL; overrides every result */

    /* Set if the value is what a path selected, so that places are shown in the whole body. */
    const struct ct_path_nodes *nodes;
    bool is_singular;                    /* the path selects at most one value */
    const struct ct_path_place *missing; /* where it would be, if there is none; may be NULL */
} ct_judging;

/* Kinds of JSON values, as a set. */
enum {
    CT_KIND_STRING = 1,
    CT_KIND_NUMBER = 2,
    CT_KIND_BOOLEAN = 4,
    CT_KIND_NULL = 8,
    CT_KIND_ARRAY = 16,
    CT_KIND_OBJECT = 32,
    CT_KIND_ANY = 63
};

typedef struct ct_matcher {
    const char *tag;     /* "!re"; NULL for what is written as itself */
    const char *operand; /* how it is written: "'PATTERN'" */
    const char
        *summary; /* completes "the value ...": "is a string in which the pattern is found" */

    /* Load time: checks the node and fills the shape's value, parts and operand. Returns false
     * after noting why it cannot. NULL: the matcher has another one do it. */
    bool (*prepare)(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape);

    /* Run time: returns whether the value matches. If it does not, ct_differ() or one of its
     * siblings has been called; if nothing is known, judging->gave_up is set. `actual` is NULL only
     * if the row takes absence. */
    bool (*test)(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                 const ct_value_place *value_place);

    /* Adds what was expected, as a noun phrase that completes "expected ...". */
    void (*describe)(const ct_shape *shape, ct_judging *judging, ct_buf *out);

    bool takes_absence;
    bool wants_list; /* its parts are for the elements of an array */
    unsigned kinds;  /* of values that can match; if its parts or its operand decide: any */
} ct_matcher;

/* The matchers with a tag, in the order of the reference; ends with a NULL tag. */
extern const ct_matcher ct_matchers[];

/* The matchers of what is written as itself: literals, objects, lists, statuses, durations. */
extern const ct_matcher ct_match_literal, ct_match_object, ct_match_array, ct_match_status_class,
    ct_match_status_list, ct_match_at_most;

/* Returns the matcher with that tag, such as "!re"; NULL if there is none. */
const ct_matcher *ct_matcher_find(const char *tag);

/* ---- For the rows ---- */

/* Returns whether a value has the shape, and notes the differences.
 *
 * shape        in
 * judging      in/out: gets the differences.
 * actual       in: NULL: there is no value.
 * value_place  in: of the value; NULL: the whole subject. */
bool ct_shape_test(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                   const ct_value_place *value_place);

/* Returns the same without noting differences. */
bool ct_shape_holds(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                    const ct_value_place *value_place);

/* The following note one difference. They return false; they do nothing if the judging is quiet or
 * gave up; beyond CT_LIMIT_DIFFERENCES they only count. Strings that are passed must be masked and
 * live as long as the arena. */

/* The value is not what the shape expects; `hint` may be NULL. `actual` NULL: there is no value. */
bool ct_differ(const ct_shape *shape, ct_judging *judging, const json_t *actual,
               const ct_value_place *value_place, const char *hint);

/* Another value is expected, without a matcher. */
bool ct_differ_value(ct_judging *judging, ct_loc where, const json_t *expected,
                     const json_t *actual, const ct_value_place *value_place);

/* The property or the element at that place is not expected at all. */
bool ct_differ_unexpected(ct_judging *judging, ct_loc where, const json_t *actual,
                          const ct_value_place *value_place);

/* The caller knows the facts; its path is not read, but that of the place is used. If
 * `facts->actual` is NULL, `actual` is described. */
bool ct_differ_facts(ct_judging *judging, const ct_difference *facts, const json_t *actual,
                     const ct_value_place *value_place);

/* Ends the judging without a result: a limit was reached. Only the first reason is kept; it must
 * live as long as the arena. Returns false. */
bool ct_judging_give_up(ct_judging *judging, const char *why);

/* Spends steps of the budget. Returns false if it is used up; then the judging gave up. Every loop
 * over a target's data calls it, and ends if it returns false. */
bool ct_judging_spend(ct_judging *judging, size_t steps);

/* Returns the value of the shape's operand with its variables filled in; NULL if a variable is
 * undefined, and then the judging gave up. It belongs to the judging's arena. */
json_t *ct_shape_value(const ct_shape *shape, ct_judging *judging);

/* Returns the schema of a !schema; NULL for any other shape. */
const struct ct_schema *ct_shape_schema(const ct_shape *shape);

/* Adds what the shape expects, as a noun phrase. */
void ct_shape_describe(const ct_shape *shape, ct_judging *judging, ct_buf *out);

/* Adds the same for its parts, the first 20 of them, with `between` between them. */
void ct_describe_parts(const ct_shape *shape, ct_judging *judging, const char *between,
                       ct_buf *out);

#endif

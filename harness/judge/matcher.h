/* matcher.h - how to compare. The whole vocabulary is one table.
 *
 * A matcher is a row: how its operand is prepared at load, whether a value
 * holds, and how to say what was expected. Absence never reaches `test` unless
 * the row takes it.
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

/* Where in the value we are, from the inside out. On the stack of the walk. */
typedef struct ct_value_place {
    const struct ct_value_place *outer; /* NULL at the top */
    const char *name;                   /* of a member; NULL for an element */
    size_t size;                        /* of the name */
    size_t index;
} ct_value_place;

/* One expectation being judged. */
typedef struct ct_judging {
    ct_arena *arena; /* for the words */
    const ct_scope *scope;
    const ct_redactor *redactor;
    ct_budget *budget;
    int64_t received_at; /* Unix milliseconds */
    bool is_quiet;       /* only asked whether: note no differences */
    bool is_secret;      /* all of it has a secret name: the value is never told */
    ct_difference *first, **tail;
    unsigned count;      /* of differences, kept or not */
    unsigned closest;    /* alternative, from 1: its difference is the one to show first */
    const char *gave_up; /* why nothing can be said, or NULL; wins over every answer */

    /* Where the value is what a path selected: so that places are told in the whole body. */
    const struct ct_path_nodes *nodes;
    bool is_singular;
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
    const char *summary; /* "is text in which the pattern is found" */

    /* Load time: checks the node and fills value, parts, operand. False after noting why. */
    bool (*prepare)(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape);

    /* Run time, pure. When it does not hold, ct_differ() has been called, unless it is quiet. */
    bool (*test)(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                 const ct_value_place *value_place);

    /* What was expected, as it completes "expected ...". */
    void (*describe)(const ct_shape *shape, ct_judging *judging, ct_buf *out);

    bool takes_absence;
    bool wants_list; /* its parts are for the elements of an array */
    unsigned kinds;  /* of values that it can match; where its parts or operand decide: any */
} ct_matcher;

/* The tags, in the order of the reference; ends with a NULL tag. */
extern const ct_matcher ct_matchers[];

/* What is written as itself. */
extern const ct_matcher ct_match_literal, ct_match_object, ct_match_array, ct_match_status_class,
    ct_match_status_list, ct_match_at_most;

const ct_matcher *ct_matcher_find(const char *tag); /* NULL when unknown */

/* ---- For the rows ---- */

/* Whether the value (NULL: nothing is there) has the shape; notes the differences. */
bool ct_shape_test(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                   const ct_value_place *value_place);

/* The same, asked without noting anything. */
bool ct_shape_holds(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                    const ct_value_place *value_place);

/* Notes that the value is not what the shape expects; `hint` may be NULL. Returns false. NULL for
 * `actual`: there is no value. */
bool ct_differ(const ct_shape *shape, ct_judging *judging, const json_t *actual,
               const ct_value_place *value_place, const char *hint);

/* The same where another value is expected, without a matcher. */
bool ct_differ_value(ct_judging *judging, ct_loc where, const json_t *expected,
                     const json_t *actual, const ct_value_place *value_place);

/* The same for a property or an element that is not expected at all. */
bool ct_differ_unexpected(ct_judging *judging, ct_loc where, const json_t *actual,
                          const ct_value_place *value_place);

/* The same with the caller's facts, whose texts are masked and live as long as the judging's arena.
 * The path is that of the place. If `facts->actual` is NULL, `actual` is described. */
bool ct_differ_facts(ct_judging *judging, const ct_difference *facts, const json_t *actual,
                     const ct_value_place *value_place);

/* Nothing can be said: a limit was reached. Returns false. */
bool ct_judging_give_up(ct_judging *judging, const char *why);

/* Takes steps off the budget; false when it is used up, and then the judging gave up. Every loop
 * over a target's data asks, and ends. */
bool ct_judging_spend(ct_judging *judging, size_t steps);

/* The operand's value with its variables; NULL (and the reason in `gave_up`) when one is missing.
 */
json_t *ct_shape_value(const ct_shape *shape, ct_judging *judging);

/* The schema of a !schema; NULL for any other shape. */
const struct ct_schema *ct_shape_schema(const ct_shape *shape);

void ct_shape_describe(const ct_shape *shape, ct_judging *judging, ct_buf *out);
void ct_describe_parts(const ct_shape *shape, ct_judging *judging, const char *between,
                       ct_buf *out);

#endif

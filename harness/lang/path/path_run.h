/* path_run.h - one evaluation of a JSONPath. For path_*.c only.
 *
 * A function that hits a limit sets `gave_up`. From then on all results are meaningless, and each
 * function returns as soon as it sees that.
 */
#ifndef CT_LANG_PATH_PATH_RUN_H
#define CT_LANG_PATH_PATH_RUN_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/budget.h"
#include "base/buf.h"
#include "lang/path/path_tree.h"

/* The last pattern that the document gave, compiled: it is mostly the same for every node. */
typedef struct path_pattern {
    ct_arena *arena; /* of its own, reset for each pattern; NULL before the first */
    const char *bytes;
    size_t size;
    bool is_whole;
    const ct_regex *regex; /* NULL: not an I-Regexp */
} path_pattern;

typedef struct path_run {
    const json_t *root;
    ct_budget *budget;
    const char *gave_up; /* NULL: no limit was hit so far */
    path_pattern pattern;
} path_run;

/* Sets why a run gives up, static text. Returns false. */
bool ct_path_give_up(path_run *run, const char *why);

/* Spends steps of the budget. Returns false if it is used up, or the run gave up before. */
bool ct_path_spend(path_run *run, size_t steps);

/* What is wanted from a query, and what was found. */
typedef struct path_finds {
    size_t enough; /* stop after this many */
    size_t count;
    const json_t *last;
    ct_buf *hits;    /* out, an array of ct_path_hit; NULL: only count */
    ct_arena *arena; /* of the places of the hits */
} path_finds;

/* path.c: runs a query from the root, or from `current` if it is relative. */
void ct_path_find(path_run *run, const path_query *query, const json_t *current, path_finds *finds);

/* path_filter.c: returns whether the current node (@) passes a filter. */
bool ct_path_test(path_run *run, const path_test *test, const json_t *current);

/* A value of a filter; `json` is NULL for Nothing. */
typedef struct path_value {
    const json_t *json;
    json_t *made; /* a value that a function made, freed by ct_path_drop(); or NULL */
} path_value;

/* Returns the value of an operand; the caller calls ct_path_drop(). */
path_value ct_path_value(path_run *run, const path_operand *operand, const json_t *current);
void ct_path_drop(path_value value); /* Nothing is allowed */

/* path_functions.c */
typedef enum path_type { PATH_IS_VALUE, PATH_IS_NODES, PATH_IS_LOGICAL } path_type;

typedef struct path_function {
    const char *name;
    const char *takes;   /* "one value", for messages */
    unsigned arguments;  /* their number */
    path_type parameter; /* their type, the same for all */
    path_type result;    /* PATH_IS_VALUE has `value`, PATH_IS_LOGICAL has `test` */
    path_value (*value)(path_run *run, const path_call *call, const json_t *current);
    bool (*test)(path_run *run, const path_call *call, const json_t *current);
    bool is_pattern; /* the second argument is an I-Regexp */
    bool is_whole;   /* which must match the text from start to end */
} path_function;

/* The functions of RFC 9535 section 2.4; ends with a NULL name. */
extern const path_function ct_path_functions[];

/* Returns the function of that name, or NULL. */
const path_function *ct_path_function_find(const char *name, size_t size);

#endif

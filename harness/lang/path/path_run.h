/* path_run.h - one evaluation of a JSONPath. For the path_*.c files alone.
 *
 * Whoever meets a limit says so in `gave_up`; from then on all answers are
 * without meaning, and everyone returns as soon as he sees it.
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

/* The last pattern that came from the document: mostly it is the same for every node. */
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
    const char *gave_up; /* NULL while no limit was met */
    path_pattern pattern;
} path_run;

/* Both return false, so that `return` and giving up are one act. */
bool ct_path_give_up(path_run *run, const char *why);

/* Takes steps off the budget; false when that is not enough, or the run gave up before. */
bool ct_path_spend(path_run *run, size_t steps);

/* What is wanted of a query, and what was found. */
typedef struct path_finds {
    size_t enough; /* stop after so many */
    size_t count;
    const json_t *last;
    ct_buf *hits;    /* of ct_path_hit, or NULL: counting is all */
    ct_arena *arena; /* for the places of hits */
} path_finds;

/* path.c: walks a query from the root, or from `current` when it is relative. */
void ct_path_find(path_run *run, const path_query *query, const json_t *current, path_finds *finds);

/* path_filter.c: does the node at hand (@) pass? */
bool ct_path_test(path_run *run, const path_test *test, const json_t *current);

/* A value of a filter; `json` is NULL for Nothing. */
typedef struct path_value {
    const json_t *json;
    json_t *made; /* what a function made of it, and ct_path_drop() gives up */
} path_value;

path_value ct_path_value(path_run *run, const path_operand *operand, const json_t *current);
void ct_path_drop(path_value value); /* Nothing is fine */

/* path_functions.c */
typedef enum path_type { PATH_IS_VALUE, PATH_IS_NODES, PATH_IS_LOGICAL } path_type;

typedef struct path_function {
    const char *name;
    const char *takes;   /* "one value", for messages */
    unsigned arguments;  /* how many, */
    path_type parameter; /* and of which type, all of them */
    path_type result;    /* PATH_IS_VALUE has `value`, PATH_IS_LOGICAL has `test` */
    path_value (*value)(path_run *run, const path_call *call, const json_t *current);
    bool (*test)(path_run *run, const path_call *call, const json_t *current);
    bool is_pattern; /* the second argument is an I-Regexp */
    bool is_whole;   /* that must match the text from end to end */
} path_function;

extern const path_function ct_path_functions[]; /* ends with a NULL name */

/* NULL when there is none. */
const path_function *ct_path_function_find(const char *name, size_t size);

#endif

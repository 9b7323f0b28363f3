/* path_run.h - one evaluation of a JSONPath. For path_*.c only.
 *
 * A function that hits a limit sets run->gave_up. From then on all results are meaningless, and
 * each function returns as soon as it finds the member set. Values of results are borrowed from
 * the document or the path unless stated otherwise.
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

/* The latest pattern from the document, compiled. It is kept because it is usually the same for
 * every node. */
typedef struct path_pattern {
    ct_arena *arena;       /* only for this pattern; reset for each; NULL before the first */
    const char *bytes;     /* a copy of the pattern, in `arena` */
    size_t size;           /* bytes */
    bool is_whole;         /* compiled for match(), not for search() */
    const ct_regex *regex; /* NULL: not a valid I-Regexp */
} path_pattern;

typedef struct path_run {
    const json_t *root; /* the value of $ */
    ct_budget *budget;
    const char *gave_up; /* why the run gave up; NULL: no limit was hit so far */
    path_pattern pattern;
} path_run;

/* Sets the reason why a run gives up, unless one is set. Always returns false.
 * why: a sentence that lives as long as the budget, or static */
bool ct_path_give_up(path_run *run, const char *why);

/* Spends steps of the budget. Returns false if the budget is used up or the run gave up before. */
bool ct_path_spend(path_run *run, size_t steps);

/* The request for a query, and its result. The caller sets `enough`, and `hits` with `arena` if it
 * needs the places. */
typedef struct path_finds {
    size_t enough;      /* number of nodes after which the evaluation stops; SIZE_MAX: all */
    size_t count;       /* out, nodes found */
    const json_t *last; /* out, the last of them; NULL if there are none */
    ct_buf *hits;       /* out, an array of ct_path_hit; NULL: only count */
    ct_arena *arena;    /* owns the places of the hits; NULL without `hits` */
} path_finds;

/* path.c: evaluates a query from the root, or from `current` if it is relative (starts with @).
 * finds: in/out */
void ct_path_find(path_run *run, const path_query *query, const json_t *current, path_finds *finds);

/* path_filter.c: returns true if the current node (@) passes a filter (RFC 9535 section
 * 2.3.5.2). */
bool ct_path_test(path_run *run, const path_test *test, const json_t *current);

/* A value of a filter; `json` is NULL for Nothing (RFC 9535 section 2.4.1). */
typedef struct path_value {
    const json_t *json; /* borrowed, or `made` */
    json_t *made;       /* a result of a function, released by ct_path_drop(); or NULL */
} path_value;

/* Returns the value of an operand, valid until the caller passes it to ct_path_drop(). It is
 * Nothing for a query that selects no node, and meaningless after the run gave up. */
path_value ct_path_value(path_run *run, const path_operand *operand, const json_t *current);
void ct_path_drop(path_value value); /* may be Nothing */

/* path_functions.c: the declared types of functions (RFC 9535 section 2.4.1). */
typedef enum path_type { PATH_IS_VALUE, PATH_IS_NODES, PATH_IS_LOGICAL } path_type;

/* A function extension. Its evaluation is `value` or `test`, by the type of its result. */
typedef struct path_function {
    const char *name;
    const char *takes;   /* a noun phrase for messages: "one value" */
    unsigned arguments;  /* number of arguments, at most PATH_ARGUMENTS_MAX */
    path_type parameter; /* type of all arguments */
    path_type result;    /* PATH_IS_VALUE: `value` is set; PATH_IS_LOGICAL: `test` is set */
    path_value (*value)(path_run *run, const path_call *call, const json_t *current);
    bool (*test)(path_run *run, const path_call *call, const json_t *current);
    bool is_pattern; /* the second argument is an I-Regexp */
    bool is_whole;   /* the pattern must match the string from start to end */
} path_function;

/* The functions of RFC 9535 sections 2.4.4 to 2.4.8; ended by a row with a NULL name. */
extern const path_function ct_path_functions[];

/* Returns the function of that name, which is static, or NULL if there is none. Case matters. */
const path_function *ct_path_function_find(const char *name, size_t size);

#endif

/* path_tree.h - a compiled JSONPath: what the parser builds and the evaluation reads.
 *
 * For path_*.c only. Everything belongs to the arena of the path and is const after
 * parsing. The names are those of RFC 9535.
 */
#ifndef CT_LANG_PATH_PATH_TREE_H
#define CT_LANG_PATH_PATH_TREE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/regex/regex.h"

typedef struct path_query {
    bool is_relative; /* starts with @, not with $ */
    bool is_singular; /* selects one node at most */
    bool is_spaced;   /* has spaces inside brackets: then the grammar does not call it singular */
    struct path_segment *segments;
} path_query;

typedef struct path_segment {
    bool is_descendant;
    struct path_selector *selectors; /* at least one */
    struct path_segment *next;
} path_segment;

typedef enum path_selector_kind {
    PATH_NAME,
    PATH_WILDCARD,
    PATH_INDEX,
    PATH_SLICE,
    PATH_FILTER
} path_selector_kind;

typedef struct path_name {
    const char *bytes;
    size_t size;
} path_name;

typedef struct path_slice {
    bool has_start, has_end;
    int64_t start, end, step;
} path_slice;

typedef struct path_selector {
    path_selector_kind kind;
    union {
        path_name name;
        int64_t index;
        path_slice slice;
        const struct path_test *filter;
    };
    struct path_selector *next;
} path_selector;

typedef enum path_operand_kind { PATH_LITERAL, PATH_QUERY, PATH_CALL } path_operand_kind;

typedef struct path_operand {
    path_operand_kind kind;
    union {
        const json_t *literal;
        const path_query *query;
        const struct path_call *call;
    };
} path_operand;

enum { PATH_ARGUMENTS_MAX = 2 };

typedef struct path_call {
    const struct path_function *function;
    path_operand arguments[PATH_ARGUMENTS_MAX];
    const ct_regex *regex; /* of a literal pattern, else NULL */
} path_call;

typedef enum path_comparison {
    PATH_EQUAL,
    PATH_UNEQUAL,
    PATH_AT_MOST,
    PATH_AT_LEAST,
    PATH_BELOW,
    PATH_ABOVE
} path_comparison;

typedef enum path_test_kind {
    PATH_OR,     /* one of the parts */
    PATH_AND,    /* all of the parts */
    PATH_NOT,    /* not the one part */
    PATH_HOLDS,  /* `left` finds a node, or is a function that says so */
    PATH_COMPARE /* `left` and `right` */
} path_test_kind;

typedef struct path_test {
    path_test_kind kind;
    path_comparison comparison;
    const struct path_test *parts;
    path_operand left, right;
    struct path_test *next; /* the next part of the same whole */
} path_test;

struct ct_path {
    path_query query;
};

#endif

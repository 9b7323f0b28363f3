/* path_tree.h - a compiled JSONPath: the tree that the parser builds and the evaluation reads.
 *
 * For path_*.c only. Everything belongs to the arena of the path and is const after
 * parsing. The names are those of RFC 9535. Lists end with a NULL `next`.
 */
#ifndef CT_LANG_PATH_PATH_TREE_H
#define CT_LANG_PATH_PATH_TREE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/regex/regex.h"

/* A query: the whole path, or one inside a filter (RFC 9535 section 2.1). */
typedef struct path_query {
    bool is_relative; /* starts with @, not with $ */
    bool is_singular; /* selects at most one node */
    bool is_spaced;   /* has spaces inside brackets: the grammar then forbids it as a value */
    struct path_segment *segments; /* NULL: the query selects its start node */
} path_query;

/* One step of a query (RFC 9535 section 2.5). */
typedef struct path_segment {
    bool is_descendant;              /* "..": applies to all descendants */
    struct path_selector *selectors; /* one or more */
    struct path_segment *next;
} path_segment;

typedef enum path_selector_kind {
    PATH_NAME,
    PATH_WILDCARD,
    PATH_INDEX,
    PATH_SLICE,
    PATH_FILTER
} path_selector_kind;

/* A property name, with escapes resolved; it may contain NULs. */
typedef struct path_name {
    const char *bytes;
    size_t size; /* bytes */
} path_name;

/* A slice start:end:step (RFC 9535 section 2.3.4). Negative bounds count from the end; a step of 0
 * selects nothing. */
typedef struct path_slice {
    bool has_start, has_end;
    int64_t start, end, step;
} path_slice;

/* A selector (RFC 9535 section 2.3). The kind decides which member of the union is set; a
 * wildcard has none. */
typedef struct path_selector {
    path_selector_kind kind;
    union {
        path_name name;
        int64_t index; /* negative: from the end */
        path_slice slice;
        const struct path_test *filter;
    };
    struct path_selector *next;
} path_selector;

typedef enum path_operand_kind { PATH_LITERAL, PATH_QUERY, PATH_CALL } path_operand_kind;

/* A side of a comparison, an argument of a function, or a test. */
typedef struct path_operand {
    path_operand_kind kind;
    union {
        const json_t *literal;
        const path_query *query;
        const struct path_call *call;
    };
} path_operand;

enum { PATH_ARGUMENTS_MAX = 2 };

/* A function call (RFC 9535 section 2.4). */
typedef struct path_call {
    const struct path_function *function;
    path_operand arguments[PATH_ARGUMENTS_MAX];
    const ct_regex *regex; /* the pattern, if it is a literal; otherwise NULL */
} path_call;

/* Comparison operators: ==, !=, <=, >=, <, > (RFC 9535 section 2.3.5.2.2). */
typedef enum path_comparison {
    PATH_EQUAL,
    PATH_UNEQUAL,
    PATH_AT_MOST,
    PATH_AT_LEAST,
    PATH_BELOW,
    PATH_ABOVE
} path_comparison;

typedef enum path_test_kind {
    PATH_OR,     /* true if one of the parts is */
    PATH_AND,    /* true if all parts are */
    PATH_NOT,    /* true if its only part is false */
    PATH_HOLDS,  /* true if `left` is a query that finds a node, or a function that returns true */
    PATH_COMPARE /* the comparison of `left` and `right` */
} path_test_kind;

/* A logical expression of a filter (RFC 9535 section 2.3.5.1). */
typedef struct path_test {
    path_test_kind kind;
    path_comparison comparison;    /* for PATH_COMPARE */
    const struct path_test *parts; /* for PATH_OR, PATH_AND and PATH_NOT */
    path_operand left, right;      /* for PATH_HOLDS (only `left`) and PATH_COMPARE */
    struct path_test *next;        /* the next part of the same expression */
} path_test;

struct ct_path {
    path_query query;
};

#endif

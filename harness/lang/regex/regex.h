/* regex.h - regular expressions with bounded time, by PCRE2.
 *
 * Patterns and strings are UTF-8; \d, \w and \s are ASCII. A match gives up after
 * CT_LIMIT_PATTERN_STEPS steps of backtracking at one position of the string, when it
 * needs more than 32 MiB, and when its budget is used up. A compiled pattern is const,
 * belongs to its arena, and may be used by several threads at once.
 */
#ifndef CT_LANG_REGEX_REGEX_H
#define CT_LANG_REGEX_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/budget.h"
#include "base/diag.h"

typedef struct ct_regex ct_regex;

/* Options of compiling; a sum of these. */
enum {
    CT_REGEX_WHOLE = 1,     /* the pattern must match the string from start to end */
    CT_REGEX_DOTALL = 2,    /* . matches a line break too */
    CT_REGEX_STRICT_END = 4 /* $ matches only at the end, not before a final line break */
};

/* Compiles a pattern in the syntax of PCRE2, without \C.
 * pattern: UTF-8, at most CT_LIMIT_PATTERN bytes, borrowed for the call
 * options: a sum of CT_REGEX_...
 * where:   the place of the pattern in its file; an error is reported at its own column
 * Returns a pattern that belongs to the arena, or NULL after reporting an error. */
const ct_regex *ct_regex_compile(ct_arena *arena, const char *pattern, size_t size, int options,
                                 ct_loc where, ct_diag *diag);

/* The result of a search. CT_REGEX_GAVE_UP is neither a match nor a mismatch. */
typedef enum ct_regex_result {
    CT_REGEX_NO,
    CT_REGEX_YES,
    CT_REGEX_GAVE_UP /* a limit was hit; the result is unknown */
} ct_regex_result;

/* The part of the string that a group matched, in bytes. The size is (size_t)-1 if the group did
 * not participate in the match. */
typedef struct ct_regex_part {
    size_t offset, size;
} ct_regex_part;

/* Searches a string for the first match. Takes 24 KiB of the stack.
 * text:   valid UTF-8, borrowed for the call; invalid UTF-8 results in CT_REGEX_GAVE_UP
 * parts:  out, set if CT_REGEX_YES is returned: the whole match, then the first count - 1 groups;
 *         may be NULL if `count` is 0
 * budget: one step for each item of the pattern that is tried; NULL: a new budget for this call */
ct_regex_result ct_regex_find(const ct_regex *regex, const char *text, size_t size,
                              ct_regex_part *parts, size_t count, ct_budget *budget);

/* Returns the number of capturing groups in a pattern. */
unsigned ct_regex_groups(const ct_regex *regex);

/* Returns the version of PCRE2 as a static string: "10.42 2022-12-11". */
const char *ct_regex_version(void);

#endif

/* regex.h - regular expressions with bounded time, by PCRE2.
 *
 * Patterns and texts are UTF-8; \d, \w and \s are ASCII. A match gives up after
 * CT_LIMIT_PATTERN_STEPS steps of backtracking at one place of the text, and when
 * its budget is used up. A compiled pattern is const and belongs to its arena.
 */
#ifndef CT_LANG_REGEX_REGEX_H
#define CT_LANG_REGEX_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/budget.h"
#include "base/diag.h"

typedef struct ct_regex ct_regex;

/* Options; a sum of these. */
enum {
    CT_REGEX_WHOLE = 1,     /* the pattern must match the text from end to end */
    CT_REGEX_DOTALL = 2,    /* . matches a line break too */
    CT_REGEX_STRICT_END = 4 /* $ matches only at the end, not before a final line break */
};

/* Compiles a pattern.
 * where: the place of the pattern in its file; errors are reported at their own column
 * Returns NULL after reporting an error. */
const ct_regex *ct_regex_compile(ct_arena *arena, const char *pattern, size_t size, int options,
                                 ct_loc where, ct_diag *diag);

typedef enum ct_regex_result {
    CT_REGEX_NO,
    CT_REGEX_YES,
    CT_REGEX_GAVE_UP /* a limit was hit: whether it matches is not known */
} ct_regex_result;

/* The part of the text that a group matched, in bytes. The size is (size_t)-1 if the group did not
 * take part in the match. */
typedef struct ct_regex_part {
    size_t offset, size;
} ct_regex_part;

/* Searches a text, which must be valid UTF-8, for the first match.
 * parts:  out, set if CT_REGEX_YES is returned: the whole match, then the first count - 1 groups;
 * may be NULL if `count` is 0 budget: one step for each item of the pattern that is tried; NULL: a
 * budget of its own */
ct_regex_result ct_regex_find(const ct_regex *regex, const char *text, size_t size,
                              ct_regex_part *parts, size_t count, ct_budget *budget);

/* Returns the number of groups in a pattern. */
unsigned ct_regex_groups(const ct_regex *regex);

/* Returns the version of PCRE2: "10.42 2022-12-11". Static. */
const char *ct_regex_version(void);

#endif

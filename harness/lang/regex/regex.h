/* regex.h - patterns, bounded. The door to PCRE2.
 *
 * UTF-8 throughout; \d, \w and \s are ASCII. A match gives up after
 * CT_LIMIT_PATTERN_STEPS steps of backtracking at one place of the text, whatever
 * the pattern says, and when its budget is used up.
 */
#ifndef CT_LANG_REGEX_REGEX_H
#define CT_LANG_REGEX_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/budget.h"
#include "base/diag.h"

typedef struct ct_regex ct_regex;

enum {
    CT_REGEX_WHOLE = 1,     /* the pattern must match the text from end to end */
    CT_REGEX_DOTALL = 2,    /* . matches a line break too */
    CT_REGEX_STRICT_END = 4 /* $ matches at the very end only, not before a last line break */
};

/* The text stands at `where` in its file; a mistake is noted at its own column. NULL then.
 * The pattern belongs to the arena. */
const ct_regex *ct_regex_compile(ct_arena *arena, const char *pattern, size_t size, int options,
                                 ct_loc where, ct_diag *diag);

typedef enum ct_regex_result {
    CT_REGEX_NO,
    CT_REGEX_YES,
    CT_REGEX_GAVE_UP /* it would take too long; nothing is known. The budget may be used up */
} ct_regex_result;

/* A part of the text that a group matched; size (size_t)-1 when the group took no part. */
typedef struct ct_regex_part {
    size_t offset, size;
} ct_regex_part;

/* Looks for the pattern in a valid UTF-8 text. Fills `parts` (`count` may be 0) with the whole
 * match, parts[0], and the first count - 1 groups. Each item of the pattern that is tried is a step
 * of the budget; NULL stands for a budget of its own. */
ct_regex_result ct_regex_find(const ct_regex *regex, const char *text, size_t size,
                              ct_regex_part *parts, size_t count, ct_budget *budget);

unsigned ct_regex_groups(const ct_regex *regex);

/* Of PCRE2: "10.42 2022-12-11". */
const char *ct_regex_version(void);

#endif

/* ecma_regex.h - patterns as ECMA-262 writes them, run by PCRE2.
 *
 * JSON Schema's patterns are ECMA-262's with the u flag. They are parsed by
 * that grammar, strictly, and written again in PCRE2's language, which differs
 * in what \s, ., $, \v, [] and \p{Letter} mean and in what it lets pass.
 *
 * Known limits: a lookbehind must have a fixed length, a repeat count may be
 * 65,535 at most, and a group inside a repeated group keeps what it matched
 * in an earlier round, where ECMA-262 forgets it.
 */
#ifndef CT_LANG_REGEX_ECMA_REGEX_H
#define CT_LANG_REGEX_ECMA_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "lang/regex/regex.h"

/* Why a text is no pattern: a sentence's end, "has nothing to repeat". */
typedef struct ct_ecma_error {
    const char *what;
    size_t character; /* where, counted from 1 */
    bool is_limit;    /* valid, but beyond what we can run */
} ct_ecma_error;

/* Finds the pattern anywhere in a text, as ct_regex_find does. Belongs to the arena.
 * NULL and *trouble when it is no pattern. */
const ct_regex *ct_ecma_regex_compile(ct_arena *arena, const char *pattern, size_t size,
                                      ct_ecma_error *error);

#endif

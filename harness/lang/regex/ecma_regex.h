/* ecma_regex.h - patterns of ECMA-262, run by PCRE2.
 *
 * Patterns of JSON Schema are those of ECMA-262 with the u flag. They are parsed
 * by that grammar, strictly, and translated to PCRE2, where \s, ., $, \v, [] and
 * \p{Letter} have other meanings and more is accepted.
 *
 * Known limits: a lookbehind must have a fixed length, a repeat count is at most
 * 65,535, and a group inside a repeated group keeps what it matched in an
 * earlier iteration, which ECMA-262 resets.
 */
#ifndef CT_LANG_REGEX_ECMA_REGEX_H
#define CT_LANG_REGEX_ECMA_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "lang/regex/regex.h"

/* The reason and place of an error in a pattern. */
typedef struct ct_ecma_error {
    const char *what; /* completes "the pattern ...": "has nothing to repeat" */
    size_t character; /* its number in the pattern, from 1 */
    bool is_limit;    /* the pattern is valid but exceeds a limit of this program or of PCRE2 */
} ct_ecma_error;

/* Compiles a pattern for ct_regex_find(). It is not anchored (JSON Schema 2020-12 core section
 * 6.4).
 * pattern: UTF-8, at most CT_LIMIT_PATTERN bytes, groups nested up to CT_LIMIT_PATTERN_DEPTH;
 *          borrowed for the call; may contain NULs
 * error:   out, meaningful only if NULL is returned; its `what` belongs to the arena
 * Returns a pattern that belongs to the arena, or NULL. Reports nothing: the caller does. */
const ct_regex *ct_ecma_regex_compile(ct_arena *arena, const char *pattern, size_t size,
                                      ct_ecma_error *error);

#endif

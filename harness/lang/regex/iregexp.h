/* iregexp.h - I-Regexp (RFC 9485): the patterns of JSONPath's match() and search().
 *
 * A pattern is checked by the grammar of the RFC and translated for regex.h,
 * so that extensions of PCRE2 are not accepted: \d, (?i) and a*? are errors. An unescaped ^ or $
 * outside of [] is the start or end of the text, as in the RFC's mapping to PCRE (section 5.4) and
 * in the JSONPath compliance suite.
 */
#ifndef CT_LANG_REGEX_IREGEXP_H
#define CT_LANG_REGEX_IREGEXP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "lang/regex/regex.h"

/* Why a pattern is not valid. */
typedef struct ct_iregexp_error {
    const char *what; /* "nothing to repeat"; static */
    size_t offset;    /* the byte of the pattern */
    bool is_limit;    /* the pattern is valid but exceeds a limit of ours */
} ct_iregexp_error;

/* Compiles a pattern, which must be UTF-8.
 * is_whole: it must match a text from start to end, as match() requires
 * error:    out, set only if NULL is returned
 * Returns a pattern that belongs to the arena, or NULL. */
const ct_regex *ct_iregexp_compile(ct_arena *arena, const char *pattern, size_t size, bool is_whole,
                                   ct_iregexp_error *error);

#endif

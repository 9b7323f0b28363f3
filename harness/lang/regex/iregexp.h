/* iregexp.h - I-Regexp (RFC 9485): the patterns of JSONPath's match() and search().
 *
 * A pattern is checked by the grammar of the RFC (section 3) and translated for regex.h, so that
 * extensions of PCRE2 are not accepted: \d, (?i) and a*? are errors. An unescaped ^ or $ outside
 * of [] is the start or end of the string, as in the RFC's mapping to PCRE (section 5.4) and in
 * the JSONPath compliance suite. A "." matches any character except LF and CR (section 5.3).
 */
#ifndef CT_LANG_REGEX_IREGEXP_H
#define CT_LANG_REGEX_IREGEXP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "lang/regex/regex.h"

/* The reason and place of an error in a pattern. */
typedef struct ct_iregexp_error {
    const char *what; /* "nothing to repeat"; static; NULL: no error */
    size_t offset;    /* byte of the pattern, from 0 */
    bool is_limit;    /* the pattern is valid but exceeds a limit of this program or of PCRE2 */
} ct_iregexp_error;

/* Compiles a pattern for ct_regex_find().
 * pattern:  valid UTF-8; its translation has at most CT_LIMIT_PATTERN bytes; borrowed for the call
 * is_whole: the pattern must match a string from start to end, as match() requires (RFC 9535
 *           section 2.4.6)
 * error:    out, all zero if a pattern is returned
 * Returns a pattern that belongs to the arena, or NULL. Reports nothing: the caller does. */
const ct_regex *ct_iregexp_compile(ct_arena *arena, const char *pattern, size_t size, bool is_whole,
                                   ct_iregexp_error *error);

#endif

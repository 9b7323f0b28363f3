/* iregexp.h - I-Regexp (RFC 9485): the patterns of JSONPath's match() and search().
 *
 * A pattern is checked by the grammar of the RFC and translated for regex.h,
 * so it never means what only the engine below would make of it: \d, (?i) and
 * a*? are mistakes here. An unescaped ^ or $ outside of [] is the beginning or
 * end of the text, as in the RFC's mapping to PCRE (section 5.4) and in the
 * JSONPath compliance suite.
 */
#ifndef CT_LANG_REGEX_IREGEXP_H
#define CT_LANG_REGEX_IREGEXP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "lang/regex/regex.h"

/* Why a pattern is refused, and at which byte. */
typedef struct ct_iregexp_error {
    const char *what; /* "nothing to repeat"; static */
    size_t offset;
    bool is_limit; /* a limit of ours, not a mistake of the pattern */
} ct_iregexp_error;

/* The pattern is UTF-8; `is_whole`: it must match a text from end to end. The result belongs
 * to the arena. NULL and *trouble when it is no I-Regexp. */
const ct_regex *ct_iregexp_compile(ct_arena *arena, const char *pattern, size_t size, bool is_whole,
                                   ct_iregexp_error *error);

#endif

/* ecma_internal.h - the translator of ecma_regex.h. For ecma_*.c only.
 *
 *   ecma_regex.c     the grammar: alternatives, groups, quantifiers
 *   ecma_class.c     characters, escapes, [classes]
 *   ecma_property.c  \p{...}
 *
 * Functions read at e->at, move it after the characters that they read, and append the translation
 * to e->out. They return false after setting *e->error; translation ends with the first error.
 */
#ifndef CT_LANG_REGEX_ECMA_INTERNAL_H
#define CT_LANG_REGEX_ECMA_INTERNAL_H

#include <stdint.h>

#include "base/buf.h"
#include "lang/regex/ecma_regex.h"

/* A named group. */
typedef struct ct_ecma_name {
    const char *text; /* borrowed from the pattern; not NUL-terminated */
    size_t size;      /* bytes */
    unsigned number;  /* of the group, from 1 */
    struct ct_ecma_name *next;
} ct_ecma_name;

/* The state of translating one pattern. */
typedef struct ct_ecma {
    const char *start, *at, *end; /* the pattern: start, next byte and end */
    ct_arena *arena;              /* owns the names and the wording of an error */
    ct_buf out;                   /* the pattern for PCRE2 */
    unsigned groups;              /* in the whole pattern, counted in advance */
    unsigned depth;               /* open groups, at most CT_LIMIT_PATTERN_DEPTH */
    ct_ecma_name *names;
    ct_ecma_error *error; /* out; `what` is NULL while there is none */
} ct_ecma;

/* Sets the error, unless one is set already. Always returns false.
 * at:   the place of the error in the pattern
 * what: completes "the pattern ...": "has nothing to repeat"; lives as long as the arena */
bool ct_ecma_stop(ct_ecma *e, const char *at, const char *what);

/* Reads the next byte if it is `c`. Returns true if it was; sets no error. */
bool ct_ecma_take(ct_ecma *e, char c);

/* Appends a code point that is matched literally, inside a class or outside. A surrogate becomes a
 * pattern that never matches; classes leave surrogates out before. */
void ct_ecma_add_char(ct_ecma *e, uint32_t c);

/* Reads an escape of one character, after its backslash (ECMA-262 CharacterEscape). Surrogates,
 * which valid UTF-8 does not contain, are returned unchanged.
 * in_class: \b is a backspace, and \- is valid
 * c:        out, the code point
 * Returns false after setting the error. */
bool ct_ecma_read_escape(ct_ecma *e, bool in_class, uint32_t *c);

/* Reads \d \D \w \W \s \S \p{} or \P{} after its backslash, and appends it in the form for a class.
 * Returns false if the escape is another one (nothing is read then), or after setting the error. */
bool ct_ecma_add_set(ct_ecma *e);

/* Reads a class after its "[", with its "]" (ECMA-262 CharacterClass). */
bool ct_ecma_read_class(ct_ecma *e);

/* Reads a property in braces, after \p or \P (ECMA-262 UnicodePropertyValueExpression).
 * is_negated: it follows \P */
bool ct_ecma_read_property(ct_ecma *e, bool is_negated);

#endif

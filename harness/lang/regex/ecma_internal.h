/* ecma_internal.h - the translator of ecma_regex.h.
 *
 *   ecma_regex.c     the grammar: alternatives, groups, quantifiers
 *   ecma_class.c     characters, escapes, [classes]
 *   ecma_property.c  \p{...}
 */
#ifndef CT_LANG_REGEX_ECMA_INTERNAL_H
#define CT_LANG_REGEX_ECMA_INTERNAL_H

#include <stdint.h>

#include "base/buf.h"
#include "lang/regex/ecma_regex.h"

typedef struct ct_ecma_name {
    const char *text;
    size_t size;
    unsigned number; /* of the group */
    struct ct_ecma_name *next;
} ct_ecma_name;

typedef struct ct_ecma {
    const char *start, *at, *end;
    ct_arena *arena; /* of the names and of the sentence of an error */
    ct_buf out;
    unsigned groups; /* in the whole pattern */
    unsigned depth;
    ct_ecma_name *names;
    ct_ecma_error *error;
} ct_ecma;

/* Sets the error, unless one is set already. Returns false. */
bool ct_ecma_stop(ct_ecma *e, const char *at, const char *what);

/* Reads the next byte if it is `c`. Returns whether it was. */
bool ct_ecma_take(ct_ecma *e, char c);

/* Appends a code point that is matched literally, inside a class or outside. */
void ct_ecma_add_char(ct_ecma *e, uint32_t c);

/* After a backslash: reads an escape that stands for one character. Surrogates, which no valid text
 * has, are returned as they are. Returns false after setting the error. */
bool ct_ecma_read_escape(ct_ecma *e, bool in_class, uint32_t *c);

/* After a backslash: reads \d \D \w \W \s \S \p{} or \P{} and appends it as in a class. Returns
 * false if it is none of them, or after setting the error. */
bool ct_ecma_add_set(ct_ecma *e);

/* After "[": reads the class with its "]". */
bool ct_ecma_read_class(ct_ecma *e);

/* After \p or \P. */
bool ct_ecma_read_property(ct_ecma *e, bool is_negated);

#endif

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
    ct_arena *arena; /* of the names and of the trouble's sentence */
    ct_buf out;
    unsigned groups; /* in the whole pattern */
    unsigned depth;
    ct_ecma_name *names;
    ct_ecma_error *error;
} ct_ecma;

/* Notes the trouble at a place, the first one only. False. */
bool ct_ecma_stop(ct_ecma *e, const char *at, const char *what);

/* The next byte is `c`, and is taken. */
bool ct_ecma_take(ct_ecma *e, char c);

/* A code point to be matched literally, in a class or not. */
void ct_ecma_add_char(ct_ecma *e, uint32_t c);

/* Behind a backslash: an escape that stands for one character; surrogates, which no text has,
 * are given as they are. False after noting what is wrong. */
bool ct_ecma_read_escape(ct_ecma *e, bool in_class, uint32_t *c);

/* Behind a backslash: \d \D \w \W \s \S \p{} \P{}, added as the inside of a class is written.
 * False when it is none of them, or after noting what is wrong. */
bool ct_ecma_add_set(ct_ecma *e);

/* Behind "[": the class up to and with its "]". */
bool ct_ecma_read_class(ct_ecma *e);

/* Behind \p or \P. */
bool ct_ecma_read_property(ct_ecma *e, bool is_negated);

#endif

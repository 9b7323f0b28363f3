/* spell.h - the ways in which a secret may come back, and what still gives it away. */
#ifndef CT_TESTS_SPELL_H
#define CT_TESTS_SPELL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

typedef void spell(ct_buf *out, const char *text);

typedef struct spelling {
    const char *name;
    spell *first, *then; /* `then` may be NULL */
    size_t window;       /* so many bytes in a row may hold 4 bytes of the secret */
} spelling;

extern const spelling spellings[]; /* ends with a NULL name */

extern const char *const spell_secrets[]; /* ends with NULL */

/* The secret as it is spelled, valid until the buffer changes. */
const char *spell_with(const spelling *s, const char *secret, ct_buf *out);

/* Adds the text in UTF-16. */
void spell_wide(ct_buf *out, const char *text, bool is_big_endian);

/* Whether `size` bytes in a row of `part` stand in the text. */
bool spell_leaks(const char *text, size_t text_size, const char *part, size_t size);

#endif

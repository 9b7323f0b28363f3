/* spell.h - encodings in which a target may return a secret, and detection of leaked parts. */
#ifndef CT_TESTS_SPELL_H
#define CT_TESTS_SPELL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

typedef void spell(ct_buf *out, const char *text);

typedef struct spelling {
    const char *name;
    spell *first, *then; /* `then` may be NULL */
    size_t window;       /* bytes in a row that may contain 4 bytes of the secret */
} spelling;

extern const spelling spellings[]; /* ends with a NULL name */

extern const char *const spell_secrets[]; /* ends with NULL */

/* The encoded secret, valid until the buffer changes. */
const char *spell_with(const spelling *s, const char *secret, ct_buf *out);

/* Adds the text in UTF-16. */
void spell_wide(ct_buf *out, const char *text, bool is_big_endian);

/* Whether the text contains `size` bytes in a row of `part`. */
bool spell_leaks(const char *text, size_t text_size, const char *part, size_t size);

#endif

/* pointer.h - JSON Pointer (RFC 6901): the location of a value in a document.
 *
 * Pointers and names are strings of a given size, in UTF-8; they may contain NULs. The fragment
 * form "#/a" is not accepted: the caller removes '#' and percent-encoding (RFC 6901 section 6).
 */
#ifndef CT_LANG_JSON_POINTER_H
#define CT_LANG_JSON_POINTER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Returns true for a valid pointer (RFC 6901 section 3): "", or names that each follow a "/" and in
 * which "~" occurs only as "~0" or "~1". */
bool ct_pointer_is_valid(const char *pointer, size_t size);

/* Appends "/" and the name, with "~" and "/" escaped (RFC 6901 section 3). */
void ct_pointer_add(ct_buf *out, const char *name, size_t size);

/* Reads the next name of a pointer.
 * at:   in/out, at the "/" before the name; moved after the name
 * end:  the end of the pointer
 * name: out, replaced by the unescaped name; the caller frees it
 * Returns false at the end, if *at is not at a "/", or if an escape is invalid; *name is
 * meaningless then. */
bool ct_pointer_next(const char **at, const char *end, ct_buf *name);

/* Reads a name as the index of an array (RFC 6901 section 4): digits without leading zeros, at most
 * 18.
 * index: out, counted from 0; meaningless if false is returned
 * Returns false if the name is not an index, also for "-". */
bool ct_pointer_index(const char *name, size_t size, size_t *index);

/* Returns the property or element of that name, borrowed from `value`. Returns NULL if there is
 * none, or `value` is NULL or neither an object nor an array. */
const json_t *ct_pointer_step(const json_t *value, const char *name, size_t size);

/* Returns the value at a pointer, borrowed from the document; the document itself for "".
 * Returns NULL if the pointer is invalid or leads to no value. */
const json_t *ct_pointer_find(const json_t *document, const char *pointer, size_t size);

#endif

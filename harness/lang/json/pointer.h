/* pointer.h - JSON Pointer (RFC 6901): the location of a value in a document. */
#ifndef CT_LANG_JSON_POINTER_H
#define CT_LANG_JSON_POINTER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Returns true for a valid pointer: "", or "/" followed by names in which "~" is "~0" or "~1". */
bool ct_pointer_is_valid(const char *pointer, size_t size);

/* Appends "/" and the escaped name. */
void ct_pointer_add(ct_buf *out, const char *name, size_t size);

/* Reads the first name of a pointer that is not "": moves *at after it and appends the unescaped
 * name. Returns false if *at does not start with "/" or an escape is invalid. */
bool ct_pointer_next(const char **at, const char *end, ct_buf *name);

/* Reads a name as the index of an array: digits without leading zeros. Returns false if it is not
 * one. */
bool ct_pointer_index(const char *name, size_t size, size_t *index);

/* Returns the property or element of that name (borrowed), or NULL. */
const json_t *ct_pointer_step(const json_t *value, const char *name, size_t size);

/* Returns the value at a pointer (borrowed from the document), or NULL. */
const json_t *ct_pointer_find(const json_t *document, const char *pointer, size_t size);

#endif

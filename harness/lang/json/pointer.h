/* pointer.h - JSON Pointer (RFC 6901): where a value stands in a document. */
#ifndef CT_LANG_JSON_POINTER_H
#define CT_LANG_JSON_POINTER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* "" or "/" and what follows, "~" only as "~0" and "~1". */
bool ct_pointer_is_valid(const char *pointer, size_t size);

/* Adds "/" and the name as a pointer spells it. */
void ct_pointer_add(ct_buf *out, const char *name, size_t size);

/* Takes the first name off a pointer that is not "": *at moves behind it, the name's own
 * spelling goes to `name`. False when `*at` does not begin with "/" or "~" is misused. */
bool ct_pointer_next(const char **at, const char *end, ct_buf *name);

/* The element an array pointer's name speaks of: digits without zeros in front. */
bool ct_pointer_index(const char *name, size_t size, size_t *index);

/* The member or element of that name, or NULL. */
const json_t *ct_pointer_step(const json_t *value, const char *name, size_t size);

/* The value that the pointer names, or NULL; borrowed from the document. */
const json_t *ct_pointer_find(const json_t *document, const char *pointer, size_t size);

#endif

/* near_property.h - the property that may have been meant where another one is missing. */
#ifndef CT_LANG_PATH_NEAR_PROPERTY_H
#define CT_LANG_PATH_NEAR_PROPERTY_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"

/* Returns the object in which the property at the end of a path is missing; NULL if the path does
 * not end with a name, or leads to no object. Names with escapes are not found.
 *
 * document  in; may be NULL
 * path      in: a normalized path (RFC 9535 section 2.7)
 * arena     in: owns the name
 * name      out: of the missing property */
const json_t *ct_path_parent(const json_t *document, const char *path, ct_arena *arena,
                             const char **name);

/* Returns whether a property may be a missing one that was misspelled: one that is documented is
 * there on purpose. `pointer` leads to it (RFC 6901). */
typedef bool ct_near_filter(void *user, const char *name, const char *pointer);

/* Returns the name of a property beside a missing one that differs from it only in case and
 * separators ("errorCode" for "error_code"), or by a misspelling as ct_nearest() defines it; NULL
 * if there is none. At most 256 properties are compared.
 *
 * document      in; may be NULL
 * path          in: of the missing property
 * is_candidate  in: asked about misspelled names
 * user          in: passed to it
 * arena         in: owns the name */
const char *ct_near_property(const json_t *document, const char *path, ct_near_filter *is_candidate,
                             void *user, ct_arena *arena);

#endif

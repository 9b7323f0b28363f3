/* renamed.h - where a missing property went: into a wrapper, or under another name. */
#ifndef CT_TRIAGE_RENAMED_H
#define CT_TRIAGE_RENAMED_H

#include <jansson.h>

#include "base/arena.h"
#include "model/result.h"

/* Returns the name of the only property of the body, at its root, whose value has the missing
 * property where the body itself should have it; NULL if there is none. The body may be NULL.
 *
 * path    in: normalized JSONPath of the missing property
 * arena   in: owns the name */
const char *ct_renamed_wrapper(const json_t *body, const char *path, ct_arena *arena);

/* Returns the name of a property beside the missing one that differs from it only in case and
 * separators ("errorCode" for "error_code"), or that is nearly the same and is not documented; NULL
 * if there is none.
 *
 * notes   in: of the response; they name what is not documented */
const char *ct_renamed_property(const json_t *body, const char *path, const ct_response_note *notes,
                                ct_arena *arena);

#endif

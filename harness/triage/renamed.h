/* renamed.h - where a missing property went: into a wrapper, or under another name. */
#ifndef CT_TRIAGE_RENAMED_H
#define CT_TRIAGE_RENAMED_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"
#include "model/result.h"

/* What the properties of a body, at its root, say about a property that is missing. */
typedef struct ct_wrapped {
    const char *wrapper;    /* the only one whose value has it where the body should; or NULL */
    const char *other_name; /* it has it with other case and separators; NULL: with its own name */
    bool lacks_property;    /* the value of the only property is a place for it, but lacks it */
} ct_wrapped;

/* Looks for a missing property in a wrapper. All is NULL and false for a body that is NULL.
 *
 * path    in: normalized JSONPath of the missing property
 * arena   in: owns the names */
ct_wrapped ct_renamed_wrapper(const json_t *body, const char *path, ct_arena *arena);

/* Returns the name of a property beside the missing one that differs from it only in case and
 * separators ("errorCode" for "error_code"), or that is nearly the same and is not documented; NULL
 * if there is none.
 *
 * notes   in: of the response; they name what is not documented */
const char *ct_renamed_property(const json_t *body, const char *path, const ct_response_note *notes,
                                ct_arena *arena);

#endif

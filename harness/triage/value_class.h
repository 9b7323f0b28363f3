/* value_class.h - compares values as findings show them: as JSON, or in words. */
#ifndef CT_TRIAGE_VALUE_CLASS_H
#define CT_TRIAGE_VALUE_CLASS_H

#include "base/arena.h"

/* How a string differs from the expected one. */
typedef enum ct_change {
    CT_CHANGE_UNKNOWN, /* no expected string is known, or the actual one is cut */
    CT_CHANGE_OTHER,   /* nothing in common */
    CT_CHANGE_LONGER,  /* the expected string, and more after it */
    CT_CHANGE_PREFIXED,
    CT_CHANGE_ENCLOSED, /* the expected string inside */
    CT_CHANGE_CUT,      /* its end is missing */
    CT_CHANGE_CASE,
    CT_CHANGE_CHARACTER, /* the last character differs */
    CT_CHANGES
} ct_change;

/* Returns the JSON type of an actual value: "string" for "x" and for the string 'x', "array" for []
 * and for an array with 0 items. Other words, such as "a body that is not JSON", are returned as
 * they are.
 * actual: in; or NULL, for which "" is returned */
const char *ct_value_class(const char *actual);

/* Returns the JSON type of an expected value that is written as JSON, also after "one of"; "" for
 * words.
 * expected: in; or NULL */
const char *ct_literal_class(const char *expected);

/* Returns "the string 'x'" and "the number 7" as JSON, and all other values as they are. A string
 * with a quote or a backslash is left as it is. In the arena.
 * actual: in; or NULL, which is returned */
const char *ct_value_as_json(ct_arena *arena, const char *actual);

/* Returns the string that all elements of an array are, and all other values as they are. In the
 * arena.
 * actual: in; or NULL, which is returned */
const char *ct_value_of_all(ct_arena *arena, const char *actual);

/* Returns how the actual string differs from the nearest of the expected ones.
 * expected: in; a JSON string, or several after "one of" or "an element that is"; or NULL
 * actual:   in; a JSON string, an array of them, or "the string '...'"; or NULL */
ct_change ct_value_change(const char *expected, const char *actual);

/* Returns a clause without its subject, "has extra characters at its end", or NULL for
 * CT_CHANGE_UNKNOWN and CT_CHANGE_OTHER. Static. */
const char *ct_change_text(ct_change change);

#endif

/* intern.h - shares repeated names, literals and patterns of a suite, to save memory.
 *
 * The tables are bounded: each kind has at most 4096 entries, and further values are
 * not shared, so that a suite without repetition costs little memory. Shared values
 * live in the arena and never change. The tables belong to one thread; shared values
 * may be read by several.
 */
#ifndef CT_LANG_YAML_INTERN_H
#define CT_LANG_YAML_INTERN_H

#include "base/arena.h"
#include "base/map.h"

/* The kinds of values, each with a table of its own. */
typedef enum ct_intern_kind {
    CT_INTERN_NAME,    /* const char * */
    CT_INTERN_QUOTED,  /* const ct_value *: a quoted literal, always a string */
    CT_INTERN_PLAIN,   /* const ct_value *: a plain literal */
    CT_INTERN_PATTERN, /* the operand of !re */
    CT_INTERN_KINDS    /* the number of kinds */
} ct_intern_kind;

/* The tables. Initialize them with {.arena = arena}. */
typedef struct ct_intern {
    ct_arena *arena; /* owns the tables; must live as long as the shared values */
    ct_map kinds[CT_INTERN_KINDS];
} ct_intern;

/* Returns the value that was kept for a string, or NULL if there is none.
 * shared: NULL: nothing is kept */
const void *ct_intern_find(const ct_intern *shared, ct_intern_kind kind, const char *text,
                           size_t size);

/* Keeps a value for a string, unless the table is full or `shared` is NULL.
 * text:  `size` bytes, borrowed as long as `shared`
 * value: borrowed as long as `shared`; never changed
 * Returns `value`. */
const void *ct_intern_keep(ct_intern *shared, ct_intern_kind kind, const char *text, size_t size,
                           const void *value);

/* Returns a NUL-terminated copy of a name in `arena`, or the shared copy of an equal name.
 * `arena` must live as long as `shared`, because the copy becomes the shared one. */
const char *ct_intern_name(ct_intern *shared, ct_arena *arena, const char *text, size_t size);

#endif

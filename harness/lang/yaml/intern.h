/* intern.h - shares repeated names, literals and patterns of a suite.
 *
 * The tables are bounded: once they are full, new values are not shared, so that
 * a suite without repetition costs little memory. Shared values live in the arena
 * and never change.
 */
#ifndef CT_LANG_YAML_INTERN_H
#define CT_LANG_YAML_INTERN_H

#include "base/arena.h"
#include "base/map.h"

typedef enum ct_intern_kind {
    CT_INTERN_NAME,    /* const char * */
    CT_INTERN_QUOTED,  /* const ct_value *: a quoted literal */
    CT_INTERN_PLAIN,   /* const ct_value *: a plain literal */
    CT_INTERN_PATTERN, /* the operand of !re */
    CT_INTERN_KINDS
} ct_intern_kind;

typedef struct ct_intern {
    ct_arena *arena;
    ct_map kinds[CT_INTERN_KINDS];
} ct_intern;

/* Returns the kept value of a text, or NULL if there is none. `shared` may be NULL: nothing is
 * kept. */
const void *ct_intern_find(const ct_intern *shared, ct_intern_kind kind, const char *text,
                           size_t size);

/* Keeps a value unless the table is full. `text` must live as long as `shared`. Returns `value`. */
const void *ct_intern_keep(ct_intern *shared, ct_intern_kind kind, const char *text, size_t size,
                           const void *value);

/* Returns a copy of a name in `arena`, or the shared one if it was seen before. */
const char *ct_intern_name(ct_intern *shared, ct_arena *arena, const char *text, size_t size);

#endif

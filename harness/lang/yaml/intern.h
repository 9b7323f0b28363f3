/* intern.h - what a suite says again and again is kept once: names, literals, patterns.
 *
 * Bounded: when there are many different ones, the new ones are everybody's
 * own, so that a suite in which nothing repeats pays next to nothing. What is
 * shared lives in the arena and is never changed.
 */
#ifndef CT_LANG_YAML_INTERN_H
#define CT_LANG_YAML_INTERN_H

#include "base/arena.h"
#include "base/map.h"

typedef enum ct_intern_kind {
    CT_INTERN_NAME,    /* const char * */
    CT_INTERN_QUOTED,  /* const ct_value *: a literal that was quoted */
    CT_INTERN_PLAIN,   /* const ct_value *: one that was not */
    CT_INTERN_PATTERN, /* whatever !re keeps */
    CT_INTERN_KINDS
} ct_intern_kind;

typedef struct ct_intern {
    ct_arena *arena;
    ct_map kinds[CT_INTERN_KINDS];
} ct_intern;

/* NULL when it was not kept. `shared` may be NULL: nothing is. */
const void *ct_intern_find(const ct_intern *shared, ct_intern_kind kind, const char *text,
                           size_t size);

/* Keeps it while there is room. The text must live as long as `shared`. Returns `value`. */
const void *ct_intern_keep(ct_intern *shared, ct_intern_kind kind, const char *text, size_t size,
                           const void *value);

/* The name, or the one like it that is there already. */
const char *ct_intern_name(ct_intern *shared, ct_arena *arena, const char *text, size_t size);

#endif

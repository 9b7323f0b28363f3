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

typedef enum ct_shared_kind {
    CT_SHARED_NAME,    /* const char * */
    CT_SHARED_QUOTED,  /* const ct_value *: a literal that was quoted */
    CT_SHARED_PLAIN,   /* const ct_value *: one that was not */
    CT_SHARED_PATTERN, /* whatever !re keeps */
    CT_SHARED_KINDS
} ct_shared_kind;

typedef struct ct_shared {
    ct_arena *arena;
    ct_map kinds[CT_SHARED_KINDS];
} ct_shared;

/* NULL when it was not kept. `shared` may be NULL: nothing is. */
const void *ct_shared_find(const ct_shared *shared, ct_shared_kind kind, const char *text,
                           size_t size);

/* Keeps it while there is room. The text must live as long as `shared`. Returns `value`. */
const void *ct_shared_keep(ct_shared *shared, ct_shared_kind kind, const char *text, size_t size,
                           const void *value);

/* The name, or the one like it that is there already. */
const char *ct_shared_name(ct_shared *shared, ct_arena *arena, const char *text, size_t size);

#endif

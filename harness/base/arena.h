/* arena.h - memory that is freed together.
 *
 * An arena hands out zeroed memory, aligned for pointers, integers and doubles,
 * and frees all of it in one call; nothing is freed alone. Things that
 * are not plain memory (a json_t, a compiled pattern) are tied to the arena
 * with ct_arena_own() and dropped, last tied first, when the arena is freed or
 * reset.
 *
 * Allocation never returns NULL: when memory runs out the process prints one
 * line and ends with status 4, so callers have no out-of-memory paths.
 * An arena belongs to one thread at a time.
 */
#ifndef CT_BASE_ARENA_H
#define CT_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/attr.h"

typedef struct ct_arena ct_arena;

/* Returns an empty arena. The caller frees it with ct_arena_free(). */
ct_arena *ct_arena_new(void);

/* Frees an arena with everything in it. NULL is allowed. */
void ct_arena_free(ct_arena *arena);

/* Frees everything in an arena, but keeps one block for the next use. Pointers into it are invalid
 * from then on. */
void ct_arena_reset(ct_arena *arena);

/* Returns `size` bytes, all zero; not NULL if `size` is 0. */
void *ct_arena_alloc(ct_arena *arena, size_t size);

/* Returns a copy of `size` bytes, with a NUL after them. */
char *ct_arena_copy(ct_arena *arena, const char *bytes, size_t size);

/* Returns a copy of a string; NULL for NULL. */
char *ct_arena_text(ct_arena *arena, const char *text);

/* Return a string that is formatted as by printf(). */
char *ct_arena_printf(ct_arena *arena, const char *format, ...) CT_PRINTF(2, 3);
char *ct_arena_vprintf(ct_arena *arena, const char *format, va_list values) CT_PRINTF(2, 0);

/* Makes the arena call drop(thing) when it is freed or reset, last tied first.
 * Returns `thing`. */
void *ct_arena_own(ct_arena *arena, void *thing, void (*drop)(void *thing));

/* One zeroed object of a type. */
#define ct_new(arena, type) ((type *)ct_arena_alloc((arena), sizeof(type)))

/* Like malloc() and realloc(), but they end the process with status 4 instead of returning NULL.
 * The caller calls free(). */
void *ct_malloc(size_t size);
void *ct_realloc(void *memory, size_t size);

/* Prints one line to standard error and ends the process with status 4. */
CT_NORETURN void ct_out_of_memory(void);

#endif

/* arena.h - memory that dies together.
 *
 * An arena hands out zeroed memory, aligned for pointers, integers and doubles,
 * and gives everything back in one call; nothing is freed alone. Things that
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

ct_arena *ct_arena_new(void);
void ct_arena_free(ct_arena *arena); /* NULL is fine */

/* Drops and forgets everything, and keeps one block for what comes next. */
void ct_arena_reset(ct_arena *arena);

void *ct_arena_alloc(ct_arena *arena, size_t size);
char *ct_arena_copy(ct_arena *arena, const char *bytes, size_t size); /* adds a NUL */
char *ct_arena_text(ct_arena *arena, const char *text);               /* NULL gives NULL */
char *ct_arena_printf(ct_arena *arena, const char *format, ...) CT_PRINTF(2, 3);
char *ct_arena_vprintf(ct_arena *arena, const char *format, va_list values) CT_PRINTF(2, 0);

/* Calls drop(thing) when the arena goes. Returns `thing`. */
void *ct_arena_own(ct_arena *arena, void *thing, void (*drop)(void *thing));

#define ct_new(arena, type) ((type *)ct_arena_alloc((arena), sizeof(type)))

/* malloc and realloc that end the process with status 4 instead of failing. */
void *ct_malloc(size_t size);
void *ct_realloc(void *memory, size_t size);

/* One line on standard error, status 4. */
CT_NORETURN void ct_out_of_memory(void);

#endif

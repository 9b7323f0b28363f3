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
 * An arena belongs to one thread at a time. Memory that it handed out stays at
 * its address until the arena is freed or reset; it can be shared with other
 * threads if they only read it. No size is limited but by the memory of the
 * machine, so a caller limits what it reads from outside (base/limits.h).
 */
#ifndef CT_BASE_ARENA_H
#define CT_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/attr.h"

typedef struct ct_arena ct_arena;

/* Returns an empty arena. The caller frees it with ct_arena_free(). */
ct_arena *ct_arena_new(void);

/* Frees an arena with everything in it. Things that are tied to it are dropped first, while its
 * memory is still valid. NULL is allowed. */
void ct_arena_free(ct_arena *arena);

/* Frees everything in an arena, but keeps one block of ordinary size for the next use. Things that
 * are tied to it are dropped. Pointers into it are invalid from then on. */
void ct_arena_reset(ct_arena *arena);

/* Returns `size` bytes, all zero; not NULL if `size` is 0. The caller must not free them.
 * size: in bytes; the caller checks products for overflow */
void *ct_arena_alloc(ct_arena *arena, size_t size);

/* Returns a copy of `size` bytes, with a NUL after them. It is not aligned.
 * bytes: in; any content; may be NULL if size is 0 */
char *ct_arena_copy(ct_arena *arena, const char *bytes, size_t size);

/* Returns a copy of a string; NULL for NULL. */
char *ct_arena_text(ct_arena *arena, const char *text);

/* Return a string that is formatted as by printf(). Its length is not limited. The values may be
 * strings of the same arena.
 * values: in; undefined afterwards, as after vprintf() */
char *ct_arena_printf(ct_arena *arena, const char *format, ...) CT_PRINTF(2, 3);
char *ct_arena_vprintf(ct_arena *arena, const char *format, va_list values) CT_PRINTF(2, 0);

/* Makes the arena call drop(thing) when it is freed or reset, last tied first. A thing cannot be
 * untied.
 * thing: in; owned by the arena from now on
 * drop:  must not use the arena for new memory
 * Returns `thing`. */
void *ct_arena_own(ct_arena *arena, void *thing, void (*drop)(void *thing));

/* Returns one zeroed object of a type; all its pointers are NULL. */
#define ct_new(arena, type) ((type *)ct_arena_alloc((arena), sizeof(type)))

/* Like malloc() and realloc(), but they end the process with status 4 instead of returning NULL.
 * For memory that must be freed before its arena, or belongs to none. The caller calls free(). */
void *ct_malloc(size_t size);
void *ct_realloc(void *memory, size_t size);

/* Prints one line to standard error and ends the process with status 4, without running the
 * handlers of atexit(). Needs no memory. */
CT_NORETURN void ct_out_of_memory(void);

#endif

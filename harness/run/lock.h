/* lock.h - cases that share a lock never fly together. Not for others.
 *
 * Whoever finds a lock held waits in its queue; when it is given back the first
 * of the queue is ready to fly. Every case is looked at twice at most, however
 * many share a lock.
 */
#ifndef CT_RUN_LOCK_H
#define CT_RUN_LOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

typedef struct ct_lock ct_lock;
typedef struct ct_locks ct_locks;

/* The locks belong to the arena. */
ct_locks *ct_locks_new(ct_arena *arena);

/* The lock of that name, held from now on; NULL when somebody has it: then the case `index` waits
 * in its queue. */
ct_lock *ct_lock_take(ct_locks *locks, const char *name, size_t index);

/* NULL is fine. */
void ct_lock_release(ct_locks *locks, ct_lock *lock);

/* A case that waited and may try again; false when there is none. */
bool ct_locks_next(ct_locks *locks, size_t *index);

#endif

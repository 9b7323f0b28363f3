/* lock.h - cases that name the same lock never run at the same time. For run/ only.
 *
 * A case that finds its lock held waits in the queue of that lock. When the lock is released, the
 * first case of the queue is ready to start. Each case is considered at most twice, however many
 * share a lock.
 */
#ifndef CT_RUN_LOCK_H
#define CT_RUN_LOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

typedef struct ct_lock ct_lock;
typedef struct ct_locks ct_locks;

/* Returns an empty set of locks that belongs to the arena. Locks are made when they are needed. */
ct_locks *ct_locks_new(ct_arena *arena);

/* Takes the lock of that name for the case `index`.
 * Returns the lock, held from now on and owned by the set; or NULL if it is held already: then the
 * case waits in its queue, until ct_locks_next() returns its index. */
ct_lock *ct_lock_take(ct_locks *locks, const char *name, size_t index);

/* Releases a lock. NULL is allowed. */
void ct_lock_release(ct_locks *locks, ct_lock *lock);

/* Takes the next case that may try again from the queues.
 * index: out, set only if true is returned
 * Returns false if there is none. */
bool ct_locks_next(ct_locks *locks, size_t *index);

#endif

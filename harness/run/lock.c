#include "run/lock.h"

#include <stdlib.h>

#include "lang/json/json.h"

struct ct_lock {
    bool is_held;
    size_t *waiting; /* indices of cases, in the order in which they came */
    size_t first, size, capacity;
    ct_lock *next_ready;
    ct_lock *next; /* all that there are */
};

struct ct_locks {
    ct_arena *arena;
    json_t *names; /* name -> index in `table` */
    ct_lock **table;
    size_t count;
    ct_lock *all;
    ct_lock *ready, **ready_tail; /* given back, with cases that wait */
};

static void drop_locks(void *thing)
{
    ct_locks *locks = thing;
    for (ct_lock *lock = locks->all; lock; lock = lock->next)
        free(lock->waiting);
    free(locks->table);
    json_decref(locks->names);
}

ct_locks *ct_locks_new(ct_arena *arena)
{
    ct_locks *locks = ct_new(arena, ct_locks);
    *locks = (ct_locks){.arena = arena, .names = json_object(), .ready_tail = &locks->ready};
    return ct_arena_own(arena, locks, drop_locks);
}

static ct_lock *add_lock(ct_locks *locks, const char *name)
{
    if ((locks->count & (locks->count - 1)) == 0) { /* grown at each power of two */
        size_t const capacity = locks->count ? 2 * locks->count : 1;
        locks->table = ct_realloc(locks->table, capacity * sizeof *locks->table);
    }
    ct_lock *lock = ct_new(locks->arena, ct_lock);
    lock->next = locks->all;
    locks->all = lock;
    locks->table[locks->count] = lock;
    json_object_set_new_nocheck(locks->names, name, json_integer((json_int_t)locks->count++));
    return lock;
}

static void queue_for(ct_lock *lock, size_t index)
{
    if (lock->size == lock->capacity) {
        lock->capacity = lock->capacity ? 2 * lock->capacity : 16;
        lock->waiting = ct_realloc(lock->waiting, lock->capacity * sizeof *lock->waiting);
    }
    lock->waiting[lock->size++] = index;
}

ct_lock *ct_lock_take(ct_locks *locks, const char *name, size_t index)
{
    const json_t *known = json_object_get(locks->names, name);
    ct_lock *lock = known ? locks->table[json_integer_value(known)] : add_lock(locks, name);
    if (lock->is_held) {
        queue_for(lock, index);
        return NULL;
    }
    lock->is_held = true;
    return lock;
}

void ct_lock_release(ct_locks *locks, ct_lock *lock)
{
    if (!lock)
        return;
    lock->is_held = false;
    if (lock->first == lock->size)
        return;
    lock->next_ready = NULL;
    *locks->ready_tail = lock;
    locks->ready_tail = &lock->next_ready;
}

bool ct_locks_next(ct_locks *locks, size_t *index)
{
    ct_lock *lock = locks->ready;
    if (!lock)
        return false;
    locks->ready = lock->next_ready;
    if (!locks->ready)
        locks->ready_tail = &locks->ready;
    *index = lock->waiting[lock->first++];
    return true;
}

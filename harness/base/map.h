/* map.h - from names to things, for maps that are filled once and asked often.
 *
 * Keys are byte strings of any content and are borrowed: they must live as
 * long as the map. The map lives in the arena that it was filled with. A
 * zeroed ct_map is an empty one. Nothing can fail.
 */
#ifndef CT_BASE_MAP_H
#define CT_BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct ct_map_slot {
    const char *key;
    size_t size;
    uint64_t hash;
    const void *value; /* NULL while the slot is free */
} ct_map_slot;

typedef struct ct_map {
    ct_map_slot *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
} ct_map;

/* `value` must not be NULL; a key that is there already gets the new value. */
void ct_map_put(ct_arena *arena, ct_map *map, const char *key, size_t size, const void *value);

/* NULL when there is none. */
const void *ct_map_find(const ct_map *map, const char *key, size_t size);

/* FNV-1a: fast on names, the same on every machine. */
uint64_t ct_hash_bytes(const void *bytes, size_t size);

#endif

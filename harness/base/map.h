/* map.h - a hash table from byte strings to pointers, for maps that are filled once.
 *
 * Keys are byte strings of any content. Keys and values are borrowed: they must
 * live as long as the map. The table belongs to the arena that it was filled
 * with. A zeroed ct_map is empty. Nothing can fail, and nothing can be removed.
 */
#ifndef CT_BASE_MAP_H
#define CT_BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Of map.c. */
typedef struct ct_map_slot {
    const char *key;
    size_t size;
    uint64_t hash;
    const void *value; /* NULL: the slot is free */
} ct_map_slot;

typedef struct ct_map {
    ct_map_slot *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
} ct_map;

/* Adds a key, or gives an existing one a new value. The table doubles when it is half full; the old
 * one stays in the arena.
 * arena: the same one in all calls for this map
 * map:   in, out
 * key:   in; `size` bytes, borrowed: must not change while the map is used
 * value: not NULL; borrowed */
void ct_map_put(ct_arena *arena, ct_map *map, const char *key, size_t size, const void *value);

/* Returns the value of a key, or NULL if the map does not have it. Several threads may search a map
 * that no longer changes.
 * key: in; `size` bytes, compared byte by byte */
const void *ct_map_find(const ct_map *map, const char *key, size_t size);

/* Returns FNV-1a, 64 bits: fast on names, the same on every machine, not safe against collisions
 * that are made on purpose. */
uint64_t ct_hash_bytes(const void *bytes, size_t size);

#endif

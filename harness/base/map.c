#include "base/map.h"

#include <string.h>

uint64_t ct_hash_bytes(const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ at[i]) * 1099511628211u;
    return hash ^ hash >> 32; /* slots are chosen by the low bits */
}

/* The key's slot, or the free one where it would go. */
static ct_map_slot *slot_of(const ct_map *map, const char *key, size_t size, uint64_t hash)
{
    for (size_t i = hash & (map->capacity - 1);; i = (i + 1) & (map->capacity - 1)) {
        ct_map_slot *slot = &map->slots[i];
        if (!slot->value ||
            (slot->hash == hash && slot->size == size && !memcmp(slot->key, key, size)))
            return slot;
    }
}

static void grow(ct_arena *arena, ct_map *map)
{
    ct_map const old = *map;
    map->capacity = old.capacity ? 2 * old.capacity : 8;
    map->slots = ct_arena_alloc(arena, map->capacity * sizeof *map->slots);
    for (size_t i = 0; i < old.capacity; i++) {
        const ct_map_slot *slot = &old.slots[i];
        if (slot->value)
            *slot_of(map, slot->key, slot->size, slot->hash) = *slot;
    }
}

void ct_map_put(ct_arena *arena, ct_map *map, const char *key, size_t size, const void *value)
{
    if (2 * map->count >= map->capacity)
        grow(arena, map);
    uint64_t const hash = ct_hash_bytes(key, size);
    ct_map_slot *slot = slot_of(map, key, size, hash);
    map->count += !slot->value;
    *slot = (ct_map_slot){key, size, hash, value};
}

const void *ct_map_find(const ct_map *map, const char *key, size_t size)
{
    return map->count ? slot_of(map, key, size, ct_hash_bytes(key, size))->value : NULL;
}

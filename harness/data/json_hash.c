#include "data/json_hash.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "data/json.h"
#include "data/number.h"

static uint64_t mix(uint64_t hash, uint64_t more)
{
    hash = (hash ^ more) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

/* A sum, so that the order of members does not count. */
static uint64_t hash_object(const json_t *object)
{
    uint64_t sum = json_object_size(object);
    const char *name;
    size_t size;
    json_t *member;
    json_object_keylen_foreach(ct_json_iterable(object), name, size, member)
    {
        sum += mix(ct_hash_bytes(name, size), ct_json_hash(member));
    }
    return mix(JSON_OBJECT, sum);
}

static uint64_t hash_array(const json_t *array)
{
    uint64_t hash = mix(JSON_ARRAY, json_array_size(array));
    for (size_t i = 0; i < json_array_size(array); i++)
        hash = mix(hash, ct_json_hash(json_array_get(array, i)));
    return hash;
}

uint64_t ct_json_hash(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return hash_object(value);
    case JSON_ARRAY:
        return hash_array(value);
    case JSON_STRING:
        return mix(JSON_STRING, ct_hash_bytes(json_string_value(value), json_string_length(value)));
    case JSON_INTEGER:
    case JSON_REAL:
        return mix(JSON_REAL, ct_number_hash(value));
    default:
        return mix(json_typeof(value), 0);
    }
}

/* Few elements: comparing each with each is faster than hashing, and needs no memory. */
static bool find_among_few(const json_t *array, size_t *first, size_t *second)
{
    size_t const size = json_array_size(array);
    for (*second = 1; *second < size; ++*second)
        for (*first = 0; *first < *second; ++*first)
            if (ct_json_equal(json_array_get(array, *first), json_array_get(array, *second)))
                return true;
    return false;
}

typedef struct entry {
    uint64_t hash;
    size_t number; /* of the element, counted from 1; 0 is free */
} entry;

/* The element equal to that of `index`, or NULL after putting it in. */
static const entry *find_or_put(entry *table, size_t mask, const json_t *array, size_t index)
{
    const json_t *value = json_array_get(array, index);
    uint64_t const hash = ct_json_hash(value);
    size_t i = hash & mask;
    for (; table[i].number; i = (i + 1) & mask)
        if (table[i].hash == hash &&
            ct_json_equal(json_array_get(array, table[i].number - 1), value))
            return &table[i];
    table[i] = (entry){hash, index + 1};
    return NULL;
}

enum { FEW = 8 };

bool ct_json_find_equal(const json_t *array, size_t *first, size_t *second)
{
    size_t const size = json_array_size(array);
    size_t capacity = 16;
    if (size <= FEW)
        return find_among_few(array, first, second);
    while (capacity < 2 * size)
        capacity *= 2;
    entry *table = ct_malloc(capacity * sizeof *table);
    memset(table, 0, capacity * sizeof *table);
    const entry *twin = NULL;
    for (*second = 0; *second < size; ++*second) {
        twin = find_or_put(table, capacity - 1, array, *second);
        if (twin)
            break;
    }
    if (twin)
        *first = twin->number - 1;
    free(table);
    return twin;
}

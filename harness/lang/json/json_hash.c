#include "lang/json/json_hash.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "lang/json/json.h"
#include "lang/json/number.h"

static uint64_t mix(uint64_t hash, uint64_t more)
{
    return ct_hash_foreign(hash, &more, sizeof more);
}

/* Adds the hashes, so that the order of properties has no effect. */
static uint64_t hash_object(const json_t *object)
{
    uint64_t sum = json_object_size(object);
    const char *name;
    size_t size;
    json_t *member;
    json_object_keylen_foreach(ct_json_iterable(object), name, size, member)
    {
        sum += mix(ct_hash_foreign(JSON_OBJECT, name, size), ct_json_hash(member));
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
        return ct_hash_foreign(JSON_STRING, json_string_value(value), json_string_length(value));
    case JSON_INTEGER:
    case JSON_REAL:
        return mix(JSON_REAL, ct_number_hash(value));
    default:
        return mix(json_typeof(value), 0);
    }
}

static bool is_equal(const json_t *array, size_t i, size_t j, ct_budget *budget)
{
    const json_t *a = json_array_get(array, i), *b = json_array_get(array, j);
    return json_typeof(a) == json_typeof(b) || (json_is_number(a) && json_is_number(b))
               ? ct_budget_spend(budget, ct_json_weight(a)) && ct_json_equal(a, b)
               : false;
}

/* For few elements, comparing all pairs is faster than hashing and allocates nothing. */
static bool find_among_few(const json_t *array, ct_budget *budget, size_t *first, size_t *second)
{
    size_t const size = json_array_size(array);
    for (*second = 1; *second < size; ++*second)
        for (*first = 0; *first < *second; ++*first)
            if (is_equal(array, *first, *second, budget))
                return true;
    return false;
}

typedef struct entry {
    uint64_t hash;
    size_t number; /* of the element, counted from 1; 0 is free */
} entry;

/* Returns the entry of an equal element, or NULL after adding the element at `index`. */
static const entry *find_or_put(entry *table, size_t mask, const json_t *array, size_t index,
                                ct_budget *budget)
{
    uint64_t const hash = ct_json_hash(json_array_get(array, index));
    size_t i = hash & mask;
    for (; table[i].number && !budget->stopped; i = (i + 1) & mask)
        if (table[i].hash == hash && is_equal(array, table[i].number - 1, index, budget))
            return &table[i];
    table[i] = (entry){hash, index + 1};
    return NULL;
}

enum { FEW = 8 };

bool ct_json_find_equal(const json_t *array, ct_budget *budget, size_t *first, size_t *second)
{
    size_t const size = json_array_size(array);
    size_t capacity = 16;
    if (size <= FEW)
        return find_among_few(array, budget, first, second);
    while (capacity < 2 * size)
        capacity *= 2;
    entry *table = ct_malloc(capacity * sizeof *table);
    memset(table, 0, capacity * sizeof *table);
    const entry *twin = NULL;
    for (*second = 0; *second < size && !twin; ++*second) {
        if (!ct_budget_spend(budget, ct_json_weight(json_array_get(array, *second))))
            break;
        twin = find_or_put(table, capacity - 1, array, *second, budget);
    }
    if (twin) {
        *first = twin->number - 1;
        --*second;
    }
    free(table);
    return twin;
}

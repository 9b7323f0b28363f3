/* json_hash.h - finds equal JSON values fast. */
#ifndef CT_LANG_JSON_JSON_HASH_H
#define CT_LANG_JSON_JSON_HASH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/budget.h"

/* Returns the same hash for values that are equal by ct_json_equal(). Hashes differ between
 * processes (base/hash.h), so that a target cannot choose values that collide. */
uint64_t ct_json_hash(const json_t *value);

/* Returns true if two elements are equal; *first and *second become the indexes of the first two.
 * Spends about as many steps as ct_json_weight() of the elements. Returns false if the budget is
 * used up: the caller must check the budget before it uses the result. */
bool ct_json_find_equal(const json_t *array, ct_budget *budget, size_t *first, size_t *second);

#endif

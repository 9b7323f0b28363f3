/* json_hash.h - finds equal JSON values in linear time.
 *
 * For the keywords uniqueItems and enum of JSON Schema.
 */
#ifndef CT_LANG_JSON_JSON_HASH_H
#define CT_LANG_JSON_JSON_HASH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/budget.h"

/* Returns the same hash for values that are equal by ct_json_equal(). Hashes differ between
 * processes (base/hash.h), so that a target cannot choose values that collide. Do not store or
 * print them. The caller spends ct_json_weight() of a budget before. The value must not be NULL. */
uint64_t ct_json_hash(const json_t *value);

/* Finds two equal elements of an array.
 * budget:        not NULL; about ct_json_weight() of the elements is spent
 * first, second: out, the indexes of an equal pair, *first < *second; meaningless if false is
 *                returned
 * Returns true if there is a pair. Returns false if there is none, and also if the budget is used
 * up: the caller must check the budget before it uses the result. */
bool ct_json_find_equal(const json_t *array, ct_budget *budget, size_t *first, size_t *second);

#endif

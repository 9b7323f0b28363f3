/* json_hash.h - equal JSON values found fast. */
#ifndef CT_DATA_JSON_HASH_H
#define CT_DATA_JSON_HASH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The same for values that ct_json_equal calls equal. */
uint64_t ct_json_hash(const json_t *value);

/* Whether two elements are equal, and the first two that are. Linear but for arrays whose
 * elements are made to collide. */
bool ct_json_find_equal(const json_t *array, size_t *first, size_t *second);

#endif

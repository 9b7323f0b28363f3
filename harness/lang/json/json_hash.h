/* json_hash.h - equal JSON values found fast. */
#ifndef CT_LANG_JSON_JSON_HASH_H
#define CT_LANG_JSON_JSON_HASH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/budget.h"

/* The same for values that ct_json_equal calls equal; another one in each process (base/hash.h). */
uint64_t ct_json_hash(const json_t *value);

/* Whether two elements are equal, and the first two that are. Spends about as many steps as the
 * elements weigh; when the budget is used up it returns false, and that means nothing. */
bool ct_json_find_equal(const json_t *array, ct_budget *budget, size_t *first, size_t *second);

#endif

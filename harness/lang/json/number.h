/* number.h - JSON numbers of any size, exact and with their text.
 *
 * jansson has 64-bit integers and doubles, but contracts use 10^40 and 0.1. A
 * number is a jansson integer only if its text is the canonical text of that
 * integer. Every other number is a ct_number: a value of jansson's type JSON_REAL
 * that keeps its text. json_real() is never used. Comparisons use the decimal
 * digits of the texts, so they are exact for any length.
 */
#ifndef CT_LANG_JSON_NUMBER_H
#define CT_LANG_JSON_NUMBER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Makes a number from its text, which must be valid by RFC 8259 section 6. It lives as long as
 * `arena`, independent of jansson's reference count. */
json_t *ct_number_new(ct_arena *arena, const char *text, size_t size);
json_t *ct_number_from_int(ct_arena *arena, int64_t value);

/* Returns the length of the number at the start of a text (RFC 8259 section 6), or 0. */
size_t ct_number_scan(const char *text, size_t size);

/* Returns the text of a number and its size. It is valid as long as the number and `scratch`, which
 * holds the text of a jansson integer. */
enum { CT_NUMBER_SCRATCH = 24 };
const char *ct_number_text(const json_t *number, char scratch[CT_NUMBER_SCRATCH], size_t *size);

/* Returns a negative, zero or positive value if a is below, equal to or above b. */
int ct_number_compare(const json_t *a, const json_t *b);

/* Returns true for integers, such as 1, 1.0 and 10e-1. */
bool ct_number_is_integer(const json_t *number);

/* Returns true if number / divisor is an integer. The divisor must be above zero. */
bool ct_number_is_multiple(const json_t *number, const json_t *divisor);

/* Sets *value and returns true if the number is an integer that fits into an int64_t. */
bool ct_number_to_int(const json_t *number, int64_t *value);

/* Returns the same hash for equal numbers, however they are written. */
uint64_t ct_number_hash(const json_t *number);

#endif

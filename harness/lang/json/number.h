/* number.h - JSON numbers of any size, exact and with their text.
 *
 * jansson has 64-bit integers and doubles, but contracts use 10^40 and 0.1. A
 * number is a jansson integer only if its text is the canonical text of that
 * integer. Every other number is a ct_number: a value of jansson's type JSON_REAL
 * that keeps its text. json_real() is never used. Comparisons use the decimal
 * digits as written, so they are exact for any length (RFC 8259 section 6 sets no
 * limit).
 *
 * Every `number` below is a jansson integer or a ct_number, not NULL and of no other type.
 */
#ifndef CT_LANG_JSON_NUMBER_H
#define CT_LANG_JSON_NUMBER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Make a number from its text, or from an integer.
 * text: `size` bytes, valid by RFC 8259 section 6 (see ct_number_scan()); copied
 * The result lives as long as `arena`, independent of jansson's reference count; never NULL. */
json_t *ct_number_new(ct_arena *arena, const char *text, size_t size);
json_t *ct_number_from_int(ct_arena *arena, int64_t value);

/* Returns the length in bytes of the longest number at the start of a string (RFC 8259 section
 * 6), or 0 if it does not start with one. Bytes after the number are not checked: "01" has a
 * length of 1. */
size_t ct_number_scan(const char *text, size_t size);

/* Returns the text of a number, as it was written.
 * scratch: memory for the text of a jansson integer
 * size:    out, bytes
 * The text is NUL-terminated, and valid as long as the number and `scratch`. */
enum { CT_NUMBER_SCRATCH = 24 };
const char *ct_number_text(const json_t *number, char scratch[CT_NUMBER_SCRATCH], size_t *size);

/* Returns a negative, zero or positive value if a is below, equal to or above b. 1.0 equals 1,
 * and -0 equals 0. Takes time proportional to the numbers of digits; exponents have no
 * influence. */
int ct_number_compare(const json_t *a, const json_t *b);

/* Returns true for integers, such as 1, 1.0 and 10e-1 (JSON Schema 2020-12 validation section
 * 6.1.1). */
bool ct_number_is_integer(const json_t *number);

/* Returns true if number / divisor is an integer (`multipleOf`, JSON Schema 2020-12 validation
 * section 6.2.1). The divisor must be above zero. Takes time proportional to the product of the
 * numbers of digits: the caller spends steps of a budget before. */
bool ct_number_is_multiple(const json_t *number, const json_t *divisor);

/* Sets *value and returns true if the number is an integer that fits into an int64_t, also if it is
 * written as 1.0 or 1e3. Otherwise returns false. */
bool ct_number_to_int(const json_t *number, int64_t *value);

/* Returns the same hash for numbers that are equal by ct_number_compare(). Differs between
 * processes, like ct_json_hash(). */
uint64_t ct_number_hash(const json_t *number);

#endif

/* number.h - JSON numbers as mathematics has them, and as they were written.
 *
 * jansson holds 64-bit integers and doubles; a contract speaks of 10^40 and of
 * 0.1. So a number is a jansson integer only where the written text is that
 * integer's canonical text; every other one is a ct_number: a value of
 * jansson's type JSON_REAL that knows its text too. jansson's own json_real()
 * is never used. All comparisons here are of the written decimals, exact, of
 * any length.
 */
#ifndef CT_LANG_JSON_NUMBER_H
#define CT_LANG_JSON_NUMBER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* A number from its text, which must be one by the grammar of RFC 8259 section 6.
 * Lives as long as the arena, whatever jansson counts. */
json_t *ct_number_new(ct_arena *arena, const char *text, size_t size);
json_t *ct_number_from_int(ct_arena *arena, int64_t value);

/* The length of the number that a text begins with (RFC 8259 section 6), or 0. */
size_t ct_number_scan(const char *text, size_t size);

/* As it was written. `scratch` holds the text of a jansson integer. */
enum { CT_NUMBER_SCRATCH = 24 };
const char *ct_number_text(const json_t *number, char scratch[CT_NUMBER_SCRATCH], size_t *size);

/* Negative, zero or positive, as a is below, equal to or above b. */
int ct_number_compare(const json_t *a, const json_t *b);

/* 1, 1.0 and 10e-1 are integers. */
bool ct_number_is_integer(const json_t *number);

/* number / divisor is an integer; the divisor must be above zero. */
bool ct_number_is_multiple(const json_t *number, const json_t *divisor);

/* True and the value when the number is an integer that an int64_t holds. */
bool ct_number_to_int(const json_t *number, int64_t *value);

/* The same for equal numbers, however they are written. */
uint64_t ct_number_hash(const json_t *number);

#endif

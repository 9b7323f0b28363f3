/* timestamp.h - RFC 3339 times of moments, which are nanoseconds since 1970 UTC. Results live in
 * the given arena.
 *
 * Only moments of the years 1970 to 2261 are shown, because 64 bits of nanoseconds end in 2262. No
 * function reads a clock. */
#ifndef CT_GATEWAY_TIMESTAMP_H
#define CT_GATEWAY_TIMESTAMP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "gateway/variant.h"

enum { CT_NANOSECONDS = 1000000000 }; /* in a second */

/* Returns the time in UTC with up to 9 digits of fraction, without trailing zeros:
 * 2020-09-19T07:43:11.94817Z. */
const char *ct_timestamp_show(int64_t moment_ns, ct_arena *arena);

/* Returns the time in UTC, rounded down to the second: 2020-09-19T07:43:11Z. */
const char *ct_timestamp_show_second(int64_t moment_ns, ct_arena *arena);

/* Returns the time in the style of a variant. Every style is valid RFC 3339, with any offset and
 * any number of digits of fraction that it allows. */
const char *ct_timestamp_show_as(int64_t moment_ns, ct_clock_style style, ct_arena *arena);

/* Reads a time like 2020-09-19T07:43:11Z: UTC, whole seconds, an existing day of 1970 to 2261.
 * Returns false if `text` is not such a time; `*moment_ns` may be changed then. */
bool ct_timestamp_parse(const char *text, int64_t *moment_ns);

#endif

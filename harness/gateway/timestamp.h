/* timestamp.h - moments in nanoseconds since 1970, and as RFC 3339 writes them. */
#ifndef CT_GATEWAY_TIMESTAMP_H
#define CT_GATEWAY_TIMESTAMP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "gateway/variant.h"

enum { CT_NANOSECONDS = 1000000000 }; /* in a second */

/* In UTC, with nanoseconds, zeros at the end left out: 2020-09-19T07:43:11.94817Z. */
const char *ct_timestamp_show(int64_t moment_ns, ct_arena *arena);

/* In UTC, the whole second that it lies in: 2020-09-19T07:43:11Z. */
const char *ct_timestamp_show_second(int64_t moment_ns, ct_arena *arena);

/* As a gateway of that style writes it; all of RFC 3339. */
const char *ct_timestamp_show_as(int64_t moment_ns, ct_clock_style style, ct_arena *arena);

/* Reads 2020-09-19T07:43:11Z: UTC, whole seconds, a day that exists, 1970 to 2261. */
bool ct_timestamp_parse(const char *text, int64_t *moment_ns);

#endif

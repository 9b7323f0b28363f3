/* counter.h - texts that come again and again, counted once each, in the order of their first.
 *
 * Bounded: beyond the limit new texts are only counted as others.
 */
#ifndef CT_REPORT_COUNTER_H
#define CT_REPORT_COUNTER_H

#include <stddef.h>

#include "base/arena.h"

typedef struct ct_counter_row {
    const char *text; /* a copy */
    size_t count;
    const char *example; /* given with the first; borrowed */
    struct ct_counter_row *next;
} ct_counter_row;

typedef struct ct_counter {
    ct_arena *arena;
    size_t limit; /* different texts that are kept */
    ct_counter_row *first, *last;
    size_t kept;
    size_t others; /* times that a text was none of those kept */
} ct_counter;

void ct_counter_add(ct_counter *counter, const char *text, const char *example);

#endif

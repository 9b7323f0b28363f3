/* counter.h - counts equal strings, in the order in which they first occur.
 *
 * Memory is bounded: once `limit` different strings are kept, further ones are only counted
 * together.
 */
#ifndef CT_REPORT_COUNTER_H
#define CT_REPORT_COUNTER_H

#include <stddef.h>

#include "base/arena.h"

typedef struct ct_counter_row {
    const char *text; /* owned: a copy in the arena */
    size_t count;
    const char *example; /* of the first occurrence; borrowed */
    struct ct_counter_row *next;
} ct_counter_row;

/* Initialize it with an arena and a limit, and zeros. */
typedef struct ct_counter {
    ct_arena *arena;
    size_t limit; /* number of different strings that are kept */
    ct_counter_row *first, *last;
    size_t kept;
    size_t others; /* occurrences of strings that are not kept */
} ct_counter;

/* Counts a string. `example` must live as long as the counter. */
void ct_counter_add(ct_counter *counter, const char *text, const char *example);

#endif

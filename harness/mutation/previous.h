/* previous.h - the previous response of each operation with each status, for faults that repeat it.
 *
 * Only what such a fault takes over is kept: the status, the body and Content-Type. Memory is
 * bounded by the largest body of each operation and status, times two. It belongs to one thread,
 * and to the arena it was made in. Nothing can fail.
 */
#ifndef CT_MUTATION_PREVIOUS_H
#define CT_MUTATION_PREVIOUS_H

#include "model/exchange.h"

typedef struct ct_previous ct_previous;

/* Returns a store without responses. */
ct_previous *ct_previous_new(ct_arena *arena);

/* Returns the response that was kept last for this operation and status, or NULL. It is valid until
 * the next one is kept.
 * operation: in; any name */
const ct_response *ct_previous_find(const ct_previous *previous, const char *operation,
                                    unsigned status);

/* Copies a response in place of the one that was kept before.
 * operation: in; copied
 * response:  in; not kept */
void ct_previous_keep(ct_previous *previous, const char *operation, const ct_response *response);

#endif

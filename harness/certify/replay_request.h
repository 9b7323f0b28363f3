/* replay_request.h - a recorded request against the one that would be sent today. Of replay.c.
 *
 * Method, URL, headers and body, as they are kept: both were masked by the same
 * rules. Where both have a mask, what it hides is not compared, and counted.
 * A mask in the record alone hides what should be compared.
 */
#ifndef CT_CERTIFY_REPLAY_REQUEST_H
#define CT_CERTIFY_REPLAY_REQUEST_H

#include "model/exchange.h"

/* How many parts of requests could not be compared. */
typedef struct ct_replay_gaps {
    unsigned urls, headers, bodies; /* with a mask */
    unsigned cut;                   /* bodies of which the record keeps a part */
} ct_replay_gaps;

typedef struct ct_replay_difference {
    const char *unlike; /* "header 'X' was 'a', today it would be 'b'"; or NULL */
    const char *hidden; /* "header 'X' is masked in the record"; or NULL */
} ct_replay_difference;

/* The first difference. `gaps` is added to; or NULL. In the arena. */
ct_replay_difference ct_replay_compare(ct_arena *arena, const ct_request *recorded,
                                       const ct_request *today, ct_replay_gaps *gaps);

#endif

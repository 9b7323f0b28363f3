/* replay_transport.h - answers that were recorded, in their order. Of replay.c. */
#ifndef CT_CERTIFY_REPLAY_TRANSPORT_H
#define CT_CERTIFY_REPLAY_TRANSPORT_H

#include "http/transport.h"
#include "model/result.h"

/* One exchange of a record. */
typedef struct ct_replay_exchange {
    const ct_step_result *step; /* of the record, with its exchange */
    ct_exchange exchange;       /* that is given */
    const char *error;          /* instead of a response */
    struct ct_replay_exchange *next;
} ct_replay_exchange;

/* What a body has in place of the record's masks: a result that depends on it was judged by what is
 * hidden. */
typedef enum ct_guess { CT_GUESS_MASK, CT_GUESS_NUMBER, CT_GUESS_DIGITS, CT_GUESSES } ct_guess;

/* Adds the exchanges of a recorded case, which has its steps, to the list. In the arena. */
void ct_replay_exchanges_add(ct_arena *arena, const ct_case_result *recorded, ct_guess guess,
                             ct_replay_exchange **list);

/* Gives the answers one after the other. Its time is the record's: no clock is read, nothing is
 * waited for, and no step is tried twice, because a record has the last try alone. Belongs to the
 * arena. */
ct_transport *ct_replay_transport(ct_arena *arena, const ct_replay_exchange *answers);

/* One sentence on a request that has no answer, or an answer that nothing asked for; NULL: all of
 * them were given. */
const char *ct_replay_left(const ct_transport *transport);

#endif

/* replay_transport.h - a transport that returns recorded responses. Part of replay.c. */
#ifndef CT_CERTIFY_REPLAY_TRANSPORT_H
#define CT_CERTIFY_REPLAY_TRANSPORT_H

#include "http/transport.h"
#include "model/result.h"

/* A recorded exchange. */
typedef struct ct_replay_exchange {
    const ct_step_result *step; /* of the record, with its exchange */
    ct_exchange exchange;       /* what the transport returns */
    const char *error;          /* returned instead of a response; NULL: there is a response */
    struct ct_replay_exchange *next;
} ct_replay_exchange;

/* What replaces the masks in a body. If the result of a case changes with the replacement, it
 * depends on a masked value and cannot be judged again. */
typedef enum ct_guess {
    CT_GUESS_MASK,   /* the mask stays */
    CT_GUESS_NUMBER, /* a string that is a mask becomes a number */
    CT_GUESS_DIGITS, /* 32 hex digits */
    CT_GUESSES
} ct_guess;

/* Appends the exchanges of a recorded case to a list.
 * arena: owns the new items
 * recorded: with its steps, which must live as long as the list
 * list: in, out */
void ct_replay_exchanges_add(ct_arena *arena, const ct_case_result *recorded, ct_guess guess,
                             ct_replay_exchange **list);

/* Returns a transport that returns the exchanges in order. Its time is that of the record: no clock
 * is read, and waiting ends at once. No step is retried, because a record has only the last
 * attempt. It belongs to the arena; the exchanges are borrowed. */
ct_transport *ct_replay_transport(ct_arena *arena, const ct_replay_exchange *exchanges);

/* Returns a sentence about the first request without a recorded response, or the first recorded
 * exchange that was not requested, in the arena of the transport. Returns NULL if all were used.
 * transport: of ct_replay_transport() */
const char *ct_replay_left(const ct_transport *transport);

#endif

/* replay_transport.h - answers that were recorded, in their order. Of replay.c. */
#ifndef CT_CERTIFY_REPLAY_TRANSPORT_H
#define CT_CERTIFY_REPLAY_TRANSPORT_H

#include <jansson.h>

#include "run/transport.h"

/* One exchange of a record. */
typedef struct ct_recorded {
    const json_t *step;       /* of the record */
    const char *method, *url; /* that were sent */
    ct_exchange exchange;     /* without its request */
    const char *trouble;      /* instead of an answer */
    bool is_settled;          /* the step passed: it is not tried again */
    struct ct_recorded *next;
} ct_recorded;

/* What stands in a body where the record has a mask: whoever comes to another end by another guess
 * has looked at what is hidden. */
typedef enum ct_guess { CT_GUESS_MASK, CT_GUESS_NUMBER, CT_GUESS_DIGITS, CT_GUESSES } ct_guess;

/* The exchanges of the steps of one recorded case, added to the list; false when one is none. */
bool ct_recorded_read(ct_arena *arena, const json_t *recorded_case, ct_guess guess,
                      ct_recorded **list);

/* Gives the answers one after the other; its clock stands where the record's stood. Belongs to the
 * arena. */
ct_transport *ct_replay_transport(ct_arena *arena, const ct_recorded *answers, int64_t started_at);

/* What was asked for and not given, and whether all was given; one sentence, or NULL. */
const char *ct_replay_left(const ct_transport *transport);

#endif

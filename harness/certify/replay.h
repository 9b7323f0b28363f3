/* replay.h - judges recorded responses again, with the current cases and the same judge.
 *
 * The recorded responses are given to the runner as if a target sent them. Each request is built
 * again from the suite, the seed and the variables of the target, with masks for secrets and the
 * recorded time, and compared with the recorded request (replay_request.h). In this way an edited
 * response, request or result is found, and there is no second judge.
 */
#ifndef CT_CERTIFY_REPLAY_H
#define CT_CERTIFY_REPLAY_H

#include "certify/replay_request.h"
#include "model/events.h"
#include "model/peers.h"
#include "model/target.h"
#include "record/record_read.h"

/* A recorded case and its new result. Valid only during the call that reports it. */
typedef struct ct_replayed {
    const ct_case *test_case; /* of the current suite; NULL: the suite does not have it */
    ct_verdict recorded, judged;
    const char *reason;   /* as recorded; the name of the case if `test_case` is NULL; NULL: none */
    const char *why;      /* the reason of the new result; NULL: none */
    const char *unlike;   /* how the current request differs: "step 2: header ..."; NULL: it is the
                             same */
    const char *unjudged; /* why it could not be judged again; NULL: it was judged */
    const char *mistimed; /* how its recorded times contradict each other; NULL: they do not */
} ct_replayed;

/* All pointers are borrowed. */
typedef struct ct_replay {
    const ct_suite *suite;
    const ct_target *target; /* read with masks for its secrets */
    /* Decides whether requests have a `traceparent`. NULL: where the recorded requests have it. */
    const struct ct_profile *profile;
    ct_recorded *record; /* its cases get their steps for the time that they are judged */
    void (*report)(void *user, const ct_replayed *replayed); /* called for each recorded case */
    void *user;
    ct_listener *listener; /* its case_end is called for each case of the suite; NULL: none */
    struct ct_record_facts *facts; /* gets each case (record_facts.h); NULL: none */
    ct_peers *peers;               /* gets the peers of the recorded exchanges; NULL: not wanted */
    bool is_evidence;              /* of a certificate: bodies are whole, and peers are known */
    ct_replay_gaps gaps; /* in, out: parts of requests that could not be compared are added */
} ct_replay;

/* Judges every case of the record again, in the order of the record.
 * Returns false after reporting that the record cannot be judged again: it was merged from several
 * runs, has no seed, or changed while it was read. */
bool ct_replay_all(ct_replay *replay, ct_diag *diag);

/* Returns a description of the gaps, such as "the masked parts of 3 headers", in the arena. Returns
 * NULL if everything was compared. */
const char *ct_replay_gaps_text(const ct_replay_gaps *gaps, ct_arena *arena);

#endif

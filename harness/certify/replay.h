/* replay.h - judges recorded exchanges again, by the cases of today and the same judge.
 *
 * The record's answers are played to the runner as if a target gave them:
 * every request is made again from the suite, the seed and the target's
 * variables, with masks for secrets, at the time that was recorded, and is
 * compared with what was recorded (replay_request.h). So an edited answer, an
 * edited request and an edited verdict each come to light, and no second judge
 * exists.
 */
#ifndef CT_CERTIFY_REPLAY_H
#define CT_CERTIFY_REPLAY_H

#include "certify/replay_request.h"
#include "model/events.h"
#include "model/target.h"
#include "record/record_read.h"

/* How a recorded case stands to what it is judged to be now. */
typedef struct ct_replayed {
    const ct_case *test_case;
    ct_verdict recorded, judged;
    const char *reason;   /* as recorded; or NULL */
    const char *why;      /* it was judged so now; or NULL */
    const char *unlike;   /* how the request of today differs: "step 2: header ..."; or NULL */
    const char *unjudged; /* why it could not be judged again; or NULL: it was */
} ct_replayed;

typedef struct ct_replay {
    const ct_suite *suite;
    const ct_target *target; /* read with masks for its secrets */
    ct_recorded *record;
    /* Told of each case, in the record's order. */
    void (*report)(void *user, const ct_replayed *replayed);
    void *user;
    ct_listener *listener; /* hears case_end of each case that was judged again; or NULL */
    ct_replay_gaps gaps;   /* of all cases: what could not be compared */
} ct_replay;

/* Returns false after noting why, when the record cannot be judged again as a whole: it is of
 * several runs, or changed while it was read. A case of the record that the suite does not have is
 * reported with `asked` NULL and its name in `reason`. */
bool ct_replay_all(ct_replay *replay, ct_diag *diag);

/* "the masked parts of 3 headers", in the arena; NULL: everything was compared. */
const char *ct_replay_gaps_text(const ct_replay_gaps *gaps, ct_arena *arena);

#endif

/* replay.h - judges recorded exchanges again, by the cases of today and the same judge.
 *
 * The record's answers are played to the runner as if a target gave them:
 * every request is made again from the suite, the seed and the target's
 * variables, with masks for secrets, at the time that was recorded, and is
 * compared with what was recorded. So an edited answer, an edited request and
 * an edited verdict each come to light, and no second judge exists.
 */
#ifndef CT_CERTIFY_REPLAY_H
#define CT_CERTIFY_REPLAY_H

#include <jansson.h>

#include "model/listener.h"
#include "model/target.h"

/* How a recorded case stands to what it is judged to be now. */
typedef struct ct_replayed {
    const ct_case *asked;
    ct_verdict recorded, judged;
    const char *reason;   /* as recorded; or NULL */
    const char *why;      /* it was judged so now; or NULL */
    const char *unlike;   /* what of the record does not fit: "step 2: another request"; or NULL */
    const char *unjudged; /* why it could not be judged again; or NULL: it was */
} ct_replayed;

typedef struct ct_replay {
    const ct_suite *suite;
    const ct_target *target; /* read with masks for its secrets */
    const json_t *record;    /* of results.json */
    /* Told of each case, in the record's order. */
    void (*tell)(void *user, const ct_replayed *replayed);
    void *user;
    ct_listener *listener; /* hears case_end of each case that was judged again; or NULL */
} ct_replay;

/* False, and one sentence in *trouble, when the record is none. A case of the record that the
 * suite does not have is told with `asked` NULL and its name in `reason`. */
bool ct_replay_all(const ct_replay *replay, ct_arena *arena, const char **trouble);

/* A record as it was written; NULL after noting why not. */
const json_t *ct_replay_read(ct_arena *arena, const char *path, ct_diag *diag);

#endif

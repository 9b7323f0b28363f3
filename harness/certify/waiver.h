/* waiver.h - deviations that are accepted for a time.
 *
 * A waiver is of one case and of one of the requirements that it verifies. It
 * covers a failure only when what came is what it says under `observed`, and
 * nothing else failed: each finding is about something that `observed` looks
 * at. The case still runs, and its findings are still shown. A waiver that is
 * no longer needed, or no longer good, is trouble by itself.
 */
#ifndef CT_CERTIFY_WAIVER_H
#define CT_CERTIFY_WAIVER_H

#include "base/diag.h"
#include "model/events.h"
#include "model/suite.h"

typedef struct ct_waiver {
    ct_loc where;
    const ct_requirement *requirement;
    const ct_case *test_case;
    const char *reason, *owner;
    const char *link;    /* or NULL */
    const char *expires; /* "2027-03-31", the last day on which it counts, UTC */
    int64_t expires_ms;  /* Unix milliseconds, the end of that day */
    const ct_expect *observed;
    struct ct_waiver *next;
} ct_waiver;

typedef struct ct_waivers {
    const ct_source *source;
    ct_waiver *first;
} ct_waivers;

/* NULL after noting every mistake: a waiver of what does not exist is one. What a suite that was
 * read only in part does not have is left out. */
const ct_waivers *ct_waivers_read(ct_arena *arena, const ct_suite *suite, const char *path,
                                  ct_diag *diag);

/* What a waiver came to. */
typedef enum ct_waiver_state {
    CT_WAIVER_IDLE,    /* its case could not be judged, or was not selected: nothing is known */
    CT_WAIVER_COVERS,  /* its case failed as it says */
    CT_WAIVER_PASSING, /* its case passed */
    CT_WAIVER_OTHER,   /* its case failed in another way */
    CT_WAIVER_UNUSED,  /* its case was skipped */
    CT_WAIVER_EXPIRED,
    CT_WAIVER_STATES
} ct_waiver_state;

/* Pure. `result` is of the waiver's case, with its steps; NULL: it was not selected. `now_ms` is
 * the day that counts, Unix milliseconds. */
ct_waiver_state ct_waiver_judge(const ct_waiver *waiver, const ct_case_result *result,
                                int64_t now_ms, ct_arena *arena);

/* True for a state that fails by itself: passing, unused, expired. */
bool ct_waiver_is_error(ct_waiver_state state);

/* "the waiver of BIND-404 for bind-credentials/unknown-quota has expired on 2027-03-31", in the
 * arena; NULL for a state that needs no words. */
const char *ct_waiver_describe(const ct_waiver *waiver, ct_waiver_state state, ct_arena *arena);

/* ---- In a run ---- */

/* A listener that shows the run to others as a gate sees it: a failure that is covered is a
 * warning with a reason. What the gate's exit status is made from stands in `seen`, which is there
 * from run_begin on. */
typedef struct ct_waiver_filter {
    ct_listener listener; /* first: this is a listener */
    const ct_run_result *seen;
    unsigned errors; /* of waivers, told to `diag` when the run ends */
} ct_waiver_filter;

/* Belongs to the arena; `inner` are the listeners that are shown it. */
ct_waiver_filter *ct_waiver_filter_open(ct_arena *arena, const ct_waivers *waivers,
                                        ct_listener *inner, ct_diag *diag);

#endif

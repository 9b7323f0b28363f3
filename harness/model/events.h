/* events.h - how a run tells the world what happens. NULL: not interested.
 *
 * Embed as the first member of a struct of your own. The facts are const. A
 * case's steps (requests, answers, findings) are there while case_end is told
 * and not later: copy what you need, or write it away. case_end is told once
 * for every case of the run, in the order in which they end, also for those
 * that were skipped or not run. A listener never influences the run.
 *
 * A recorded run is told in the same way, but it has no pulse.
 */
#ifndef CT_MODEL_EVENTS_H
#define CT_MODEL_EVENTS_H

#include "model/result.h"

/* What goes on at a moment of a run. */
typedef struct ct_run_progress {
    uint64_t elapsed_us;    /* since the run began */
    unsigned in_flight;     /* cases */
    const ct_case *longest; /* the one of those that began first; NULL: none is in flight */
    uint64_t longest_us;    /* how long it has been */
} ct_run_progress;

typedef struct ct_listener ct_listener;
struct ct_listener {
    void (*run_begin)(ct_listener *self, const ct_run_result *run);
    /* Once, when the target has steps of its own: after them, and again after their cleanup. */
    void (*before_end)(ct_listener *self, const ct_run_result *run, const ct_case_result *result);
    void (*case_end)(ct_listener *self, const ct_run_result *run, const ct_case_result *result);
    void (*run_end)(ct_listener *self, const ct_run_result *run);
    /* About ten times a second while the run goes on, also while nothing ends: for who shows that
     * something moves. Cheap when nobody wants it. */
    void (*run_progress)(ct_listener *self, const ct_run_result *run,
                         const ct_run_progress *run_progress);
    /* Shows the exchange of each step; else only of those that did not pass. */
    bool wants_each_exchange;
    ct_listener *next; /* the next one to tell */
};

#endif

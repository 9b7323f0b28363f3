/* events.h - how a run reports what happens.
 *
 * A listener is a struct of the caller's own whose first member is a ct_listener. A function that
 * is NULL is not called. All facts are const, and a listener never influences the run.
 *
 * Order of calls: run_begin; before_end, if the target has steps of its own; case_end once for each
 * case of the run, in the order in which they end, also for those that were skipped or not run;
 * before_end again, after the clean-up of the target's steps; run_end. A recorded run is replayed
 * in the same order, with the cases in file order and without run_progress.
 *
 * Lifetime: the steps of a case (requests, responses, findings) exist only during case_end or
 * before_end. Copy what is needed later, or write it to a file. The run, its cases and the suite
 * live until after run_end.
 *
 * All calls are made by the thread that runs the cases, never two at once. A listener must not
 * block: no response is read meanwhile. It cannot fail: one that writes keeps its first error and
 * reports it when it is closed.
 */
#ifndef CT_MODEL_EVENTS_H
#define CT_MODEL_EVENTS_H

#include "model/result.h"

/* The state of a run that goes on. It is valid during the call only. */
typedef struct ct_run_progress {
    uint64_t elapsed_us;    /* since the start of the run */
    unsigned in_flight;     /* number of cases that run now */
    const ct_case *longest; /* of these the one that started first; NULL: none runs */
    uint64_t longest_us;    /* how long it has been running */
} ct_run_progress;

/* `self` is the listener itself; the callee casts it to its own struct. Listeners form a list,
 * which the caller of the run owns and must not change during the run. */
typedef struct ct_listener ct_listener;
struct ct_listener {
    /* The run starts. Its cases are known, and have no result yet: each verdict is CT_NOT_RUN.
     * Called exactly once, before all others. */
    void (*run_begin)(ct_listener *self, const ct_run_result *run);

    /* The target's own steps ended, or their clean-up did. `result` is run->before. If the steps
     * did not pass, no case is run. */
    void (*before_end)(ct_listener *self, const ct_run_result *run, const ct_case_result *result);

    /* A case ended. `result` is an element of run->cases; its place in the array is its place in
     * file order. The counts of the run include it. */
    void (*case_end)(ct_listener *self, const ct_run_result *run, const ct_case_result *result);

    /* The run ended; also if it ended early (run->stopped). Called exactly once, after all others.
     * The steps of no case exist any more. */
    void (*run_end)(ct_listener *self, const ct_run_result *run);

    /* About ten times a second while the run goes on, also while no case ends. For displays only:
     * what it gets depends on the clock. */
    void (*run_progress)(ct_listener *self, const ct_run_result *run,
                         const ct_run_progress *run_progress);

    /* Needs the exchange of every step; otherwise only steps that did not pass have one. Set it
     * before run_begin. */
    bool wants_each_exchange;

    ct_listener *next; /* the next one to call; NULL: the last */
};

#endif

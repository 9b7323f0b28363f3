/* progress_timer.h - the pulse of a run, for listeners that feel it. Not for others than the loop.
 */
#ifndef CT_RUN_PROGRESS_TIMER_H
#define CT_RUN_PROGRESS_TIMER_H

#include "model/events.h"
#include "run/case_run.h"

typedef struct ct_progress_timer {
    ct_listener *listeners;
    const ct_run_result *run;
    const ct_transport *transport; /* whose clock it goes by */
    uint64_t begin_us, next_us;
    bool is_wanted; /* some listener wants it; else it costs nothing */
} ct_progress_timer;

/* Begins now. */
ct_progress_timer ct_progress_timer_new(ct_listener *listeners, const ct_run_result *run,
                                        const ct_transport *transport);

/* Tells the pulse when it is time to, else does nothing. Flights without a case do not count. */
void ct_progress_timer_tick(ct_progress_timer *progress_timer, const ct_case_run *case_runs,
                            size_t count);

#endif

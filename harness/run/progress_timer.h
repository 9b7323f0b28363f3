/* progress_timer.h - reports the progress of a run ten times a second, to listeners that ask for
 * it. For run/ only. */
#ifndef CT_RUN_PROGRESS_TIMER_H
#define CT_RUN_PROGRESS_TIMER_H

#include "model/events.h"
#include "run/case_run.h"

typedef struct ct_progress_timer {
    ct_listener *listeners;
    const ct_run_result *run;
    const ct_transport *transport; /* whose clock is used */
    uint64_t begin_us, next_us;    /* CLOCK_MONOTONIC: the start of the run, the next report */
    bool is_wanted;                /* some listener has `run_progress`; else a tick does nothing */
} ct_progress_timer;

/* Starts a timer. Everything is borrowed, and must live as long as the timer is used. */
ct_progress_timer ct_progress_timer_new(ct_listener *listeners, const ct_run_result *run,
                                        const ct_transport *transport);

/* Reports if 100 ms have passed since the last report.
 * case_runs: `count` of them; those without a result are free and not counted. NULL if count is 0
 */
void ct_progress_timer_tick(ct_progress_timer *progress_timer, const ct_case_run *case_runs,
                            size_t count);

#endif

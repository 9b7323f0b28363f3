/* run_state.h - a run while it lasts. Of runner.c and target_steps.c. */
#ifndef CT_RUN_RUN_STATE_H
#define CT_RUN_RUN_STATE_H

#include "run/case_run.h"
#include "run/cleanup_log.h"
#include "run/lock.h"
#include "run/progress_timer.h"

/* What the event loop is doing; it goes through the phases in this order. */
typedef enum ct_run_phase {
    CT_PHASE_SETUP,   /* the steps of the target, one case run */
    CT_PHASE_CASES,   /* the selected cases, up to `parallel` case runs */
    CT_PHASE_TEARDOWN /* the cleanup of the set-up, one case run */
} ct_run_phase;

typedef struct run {
    ct_run_phase phase;
    ct_run_context context;
    ct_listener *listeners;
    ct_arena *arena;
    ct_run_result *result;

    const size_t *order; /* of taking off; NULL: file order */
    size_t next_case;    /* how many have been looked at */
    ct_locks *locks;
    ct_case_run *case_runs, *free_case_runs; /* `flights` is an array of `parallel` */
    unsigned in_flight; /* requests in the air, and steps that wait for their next attempt */

    ct_rate_limit rate_limit;
    size_t before_steps;      /* of the target's own steps, how many were sent */
    ct_verdict setup_verdict; /* kept while the tear-down uses the same result */
    bool is_last_uncertain;   /* nobody knows whether the last of them made something */
    unsigned unreachable;     /* connection errors since the last answer */
    bool is_stopping;         /* nobody takes off any more */
    uint64_t stop_at_us;      /* when what is in flight is given up */
    ct_progress_timer progress_timer;
} run;

/* Nobody takes off any more; the first reason counts. */
void ct_run_stop(run *r, const char *why);
void ct_run_count_cleanup(run *r, const ct_case_result *result);

/* A case run that is free. There is one: no more than `parallel` are in flight. */
ct_case_run *ct_run_take_case_run(run *r);

/* target_steps.c. `begin` returns the case run of its phase, prepared, or NULL if there is nothing
 * to do. `end` reports its result; the caller releases the case run. */
ct_case_run *ct_run_begin_setup(run *r);
void ct_run_end_setup(run *r, ct_case_run *case_run);
ct_case_run *ct_run_begin_teardown(run *r);
void ct_run_end_teardown(run *r, ct_case_run *case_run);

/* target_steps.c, of a run that takes away what another one left: what was captured then. */
void ct_run_restore_setup(run *r);
void ct_run_restore_captures(const run *r, ct_case_run *case_run);

/* Of the target's own steps, those that capture secrets and make nothing. In the arena. */
const ct_case *ct_run_log_ins(const ct_case *before, ct_arena *arena);

#endif

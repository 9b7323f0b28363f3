/* run_state.h - the state of a run. For runner.c, which has the event loop, and target_steps.c. */
#ifndef CT_RUN_RUN_STATE_H
#define CT_RUN_RUN_STATE_H

#include "run/case_run.h"
#include "run/cleanup_log.h"
#include "run/lock.h"
#include "run/progress_timer.h"
#include "triage/cause.h"
#include "triage/requirement_fold.h"

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

    const size_t *order; /* of starting; NULL: file order */
    size_t next_case;    /* how many of `order` were started or skipped, or wait for a lock */
    ct_locks *locks;
    ct_case_run *case_runs,
        *free_case_runs; /* an array of `parallel`, and a list of its free ones */
    unsigned in_flight;  /* case runs with a request in flight or a step that waits */

    ct_rate_limit rate_limit;
    size_t before_steps;      /* steps of the target that were sent, and have to be cleaned up */
    ct_verdict setup_verdict; /* kept while the tear-down uses the same result */
    bool is_last_uncertain;   /* the response to the last of them is missing */
    unsigned unreachable;     /* failed connections since the last response */
    bool is_stopping;         /* no case starts any more */
    uint64_t stop_at_us;      /* CLOCK_MONOTONIC; what is in flight then is aborted */
    ct_progress_timer progress_timer;
    ct_triage *triage;                 /* of the selected cases, as the next one */
    ct_requirement_fold *requirements; /* NULL: requirements are not judged */
} run;

/* Stops the run: no case starts any more, those in flight have two seconds. Only the first reason
 * counts. `why` is static or belongs to the run's arena. */
void ct_run_stop(run *r, const char *why);

/* Adds the failed cleanup steps of a result to those of the run. */
void ct_run_count_cleanup(run *r, const ct_case_result *result);

/* Takes a case run that is free. There is one: no more than `parallel` are in flight. */
ct_case_run *ct_run_take_case_run(run *r);

/* target_steps.c. `begin` returns the case run of its phase, prepared, or NULL if there is nothing
 * to do. `end` reports its result; the caller releases the case run. */
ct_case_run *ct_run_begin_setup(run *r);
void ct_run_end_setup(run *r, ct_case_run *case_run);
ct_case_run *ct_run_begin_teardown(run *r);
void ct_run_end_teardown(run *r, ct_case_run *case_run);

/* target_steps.c, for the cleanup of an interrupted run: reads from its journal which steps of the
 * target were sent and what they captured, and what a case captured. Without a journal the second
 * does nothing. */
void ct_run_restore_setup(run *r);
void ct_run_restore_captures(const run *r, ct_case_run *case_run);

/* Returns a copy of the target's steps, in the arena, with only those that capture secrets and have
 * no cleanup, such as a log-in: they can be sent again to clean up. */
const ct_case *ct_run_log_ins(const ct_case *before, ct_arena *arena);

#endif

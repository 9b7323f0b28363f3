/* case_run.h - the life of one case: its variables, its steps, its landing. Not for others. */
#ifndef CT_RUN_CASE_RUN_H
#define CT_RUN_CASE_RUN_H

#include "base/budget.h"
#include "http/rate_limit.h"
#include "judge/response_body.h"
#include "lang/yaml/template.h"
#include "run/render.h"
#include "run/runner.h"

/* What all flights of a run share. */
typedef struct ct_run_context {
    ct_arena *arena; /* the run's */
    const ct_target *target;
    const ct_run_options *options;
    ct_transport *transport;
    ct_redactor *redactor;
    ct_rate_limit *rate_limit;
    bool keeps_each_exchange; /* else only of steps that did not pass */
    uint64_t end_us;          /* --max-time; 0: never */
    ct_scope run_scope;       /* the target's values, run_id, and what its own steps captured */
} ct_run_context;

typedef struct ct_case_run {
    const ct_run_context *context;
    ct_case_result *result;
    ct_arena *arena;    /* everything of this case; reset when it has landed */
    ct_arena *attempt;  /* of the request in the air: a step that is tried again forgets the last */
    ct_arena *incoming; /* of the response alone: reset when its step is over */
    ct_response_body answer; /* in it */
    uint64_t started_us;

    /* variables, innermost last; captures of a target's own steps go to the run's */
    ct_scope generated, operation, own, captured, request;

    const ct_step *step;     /* the one that is in the air, or comes next */
    const ct_step **cleanup; /* what is left of it, the last one first */
    size_t cleanup_left;
    bool is_cleaning;
    bool is_logged;         /* the journal knows of it */
    size_t uncertain_steps; /* of the cleanup that is left: they undo a step that nobody answered */
    const char *uncertain_title;
    ct_step_result *step_result, **tail;
    int64_t rendered_at;     /* Unix milliseconds, of the step's request: its $(now) */
    const ct_exchange *last; /* of the last attempt, while the next one waits */
    uint64_t first_sent_us;  /* the first attempt of this step */
    uint64_t due_us; /* when the next request is sent; 0: it is in the air, or there is none */
    bool has_slot;   /* of the pace, for the request that is due */

    /* judging its responses, all together: steps, and time (case_budget.c) */
    ct_budget budget, marked_budget;
    uint64_t judged_us, marked_judged_us; /* spent so far */
    uint64_t judging_since_us, judging_most_us, judging_grace_us, pumped_us;

    /* --repeat: what the times before came to, and the worst of them */
    unsigned repetition, passed;
    ct_case_result worst;
    ct_arena *worst_arena;

    struct ct_lock *lock;     /* the runner's */
    struct ct_case_run *next; /* the runner's: free ones */
} ct_case_run;

/* Makes a flight ready for a case. False when a variable is missing: the result has its verdict. */
bool ct_case_run_prepare(ct_case_run *case_run, const ct_run_context *context,
                         ct_case_result *result);

/* The object of one of the flight's scopes, made when it is not there yet. */
json_t *ct_case_run_vars(ct_case_run *case_run, ct_scope *scope);

/* The name of the lock that the case takes, in the flight's arena; NULL for none. */
const char *ct_case_run_lock_name(ct_case_run *case_run);

/* The request of a step, in the flight's arena. NULL after setting *trouble when it cannot be made.
 */
ct_request *ct_case_run_render(ct_case_run *case_run, const ct_step *step, ct_render_error *error);

/* Sends the next request. False when there is none left: the case is over. */
bool ct_case_run_next_step(ct_case_run *case_run);

/* Takes the answer to the request that was sent. When the step is to be tried again, `due_us` says
 * when: then ct_case_run_retry() sends it. */
void ct_case_run_receive(ct_case_run *case_run, const ct_arrival *arrival);

/* False when nothing could be sent: the step is over. */
bool ct_case_run_retry(ct_case_run *case_run);

/* Takes the last attempt for the only one; without one the case was not run. */
void ct_case_run_stop_retrying(ct_case_run *case_run, const char *reason);

/* The case is over: true when --repeat wants it once more, and it is ready to go. The result is
 * then the next time's; after the last time, or with `is_last`, it is the worst of all. */
bool ct_case_run_repeat(ct_case_run *case_run, bool is_last);

/* A failure of the connection may be what the step in the air expects. */
bool ct_case_run_expects_failure(const ct_case_run *case_run);

/* How many steps of the case were begun, and (for a target's own steps) the cleanup of so many. */
size_t ct_case_run_count_steps(const ct_case_run *case_run);
void ct_case_run_plan_teardown(ct_case_run *case_run, size_t steps);

/* The last of those steps was cut off: what it made, if it did, has no name yet. When its cleanup
 * cannot be made, something may be left, and that is told. */
void ct_case_run_mark_uncertain(ct_case_run *case_run, size_t steps);

/* Leaves out the steps that are left, but not the cleanup. */
void ct_case_run_cancel(ct_case_run *case_run, const char *reason);

/* Gives the case up where it is. What was judged stays: only the cleanup did not pass then. */
void ct_case_run_abort(ct_case_run *case_run, const char *reason);

/* Ends the case: nothing more of it will come. */
void ct_case_run_finish(ct_case_run *case_run);

/* Frees the memory of a flight; it may be NULL inside. */
void ct_case_run_free(ct_case_run *case_run);

/* case_log.c: NULL, or why the step may not be sent or is not judged. The end counts when all
 * of the cleanup passed; of a target's own steps, as many as were begun. */
const char *ct_case_run_log_start(ct_case_run *case_run);
const char *ct_case_run_log_response(ct_case_run *case_run);
void ct_case_run_log_end(ct_case_run *case_run, size_t steps);

/* case_budget.c. Responses are judged between `begin` and `end`: for as long as a request may
 * take, within the limits of limits.h. An attempt that another one replaces costs nothing: what was
 * spent since the mark is refunded. */
void ct_case_run_open_budget(ct_case_run *case_run);
void ct_case_run_start_judging(ct_case_run *case_run, unsigned timeout_ms);
void ct_case_run_stop_judging(ct_case_run *case_run);
void ct_case_run_mark_budget(ct_case_run *case_run);
void ct_case_run_refund_budget(ct_case_run *case_run);

/* Between case_run.c and case_response.c. */
unsigned ct_case_run_timeout(const ct_case_run *case_run);
bool ct_case_run_send(ct_case_run *case_run);
void ct_case_run_conclude_step(ct_case_run *case_run);
void ct_case_run_set_error(ct_case_run *case_run, ct_code code, const char *error);

/* CLOCK_MONOTONIC in microseconds, and CLOCK_REALTIME in milliseconds; both as far ahead as the
 * transport's clock, where there is one. */
uint64_t ct_monotonic_us(const ct_transport *transport);
int64_t ct_unix_ms(const ct_transport *transport);

#endif

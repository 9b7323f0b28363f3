/* case_run.h - one case while it runs: its variables, its steps, its cleanup. For run/ only.
 *
 * A case run does not wait and does not know the event loop. It is driven like this:
 *
 *   ct_case_run_prepare()            variables are filled in
 *   ct_case_run_next_step()          sends a request; false: nothing is left, the case is over
 *   ct_case_run_receive()            the response is judged; then either the step is over and
 *                                    next_step() follows, or `due_us` is set
 *   ct_case_run_retry()              at `due_us`: the step is sent again, or for the first time if
 *                                    it had to wait for its slot of the rate limit
 *   ct_case_run_repeat()             true: start again with next_step() (--repeat)
 *   ct_case_run_finish()             once, after the last step
 *
 * States: a request is in flight (`due_us` is 0), or the step waits (`due_us` is not 0), or the
 * case is over. The steps of a case end with the first that fails; the cleanup always runs, last
 * step first, and never changes the verdict of the case.
 *
 * The structure may be used for one case after another: its arenas are kept. A zeroed structure is
 * ready for ct_case_run_prepare().
 */
#ifndef CT_RUN_CASE_RUN_H
#define CT_RUN_CASE_RUN_H

#include "base/budget.h"
#include "http/rate_limit.h"
#include "http/transport.h"
#include "judge/response_body.h"
#include "lang/yaml/template.h"
#include "model/result.h"
#include "run/polling.h"
#include "run/render.h"
#include "run/run_options.h"

/* What all case runs of a run share. Borrowed by each of them. */
typedef struct ct_run_context {
    ct_arena *arena; /* of the run: for what outlives a case */
    const ct_target *target;
    const ct_run_options *options;
    ct_transport *transport;
    ct_redactor *redactor;
    ct_rate_limit *rate_limit; /* NULL: no limit, and 429 is a response like any other */
    bool keeps_each_exchange;  /* false: only those of steps that did not pass */
    ct_polling *polling;       /* NULL: steps always wait to the end of their `within` */
    uint64_t end_us;           /* CLOCK_MONOTONIC, the end of --max-time; 0: never */
    ct_scope run_scope;        /* the target's values, run_id, and what its steps captured */
} ct_run_context;

typedef struct ct_case_run {
    const ct_run_context *context;
    ct_case_result *result; /* NULL: the structure is free */
    ct_arena *arena;        /* of the case; reset by the runner after case_end */
    ct_arena *attempt;      /* of the request in flight; a retry resets it, if it is not `arena` */
    ct_arena *incoming;     /* of the response in flight; reset when the step is over */
    ct_response_body received; /* the body that is judged, in `incoming` */
    uint64_t started_us;       /* CLOCK_MONOTONIC */

    /* Variables; each scope's `outer` is the one before it. The outermost is the run's. */
    ct_scope generated, operation, own, captured, request;

    const ct_step *step;     /* in flight, waiting, or the next one; NULL: none is left */
    const ct_step **cleanup; /* the steps of the cleanup; the last of the array runs first */
    size_t cleanup_left;
    bool is_cleaning;
    bool is_logged; /* the journal has an entry for the case */
    /* Number of the next steps of the cleanup that undo a step whose response never came: see
     * ct_case_run_mark_uncertain(). */
    size_t uncertain_steps;
    const char *uncertain_title;
    ct_step_result *step_result, **tail;
    int64_t rendered_at;     /* Unix milliseconds, $(now) of the request */
    const ct_exchange *last; /* of the last attempt, while the next one waits; else NULL */
    ct_poll_watch watch;     /* of the attempts of this step, with 'within' */
    uint64_t first_sent_us;  /* the first attempt of this step, for 'within' */
    uint64_t due_us;         /* when to send the next attempt; 0: nothing waits */
    bool has_slot;           /* a slot of the rate limit is reserved for the attempt that waits */

    /* What judging the responses of this case may cost (case_budget.c): steps and time. */
    ct_budget budget, marked_budget;
    uint64_t judged_us, marked_judged_us; /* time spent so far */
    uint64_t judging_since_us, judging_most_us, judging_grace_us, pumped_us;

    /* --repeat: the runs so far, those that passed, and the worst result with its memory. */
    unsigned repetition, passed;
    ct_case_result worst;
    ct_arena *worst_arena;

    struct ct_lock *lock;     /* of the runner */
    struct ct_case_run *next; /* of the runner: the list of free ones */
} ct_case_run;

/* Makes a case run ready for a case.
 * self:   in/out, zeroed or used before
 * result: in/out, with `test_case` set; everything else in it is filled in while the case runs. The
 *         steps in it belong to the arena of the case run
 * Returns false if a variable has no value: then the result is CT_ERROR with a step that names it,
 * and only ct_case_run_finish() may follow. */
bool ct_case_run_prepare(ct_case_run *self, const ct_run_context *context, ct_case_result *result);

/* Returns the variables of one of the case run's scopes, an object that is made if needed. It
 * belongs to the case run. */
json_t *ct_case_run_vars(ct_case_run *self, ct_scope *scope);

/* Returns the name of the lock that the case needs, in the arena of the case; NULL: none. */
const char *ct_case_run_lock_name(ct_case_run *self);

/* Makes the request of a step, signed and complete, and makes it the current step.
 * error: out, set if NULL is returned
 * Returns the request, which belongs to the arena of the attempt, or NULL. */
ct_request *ct_case_run_render(ct_case_run *self, const ct_step *step, ct_render_error *error);

/* Sends the request of the next step, or of the cleanup. Steps that cannot be sent get their result
 * here and are passed over.
 * Returns false if nothing is left to send: the case is over. */
bool ct_case_run_next_step(ct_case_run *self);

/* Judges the response to the request in flight. If the step is to be sent again ('within',
 * --throttle), sets `due_us`; else the step is over and its result complete.
 * arrival: borrowed; its exchange must belong to `self->incoming` */
void ct_case_run_receive(ct_case_run *self, const ct_arrival *arrival);

/* Sends the step that waited. Returns false if it could not be sent: then the step is over. */
bool ct_case_run_retry(ct_case_run *self);

/* Ends a step that waits: its last attempt counts. If it was never sent, the case was not run.
 * reason: borrowed, must live as long as the result */
void ct_case_run_stop_retrying(ct_case_run *self, const char *reason);

/* Ends one of several runs of the same case (--repeat).
 * is_last: run it no more, whatever --repeat says
 * Returns true if the case runs again and is prepared. Else the result is the worst of all runs, or
 * CT_FAIL as flaky if it passed sometimes. */
bool ct_case_run_repeat(ct_case_run *self, bool is_last);

/* Returns whether the step in flight expects that the connection fails. */
bool ct_case_run_expects_failure(const ct_case_run *self);

/* Returns how many steps have a result. */
size_t ct_case_run_count_steps(const ct_case_run *self);

/* For the tear-down of a target: skips the steps and plans the cleanup of the first `steps`. Call
 * it after ct_case_run_prepare(). */
void ct_case_run_plan_teardown(ct_case_run *self, size_t steps);

/* Notes that it is unknown whether the last of those steps had an effect, because its response
 * never came. If its cleanup cannot be rendered, that is an error, not a skipped step: a resource
 * may be left that has no name. Call it after ct_case_run_plan_teardown(). */
void ct_case_run_mark_uncertain(ct_case_run *self, size_t steps);

/* Skips the steps that are left, but not the cleanup. The case was not run, unless it has failed or
 * is over already. Call it between two steps.
 * reason: borrowed, must live as long as the result */
void ct_case_run_cancel(ct_case_run *self, const char *reason);

/* Gives the case up in the middle of a step, after ct_transport.cancel(). Not run; but if it was
 * cleaning up, the verdict stays and the cleanup is an error. */
void ct_case_run_abort(ct_case_run *self, const char *reason);

/* Completes the result: duration, and the reason of a case without a step that ran. */
void ct_case_run_finish(ct_case_run *self);

/* Frees what a case run owns, but not the structure. Its arenas may be NULL. */
void ct_case_run_free(ct_case_run *self);

/* ---- case_log.c: the journal of what must be cleaned up ----
 *
 * Each returns NULL, or why the journal could not be written: a sentence that belongs to it.
 * Then the step must not be sent, or its response not be used: what it made could get lost. */

/* Before a step is sent that has a cleanup. */
const char *ct_case_run_log_start(ct_case_run *self);

/* After its response: what it captured. */
const char *ct_case_run_log_response(ct_case_run *self);

/* After the cleanup: strikes out what is clean. `steps`: of a target, how many were sent. */
void ct_case_run_log_end(ct_case_run *self, size_t steps);

/* ---- case_budget.c: the limits of judging ----
 *
 * One budget for a case, see base/budget.h, and a limit of time: as long as a request may take,
 * within CT_LIMIT_JUDGE_MS_MIN and CT_LIMIT_JUDGE_MS. */

void ct_case_run_open_budget(ct_case_run *self);

/* Around each judging of a response: the clock of the limit runs in between. */
void ct_case_run_start_judging(ct_case_run *self, unsigned timeout_ms);
void ct_case_run_stop_judging(ct_case_run *self);

/* An attempt that is replaced by the next one costs nothing: what was spent since the mark is given
 * back. */
void ct_case_run_mark_budget(ct_case_run *self);
void ct_case_run_refund_budget(ct_case_run *self);

/* ---- Between case_run.c and case_response.c ---- */

/* Milliseconds: of the step, else of the case, its operation, or the run. */
unsigned ct_case_run_timeout(const ct_case_run *self);

/* Sends the current step, or makes it wait for its slot. False: it cannot be sent, and its result
 * says why. */
bool ct_case_run_send(ct_case_run *self);

/* Adds the verdict of the step to that of the case, and goes on to the next one. */
void ct_case_run_conclude_step(ct_case_run *self);

/* Makes the current step an error. The sentence is copied, with secrets masked. */
void ct_case_run_set_error(ct_case_run *self, ct_code code, const char *error);

/* ---- Clocks ----
 *
 * As the transport sees them, so that a transport may shorten the waiting (see transport.h). NULL:
 * the machine's. */
uint64_t ct_monotonic_us(const ct_transport *transport); /* CLOCK_MONOTONIC, microseconds */
int64_t ct_unix_ms(const ct_transport *transport);       /* CLOCK_REALTIME, milliseconds */

#endif

/* runner.h - runs the selected cases against a target.
 *
 * One event loop in one thread. The steps of a case run in order; up to `parallel` cases run at the
 * same time. A run has three phases: the steps of the target ('before'), the cases, the cleanup of
 * the target's steps.
 *
 * ct_run() cannot fail: whatever goes wrong becomes the verdict of a case, or the reason why the
 * run stopped early. Every selected case has a result before the first request is sent, so none can
 * get lost, and case_end is called once for each, also for cases that were skipped or not run.
 */
#ifndef CT_RUN_RUNNER_H
#define CT_RUN_RUNNER_H

#include <signal.h>

#include "http/transport.h"
#include "model/events.h"
#include "model/redact/redact.h"
#include "model/target.h"

/* All pointers are borrowed and must live as long as the result. */
typedef struct ct_run_options {
    unsigned parallel;   /* case runs at the same time, 1 to CT_LIMIT_PARALLEL */
    unsigned timeout_ms; /* of a request, unless its step, case or operation sets one; above 0 */
    unsigned wait_ms;    /* wait this long for the target to accept a connection; 0: do not wait */
    const char *seed;    /* hex digits; all generated values are derived from it */
    const char *run_id;  /* see ct_run_id() */
    /* Unix milliseconds: the recorded start of a case whose requests are made again; 0: the clock.
     */
    int64_t case_started_at;
    bool is_strict;                 /* only copied to the result: see ct_run_verdict() */
    unsigned repeat;                /* run each case this many times; 0 counts as 1 */
    unsigned fail_fast;             /* start nothing more after this many failed cases; 0: never */
    unsigned max_time_ms;           /* start nothing more after this time; 0: no limit */
    unsigned rate, rate_ms;         /* at most `rate` requests in `rate_ms`; 0: no limit */
    unsigned throttle_ms;           /* wait this long in total after 429 and 503; 0: do not wait */
    const char *shuffle_seed;       /* only copied to the result; NULL: file order */
    size_t evidence;                /* bytes to keep of a body; 0: CT_LIMIT_EVIDENCE */
    const ct_route *route;          /* recorded with each request; NULL: nothing to record */
    ct_redactor *redactor;          /* also learns captured secrets; NULL: the run makes its own */
    const char *proxy;              /* its user and password are masked; NULL: none */
    struct ct_cleanup_log *journal; /* of resources to clean up, see cleanup_log.h; NULL: none */
    /* Not NULL: this is not a run of tests, but deletes what an interrupted run left. The cases
     * have only their cleanup; of the target's steps, those that capture secrets are sent again. */
    const struct ct_leftovers *left;
    /* How many times the user asked to stop, changed by a signal handler. 1: cases in flight may
     * end within two seconds, no other starts. 2: cases in flight are aborted. NULL: never. */
    const volatile sig_atomic_t *stop;
} ct_run_options;

/* The cases to run. All of it is borrowed. */
typedef struct ct_selection {
    const ct_suite *suite;
    const ct_case **cases; /* in file order; those of the suite that are not here are deselected */
    size_t *order;         /* the order of starting, indices into `cases`; NULL: file order */
    size_t count;          /* of `cases`, and of `order` */
    size_t deselected;
    unsigned shard, shards; /* this is part `shard` (from 1) of `shards`; 0: not divided */
    const ct_case **others; /* the cases of the other shards */
    size_t other_count;
} ct_selection;

/* Returns the run id that belongs to a seed: 12 hex digits, in the arena. */
const char *ct_run_id(ct_arena *arena, const char *seed);

/* Returns a redactor, in the arena, that knows the secrets of the target and the names that the
 * operations mask. */
ct_redactor *ct_run_redactor(ct_arena *arena, const ct_suite *suite, const ct_target *target);

/* Teaches a redactor the password of a proxy URL, or its user if it has no password, as written and
 * percent-decoded, and the pair as Basic credentials (RFC 7617). `proxy` may be NULL. */
void ct_run_hide_proxy(ct_redactor *redactor, const char *proxy);

/* Returns NULL if the case can run against this target, else why it is skipped: a sentence that is
 * static, of the suite, or in the arena. */
const char *ct_skip_reason(const ct_case *test_case, const ct_target *target, ct_arena *arena);

/* Runs the selection.
 * transport: in/out; used by this call alone until it returns, and not closed
 * listeners: a list, may be NULL; called in its order, in this thread
 * arena:     owns the result and everything in it; memory of a case is freed when it ends, so the
 *            steps of a result exist only during case_end
 * Returns the result, never NULL. */
const ct_run_result *ct_run(const ct_selection *selection, const ct_target *target,
                            const ct_run_options *options, ct_transport *transport,
                            ct_listener *listeners, ct_arena *arena);

#endif

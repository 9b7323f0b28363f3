/* runner.h - the loop. Steps of a case run in order; cases run side by side.
 *
 * What goes wrong during a run is a verdict: ct_run() cannot fail. Every
 * selected case has its result before the first request is sent, so nothing
 * can get lost; what was not reached says so.
 */
#ifndef CT_RUN_RUNNER_H
#define CT_RUN_RUNNER_H

#include <signal.h>

#include "http/transport.h"
#include "model/events.h"
#include "model/redact/redact.h"
#include "model/target.h"

typedef struct ct_run_options {
    unsigned parallel;   /* cases in flight */
    unsigned timeout_ms; /* of a request that says none */
    unsigned wait_ms;    /* until the target accepts a connection; 0: not at all */
    const char *seed;    /* hex digits: every generated value comes from it */
    const char *run_id;
    /* Unix milliseconds: when a recorded case started, whose requests are made again; 0: the clock.
     */
    int64_t case_started_at;
    bool is_strict;
    unsigned repeat;                /* times; 0 counts as 1 */
    unsigned fail_fast;             /* failed cases after which nothing more is begun; 0: never */
    unsigned max_time_ms;           /* of the whole run; 0: any */
    unsigned rate, rate_ms;         /* requests in so much time; 0: any */
    unsigned throttle_ms;           /* the total wait for 429 and 503; 0: none */
    const char *shuffle_seed;       /* told in the result */
    size_t evidence;                /* bytes of a body that are kept; 0: CT_LIMIT_EVIDENCE */
    const ct_route *route;          /* told with each request; NULL: nothing to tell */
    ct_redactor *redactor;          /* learns what is captured; NULL: one of the run's own */
    const char *proxy;              /* its user and password are secret; NULL: none */
    struct ct_cleanup_log *journal; /* of what may be left behind; NULL: none is written */
    /* Not a run: only what another one left is taken away. Its cases have no steps but their
     * cleanup; of the target's own steps those are sent again that capture secrets. NULL: a run. */
    const struct ct_leftovers *left;
    /* How often somebody asked us to stop: once ends what is in flight, twice ends at once. */
    const volatile sig_atomic_t *stop;
} ct_run_options;

/* The cases to run, in file order; the others of the suite count as deselected. */
typedef struct ct_selection {
    const ct_suite *suite;
    const ct_case **cases;
    size_t *order; /* indices into `cases`, as they take off; NULL: file order */
    size_t count;
    size_t deselected;
    unsigned shard, shards; /* which part of what was chosen, of how many; 0: all of it */
    const ct_case **others; /* what the other shards have */
    size_t other_count;
} ct_selection;

/* The run id that a seed gives: 12 hex digits, in the arena. */
const char *ct_run_id(ct_arena *arena, const char *seed);

/* The redactor of a run: the target's secrets, and the names that the operations mask. */
ct_redactor *ct_run_redactor(ct_arena *arena, const ct_suite *suite, const ct_target *target);

/* Adds the password of a proxy's URL (without one: its user), as it is written and unescaped, and
 * user and password as HTTP sends them. NULL adds nothing. */
void ct_run_hide_proxy(ct_redactor *redactor, const char *proxy);

/* Why the case is not run against this target, in the arena; NULL when it is. */
const char *ct_skip_reason(const ct_case *test_case, const ct_target *target, ct_arena *arena);

/* The result belongs to the arena. Listeners are told as it goes. */
const ct_run_result *ct_run(const ct_selection *selection, const ct_target *target,
                            const ct_run_options *options, ct_transport *transport,
                            ct_listener *listeners, ct_arena *arena);

#endif

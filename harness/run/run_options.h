/* run_options.h - how a run is done: limits, seed, order, and when it stops. */
#ifndef CT_RUN_RUN_OPTIONS_H
#define CT_RUN_RUN_OPTIONS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/exchange.h"
#include "model/redact/redact.h"
#include "run/connection.h"

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
    bool has_traceparent;           /* each request gets a header `traceparent`: generated.h */
    bool ignores_requirements;      /* what the cases show about requirements is not wanted */
    bool is_strict;                 /* only copied to the result: see ct_run_verdict() */
    unsigned repeat;                /* run each case this many times; 0 counts as 1 */
    unsigned fail_fast;             /* start nothing more after this many failed cases; 0: never */
    unsigned max_time_ms;           /* start nothing more after this time; 0: no limit */
    const char *max_time_over;      /* why it stopped then; NULL: "--max-time exceeded" */
    unsigned rate, rate_ms;         /* at most `rate` requests in `rate_ms`; 0: no limit */
    unsigned throttle_ms;           /* wait this long in total after 429 and 503; 0: do not wait */
    bool gives_up_polling;          /* a step that waits for nothing new is not run: polling.h */
    const char *shuffle_seed;       /* only copied to the result; NULL: file order */
    const char *user_agent;         /* of requests that do not set their own; NULL: CT_USER_AGENT */
    size_t evidence;                /* bytes to keep of a body; 0: CT_LIMIT_EVIDENCE */
    const ct_route *route;          /* recorded with each request; NULL: nothing to record */
    ct_tls_files tls_files;         /* of the target's TLS settings: facts for the result */
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

#endif

/* runner_rows.h - rows for the runner: cases, the responses to them, the sent requests, the
 * results.
 *
 * The suite is loaded from a file in a new folder. Responses come from fake_transport.c, behind a
 * spy that counts the requests in progress.
 */
#ifndef CT_TESTS_RUNNER_ROWS_H
#define CT_TESTS_RUNNER_ROWS_H

#include "run/runner.h"
#include "tests/rows.h"

typedef struct run_row {
    const char *cases; /* YAML after "cases:", a line for each */
    /* In the order of the requests, the last one for all later requests: a status, which '=' and a
     * body without spaces may follow, "!" for a refused connection, "?" for another error. */
    const char *responses;
    /* The sent requests ("GET /a, POST /b"), the cases in the order in which they ended (a line
     * "VERDICT ID: why" each), and the errors of the whole run. */
    const char *found;
    const char *operation; /* additional YAML before "cases:"; may be NULL */
    const char *capability;
    unsigned parallel; /* 0: 1 */
    bool is_read_only;
    /* Numbers of the arrivals before which a stop, or a second stop, is requested; 0: none. */
    unsigned stop_before, stop_twice_before;
    unsigned wait_ms;
    const char *before; /* YAML under "before:" of the target, a line for each step; may be NULL */
    unsigned fail_fast;
    bool has_own_time; /* the clock advances only while the run waits, and 1 ms with each arrival */
    bool gives_up_polling;
} run_row;

typedef struct run_seen {
    unsigned most;          /* maximum number of parallel requests */
    bool has_lock_conflict; /* two parallel requests to the same "/lock-X" */
    unsigned timeouts[16];  /* of the first requests */
    unsigned begins, ends;  /* calls of run_begin and run_end */
    const ct_run_result *result;
} run_seen;

void run_check(ct_arena *arena, const run_row *rows, size_t count);

/* Runs one row; returns additional facts of the run. */
run_seen run_check_one(ct_arena *arena, const run_row *row);

#endif

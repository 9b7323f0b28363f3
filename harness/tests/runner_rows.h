/* runner_rows.h - rows of runs: cases and the answers they get, what is sent and what comes out.
 *
 * The suite is loaded from a file in a folder of its own; the answers are
 * those of fake_transport.c, seen by a spy that knows what is in flight.
 */
#ifndef CT_TESTS_RUNNER_ROWS_H
#define CT_TESTS_RUNNER_ROWS_H

#include "run/runner.h"
#include "tests/rows.h"

typedef struct run_row {
    const char *cases; /* YAML behind "cases:", a line for each */
    /* In the order of the requests, the last one for all that follow: a status, "!" for a
     * connection that does not come about, "?" for another trouble. */
    const char *answers;
    /* What was sent ("GET /a, POST /b"), the cases in the order in which they ended (a line
     * "VERDICT ID: why" each), and what there is to say about the whole. */
    const char *found;
    const char *operation; /* YAML in front of "cases:" beyond the usual; may be NULL */
    const char *capability;
    unsigned parallel; /* 0: 1 */
    bool is_read_only;
    /* Somebody asks us to stop, or a second time, while this arrival is awaited; 0: nobody. */
    unsigned stop_before, stop_twice_before;
    unsigned wait_ms;
    const char *before; /* YAML below "before:" of the target, a line for each; may be NULL */
    unsigned fail_fast;
} run_row;

typedef struct run_seen {
    unsigned most;          /* requests in flight at once */
    bool has_lock_conflict; /* two requests to the same "/lock-X" were in flight at once */
    unsigned timeouts[16];  /* of the first requests */
    unsigned begins, ends;  /* run_begin and run_end told */
    const ct_run_result *result;
} run_seen;

void run_check(ct_arena *arena, const run_row *rows, size_t count);

/* Runs one row; what was seen beside what is compared. */
run_seen run_check_one(ct_arena *arena, const run_row *row);

#endif

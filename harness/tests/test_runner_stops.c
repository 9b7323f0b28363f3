/* Locks between cases, and runs that end early. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/runner_rows.h"

#define CASE(id, path) "- {id: " #id ", title: T, with: {path: " path "}, expect: {status: 200}}\n"
#define LOCKED(id, name)                                                                           \
    "- {id: " #id ", title: T, lock: " name ", with: {path: /lock-" name "}, expect: {status: "    \
    "200}}\n"

/* ---- Locks ---- */

static void runs_one_case_of_a_lock_at_a_time(void **state)
{
    static const run_row rows[] = {
        {.cases = LOCKED(a, "x") LOCKED(b, "x") LOCKED(c, "x"),
         .responses = "200",
         .parallel = 3,
         .found = "GET /lock-x, GET /lock-x, GET /lock-x\npass a\npass b\npass c"},
        /* a waiting case does not block others, and is next when the lock is free */
        {.cases = LOCKED(a, "x") LOCKED(b, "x") LOCKED(c, "y") CASE(d, "/d") CASE(e, "/e"),
         .responses = "200",
         .parallel = 2,
         .found = "GET /lock-x, GET /lock-y, GET /lock-x, GET /d, GET /e\n"
                  "pass a\npass c\npass b\npass d\npass e"},
        {.cases = LOCKED(a, "x") LOCKED(b, "x") LOCKED(c, "y") LOCKED(d, "y"),
         .responses = "200",
         .parallel = 4,
         .found = "GET /lock-x, GET /lock-y, GET /lock-x, GET /lock-y\n"
                  "pass a\npass c\npass b\npass d"},
        /* a lock is released with any result of the case */
        {.cases = LOCKED(a, "x") LOCKED(b, "x") LOCKED(c, "x"),
         .responses = "404 ? 200",
         .parallel = 2,
         .found = "GET /lock-x, GET /lock-x, GET /lock-x\n"
                  "fail a: status: expected 200, got 404\nerror b: malformed\npass c"},
    };
    run_check(*state, rows, COUNT(rows));
}

static void expands_and_removes_locks(void **state)
{
    static const run_row rows[] = {
        {.operation = "lock: $(id)\n",
         .cases = CASE(a, "/lock-a") CASE(b, "/lock-b"),
         .responses = "200",
         .parallel = 2,
         .found = "GET /lock-a, GET /lock-b\npass a\npass b"},
        {.operation = "lock: $(id)\n",
         .cases = "- {id: a, title: T, vars: {v: w}, lock: $(v), expect: {status: 200}}\n"
                  "- {id: b, title: T, lock: !absent , expect: {status: 200}}\n",
         .responses = "200",
         .parallel = 2,
         .found = "GET /op, GET /op\npass a\npass b"},
    };
    assert_int_equal(run_check_one(*state, &rows[0]).most, 1); /* the operation's lock */
    assert_int_equal(run_check_one(*state, &rows[1]).most, 2);
}

/* A case that ends at once, without a request, also releases its lock. */
static void releases_a_lock_if_nothing_was_sent(void **state)
{
    static const run_row rows[] = {
        {.cases = "- {id: a, title: T, lock: x, with: {path: /lock-x}, expect: {status: 200}}\n"
                  "- {id: b, title: T, lock: x, with: {path: $(id)}, expect: {status: 200}}\n"
                  "- {id: c, title: T, lock: x, with: {path: /lock-x}, expect: {status: 200}}\n",
         .responses = "200",
         .parallel = 3,
         .found = "GET /lock-x, GET /lock-x\n"
                  "pass a\n"
                  "error b: not a valid path, or outside the target: 'i-7'\n"
                  "pass c"},
    };
    run_check(*state, rows, COUNT(rows));
}

/* ---- Unreachable targets ---- */

static void stops_if_the_target_is_unreachable(void **state)
{
    static const run_row rows[] = {
        {.cases = CASE(a, "/a") CASE(b, "/b") CASE(c, "/c") CASE(d, "/d") CASE(e, "/e"),
         .responses = "200 !",
         .found = "GET /a, GET /b, GET /c, GET /d\n"
                  "pass a\n"
                  "error b: connection refused\n"
                  "error c: connection refused\n"
                  "error d: connection refused\n"
                  "not run e: target unreachable: connection refused\n"
                  "stopped: target unreachable: connection refused"},
        /* one more probe: it was only unreachable for a moment */
        {.cases = CASE(a, "/a") CASE(b, "/b") CASE(c, "/c") CASE(d, "/d"),
         .responses = "! ! ! 200",
         .found = "GET /a, GET /b, GET /c, GET /d\nerror a: connection refused\n"
                  "error b: connection refused\nerror c: connection refused\npass d"},
        /* three in a row, not three in total */
        {.cases = CASE(a, "/a") CASE(b, "/b") CASE(c, "/c") CASE(d, "/d") CASE(e, "/e"),
         .responses = "! ! ? ! !",
         .found = "GET /a, GET /b, GET /c, GET /d, GET /e\nerror a: connection refused\n"
                  "error b: connection refused\nerror c: malformed\nerror d: connection refused\n"
                  "error e: connection refused"},
        {.cases = CASE(a, "/a") CASE(b, "/b") CASE(c, "/c") CASE(d, "/d") CASE(e, "/e"),
         .responses = "!",
         .parallel = 2,
         .found = "GET /a, GET /b, GET /c, GET /d\n"
                  "error a: connection refused\n"
                  "error b: connection refused\n"
                  "error c: connection refused\n"
                  "error d: connection refused\n"
                  "not run e: target unreachable: connection refused\n"
                  "stopped: target unreachable: connection refused"},
        /* a case that waits for a lock runs after the target is reachable again */
        {.cases = LOCKED(a, "u") LOCKED(b, "u") LOCKED(c, "v") LOCKED(d, "v") LOCKED(e, "w")
             LOCKED(f, "w") LOCKED(g, "x") LOCKED(h, "x"),
         .responses = "! ! ! ! ! ! 200",
         .parallel = 5,
         .found = "GET /lock-u, GET /lock-v, GET /lock-w, GET /lock-x, GET /lock-u, GET /lock-v, "
                  "GET /lock-w, GET /lock-x\n"
                  "error a: connection refused\nerror c: connection refused\n"
                  "error e: connection refused\nerror g: connection refused\n"
                  "error b: connection refused\nerror d: connection refused\npass f\npass h"},
    };
    run_check(*state, rows, COUNT(rows));
}

static void waits_for_a_target_that_starts(void **state)
{
    static const run_row rows[] = {
        {.cases = CASE(a, "/a"), .responses = "200", .wait_ms = 1000, .found = "GET /a\npass a"},
        {.cases = CASE(a, "/a") CASE(b, "/b"),
         .responses = "!",
         .wait_ms = 1,
         .found = "\n"
                  "not run a: the target does not accept connections: connection refused\n"
                  "not run b: the target does not accept connections: connection refused\n"
                  "stopped: the target does not accept connections: connection refused"},
    };
    run_check(*state, rows, COUNT(rows));
}

/* ---- Stops by signal ---- */

static const char stepping[] = "- id: a\n"
                               "  title: A\n"
                               "  steps:\n"
                               "  - {with: {path: /1}, expect: {status: 200}}\n"
                               "  - {with: {path: /2}, expect: {status: 200}}\n"
                               "  cleanup: [{with: {path: /c}}, {with: {path: /d}}]\n"
                               "- {id: b, title: B, with: {path: /b}, expect: {status: 200}}\n";

static void finishes_running_cases_at_the_first_stop(void **state)
{
    static const run_row rows[] = {
        {.cases = CASE(a, "/a") CASE(b, "/b") CASE(c, "/c"),
         .responses = "200",
         .stop_before = 2,
         .found = "GET /a, GET /b\npass a\npass b\nnot run c: interrupted\nstopped: interrupted"},
        {.cases = CASE(a, "/a") CASE(b, "/b") CASE(c, "/c") CASE(d, "/d"),
         .responses = "200",
         .parallel = 2,
         .stop_before = 1,
         .found = "GET /a, GET /b\npass a\npass b\nnot run c: interrupted\n"
                  "not run d: interrupted\nstopped: interrupted"},
        {.cases = LOCKED(a, "x") LOCKED(b, "x") CASE(c, "/c"),
         .responses = "200",
         .parallel = 2,
         .stop_before = 1,
         .found = "GET /lock-x, GET /c\npass a\npass c\nnot run b: interrupted\n"
                  "stopped: interrupted"},
        /* remaining steps are not sent, but the cleanup is */
        {.cases = stepping,
         .responses = "200",
         .stop_before = 1,
         .found = "GET /1, GET /d, GET /c\nnot run a: interrupted\n  cleanup pass\n"
                  "  cleanup pass\nnot run b: interrupted\nstopped: interrupted"},
        {.cases = stepping,
         .responses = "404 200",
         .stop_before = 1,
         .found = "GET /1, GET /d, GET /c\nfail a: status: expected 200, got 404\n"
                  "  cleanup pass\n  cleanup pass\nnot run b: interrupted\nstopped: interrupted"},
        {.cases = stepping,
         .responses = "200",
         .stop_before = 2, /* its last step: it ran completely */
         .found = "GET /1, GET /2, GET /d, GET /c\npass a\n  cleanup pass\n  cleanup pass\n"
                  "not run b: interrupted\nstopped: interrupted"},
    };
    run_check(*state, rows, COUNT(rows));
}

static void ends_at_once_at_the_second_stop(void **state)
{
    static const run_row rows[] = {
        {.cases = CASE(a, "/a") CASE(b, "/b") CASE(c, "/c") CASE(d, "/d"),
         .responses = "200",
         .parallel = 2,
         .stop_twice_before = 2,
         .found = "GET /a, GET /b, GET /c\npass a\nnot run c: interrupted\n"
                  "not run b: interrupted\nnot run d: interrupted\nstopped: interrupted"},
        {.cases = stepping,
         .responses = "200",
         .stop_twice_before = 1,
         .found = "GET /1\nnot run a: interrupted\nnot run b: interrupted\n"
                  "stopped: interrupted"},
        /* a judged result is kept, and an interrupted cleanup did not pass */
        {.cases = stepping,
         .responses = "404 200",
         .stop_before = 1,
         .stop_twice_before = 2,
         .found = "GET /1, GET /d\nfail a: status: expected 200, got 404\n"
                  "  cleanup error: interrupted\nnot run b: interrupted\n"
                  "stopped: interrupted\ncleanup failures: 1"},
        {.cases = stepping,
         .responses = "200",
         .stop_twice_before = 4,
         .found = "GET /1, GET /2, GET /d, GET /c\npass a\n  cleanup pass\n"
                  "  cleanup error: interrupted\nnot run b: interrupted\nstopped: interrupted\n"
                  "cleanup failures: 1"},
    };
    run_check(*state, rows, COUNT(rows));
}

static const char provisioning[] = "- title: made\n"
                                   "  request: {method: POST, path: /made}\n"
                                   "  expect: {status: 200}\n"
                                   "  cleanup:\n"
                                   "  - title: gone\n"
                                   "    request: {method: DELETE, path: /made}\n"
                                   "    expect: {status: 404}\n"
                                   "    within: 1s\n"
                                   "    every: 1ms\n";

static void tears_down_after_a_stop(void **state)
{
    static const run_row rows[] = {
        {.cases = CASE(a, "/a") CASE(b, "/b"),
         .before = provisioning,
         .responses = "200 200 200 404",
         .found = "POST /made, GET /a, GET /b, DELETE /made\npass before\npass a\npass b\n"
                  "pass before\n  cleanup pass"},
        /* a step of the tear-down is sent until it passes, as it is in a run that was not stopped
         */
        {.cases = CASE(a, "/a") CASE(b, "/b"),
         .before = provisioning,
         .fail_fast = 1,
         .responses = "200 500 200 200 404",
         .found = "POST /made, GET /a, DELETE /made, DELETE /made, DELETE /made\n"
                  "pass before\n"
                  "fail a: status: expected 200, got 500\n"
                  "pass before\n"
                  "  cleanup pass\n"
                  "not run b: --fail-fast: 1 case failed\n"
                  "stopped: --fail-fast: 1 case failed"},
        /* after a signal it is sent once */
        {.cases = CASE(a, "/a") CASE(b, "/b"),
         .before = provisioning,
         .stop_before = 2,
         .responses = "200",
         .found = "POST /made, GET /a, DELETE /made\npass before\npass a\npass before\n"
                  "  cleanup fail\nnot run b: interrupted\nstopped: interrupted\n"
                  "cleanup failures: 1"},
        /* a signal during the set-up: no case is sent, but created objects are deleted */
        {.cases = CASE(a, "/a"),
         .before = provisioning,
         .stop_before = 1,
         .responses = "200 404",
         .found = "POST /made, DELETE /made\npass before\npass before\n  cleanup pass\n"
                  "not run a: interrupted\nstopped: interrupted"},
        {.cases = CASE(a, "/a"),
         .before = provisioning,
         .responses = "500 404",
         .found = "POST /made, DELETE /made\n"
                  "fail before\n"
                  "fail before\n"
                  "  cleanup pass\n"
                  "not run a: a step of 'before' failed: status: expected 200, got 500\n"
                  "stopped: a step of 'before' failed: status: expected 200, got 500"},
    };
    run_check(*state, rows, COUNT(rows));
}

static void counts_cases_that_did_not_run(void **state)
{
    run_row const row = {
        .cases = CASE(a, "/a") CASE(b, "/b") CASE(c, "/c"),
        .responses = "200",
        .stop_before = 2,
        .found = "GET /a, GET /b\npass a\npass b\nnot run c: interrupted\nstopped: interrupted"};
    const ct_run_result *result = run_check_one(*state, &row).result;
    assert_int_equal(result->counts[CT_PASS], 2);
    assert_int_equal(result->counts[CT_NOT_RUN], 1);
    assert_int_equal(ct_run_verdict(result), CT_ERROR);
    assert_int_equal(ct_run_exit_status(result), 3);
}

/* ---- Results of runs ---- */

static void has_the_documented_result(void **state)
{
    static const struct {
        unsigned counts[CT_VERDICTS]; /* not run, skip, pass, warn, error, fail */
        const char *stopped;
        bool is_strict;
        ct_verdict verdict;
        int exit_status;
    } rows[] = {
        {{0, 0, 1, 0, 0, 0}, NULL, false, CT_PASS, 0},
        {{0, 1, 1, 0, 0, 0}, NULL, false, CT_PASS, 0},
        {{0, 1, 1, 0, 0, 0}, NULL, true, CT_ERROR, 3},
        {{0, 0, 1, 1, 0, 0}, NULL, false, CT_WARN, 0},
        {{0, 0, 0, 1, 0, 0}, NULL, false, CT_WARN, 0},
        {{0, 0, 1, 1, 0, 0}, NULL, true, CT_FAIL, 1},
        {{0, 0, 1, 0, 1, 0}, NULL, false, CT_ERROR, 3},
        {{0, 0, 1, 0, 1, 1}, NULL, false, CT_FAIL, 1},
        {{1, 0, 1, 0, 0, 0}, NULL, false, CT_ERROR, 3},
        {{1, 0, 1, 0, 0, 1}, "interrupted", false, CT_FAIL, 1},
        {{0, 0, 1, 0, 0, 0}, "interrupted", false, CT_ERROR, 3},
        {{0, 1, 0, 0, 0, 0}, NULL, false, CT_SKIP, 3},
        {{0, 0, 0, 0, 0, 0}, NULL, false, CT_SKIP, 3},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_run_result run = {.stopped = rows[i].stopped, .is_strict = rows[i].is_strict};
        memcpy(run.counts, rows[i].counts, sizeof run.counts);
        if (ct_run_verdict(&run) != rows[i].verdict ||
            ct_run_exit_status(&run) != rows[i].exit_status)
            fail_msg("row %zu: %s", i, ct_verdict_name(ct_run_verdict(&run)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(runs_one_case_of_a_lock_at_a_time),
        ROWS_TEST(expands_and_removes_locks),
        ROWS_TEST(releases_a_lock_if_nothing_was_sent),
        ROWS_TEST(stops_if_the_target_is_unreachable),
        ROWS_TEST(waits_for_a_target_that_starts),
        ROWS_TEST(finishes_running_cases_at_the_first_stop),
        ROWS_TEST(ends_at_once_at_the_second_stop),
        ROWS_TEST(tears_down_after_a_stop),
        ROWS_TEST(counts_cases_that_did_not_run),
        ROWS_TEST(has_the_documented_result),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

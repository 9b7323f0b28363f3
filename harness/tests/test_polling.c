/* The runner: when a step with `within` stops waiting, and what the run says about it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/runner_rows.h"

#define DOCUMENTED                                                                                 \
    "responses:\n"                                                                                 \
    "  200: {json: {apps: !any array}}\n"                                                          \
    "  404: {json: {error_code: !any string}}\n"                                                   \
    "  5xx: {json: {error_code: !any string}}\n"

#define WAIT(path)                                                                                 \
    "{with: {path: " path "}, within: 5s, every: 2s,"                                              \
    " expect: {status: 200, json: {apps: !len 1}}}"

#define CASE(id, step) "- {id: " id ", title: T, steps: [" step "]}\n"

static void stops_at_once_if_the_form_is_wrong(void **state)
{
    static const char one[] = CASE("a", WAIT("/l"));
    static const char cleanup[] = "- {id: a, title: T, with: {path: /l}, within: 5s, every: 2s,"
                                  " expect: {status: 200}, cleanup: [{with: {path: /c}}]}\n";
    static const char either[] = "- {id: a, title: T, with: {path: /l}, within: 5s, every: 2s,"
                                 " expect: {status: [200, 404], json: {apps: !len 1}}}\n";
    static const run_row rows[] = {
        {.cases = one,
         .responses = "200={\"data\":{\"apps\":[1]}}",
         .found = "GET /l\nfail a: json $['apps']: expected a length of 1, got nothing"},
        {.cases = one,
         .responses = "200={\"apps\":[]} 200={\"apps\":7}",
         .found = "GET /l, GET /l\nfail a: json $['apps']: expected a length of 1, got 7 (it has "
                  "no length)"},
        /* documented, and not yet the expected list */
        {.cases = one,
         .responses = "200={\"apps\":[]} 200={\"apps\":[1]}",
         .found = "GET /l, GET /l\npass a"},
        /* another status can become the expected one, whatever its form */
        {.cases = one,
         .responses = "404={\"error_code\":\"x\"} 404={} 503=soon 404 200={\"apps\":[1]}",
         .found = "GET /l, GET /l, GET /l\nfail a: status: expected 200, got 503"},
        {.cases = one,
         .responses = "404={} 503=soon 200={\"apps\":[1]}",
         .found = "GET /l, GET /l, GET /l\npass a"},
        {.cases = one, .responses = "418 200={\"apps\":[1]}", .found = "GET /l, GET /l\npass a"},
        /* the status is expected, so its form decides */
        {.cases = either,
         .responses = "404={\"apps\":[]} 200={\"apps\":[1]}",
         .found =
             "GET /l\nfail a: json $['apps']: expected a length of 1, got [] (the length is 0)"},
        /* the clean-up still runs */
        {.cases = cleanup,
         .responses = "200={} 200={\"apps\":[]}",
         .found = "GET /l, GET /c\nfail a: json $['apps']: expected an array, got nothing\n"
                  "  cleanup pass"},
        /* no response, and a request of its own, for which no form is documented */
        {.cases = one, .responses = "? 200={\"apps\":[1]}", .found = "GET /l, GET /l\npass a"},
        {.cases = CASE("a", "{request: {method: GET, path: /r}, within: 5s, every: 2s,"
                            " expect: {status: 200, json: {apps: !len 1}}}"),
         .responses = "200={} 200={\"apps\":[1]}",
         .found = "GET /r, GET /r\npass a"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        run_row row = rows[i];
        row.operation = DOCUMENTED;
        row.has_own_time = true;
        run_check_one(*state, &row);
        row.gives_up_polling = true;
        run_check_one(*state, &row);
    }
}

static void reports_how_long_it_did_not_wait(void **state)
{
    run_row const row = {.cases = CASE("a", WAIT("/l")) CASE("b", WAIT("/m")),
                         .operation = DOCUMENTED,
                         .responses = "200={\"apps\":[]} 200={}",
                         .has_own_time = true,
                         .found = "GET /l, GET /l, GET /m\n"
                                  "fail a: json $['apps']: expected a length of 1, got nothing\n"
                                  "fail b: json $['apps']: expected a length of 1, got nothing"};
    const ct_waiting waiting = run_check_one(*state, &row).result->waiting;
    assert_int_equal(waiting.steps, 1);
    assert_int_equal(waiting.waited_ms, 2000);
    assert_string_equal(waiting.longest_case, "op/a");
    assert_null(waiting.longest_step);
    assert_int_equal(waiting.saved_steps, 2);
    assert_in_range(waiting.saved_ms, 7950, 7999);
}

#define EXPIRES "json $['apps']: expected a length of 1, got [] (the length is 0)"

static void does_not_wait_for_what_two_cases_did_not_get(void **state)
{
    static const char same_step[] = "- {id: a, title: T, steps: [&wait " WAIT(
        "/l") "]}\n"
              "- {id: b, title: T, steps: [*wait]}\n"
              "- {id: c, title: T, steps: [*wait, {with: {path: /next}}],"
              " cleanup: [{with: {path: /c}}]}\n";
    run_row const row = {.cases = same_step,
                         .responses = "200={\"apps\":[]}",
                         .has_own_time = true,
                         .gives_up_polling = true,
                         .found = "GET /l, GET /l, GET /l, GET /l, GET /l, GET /l, GET /l, GET /c\n"
                                  "fail a: " EXPIRES "\nfail b: " EXPIRES "\n"
                                  "not run c: the same step ran out of time in two other cases: "
                                  "op/a, op/b\n  cleanup pass"};
    const ct_run_result *result = run_check_one(*state, &row).result;
    assert_int_equal(ct_run_exit_status(result), 1);
    assert_int_equal(result->waiting.steps, 2);
    assert_int_equal(result->waiting.waited_ms, 8000);
    assert_int_equal(result->waiting.longest_ms, 4000);
    assert_string_equal(result->waiting.longest_case, "op/a");
    assert_int_equal(result->waiting.saved_steps, 1);
    assert_in_range(result->waiting.saved_ms, 4990, 4999);
}

#define L3 "GET /l, GET /l, GET /l"

/* Rows that differ from the one above, each in one thing: nothing is left out. */
static const char same_step[] =
    "- {id: a, title: T, steps: [&wait " WAIT("/l") "]}\n"
                                                    "- {id: b, title: T, steps: [*wait]}\n"
                                                    "- {id: c, title: T, steps: [*wait]}\n";

static const run_row helpful[] = {
    /* as in a certification */
    {.cases = same_step,
     .responses = "200={\"apps\":[]}",
     .found = L3 ", " L3 ", " L3 "\nfail a: " EXPIRES "\nfail b: " EXPIRES "\nfail c: " EXPIRES},
    /* other statuses, or other bodies */
    {.cases = same_step,
     .gives_up_polling = true,
     .responses = "404 404 404 403 403 403 404",
     .found = L3 ", " L3 ", " L3 "\nfail a: status: expected 200, got 404\n"
                 "fail b: status: expected 200, got 403\n"
                 "fail c: status: expected 200, got 404"},
    /* the body changed during a wait */
    {.cases = same_step,
     .gives_up_polling = true,
     .responses = "404=1 404=2 404=2 404=3",
     .found = L3 ", " L3 ", " L3 "\nfail a: status: expected 200, got 404\n"
                 "fail b: status: expected 200, got 404\n"
                 "fail c: status: expected 200, got 404"},
    /* the third case gets another response than the two before it, or the awaited one */
    {.cases = same_step,
     .gives_up_polling = true,
     .responses = "404 404 404 404 404 404 200={\"apps\":[]} 200={\"apps\":[1]}",
     .found = L3 ", " L3 ", GET /l, GET /l\nfail a: status: expected 200, got 404\n"
                 "fail b: status: expected 200, got 404\npass c"},
    {.cases = same_step,
     .gives_up_polling = true,
     .responses = "404 404 404 404 404 404 200={\"apps\":[1]}",
     .found = L3 ", " L3 ", GET /l\nfail a: status: expected 200, got 404\n"
                 "fail b: status: expected 200, got 404\npass c"},
    /* one success, after a wait */
    {.cases =
         "- {id: p, title: T, steps: [&wait " WAIT("/l") "]}\n"
                                                         "- {id: a, title: T, steps: [*wait]}\n"
                                                         "- {id: b, title: T, steps: [*wait]}\n"
                                                         "- {id: c, title: T, steps: [*wait]}\n",
     .gives_up_polling = true,
     .responses = "404 200={\"apps\":[1]} 404",
     .found =
         "GET /l, GET /l, " L3 ", " L3 ", " L3 "\npass p\nfail a: status: expected 200, got 404\n"
         "fail b: status: expected 200, got 404\nfail c: status: expected 200, got 404"},
    /* one success at once, of a step whose requests differ */
    {.cases = "- {id: a, title: T, with: {path: /l/$(v)}, within: 5s, every: 2s,"
              " expect: {status: 200}, each: [{name: p, v: 0}, {name: x, v: 1}, {name: y, v: 2},"
              " {name: z, v: 3}]}\n",
     .gives_up_polling = true,
     .responses = "200 404",
     .found = "GET /l/0, GET /l/1, GET /l/1, GET /l/1, GET /l/2, GET /l/2, GET /l/2, GET /l/3, "
              "GET /l/3, GET /l/3\npass a[p]\nfail a[x]: status: expected 200, got 404\n"
              "fail a[y]: status: expected 200, got 404\nfail a[z]: status: expected 200, got 404"},
    /* no response at all */
    {.cases = same_step,
     .gives_up_polling = true,
     .responses = "?",
     .found = L3 ", " L3 ", " L3 "\nerror a: malformed\nerror b: malformed\nerror c: malformed"},
    /* at the same time: each of them had started to wait */
    {.cases = same_step,
     .gives_up_polling = true,
     .parallel = 3,
     .responses = "404",
     .found = L3 ", " L3 ", " L3 "\nfail a: status: expected 200, got 404\n"
                 "fail b: status: expected 200, got 404\n"
                 "fail c: status: expected 200, got 404"},
};

static void waits_if_waiting_may_help(void **state)
{
    for (size_t i = 0; i < COUNT(helpful); i++) {
        run_row row = helpful[i];
        row.has_own_time = true;
        const ct_run_result *result = run_check_one(*state, &row).result;
        assert_int_equal(result->waiting.saved_steps, 0);
    }
}

static void recognizes_the_same_wait(void **state)
{
#define LOST(id, what) "\nnot run " id ": the same " what " ran out of time in two other cases: op/"
    static const run_row rows[] = {
        /* another step, but the same request */
        {.cases = CASE("a", WAIT("/l")) CASE("b", WAIT("/l")) CASE("c", WAIT("/l"))
             CASE("d", WAIT("/m")),
         .responses = "404",
         .found = L3 ", " L3 ", GET /l, GET /m, GET /m, GET /m\n"
                     "fail a: status: expected 200, got 404\n"
                     "fail b: status: expected 200, got 404" LOST(
                         "c", "polled request") "a, op/b\n"
                                                "fail d: status: expected 200, got 404"},
        /* a first response that passes another step shows nothing, a later one does */
        {.cases = CASE("a", WAIT("/l")) CASE("b", WAIT("/l")) CASE(
             "p", "{with: {path: /l}, within: 5s, expect: {status: 404}}") CASE("c", WAIT("/l")),
         .responses = "404",
         .found = L3
         ", " L3 ", GET /l, GET /l\n"
         "fail a: status: expected 200, got 404\n"
         "fail b: status: expected 200, got 404\npass p" LOST("c", "polled request") "a, op/b"},
        {.cases = CASE("p", "{with: {path: /l}, within: 5s, expect: {status: 404}}")
             CASE("a", WAIT("/l")) CASE("b", WAIT("/l")) CASE("c", WAIT("/l")),
         .responses = "500 404",
         .found = "GET /l, GET /l, " L3 ", " L3 ", " L3 "\npass p\n"
                  "fail a: status: expected 200, got 404\n"
                  "fail b: status: expected 200, got 404\n"
                  "fail c: status: expected 200, got 404"},
        /* the body differs from case to case, but no wait changed it */
        {.cases = CASE("a", WAIT("/l")) CASE("b", WAIT("/l")) CASE("c", WAIT("/l")),
         .responses = "404=1 404=1 404=1 404=2 404=2 404=2 404=3",
         .found = L3 ", " L3 ", GET /l\n"
                     "fail a: status: expected 200, got 404\n"
                     "fail b: status: expected 200, got 404" LOST("c", "polled request") "a, op/b"},
        /* the rows of one case, each with a request of its own */
        {.cases = "- {id: a, title: T, each: [{name: x, v: 1}, {name: y, v: 2}, {name: z, v: 3}],"
                  " with: {path: /l/$(v)}, within: 5s, every: 2s, expect: {status: 200}}\n",
         .responses = "404",
         .found = "GET /l/1, GET /l/1, GET /l/1, GET /l/2, GET /l/2, GET /l/2, GET /l/3\n"
                  "fail a[x]: status: expected 200, got 404\n"
                  "fail a[y]: status: expected 200, got 404" LOST("a[z]", "step") "a[x], op/a[y]"},
        /* two at a time: two of the four fail, the others are not run */
        {.cases = CASE("a", WAIT("/l")) CASE("b", WAIT("/l")) CASE("c", WAIT("/l"))
             CASE("d", WAIT("/l")),
         .parallel = 2,
         .responses = "404",
         .found = L3 ", " L3 ", GET /l, GET /l\n"
                     "fail a: status: expected 200, got 404\n"
                     "fail b: status: expected 200, got 404" LOST(
                         "c", "polled request") "a, op/b" LOST("d", "polled request") "a, op/b"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        run_row row = rows[i];
        row.has_own_time = true;
        row.gives_up_polling = true;
        run_check_one(*state, &row);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(stops_at_once_if_the_form_is_wrong),
        ROWS_TEST(reports_how_long_it_did_not_wait),
        ROWS_TEST(does_not_wait_for_what_two_cases_did_not_get),
        ROWS_TEST(waits_if_waiting_may_help),
        ROWS_TEST(recognizes_the_same_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

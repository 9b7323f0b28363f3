/* The runner: order, steps, cleanup, skipping, and the events for listeners. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lang/yaml/bind.h"
#include "run/connection.h"
#include "tests/runner_rows.h"

/* Three plain cases. */
#define ABC                                                                                        \
    "- {id: a, title: A, with: {path: /a}, expect: {status: 200}}\n"                               \
    "- {id: b, title: B, with: {path: /b}, expect: {status: 200}}\n"                               \
    "- {id: c, title: C, with: {path: /c}, expect: {status: 200}}\n"

static void runs_cases_in_their_order(void **state)
{
    static const run_row rows[] = {
        {.cases = ABC,
         .responses = "200",
         .found = "GET /a, GET /b, GET /c\npass a\npass b\npass c"},
        {.cases = ABC,
         .responses = "200 404 ?",
         .found = "GET /a, GET /b, GET /c\npass a\nfail b: status: expected 200, got 404\n"
                  "error c: malformed"},
        {.cases = ABC,
         .responses = "200",
         .parallel = 3,
         .found = "GET /a, GET /b, GET /c\npass a\npass b\npass c"},
        {.cases = ABC,
         .responses = "429 ! 200",
         .parallel = 2,
         .found = "GET /a, GET /b, GET /c\n"
                  "error a: the target limits the request rate: unexpected status 429\n"
                  "error b: connection refused\npass c"},
        {.cases = "- {id: a, title: A, expect: {status: 200}, should: {headers: {X: y}}}\n",
         .responses = "200",
         .found = "GET /op\nwarn a: header X: expected \"y\", got nothing"},
    };
    run_check(*state, rows, COUNT(rows));
}

static void limits_parallel_cases(void **state)
{
    static const struct {
        unsigned parallel, most;
    } rows[] = {{1, 1}, {2, 2}, {3, 3}, {256, 3}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        run_row const row = {.cases = ABC,
                             .responses = "200",
                             .parallel = rows[i].parallel,
                             .found = "GET /a, GET /b, GET /c\npass a\npass b\npass c"};
        assert_int_equal(run_check_one(*state, &row).most, rows[i].most);
    }
}

static void ends_a_case_at_the_first_step_that_fails(void **state)
{
    static const char cases[] = "- id: a\n"
                                "  title: A\n"
                                "  steps:\n"
                                "  - {with: {path: /1}, expect: {status: 200}}\n"
                                "  - {with: {path: /2}, should: {status: 200}}\n"
                                "  - {with: {path: /3}, expect: {status: 200}}\n";
    static const run_row rows[] = {
        {.cases = cases, .responses = "200", .found = "GET /1, GET /2, GET /3\npass a"},
        {.cases = cases,
         .responses = "404",
         .found = "GET /1\nfail a: status: expected 200, got 404"},
        {.cases = cases, .responses = "200 ?", .found = "GET /1, GET /2\nerror a: malformed"},
        {.cases = cases,
         .responses = "200 404 200", /* a warning is not a failure */
         .found = "GET /1, GET /2, GET /3\nwarn a: status: expected 200, got 404"},
        {.cases = cases,
         .responses = "200 404 404",
         .found = "GET /1, GET /2, GET /3\nfail a: status: expected 200, got 404"},
        {.cases = "- id: a\n"
                  "  title: A\n"
                  "  steps:\n"
                  "  - {with: {path: /1}}\n" /* no expectations: only a preparation */
                  "  - {request: {method: PUT, path: /2}, expect: {status: 200}}\n",
         .responses = "404 200",
         .found = "GET /1, PUT /2\npass a"},
    };
    run_check(*state, rows, COUNT(rows));
}

static void omits_steps_without_their_capability(void **state)
{
    static const char cases[] = "- id: a\n"
                                "  title: A\n"
                                "  steps:\n"
                                "  - {with: {path: /1}, requires: [cap], expect: {status: 200}}\n"
                                "  - {with: {path: /2}, expect: {status: 200}}\n";
    static const run_row rows[] = {
        {.cases = cases, .responses = "200", .found = "GET /2\npass a"},
        {.cases = cases,
         .responses = "200",
         .capability = "cap",
         .found = "GET /1, GET /2\npass a"},
        {.cases = "- {id: a, title: A, steps: [{requires: [cap], expect: {status: 200}}]}\n",
         .responses = "200",
         .found = "\nskip a: the target lacks the capability 'cap'"},
    };
    run_check(*state, rows, COUNT(rows));
}

static void always_cleans_up_in_reverse_order(void **state)
{
    static const char cases[] = "- id: a\n"
                                "  title: A\n"
                                "  with: {path: /a}\n"
                                "  expect: {status: 200}\n"
                                "  cleanup:\n"
                                "  - {with: {method: DELETE, path: /1}, expect: {status: 204}}\n"
                                "  - {with: {method: DELETE, path: /2}, expect: {status: 204}}\n"
                                "  - {with: {method: DELETE, path: /3}}\n"
                                "- {id: b, title: B, with: {path: /b}, expect: {status: 200}}\n";
#define SENT "GET /a, DELETE /3, DELETE /2, DELETE /1, GET /b\n"
    static const run_row rows[] = {
        {.cases = cases,
         .responses = "200 204 204 204 200",
         .found = SENT "pass a\n  cleanup pass\n  cleanup pass\n  cleanup pass\npass b"},
        {.cases = cases,
         .responses = "404 204 204 204 200",
         .found = SENT "fail a: status: expected 200, got 404\n  cleanup pass\n  cleanup pass\n"
                       "  cleanup pass\npass b"},
        {.cases = cases,
         .responses = "? 500 404 ? 200", /* the first cleanup step expects nothing */
         .found = SENT "error a: malformed\n  cleanup pass\n  cleanup fail\n"
                       "  cleanup error: malformed\npass b\ncleanup failures: 2"},
        {.cases = cases,
         .responses = "200 404 404 404 200", /* never judged */
         .found = SENT "pass a\n  cleanup pass\n  cleanup fail\n  cleanup fail\npass b\n"
                       "cleanup failures: 2"},
        {.cases = "- id: a\n"
                  "  title: A\n"
                  "  steps:\n"
                  "  - {with: {path: /1}, expect: {status: 200}}\n"
                  "  - {with: {path: /2}, expect: {status: 200}}\n"
                  "  cleanup: [{with: {path: /c}, requires: [cap]}, {with: {path: /d}}]\n",
         .responses = "404",
         .found = "GET /1, GET /d\n"
                  "fail a: status: expected 200, got 404\n"
                  "  cleanup pass\n"
                  "  cleanup skip: the target lacks the capability 'cap'"},
    };
#undef SENT
    run_check(*state, rows, COUNT(rows));
}

static void reports_why_a_case_is_skipped(void **state)
{
    static const char cases[] =
        "- {id: a, title: A, skip: not yet, with: {path: /a}, expect: {status: 200}}\n"
        "- {id: b, title: B, requires: [cap], with: {path: /b}, expect: {status: 200}}\n"
        "- {id: c, title: C, with: {path: /c, method: POST}, expect: {status: 200}}\n"
        "- {id: d, title: D, with: {path: /d}, expect: {status: 200},"
        " cleanup: [{with: {method: DELETE}}]}\n"
        "- {id: e, title: E, with: {path: /e, method: POST, safe: true}, expect: {status: 200}}\n"
        "- {id: f, title: F, requires: [cap, other], with: {path: /f}, expect: {status: 200}}\n";
    static const run_row rows[] = {
        {.cases = cases,
         .responses = "200",
         .found = "POST /c, GET /d, DELETE /op, POST /e\n"
                  "skip a: not yet\n"
                  "skip b: the target lacks the capability 'cap'\n"
                  "pass c\n"
                  "pass d\n"
                  "  cleanup pass\n"
                  "pass e\n"
                  "skip f: the target lacks the capability 'cap'"},
        {.cases = cases,
         .responses = "200",
         .capability = "cap",
         .is_read_only = true,
         .found = "GET /b, POST /e\n"
                  "skip a: not yet\n"
                  "pass b\n"
                  "skip c: the target is read-only, and the case writes\n"
                  "skip d: the target is read-only, and the case writes\n"
                  "pass e\n"
                  "skip f: the target lacks the capability 'other'"},
    };
    run_check(*state, rows, COUNT(rows));
}

static void reports_values_that_make_no_valid_request(void **state)
{
    static const run_row rows[] = {
        {.cases = "- {id: a, title: A, with: {path: /a/$(none)}, expect: {status: 200},"
                  " cleanup: [{with: {path: /c}}]}\n",
         .responses = "200",
         .found = "GET /c\nerror a: no variable 'none'\n  cleanup pass"},
        {.cases = "- {id: a, title: A, vars: {x: $(none)}, with: {path: /$(x)},"
                  " expect: {status: 200}, cleanup: [{with: {path: /c}}]}\n"
                  "- {id: b, title: B, with: {path: /b}, expect: {status: 200}}\n",
         .responses = "200",
         .found = "GET /b\nerror a: no variable 'none'\npass b"},
        {.cases = "- {id: b, title: B, with: {path: $(token)}, expect: {status: 200}}\n",
         .responses = "200",
         .found = "\nerror b: not a valid path, or outside the target: '***'"},
    };
    run_check(*state, rows, COUNT(rows));
}

static void fills_in_variables_of_every_kind(void **state)
{
    static const char operation[] = "vars: {o: o-$(id), p: p-$(o)}\n";
    static const run_row rows[] = {
        {.operation = operation,
         .cases = "- {id: a, title: A, vars: {v: v-$(p)}, with: {path: /$(v)},"
                  " expect: {status: 200}}\n",
         .responses = "200",
         .found = "GET /v-p-o-i-7\npass a"},
        {.cases = "- {id: a, title: A, with: {path: /$(run_id)}, expect: {status: 200}}\n",
         .responses = "200",
         .found = "GET /r-1\npass a"},
        /* in a variable of the case, $(now) is the start of the case; the body is '' */
        {.cases = "- {id: a, title: A, vars: {t: $(now)}, expect: {text: !not [$(t)]}}\n",
         .responses = "200",
         .found = "GET /op\npass a"},
        /* one value for each case, from the seed and its name */
        {.cases = "- {id: a, title: A, with: {path: /$(uuid)/$(uuid_hex)},"
                  " expect: {status: 200}}\n"
                  "- {id: b, title: B, with: {path: /$(uuid_hex)}, expect: {status: 200}}\n",
         .responses = "200",
         .found = "GET /c6d2d6c0-2bcb-4d5b-9ba6-831ceb6920a8/c6d2d6c02bcb4d5b9ba6831ceb6920a8, "
                  "GET /63ca5367bee64c57b1dc10ce20b01010\npass a\npass b"},
    };
    run_check(*state, rows, COUNT(rows));
}

static void uses_the_most_specific_timeout(void **state)
{
    run_row const row = {
        .operation = "timeout: 4s\n",
        .cases = "- {id: a, title: A, with: {path: /a}, expect: {status: 200}}\n"
                 "- {id: b, title: B, timeout: 3s, with: {path: /b}, expect: {status: 200}}\n"
                 "- {id: c, title: C, timeout: 3s, steps: [{timeout: 2s, with: {path: /c},"
                 " expect: {status: 200}}, {with: {path: /d}}]}\n",
        .responses = "200",
        .found = "GET /a, GET /b, GET /c, GET /d\npass a\npass b\npass c"};
    run_seen const seen = run_check_one(*state, &row);
    static const unsigned expected[] = {4000, 3000, 2000, 3000};
    for (size_t i = 0; i < COUNT(expected); i++)
        assert_int_equal(seen.timeouts[i], expected[i]);
    run_row const plain = {.cases = ABC,
                           .responses = "200",
                           .found = "GET /a, GET /b, GET /c\npass a\npass b\npass c"};
    assert_int_equal(run_check_one(*state, &plain).timeouts[0], 10000);
}

static void reports_the_facts_of_the_run(void **state)
{
    run_row const row = {.cases = ABC,
                         .responses = "200",
                         .found = "GET /a, GET /b, GET /c\npass a\npass b\npass c"};
    const ct_run_result *result = run_check_one(*state, &row).result;
    assert_string_equal(result->target_name, "Gateway");
    assert_string_equal(result->target_url, "http://gw.example");
    assert_string_equal(result->seed, "5eed");
    assert_int_equal(result->case_count, 3);
    assert_int_equal(result->counts[CT_PASS], 3);
    assert_null(result->stopped);
    assert_int_equal(ct_run_exit_status(result), 0);
    assert_string_equal(ct_run_id(*state, "5eed"), ct_run_id(*state, "5eed"));
    assert_int_equal(strlen(ct_run_id(*state, "5eed")), 12);
    assert_string_not_equal(ct_run_id(*state, "5eed"), ct_run_id(*state, "5eee"));
}

static void reports_how_the_target_is_reached(void **state)
{
    static const char *const resolve[] = {"a:1:10.0.0.1", "b:2:10.0.0.2", "a:1:10.0.0.1"};
    ct_redactor *redactor = ct_redactor_new(*state);
    ct_redactor_add_value(redactor, "secret-folder", strlen("secret-folder"));
    ct_tls_files const files = {.ca_sha256 = "aa", .client_cert_sha256 = "bb"};
    ct_route const direct = {0};
    ct_route const route = {
        .proxy = "http://joe:***@p:3128", .resolve = resolve, .resolve_count = 3, .is_http2 = true};
    ct_tls const none = {.ca = "", .min_version = "1.3"};
    ct_tls const tls = {.ca = "ca.pem",
                        .client_cert = "c.pem",
                        .client_key = "/secret-folder/k.pem",
                        .client_key_password = "pass phrase",
                        .is_insecure = true};
    assert_null(ct_run_connection(NULL, NULL, files, redactor, *state));
    assert_null(ct_run_connection(&direct, &none, files, redactor, *state));
    const ct_connection *found = ct_run_connection(&route, &tls, files, redactor, *state);
    assert_string_equal(found->http_version, "2");
    assert_string_equal(found->proxy, route.proxy);
    assert_string_equal(found->resolve->text, resolve[0]);
    assert_string_equal(found->resolve->next->text, resolve[1]);
    assert_null(found->resolve->next->next);
    assert_string_equal(found->ca, "ca.pem");
    assert_string_equal(found->ca_sha256, "aa");
    assert_string_equal(found->client_cert, "c.pem");
    assert_string_equal(found->client_cert_sha256, "bb");
    assert_string_equal(found->client_key, "/***/k.pem");
    assert_true(found->is_insecure);
    found = ct_run_connection(NULL, &(ct_tls){.is_insecure = true}, files, redactor, *state);
    assert_true(found->is_insecure);
    assert_null(found->ca);
    assert_null(found->ca_sha256);
    assert_null(found->client_cert_sha256);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(runs_cases_in_their_order),
        ROWS_TEST(limits_parallel_cases),
        ROWS_TEST(ends_a_case_at_the_first_step_that_fails),
        ROWS_TEST(omits_steps_without_their_capability),
        ROWS_TEST(always_cleans_up_in_reverse_order),
        ROWS_TEST(reports_why_a_case_is_skipped),
        ROWS_TEST(reports_values_that_make_no_valid_request),
        ROWS_TEST(fills_in_variables_of_every_kind),
        ROWS_TEST(uses_the_most_specific_timeout),
        ROWS_TEST(reports_the_facts_of_the_run),
        ROWS_TEST(reports_how_the_target_is_reached),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

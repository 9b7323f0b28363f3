/* Which requirements a case shows to be met or violated: suites, responses, and the statuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "lang/json/json.h"
#include "load/loader.h"
#include "run/runner.h"
#include "tests/fake_transport.h"
#include "tests/rows.h"

enum { RESPONSES_MAX = 4, CASES_MAX = 4 };

/* BARE has no `about`. */
static const char requirements[] =
    "requirements:\n"
    "  - {id: OK, level: MUST, text: A., source: a, about: {request: GET /a, status: 200}}\n"
    "  - {id: BAD, level: MUST, text: A., source: a, about: {request: GET /a, status: 400}}\n"
    "  - {id: CODE, level: MUST, text: A., source: a,\n"
    "     about: {request: GET /a, status: 400, at: $.code}}\n"
    "  - {id: X, level: MUST, text: A., source: a,\n"
    "     about: {request: GET /a, status: 200, at: $.x}}\n"
    "  - {id: Y, level: MUST, text: A., source: a,\n"
    "     about: {request: GET /a, status: 200, at: $.y}}\n"
    "  - {id: HEAD, level: MUST, text: A., source: a,\n"
    "     about: {request: GET /a, status: 200, header: X-Id}}\n"
    "  - {id: STATE, level: MUST, text: A., source: a, about: {effect: GET /b}}\n"
    "  - {id: BARE, level: MUST, text: A., source: a}\n";

typedef struct attribution_row {
    const char *cases;
    ct_fake_transport responses[RESPONSES_MAX];
    size_t count;
    const char *found; /* the statuses that are not "not-verified" without a case */
} attribution_row;

#define EXPECT(ids, expect) "  - {id: c, title: t, verifies: [" ids "], expect: {" expect "}}\n"
#define STEPS(ids) "  - id: c\n    title: t\n    verifies: [" ids "]\n    steps:\n"

static const attribution_row rows[] = {
    /* All that fits holds. */
    {EXPECT("OK, X", "status: 200, json: {x: 1}"),
     {{.status = 200, .body = "{\"x\":1}"}},
     1,
     "OK passed, X passed"},
    /* Only what a finding fits fails; a missing property is not at the place of another one. */
    {EXPECT("OK, X, Y", "status: 200, json: {x: 1, y: 1}"),
     {{.status = 200, .body = "{\"x\":1}"}},
     1,
     "OK passed, X passed, Y failed"},
    /* On an unexpected status only the status counts. */
    {EXPECT("BAD, CODE", "status: 400, json: {code: 7}"),
     {{.status = 200, .body = "{}"}},
     1,
     "BAD failed, CODE not-verified"},
    /* A header by its name, in any case. */
    {EXPECT("OK, HEAD", "status: 200, headers: {x-id: !any string}"),
     {{.status = 200, .body = "{}"}},
     1,
     "OK passed, HEAD failed"},
    /* A body that is not JSON hides its parts. */
    {EXPECT("OK, X", "status: 200, json: {x: 1}"),
     {{.status = 200, .body = "{"}},
     1,
     "OK passed, X not-verified"},
    /* A failure that fits nothing counts against all, if they would pass. */
    {EXPECT("OK", "status: 200, json: {z: 1}"), {{.status = 200, .body = "{}"}}, 1, "OK failed"},
    /* What an operation documents counts against the requirement about it, cited or not. */
    {EXPECT("OK", "status: 200") "responses: {200: {json: {y: 1}}}\n",
     {{.status = 200, .body = "{}"}},
     1,
     "OK passed, Y failed"},
    {EXPECT("OK, X",
            "status: 200, json: {x: 1}") "responses: {200: {headers: {X-Id: !any string}}}\n",
     {{.status = 200, .body = "{\"x\":2}"}},
     1,
     "OK passed, X failed, HEAD failed"},
    /* But not if no requirement is about it. */
    {EXPECT("OK", "status: 200") "responses: {200: {json: {z: 1}}}\n",
     {{.status = 200, .body = "{}"}},
     1,
     "OK failed"},
    /* Without `about` the verdict of the case counts. */
    {EXPECT("BARE, X", "status: 200, json: {x: 1}"),
     {{.status = 500, .body = "{}"}},
     1,
     "X not-verified, BARE failed"},
    /* What was not evaluated does not pass. */
    {EXPECT("X", "status: 200"), {{.status = 200, .body = "{\"x\":1}"}}, 1, "X not-verified"},
    /* An error fails nothing. */
    {EXPECT("OK, BARE", "status: 200"),
     {{.error = "malformed"}},
     1,
     "OK not-verified, BARE not-verified"},
    /* A step that did not run verifies nothing. */
    {STEPS("OK, STATE") "      - {expect: {status: 200}}\n"
                        "      - {request: {method: GET, path: /b}, expect: {json: {n: 1}}}\n",
     {{.status = 500}},
     1,
     "OK failed, STATE not-verified"},
    /* The request of an effect shows the state. */
    {STEPS("OK, STATE") "      - {expect: {status: 200}}\n"
                        "      - {request: {method: GET, path: /b}, expect: {json: {n: 1}}}\n",
     {{.status = 200}, {.status = 200, .body = "{\"n\":2}"}},
     2,
     "OK passed, STATE failed"},
    /* The citations of a step are blamed first. */
    {STEPS("OK, BARE") "      - {expect: {status: 200}}\n"
                       "      - {verifies: [X], expect: {status: 200, json: {x: 1}}}\n",
     {{.status = 200}, {.status = 200, .body = "{\"x\":2}"}},
     2,
     "OK passed, X failed, BARE failed"},
};

static void write_file(const char *folder, const char *name, const char *start, const char *text,
                       ct_arena *arena)
{
    FILE *file = fopen(ct_arena_printf(arena, "%s/%s", folder, name), "w");
    fprintf(file, "%s%s", start, text);
    fclose(file);
}

static const ct_suite *load(ct_arena *arena, const char *cases)
{
    char folder[] = "/tmp/apigcheck-XXXXXX";
    ct_diag diag = {.arena = arena};
    assert_non_null(mkdtemp(folder));
    write_file(folder, "requirements.yaml", requirements, "", arena);
    write_file(folder, "suite.yaml", "operation: op\nrequest: {method: GET, path: /a}\ncases:\n",
               cases, arena);
    const ct_suite *suite = ct_load(
        arena, (const char *const[]){ct_arena_printf(arena, "%s/suite.yaml", folder)}, 1, &diag);
    unlink(ct_arena_printf(arena, "%s/suite.yaml", folder));
    unlink(ct_arena_printf(arena, "%s/requirements.yaml", folder));
    rmdir(folder);
    rows_same(cases, rows_notes(arena, &diag), "");
    assert_non_null(suite);
    return suite;
}

static const char *statuses(ct_arena *arena, const ct_run_result *run)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    for (const ct_requirement_result *r = run->requirement_results; r; r = r->next)
        if (ct_case_verifies(run->cases[0].test_case, r->requirement) || r->status == CT_FAILED)
            ct_buf_printf(&text, "%s%s %s", text.size ? ", " : "", r->requirement->id,
                          ct_requirement_status_name(r->status));
    return ct_buf_finish(&text, arena);
}

static void attributes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_arena *arena = ct_arena_new();
        const ct_suite *suite = load(arena, rows[i].cases);
        const ct_case *cases[CASES_MAX] = {suite->operations->cases};
        ct_selection const selection = {.suite = suite, .cases = cases, .count = 1};
        ct_target const target = {.url = "http://gw.example",
                                  .values = ct_json_own(arena, json_object())};
        ct_run_options const options = {
            .parallel = 1, .timeout_ms = 1000, .seed = "5eed", .run_id = "r-1"};
        ct_transport *transport = ct_fake_transport_open(rows[i].responses, rows[i].count, NULL);
        const ct_run_result *run = ct_run(&selection, &target, &options, transport, NULL, arena);
        rows_same(rows[i].cases, statuses(arena, run), rows[i].found);
        transport->close(transport);
        ct_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(attributes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

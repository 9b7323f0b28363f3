/* The causes that explain the failed cases of a run made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/rows.h"
#include "triage/cause.h"
#include "triage/symptom.h"

typedef struct failed {
    const char *name, *body; /* of the response, with ' for "; NULL: not JSON */
    unsigned status;
    /* "SUBJECT|PATH|MISMATCH|EXPECTED|ACTUAL", up to two; without a PATH it is the finding's own */
    const char *findings[2];
    const char *error; /* instead of a response */
} failed;

/* ---- A failed case ---- */

static char *part(ct_arena *arena, const char **text)
{
    size_t const size = strcspn(*text, "|");
    char *copy = ct_arena_copy(arena, *text, size);
    *text += size + ((*text)[size] == '|');
    return copy;
}

static ct_finding *finding_of(ct_arena *arena, const char *text)
{
    ct_finding *finding = ct_new(arena, ct_finding);
    finding->verdict = CT_FAIL;
    finding->subject = part(arena, &text);
    const char *path = part(arena, &text), *mismatch = part(arena, &text);
    while (strcmp(mismatch, ct_mismatch_name(++finding->mismatch)))
        continue;
    finding->expected = part(arena, &text);
    finding->actual = part(arena, &text);
    if (*path) {
        finding->differences = ct_new(arena, ct_difference);
        *finding->differences = (ct_difference){.path = path,
                                                .expected = finding->expected,
                                                .actual = finding->actual,
                                                .mismatch = finding->mismatch};
    }
    return finding;
}

static ct_exchange *exchange_of(ct_arena *arena, const failed *row)
{
    ct_exchange *exchange = ct_new(arena, ct_exchange);
    ct_response *response = ct_new(arena, ct_response);
    const char *body = row->body ? rows_quoted(arena, row->body) : "<html>";
    ct_request *request = ct_new(arena, ct_request);
    request->url = "http://localhost/";
    *response = (ct_response){.status = row->status,
                              .body = {.bytes = body, .size = strlen(body), .whole = strlen(body)}};
    *exchange = (ct_exchange){.request = request, .response = row->error ? NULL : response};
    return exchange;
}

static void add(ct_arena *arena, ct_triage *triage, const failed *row, size_t index)
{
    ct_case *test_case = ct_new(arena, ct_case);
    *test_case = (ct_case){.full_name = row->name, .index = index};
    ct_step_result step = {.verdict = row->error ? CT_ERROR : CT_FAIL,
                           .error = row->error,
                           .exchange = exchange_of(arena, row)};
    ct_finding **tail = &step.findings;
    for (size_t i = 0; i < 2 && row->findings[i]; i++) {
        *tail = finding_of(arena, row->findings[i]);
        tail = &(*tail)->next;
    }
    ct_case_result const result = {.test_case = test_case, .verdict = step.verdict, .steps = &step};
    ct_triage_add(triage, &result);
}

/* "KIND TEXT: case/step/finding case/step" for each cause, a line each; '*' marks the first case.
 */
static const char *described(ct_arena *arena, const ct_cause *cause)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    for (; cause; cause = cause->next) {
        ct_buf_printf(&out, "%u %s [%s] %s:", cause->id, cause->kind,
                      cause->mismatch ? ct_mismatch_name(cause->mismatch) : "", cause->text);
        for (const ct_cause_case *c = cause->cases; c; c = c->next) {
            ct_buf_printf(&out, " %s%s/%u", c->name, strcmp(c->name, cause->first) ? "" : "*",
                          c->step);
            if (c->has_finding)
                ct_buf_printf(&out, "/%u", c->finding);
        }
        ct_buf_char(&out, '\n');
    }
    return ct_buf_finish(&out, arena);
}

/* ---- Rows ---- */

#define STATUS(expected, actual) "status||value|" expected "|" actual
#define MISSING(path) "json|" path "|missing|a string|nothing"

static const struct {
    failed cases[6];
    const char *causes;
} rows[] = {
    {{{0}}, ""},

    /* one status for two expectations: two causes; for three: one */
    {{{"a", "{}", 202, {STATUS("400", "202")}, NULL},
      {"b", "{}", 202, {STATUS("401", "202")}, NULL},
      {"c", "{}", 202, {STATUS("400", "202")}, NULL}},
     "1 status [value] status: expected 400, got 202: a*/0/0 c/0/0\n"
     "2 status [value] status: expected 401, got 202: b*/0/0\n"},
    {{{"a", "{}", 202, {STATUS("400", "202")}, NULL},
      {"b", "{}", 202, {STATUS("401", "202")}, NULL},
      {"c", "{}", 202, {STATUS("404", "202")}, NULL}},
     "1 status [value] status: expected 400, 401, 404, got 202: a*/0/0 b/0/0 c/0/0\n"},

    /* the body of a response with a status of another class is a consequence, else it is not */
    {{{"a", "{}", 201, {STATUS("400", "201"), MISSING("$['code']")}, NULL}},
     "1 status [value] status: expected 400, got 201: a*/0/0\n"},
    {{{"a", "{}", 404, {STATUS("400", "404"), MISSING("$['code']")}, NULL}},
     "1 status [] status: expected 400, got 404; $.code: missing: a*/0/0\n"},
    {{{"a", "{}", 404, {STATUS("400", "404"), MISSING("$['code']")}, NULL},
      {"b", "{}", 400, {MISSING("$['code']")}, NULL}},
     "1 value [missing] $.code: missing: a/0/1 b*/0/0\n"
     "2 status [value] status: expected 400, got 404: a*/0/0\n"},

    /* one name in several places, and array indices do not count */
    {{{"a", "{}", 200, {MISSING("$['list'][0]['id']")}, NULL},
      {"b", "{}", 200, {MISSING("$['list'][7]['id']")}, NULL},
      {"c", "{}", 200, {MISSING("$['id']")}, NULL}},
     "1 value [missing] $.list[*].id: missing: a*/0/0 b/0/0 c/0/0\n"},

    /* two faults in the same cases stay two if other cases show only one of them */
    {{{"a", "{}", 200, {MISSING("$['x']"), "header A||missing|\"b\"|nothing"}, NULL},
      {"b", "{}", 200, {"header A||missing|\"b\"|nothing"}, NULL}},
     "1 header [missing] header A: missing: a/0/1 b*/0/0\n"
     "2 value [missing] $.x: missing: a*/0/0\n"},
    {{{"a", "{}", 200, {MISSING("$['x']"), "header A||missing|\"b\"|nothing"}, NULL}},
     "1 value [missing] $.x: missing; header A: missing: a*/0/0\n"},

    /* wrapped, and renamed */
    {{{"a", "{'data': {'x': 1, 'y': 2}}", 200, {MISSING("$['x']"), MISSING("$['y']")}, NULL},
      {"b", "{'data': {'z': 1}}", 200, {MISSING("$['z']")}, NULL}},
     "1 wrapped-body [missing] the response body is wrapped in a property 'data': a*/0/0 b/0/0\n"},
    {{{"a", "{'errorCode': 1}", 200, {MISSING("$['error_code']")}, NULL},
      {"b", "{'list': [{'boundTime': 1}]}", 200, {MISSING("$['list'][0]['bound_time']")}, NULL}},
     "1 renamed-property [missing] renamed properties: expected $.error_code, "
     "$.list[*].bound_time, got errorCode, boundTime: a*/0/0 b/0/0\n"},

    /* null everywhere */
    {{{"a", "{}", 200, {"json|$['x']|type|a string|null"}, NULL},
      {"b", "{}", 200, {"json|$['y']|type|a number|null"}, NULL},
      {"c", "{}", 200, {"json|$['z']|type|a string|null"}, NULL}},
     "1 value [type] $.x, $.y, $.z: expected another type, got null: a*/0/0 b/0/0 c/0/0\n"},

    /* below a place that is wrong itself there is nothing to report */
    {{{"a", NULL, 200, {"json|$|type|an object|a body that is not JSON", MISSING("$['x']")}, NULL}},
     "1 value [type] $: expected an object, got a body that is not JSON: a*/0/0\n"},

    /* errors: numbers in them do not count */
    {{{"a", NULL, 0, {NULL}, "timeout after 101 ms"},
      {"b", NULL, 0, {NULL}, "timeout after 99 ms"}},
     "1 error [] timeout after 101 ms: a*/0 b/0\n"},
};

static void groups_failures(void **state)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_triage *triage = ct_triage_new(*state);
        for (size_t c = 0; c < 6 && rows[i].cases[c].name; c++)
            add(*state, triage, &rows[i].cases[c], c);
        rows_same(rows[i].causes, described(*state, ct_triage_causes(triage)), rows[i].causes);
    }
}

static void generalizes_paths(void **state)
{
    static const char *const paths[][2] = {
        {"$", "$"},
        {"$['a'][0]['b_2']", "$.a[*].b_2"},
        {"$['a b'][12]", "$['a b'][*]"},
        {"$['it\\'s']['x']", "$['it\\'s'].x"},
        {"$['']", "$['']"},
    };
    for (size_t i = 0; i < COUNT(paths); i++)
        rows_same(paths[i][0], ct_general_path(*state, paths[i][0]), paths[i][1]);
}

/* 2,000 failures with 30 causes: their number must not matter much. */
static void groups_many_failures(void **state)
{
    ct_triage *triage = ct_triage_new(*state);
    for (size_t i = 0; i < 2000; i++) {
        failed const row = {ct_arena_printf(*state, "case-%zu", i),
                            "{}",
                            200,
                            {ct_arena_printf(*state, "json|$['p%zu']|value|%zu|0", i % 30, i % 30)},
                            NULL};
        add(*state, triage, &row, i);
    }
    size_t count = 0;
    for (const ct_cause *cause = ct_triage_causes(triage); cause; cause = cause->next)
        count++;
    assert_int_equal(count, 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(groups_failures),
        ROWS_TEST(generalizes_paths),
        ROWS_TEST(groups_many_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

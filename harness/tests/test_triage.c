/* The causes that explain the failed cases of a run made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
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
    const char *sent;  /* "HEADER: VALUE" of the request; NULL: none */
    bool is_passed;    /* the case passed */
    bool is_read;      /* the failing step reads, after one that wrote */
} failed;

/* ---- A failed case ---- */

/* With " for ', except in paths, and ' for `. */
static const char *text_of(ct_arena *arena, const char *text)
{
    const char *path = strchr(text, '|') + 1, *rest = strchr(path, '|');
    char *values = rows_quoted(arena, rest);
    for (char *c = values; *c; c++)
        *c = *c == '`' ? '\'' : *c;
    return ct_arena_printf(arena, "%.*s%s", (int)(rest - text), text, values);
}

static char *part(ct_arena *arena, const char **text)
{
    size_t const size = strcspn(*text, "|");
    char *copy = ct_arena_copy(arena, *text, size);
    *text += size + ((*text)[size] == '|');
    return copy;
}

static ct_finding *finding_of(ct_arena *arena, const char *text)
{
    text = text_of(arena, text);
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
    *request = (ct_request){.method = "POST", .url = "http://localhost/", .is_safe = row->is_read};
    if (row->sent) {
        request->headers = ct_new(arena, ct_header);
        request->headers->name = ct_arena_copy(arena, row->sent, strcspn(row->sent, ":"));
        request->headers->value = row->sent + strcspn(row->sent, ":") + 2;
    }
    *response = (ct_response){.status = row->status,
                              .body = {.bytes = body, .size = strlen(body), .whole = strlen(body)}};
    *exchange = (ct_exchange){
        .request = request, .response = row->error ? NULL : response, .started_at = 1};
    return exchange;
}

static void add(ct_arena *arena, ct_triage *triage, const failed *row, size_t index)
{
    static const ct_operation operation = {.id = "op"};
    static const ct_request writing = {.method = "POST", .url = "http://localhost/"};
    static const ct_exchange written = {.request = &writing};
    ct_case *test_case = ct_new(arena, ct_case);
    *test_case = (ct_case){.full_name = row->name, .index = index, .operation = &operation};
    ct_verdict const verdict = row->error ? CT_ERROR : row->is_passed ? CT_PASS : CT_FAIL;
    ct_step_result step = {
        .verdict = verdict, .error = row->error, .exchange = exchange_of(arena, row)};
    ct_step_result const first = {.verdict = CT_PASS, .exchange = &written, .next = &step};
    ct_finding **tail = &step.findings;
    for (size_t i = 0; i < 2 && row->findings[i]; i++) {
        *tail = finding_of(arena, row->findings[i]);
        tail = &(*tail)->next;
    }
    ct_case_result const result = {.test_case = test_case,
                                   .verdict = verdict,
                                   .steps = row->is_read ? (ct_step_result *)&first : &step};
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
        if (cause->follows)
            ct_buf_printf(&out, " follows %u", cause->follows);
        ct_buf_char(&out, '\n');
    }
    return ct_buf_finish(&out, arena);
}

/* ---- Rows ---- */

#define HEADER "header A||missing|'b'|nothing"
#define STATUS(expected, actual) "status||value|" expected "|" actual
#define MISSING(path) "json|" path "|missing|a string|nothing"

#define PASSED(name, status)                                                                       \
    {                                                                                              \
        name, "{}", status, {NULL}, NULL, NULL, true, false                                        \
    }

static const struct {
    failed cases[8];
    const char *causes;
} rows[] = {
    {{{0}}, ""},

    /* a status instead of three others that never come is wrong everywhere, but not instead of
     * statuses that others receive */
    {{{"a", "{}", 202, {STATUS("400", "202")}, NULL, NULL, false, false},
      {"b", "{}", 202, {STATUS("401", "202")}, NULL, NULL, false, false},
      {"c", "{}", 202, {STATUS("404", "202")}, NULL, NULL, false, false}},
     "1 status [value] status 202 instead of 400, 401, 404 in every response: a*/0/0 b/0/0 "
     "c/0/0\n"},
    {{{"a", "{}", 201, {STATUS("400", "201")}, NULL, NULL, false, false},
      {"b", "{}", 201, {STATUS("401", "201")}, NULL, NULL, false, false},
      {"c", "{}", 200, {STATUS("401", "200")}, NULL, NULL, false, false},
      {"d", "{}", 201, {STATUS("404", "201")}, NULL, NULL, false, false},
      PASSED("e", 400),
      PASSED("f", 401),
      PASSED("g", 404)},
     "1 status [value] status 201 instead of 401: b*/0/0 c/0/0\n"
     "2 status [value] status 201 instead of 400: a*/0/0\n"
     "3 status [value] status 201 instead of 404: d*/0/0\n"},
    {{{"a", "{}", 201, {STATUS("400 or 404", "201")}, NULL, NULL, false, false},
      {"b", "{}", 201, {STATUS("404", "201")}, NULL, NULL, false, false},
      PASSED("e", 400),
      PASSED("g", 404)},
     "1 status [value] status 201 instead of 400 or 404, 404: a*/0/0 b/0/0\n"},

    /* the body of a response with another status is a consequence if it is of another class; values
     * always are; if the status is wrong everywhere the body counts */
    {{{"a", "{}", 201, {STATUS("400", "201"), MISSING("$['code']")}, NULL, NULL, false, false}},
     "1 status [value] status 201 instead of 400: a*/0/0\n"},
    {{{"a", "{}", 404, {STATUS("400", "404"), MISSING("$['code']")}, NULL, NULL, false, false}},
     "1 status [] status 404 instead of 400; $.code is missing: a*/0/0\n"},
    {{{"a", "{}", 404, {STATUS("400", "404"), MISSING("$['code']")}, NULL, NULL, false, false},
      {"b", "{}", 400, {MISSING("$['code']")}, NULL, NULL, false, false}},
     "1 value [missing] $.code is missing in every response: a/0/1 b*/0/0\n"
     "2 status [value] status 404 instead of 400: a*/0/0\n"},
    {{{"a", "{}", 202, {STATUS("400", "202"), MISSING("$['code']")}, NULL, NULL, false, false},
      {"b", "{}", 202, {STATUS("401", "202")}, NULL, NULL, false, false},
      {"c", "{}", 202, {STATUS("404", "202"), MISSING("$['code']")}, NULL, NULL, false, false}},
     "1 status [value] status 202 instead of 400, 401, 404 in every response: a*/0/0 b/0/0 c/0/0\n"
     "2 value [missing] $.code is missing: a*/0/1 c/0/1\n"},

    /* a control: without a token, and two that depend on it */
    {{{"a", "{}", 201, {STATUS("401", "201")}, NULL, "Token: 1", false, false},
      {"b", "{}", 201, {STATUS("401", "201")}, NULL, NULL, false, false},
      {"c", "{}", 201, {STATUS("401", "201")}, NULL, "Token: 2", false, false},
      PASSED("d", 401)},
     "1 unchecked-header [value] status 201 instead of 401 without any header 'Token'; 2 other "
     "cases about it show nothing of their own: a/0/0 b*/0/0 c/0/0\n"},

    {{{"a", "{}", 201, {STATUS("401", "201")}, NULL, NULL, false, false},
      {"b", "{}", 201, {STATUS("401", "201")}, NULL, "Cookie: 1", false, false},
      {"c", "{}", 201, {STATUS("401", "201")}, NULL, "Authorization: 1", false, false},
      PASSED("d", 401)},
     "1 status [value] status 201 instead of 401; 2 other cases that only add to this request show "
     "nothing of their own: a*/0/0 b/0/0 c/0/0\n"},

    /* elements that are wrong make their list wrong */
    {{{"a", "{}", 200, {"json|$['list'][0]['id']|type|a string|null"}, NULL, NULL, false, false},
      {"b",
       "{}",
       200,
       {"json|$['list']|value|an element that is an object with 'id'|[1]"},
       NULL,
       NULL,
       false,
       false}},
     "1 value [type] $.list[*].id is null instead of a string in every response: a*/0/0 b/0/0\n"},

    /* the names inside a wrapper are wrong, too; a property is missing in it */
    {{{"a",
       "{'data': {'errorCode': 1}}",
       200,
       {MISSING("$['error_code']")},
       NULL,
       NULL,
       false,
       false},
      {"b",
       "{'data': {'x': 1}}",
       200,
       {MISSING("$['x']"), MISSING("$['y']")},
       NULL,
       NULL,
       false,
       false}},
     "1 wrapped-body [missing] every JSON response is wrapped in a property 'data': a*/0/0 b/0/0\n"
     "2 renamed-property [missing] $.error_code is named 'errorCode': a*/0/0\n"
     "3 value [missing] $.y is missing: b*/0/1\n"},

    /* a list that is read after a write: a consequence if a request was accepted meanwhile */
    {{{"a", "{}", 200, {"json|$['list']|value|[]|[1]"}, NULL, NULL, false, true},
      {"b", "{}", 201, {STATUS("401", "201")}, NULL, NULL, false, false},
      PASSED("c", 401)},
     "1 status [value] status 201 instead of 401: b*/0/0\n"
     "2 state [value] $.list does not show what was written before: [1] instead of []: a*/1/0 "
     "follows 1\n"},
    {{{"a", "{}", 200, {"json|$['list']|value|[]|[1]"}, NULL, NULL, false, true},
      {"b",
       "{}",
       200,
       {"at $.list[*].id|$|value|an element that is 1|[2]"},
       NULL,
       NULL,
       false,
       true},
      {"c", "{}", 201, {STATUS("500", "201")}, NULL, NULL, false, false}},
     "1 state [value] $.list does not show what was written before: [1] instead of []: a*/1/0 "
     "b/1/0 follows 2\n"
     "2 status [value] status 201 instead of 500: c*/0/0\n"},

    /* one name in several places, and array indices do not count */
    {{{"a", "{}", 200, {MISSING("$['list'][0]['id']")}, NULL, NULL, false, false},
      {"b", "{}", 200, {MISSING("$['list'][7]['id']")}, NULL, NULL, false, false},
      {"c", "{}", 200, {MISSING("$['id']")}, NULL, NULL, false, false}},
     "1 value [missing] $.list[*].id is missing in every response: a*/0/0 b/0/0 c/0/0\n"},

    /* two faults in the same cases stay two if other cases show only one of them, or if there are
     * several such cases */
    {{{"a", "{}", 200, {MISSING("$['x']"), HEADER}, NULL, NULL, false, false},
      {"b", "{}", 200, {HEADER}, NULL, NULL, false, false}},
     "1 header [missing] header A is missing in every response: a/0/1 b*/0/0\n"
     "2 value [missing] $.x is missing: a*/0/0\n"},
    {{{"a", "{}", 200, {MISSING("$['x']"), HEADER}, NULL, NULL, false, false}},
     "1 value [missing] $.x is missing; header A is missing: a*/0/0\n"},
    {{{"a", "{}", 200, {MISSING("$['x']"), HEADER}, NULL, NULL, false, false},
      {"b", "{}", 200, {MISSING("$['x']"), HEADER}, NULL, NULL, false, false},
      {"c", "{}", 200, {MISSING("$['x']"), HEADER}, NULL, NULL, false, false}},
     "1 value [missing] $.x is missing in every response: a*/0/0 b/0/0 c/0/0\n"
     "2 header [missing] header A is missing in every response: a*/0/1 b/0/1 c/0/1\n"},

    /* wrapped, and renamed; also where a list is about the property */
    {{{"a",
       "{'data': {'x': 1, 'y': 2}}",
       200,
       {MISSING("$['x']"), MISSING("$['y']")},
       NULL,
       NULL,
       false,
       false},
      {"b", "{'data': {'z': 1}}", 200, {MISSING("$['z']")}, NULL, NULL, false, false}},
     "1 wrapped-body [missing] every JSON response is wrapped in a property 'data': a*/0/0 "
     "b/0/0\n"},
    {{{"a", "{'errorCode': 1}", 200, {MISSING("$['error_code']")}, NULL, NULL, false, false},
      {"b",
       "{'list': [{'boundTime': 1}]}",
       200,
       {MISSING("$['list'][0]['bound_time']")},
       NULL,
       NULL,
       false,
       false},
      {"c",
       "{'list': [{'boundTime': 1}]}",
       200,
       {"at $.list[*].bound_time|$|value|an element that is 1|[]"},
       NULL,
       NULL,
       false,
       false}},
     "1 renamed-property [missing] $.list[*].bound_time is named 'boundTime', $.error_code is "
     "named 'errorCode': a*/0/0 b/0/0 c/0/0\n"},

    /* null everywhere; another type by a schema and by an expectation is the same */
    {{{"a", "{}", 200, {"json|$['x']|type|a string|null"}, NULL, NULL, false, false},
      {"b", "{}", 200, {"json|$['y']|type|a number|null"}, NULL, NULL, false, false},
      {"c", "{}", 200, {"json|$['z']|type|a string|null"}, NULL, NULL, false, false}},
     "1 value [type] $.x, $.y, $.z are null instead of another type in every response: a*/0/0 "
     "b/0/0 c/0/0\n"},
    {{{"a",
       "{}",
       200,
       {"json|$['x']|type|a string|an array with 0 items"},
       NULL,
       NULL,
       false,
       false},
      {"b", "{}", 200, {"json|$['x']|value|'a'|[]"}, NULL, NULL, false, false},
      {"c", "{}", 200, {"json|$['x']|value|a length of at least 1|[]"}, NULL, NULL, false, false}},
     "1 value [type] $.x is an array instead of a string in every response: a*/0/0 b/0/0 c/0/0\n"},

    /* one value, at one place or at several; strings that are changed in one way */
    {{{"a", "{}", 200, {"json|$['x']|value|'a'|'c'"}, NULL, NULL, false, false},
      {"b", "{}", 200, {"json|$['x']|value|'b'|the string `c`"}, NULL, NULL, false, false}},
     "1 value [value] $.x is always \"c\" instead of \"a\": a*/0/0 b/0/0\n"},
    {{{"a", "{}", 200, {"json|$['x']|value|'a'|''"}, NULL, NULL, false, false},
      {"b", "{}", 200, {"json|$['y']|value|'b'|the string ``"}, NULL, NULL, false, false},
      {"c",
       "{}",
       200,
       {"at $.z[*]|$|value|an element that is 'b'|['','']"},
       NULL,
       NULL,
       false,
       false}},
     "1 value [value] $.x, $.y, $.z[*] are always \"\" instead of another value: a*/0/0 b/0/0 "
     "c/0/0\n"},
    {{{"a", "{}", 200, {"json|$['x']|value|one of 'a', 'bc'|'bcx'"}, NULL, NULL, false, false},
      {"b", "{}", 200, {"json|$['y']|value|'d'|'dx'"}, NULL, NULL, false, false}},
     "1 value [value] each of $.x, $.y has extra characters at its end: \"bcx\" instead of one of "
     "\"a\", \"bc\": a*/0/0 b/0/0\n"},

    /* below a place that is wrong itself there is nothing to report */
    {{{"a",
       NULL,
       200,
       {"json|$|type|an object|a body that is not JSON", MISSING("$['x']")},
       NULL,
       NULL,
       false,
       false}},
     "1 value [type] the body is not JSON: a*/0/0\n"},

    /* errors: numbers in them do not count */
    {{{"a", NULL, 0, {NULL}, "timeout after 101 ms", NULL, false, false},
      {"b", NULL, 0, {NULL}, "timeout after 99 ms", NULL, false, false}},
     "1 error [] timeout after 101 ms: a*/0 b/0\n"},
};

static void groups_failures(void **state)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_triage *triage = ct_triage_new(*state);
        for (size_t c = 0; c < 8 && rows[i].cases[c].name; c++)
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
        failed const row = {
            ct_arena_printf(*state, "case-%zu", i),
            "{}",
            200,
            {ct_arena_printf(*state, "json|$['p%zu']|value|%zu|%zu", i % 30, i % 30, i % 30 + 1)},
            NULL,
            NULL,
            false,
            false};
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

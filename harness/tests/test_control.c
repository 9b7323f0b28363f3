/* Which failed case is the control of which others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/rows.h"
#include "triage/control.h"

typedef struct sent {
    const char *name, *url, *header; /* "NAME: VALUE", or NULL */
    const char *body;                /* with ' for "; NULL: none */
    const char *expected, *actual;   /* status */
} sent;

static void add(ct_arena *arena, ct_controls *controls, const sent *row, size_t index)
{
    static const ct_operation operation = {.id = "op"};
    ct_case *test_case = ct_new(arena, ct_case);
    *test_case = (ct_case){.full_name = row->name, .index = index, .operation = &operation};
    ct_header header = {0};
    if (row->header) {
        header.name = ct_arena_copy(arena, row->header, strcspn(row->header, ":"));
        header.value = row->header + strcspn(row->header, ":") + 2;
    }
    const char *body = row->body ? rows_quoted(arena, row->body) : NULL;
    size_t const size = body ? strlen(body) : 0;
    ct_request const request = {.method = "POST",
                                .url = row->url,
                                .headers = row->header ? &header : NULL,
                                .body = {.bytes = body, .size = size, .whole = size}};
    ct_response const response = {.status = (unsigned)strtoul(row->actual, NULL, 10)};
    ct_exchange const exchange = {.request = &request, .response = &response};
    ct_finding finding = {.verdict = CT_FAIL,
                          .subject = "status",
                          .expected = row->expected,
                          .actual = row->actual,
                          .mismatch = CT_MISMATCH_VALUE};
    ct_step_result step = {.verdict = CT_FAIL, .exchange = &exchange, .findings = &finding};
    ct_case_result const result = {.test_case = test_case, .verdict = CT_FAIL, .steps = &step};
    ct_controls_add(controls, &result);
}

static const char *described(ct_arena *arena, const ct_control *control)
{
    static const char *const parts[] = {"header", "query", "property"};
    ct_buf out = CT_BUF(CT_BUF_ANY);
    for (; control; control = control->next) {
        ct_buf_printf(&out, "%s without %s %s, got %u:", control->test_case->full_name,
                      parts[control->part], control->name, control->status);
        for (const ct_dependent *d = control->dependents; d; d = d->next)
            ct_buf_printf(&out, " %s", d->test_case->full_name);
        ct_buf_printf(&out, " (%zu) expected %s\n", control->dependent_count, control->expected);
    }
    return ct_buf_finish(&out, arena);
}

#define URL "http://localhost/things"

static const struct {
    sent cases[6];
    const char *controls;
} rows[] = {
    {{{0}}, ""},
    {{{"a", URL, NULL, NULL, "401", "201"}}, ""},

    /* a header, whose name ignores case; the name that most dependents have */
    {{{"other", URL, "Cookie: Token=1", NULL, "401", "201"},
      {"wrong", URL, "Token: 1", NULL, "401", "201"},
      {"none", URL, NULL, NULL, "401", "201"},
      {"empty", URL, "token: ", NULL, "401", "201"}},
     "none without header token, got 201: other wrong empty (3) expected 401\n"},

    /* another status was expected or received, another path or body was requested */
    {{{"a", URL, NULL, NULL, "401", "201"}, {"b", URL, "Token: 1", NULL, "400", "201"}}, ""},
    {{{"a", URL, NULL, NULL, "401", "201"}, {"b", URL, "Token: 1", NULL, "401", "200"}}, ""},
    {{{"a", URL, NULL, NULL, "401", "201"}, {"b", URL "/1", "Token: 1", NULL, "401", "201"}}, ""},
    {{{"a", URL, NULL, "x", "401", "201"}, {"b", URL, "Token: 1", "y", "401", "201"}}, ""},
    {{{"a", URL, NULL, "x", "401", "201"}, {"b", URL, "Token: 1", "x", "401", "201"}},
     "a without header token, got 201: b (1) expected 401\n"},

    /* equal requests are not controls of each other, nor requests that differ in a value */
    {{{"a", URL, "Token: 1", NULL, "401", "201"}, {"b", URL, "Token: 1", NULL, "401", "201"}}, ""},
    {{{"a", URL, "Token: 1", NULL, "401", "201"}, {"b", URL, "Token: 2", NULL, "401", "201"}}, ""},

    /* query parameters */
    {{{"a", URL "?n=1", NULL, NULL, "400", "200"},
      {"b", URL "?n=1&key=", NULL, NULL, "400", "200"}},
     "a without query key, got 200: b (1) expected 400\n"},
    {{{"a", URL "?n=1", NULL, NULL, "400", "200"},
      {"b", URL "?n=2&key=", NULL, NULL, "400", "200"}},
     ""},

    /* properties, also those of an object; a request without a body is not a control */
    {{{"a", URL, NULL, "{}", "400", "200"},
      {"b", URL, NULL, "{'ids': 7}", "400", "200"},
      {"c", URL, NULL, NULL, "400", "200"},
      {"d", URL, NULL, "[]", "400", "200"}},
     "a without property ids, got 200: b (1) expected 400\n"},
    {{{"a", URL, NULL, "{'auth': {'user': 1}}", "400", "200"},
      {"b", URL, NULL, "{'auth': {'token': 7, 'user': 1}}", "400", "200"},
      {"c", URL, NULL, "{'auth': {'token': 7, 'user': 2}}", "400", "200"},
      {"d", URL, NULL, "{'auth': 1}", "400", "200"}},
     "a without property auth.token, got 200: b (1) expected 400\n"},

    /* the one with the fewest parts is the control of all */
    {{{"c", URL "?x=1", "Token: 1", NULL, "400", "200"},
      {"b", URL, "Token: 1", NULL, "400", "200"},
      {"a", URL, NULL, NULL, "400", "200"}},
     "a without header token, got 200: b c (2) expected 400\n"},
};

static void finds_controls(void **state)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_controls *controls = ct_controls_new(*state);
        for (size_t c = 0; c < 6 && rows[i].cases[c].name; c++)
            add(*state, controls, &rows[i].cases[c], c);
        const ct_control *found = ct_controls_find(controls);
        rows_same(rows[i].controls, described(*state, found), rows[i].controls);
        for (const ct_control *control = found; control; control = control->next) {
            assert_null(ct_control_of(controls, control->test_case));
            for (const ct_dependent *d = control->dependents; d; d = d->next)
                assert_ptr_equal(ct_control_of(controls, d->test_case), control);
        }
    }
}

/* Many equal failures take no time in proportion to the square of their number. */
static void finds_the_control_of_many_cases(void **state)
{
    ct_controls *controls = ct_controls_new(*state);
    for (size_t i = 0; i < 5000; i++) {
        sent const row = {ct_arena_printf(*state, "case-%zu", i),
                          URL,
                          i ? ct_arena_printf(*state, "Token: %zu", i) : NULL,
                          NULL,
                          "401",
                          "201"};
        add(*state, controls, &row, i);
    }
    const ct_control *control = ct_controls_find(controls);
    assert_non_null(control);
    assert_int_equal(control->dependent_count, 4999);
    assert_null(control->next);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(finds_controls),
        ROWS_TEST(finds_the_control_of_many_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

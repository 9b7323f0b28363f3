/* The names of requests, and the YAML of suggestions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lang/json/json.h"
#include "lang/yaml/bind.h"
#include "load/loader.h"
#include "mutation/mutant_place.h"
#include "mutation/suggestion_text.h"
#include "tests/rows.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static json_t *read_json(const char *text, ct_arena *arena)
{
    ct_json_error error;
    json_t *value = ct_json_read(arena, text, strlen(text), &error);
    assert_non_null(value);
    return value;
}

/* ---- Places ----------------------------------------------------------------------------- */

static void recognizes_generated_values(void **state)
{
    static const struct {
        const char *text;
        bool is_generated;
    } rows[] = {
        {"7cf9a9ad-3c0e-4d4c-93ed-0a1e5b1bd4d6", true},
        {"7cf9a9ad3c0e4d4c93ed0a1e5b1bd4d6", true},
        {"2020-09-19T07:43:11Z", true},
        {"1600501391", true},
        {"Kj3hGt5Rw8xYz1Ab4Cd7", true},
        {"", false},
        {"pets", false},
        {"2020", false},
        {"APIG.2012", false},
        {"application-gateway-credentials", false},
        {"the value of a property, with 3 digits: 123", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (ct_looks_generated(rows[i].text, strlen(rows[i].text)) != rows[i].is_generated)
            fail_msg("%s", rows[i].text);
}

static void names_requests_alike_in_every_run(void **state)
{
    static const struct {
        const char *method, *target, *name;
    } rows[] = {
        {"POST", "/v2/7cf9/apigw/instances/98df/app-quotas/c900/binding-apps",
         "POST /v2/{project_id}/apigw/instances/{instance_id}/app-quotas/{app_quota_id}/"
         "binding-apps"},
        {"POST", "/base/v2/a/apigw/instances/b/app-quotas/c/binding-apps",
         "POST /base/v2/{project_id}/apigw/instances/{instance_id}/app-quotas/{app_quota_id}/"
         "binding-apps"},
        {"GET", "/v2/a/apigw/instances/b/app-quotas/c/bound-apps?limit=500",
         "GET /v2/{project_id}/apigw/instances/{instance_id}/app-quotas/{app_quota_id}/"
         "bound-apps?limit=500"},
        /* requests that no plan explains */
        {"PUT", "/jobs/7cf9a9ad-3c0e-4d4c-93ed-0a1e5b1bd4d6/x?token=abc&page=2",
         "PUT /jobs/{id}/x?token={}&page={}"},
        {"GET", "/", "GET /"},
    };
    static const char *const shipped[] = {"cases"};
    ct_diag diag = {.arena = *state};
    const ct_suite *suite = ct_load(*state, shipped, 1, &diag);
    assert_non_null(suite);
    const ct_case *test_case = ct_case_find(suite, "bind-credentials/binds-two");
    assert_non_null(test_case);
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_string_equal(ct_mutant_place_name(test_case, rows[i].method, rows[i].target, *state),
                            rows[i].name);
}

/* ---- YAML ------------------------------------------------------------------------------- */

static void writes_literals(void **state)
{
    static const struct {
        const char *json, *yaml; /* NULL: none */
    } rows[] = {
        {"\"Rex\"", "Rex"},
        {"\"APIG.2012\"", "APIG.2012"},
        {"\"no such pet\"", "'no such pet'"},
        {"\"7\"", "'7'"},
        {"\"null\"", "'null'"},
        {"\"True\"", "'True'"},
        {"\"\"", "''"},
        {"\"it's\"", "\"it's\""},
        {"\"a\\nb\"", "\"a\\nb\""},
        {"\"a $(b)\"", "'a $$(b)'"},
        {"7", "7"},
        {"0.10", "0.10"},
        {"null", "null"},
        {"true", "true"},
        {"[]", NULL},
        {"{}", NULL},
        {"\"7cf9a9ad-3c0e-4d4c-93ed-0a1e5b1bd4d6\"", NULL}, /* differs in the next run */
        {"\"the key D4DFFF30C2E4E1725CCD is unknown\"", NULL},
        {"\"at 2020-09-19T07:43:11Z, it ended\"", NULL},
        {"\"/pets/7cf9a9ad3c0e4d4c\"", NULL},
        {"\"/pets/7\"", "'/pets/7'"},
    };
    ct_target const target = {.values = ct_json_own(*state, json_object()),
                              .secrets = ct_json_own(*state, json_object())};
    ct_literals const literals = {.target = &target, .is_allowed = true};
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_buf out = CT_BUF(CT_BUF_ANY);
        bool const is_written =
            ct_suggest_literal(&out, read_json(rows[i].json, *state), &literals);
        assert_int_equal(is_written, rows[i].yaml != NULL);
        assert_string_equal(ct_buf_str(&out), rows[i].yaml ? rows[i].yaml : "");
        ct_buf_free(&out);
    }
}

/* The variable of a secret is not used. (Its value is masked before it gets here.) */
static void writes_variables(void **state)
{
    ct_name second = {.text = "token"}, first = {.text = "app_id", .next = &second};
    ct_need need = {.names = &first};
    ct_operation const operation = {.needs = &need};
    ct_target const target = {
        .values = read_json("{\"app_id\":\"98df09fb\",\"token\":\"s3cret-value\"}", *state),
        .secrets = read_json("{\"token\":true}", *state)};
    ct_literals const literals = {&target, &operation, true}, none = {&target, &operation, false};
    ct_buf out = CT_BUF(CT_BUF_ANY);
    assert_true(ct_suggest_literal(&out, read_json("\"98df09fb\"", *state), &none));
    assert_string_equal(ct_buf_str(&out), "$(app_id)");
    ct_buf_clear(&out);
    assert_true(ct_suggest_literal(&out, read_json("\"s3cret-value\"", *state), &literals));
    assert_null(strstr(ct_buf_str(&out), "$("));
    ct_buf_clear(&out);
    assert_false(ct_suggest_literal(&out, read_json("\"anything\"", *state), &none));
    assert_true(ct_suggest_literal(&out, read_json("7", *state), &none));
    ct_buf_free(&out);
}

static void writes_structure(void **state)
{
    static const struct {
        const char *body, *site, *yaml, *path;
    } rows[] = {
        {"{\"id\":7}", "id", "{id: M}", "$.id"},
        {"{\"a\":{\"b\":1}}", "a/b", "{a: {b: M}}", "$.a.b"},
        {"{\"pets\":[{\"id\":7}]}", "pets/id", "{pets: !each [{id: M}]}", "$.pets[*].id"},
        {"[{\"id\":7}]", "id", "!each [{id: M}]", "$[*].id"},
        {"{\"a\":[[{\"b\":1}]]}", "a/b", "{a: !each [!each [{b: M}]]}", "$.a[*][*].b"},
        {"{\"a\":[{},{\"b\":1}]}", "a/b", "{a: !each [{b: M}]}", "$.a[*].b"},
        {"{\"x y\":1}", "x y", "{\"x y\": M}", "$['x y']"},
        {"{\"null\":1}", "null", "{\"null\": M}", "$.null"},
        {"{\"a\":[]}", "a/b", "", NULL},
        {"{\"a\":7}", "a/b", "", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_buf out = CT_BUF(CT_BUF_ANY);
        const json_t *body = read_json(rows[i].body, *state);
        assert_int_equal(ct_suggest_nested(&out, body, rows[i].site, "!each", "M"),
                         *rows[i].yaml != '\0');
        assert_string_equal(ct_buf_str(&out), rows[i].yaml);
        ct_buf_clear(&out);
        if (rows[i].path) {
            ct_suggest_path(&out, body, rows[i].site);
            assert_string_equal(ct_buf_str(&out), rows[i].path);
        }
        ct_buf_free(&out);
    }
}

static void writes_elements(void **state)
{
    static const struct {
        const char *json, *name, *yaml; /* "": none */
    } rows[] = {
        {"[\"dog\",7]", NULL, "[dog, 7]"},
        {"[{\"id\":7,\"n\":1},{\"id\":8,\"n\":1}]", NULL, "[{id: 7}, {id: 8}]"},
        {"[{\"n\":1,\"id\":7},{\"n\":1,\"id\":8}]", NULL, "[{id: 7}, {id: 8}]"},
        {"[{\"n\":1,\"id\":7},{\"n\":1,\"id\":8}]", "n", "[{n: 1}, {n: 1}]"},
        {"[{\"n\":1},{\"n\":1}]", NULL, ""},
        {"[]", NULL, ""},
        {"[[1],[2]]", NULL, ""},
    };
    ct_target const target = {.values = ct_json_own(*state, json_object()),
                              .secrets = ct_json_own(*state, json_object())};
    ct_literals const literals = {.target = &target, .is_allowed = true};
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_buf out = CT_BUF(CT_BUF_ANY);
        ct_suggest_elements(&out, read_json(rows[i].json, *state), rows[i].name, &literals);
        assert_string_equal(ct_buf_str(&out), rows[i].yaml);
        ct_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(recognizes_generated_values),
        ROWS_TEST(names_requests_alike_in_every_run),
        ROWS_TEST(writes_literals),
        ROWS_TEST(writes_variables),
        ROWS_TEST(writes_structure),
        ROWS_TEST(writes_elements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

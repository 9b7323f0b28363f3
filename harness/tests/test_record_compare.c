/* The first difference between a results file and what was made again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "certify/record_compare.h"
#include "lang/json/json.h"
#include "tests/rows.h"

typedef struct compared {
    const char *recorded, *own;
    const char *found; /* NULL: they are equal */
} compared;

static void check(const ct_record_comparison *how, const compared *rows, size_t count)
{
    ct_arena *arena = ct_arena_new();
    for (size_t i = 0; i < count; i++) {
        ct_json_error error;
        const json_t *recorded =
            ct_json_read(arena, rows[i].recorded, strlen(rows[i].recorded), &error);
        const json_t *own = ct_json_read(arena, rows[i].own, strlen(rows[i].own), &error);
        assert_non_null(recorded);
        assert_non_null(own);
        const char *found = ct_record_compare(arena, how, recorded, own);
        rows_same(rows[i].recorded, found ? found : "equal",
                  rows[i].found ? rows[i].found : "equal");
    }
    ct_arena_free(arena);
}

static void names_what_differs(void **state)
{
    static const compared rows[] = {
        {"{\"a\": 1, \"b\": [true]}", "{\"b\": [true], \"a\": 1.0}", NULL},
        {"{\"a\": 1}", "{\"a\": 2}", "$.a: expected 2, got 1"},
        {"{\"a\": 1}", "{\"a\": \"1\"}", "$.a: expected \"1\", got 1"},
        {"{\"a\": 1}", "{}", "$.a: expected nothing, got 1"},
        {"{}", "{\"a\": null}", "$.a: expected null, got nothing"},
        {"{\"a\": []}", "{\"a\": {}}", "$.a: expected {}, got []"},
        {"{\"a\": [1]}", "{\"a\": [1, 2]}", "$.a[1]: expected 2, got nothing"},
        {"{\"a\": [1, 2]}", "{\"a\": [1]}", "$.a[1]: expected nothing, got 2"},
        {"{\"a\": [2, 1]}", "{\"a\": [1, 2]}", "$.a[0]: expected 1, got 2"},
        {"{\"a\": [{\"b\": \"x\"}]}", "{\"a\": [{\"b\": \"y\"}]}",
         "$.a[0].b: expected \"y\", got \"x\""},
        {"{\"a\": \"***\"}", "{\"a\": \"secret\"}", "$.a: expected \"secret\", got \"***\""},
        {"{\"actual\": \"***\"}", "{\"actual\": \"7\"}", "$.actual: expected \"7\", got \"***\""},
    };
    ct_record_comparison const how = {0};
    (void)state;
    check(&how, rows, COUNT(rows));
}

static void ignores_the_order_of_cases(void **state)
{
    static const compared rows[] = {
        {"{\"cases\": [\"a\", \"b\"]}", "{\"cases\": [\"b\", \"a\"]}", NULL},
        {"{\"cases\": [\"a\", \"a\"]}", "{\"cases\": [\"b\", \"a\"]}",
         "$.cases[0]: expected \"b\", got \"a\""},
        {"{\"cases\": [\"a\"]}", "{\"cases\": [\"a\", \"b\"]}",
         "$.cases[1]: expected \"b\", got nothing"},
        {"{\"cases\": [\"a\"]}", "{\"cases\": []}", "$.cases[0]: expected nothing, got \"a\""},
        {"{\"tags\": [\"a\", \"b\"]}", "{\"tags\": [\"b\", \"a\"]}",
         "$.tags[0]: expected \"b\", got \"a\""},
    };
    ct_record_comparison const how = {0};
    (void)state;
    check(&how, rows, COUNT(rows));
}

static void compares_files_below_the_suite(void **state)
{
    static const compared rows[] = {
        {"{\"file\": \"/v/s/a.yaml\"}", "{\"file\": \"cases/a.yaml\"}", NULL},
        {"{\"file\": \"a.yaml\"}", "{\"file\": \"cases/a.yaml\"}", NULL},
        {"{\"file\": \"/v/sa.yaml\"}", "{\"file\": \"cases/a.yaml\"}",
         "$.file: expected \"cases/a.yaml\", got \"/v/sa.yaml\""},
        {"{\"file\": \"/v/s/b.yaml\"}", "{\"file\": \"cases/a.yaml\"}",
         "$.file: expected \"cases/a.yaml\", got \"/v/s/b.yaml\""},
        {"{\"suite\": {\"files\": [{\"name\": \"/v/s/a\"}]}}",
         "{\"suite\": {\"files\": [{\"name\": \"cases/a\"}]}}", NULL},
        {"{\"name\": \"/v/s/a\"}", "{\"name\": \"cases/a\"}",
         "$.name: expected \"cases/a\", got \"/v/s/a\""},
    };
    ct_record_comparison how = {.recorded_root = "/v/s", .own_root = "cases"};
    (void)state;
    check(&how, rows, COUNT(rows));
    compared const other = {"{\"file\": \"/t/mine.yaml\"}", "{\"file\": \"target.yaml\"}", NULL};
    how.ignores_files = true;
    check(&how, &other, 1);
}

static void knows_what_a_mask_changes(void **state)
{
    static const compared rows[] = {
        {"{\"actual\": \"x ...(9 bytes)... y\"}", "{\"actual\": \"*** y\"}", NULL},
        {"{\"actual\": \"a\"}", "{\"actual\": \"x ...(9 bytes)... y\"}", NULL},
        {"{\"expected\": \"a\"}", "{\"expected\": \"***\"}", NULL},
        {"{\"hint\": \"at character 3\"}", "{\"hint\": \"at character 9\"}", NULL},
        {"{\"actual\": \"***\"}", "{\"actual\": \"7\"}", "$.actual: expected \"7\", got \"***\""},
        {"{\"actual\": 7}", "{\"actual\": \"***\"}", "$.actual: expected \"***\", got 7"},
        {"{\"title\": \"a\"}", "{\"title\": \"***\"}", "$.title: expected \"***\", got \"a\""},
    };
    ct_record_comparison const how = {.has_mask = true};
    (void)state;
    check(&how, rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_what_differs),
        cmocka_unit_test(ignores_the_order_of_cases),
        cmocka_unit_test(compares_files_below_the_suite),
        cmocka_unit_test(knows_what_a_mask_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* CTRF: statuses, counts, and no raw control characters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lang/json/json.h"
#include "tests/report_sample.h"

static const json_t *results_of(sample *s, const ct_source *file)
{
    ct_json_error error = {0};
    const json_t *value = ct_json_read(s->arena, file->text, file->size, &error);
    if (!value)
        fprintf(stderr, "%u:%u: %s\n", error.line, error.column, error.what);
    assert_non_null(value);
    return json_object_get(value, "results");
}

static const json_t *report(sample *s)
{
    return results_of(s, sample_report(s, "ctrf", folder_new(s->arena)));
}

static json_int_t number_at(const json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}

static const char *text_at(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "(none)";
}

/* The counts are those of the list. */
static void assert_counted(const json_t *results)
{
    static const char *const words[] = {"passed", "failed", "skipped", "pending", "other"};
    const json_t *tests = json_object_get(results, "tests");
    const json_t *summary = json_object_get(results, "summary");
    assert_int_equal(number_at(summary, "tests"), json_array_size(tests));
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        json_int_t found = 0;
        for (size_t i = 0; i < json_array_size(tests); i++)
            found += !strcmp(text_at(json_array_get(tests, i), "status"), words[w]);
        assert_int_equal(number_at(summary, words[w]), found);
    }
}

static void writes_one_of_everything(void **state)
{
    sample *s = sample_mixed(*state);
    const ct_source *file = sample_report(s, "ctrf", folder_new(s->arena));
    golden_check("mixed.ctrf.json", file->text, file->size);
    const json_t *results = results_of(s, file);
    assert_counted(results);
    assert_int_equal(number_at(json_object_get(results, "summary"), "other"), 4); /* harness/run */
    assert_false(json_is_true(json_object_get(json_object_get(results, "environment"), "healthy")));
}

static void escapes_hostile_strings(void **state)
{
    sample *s = sample_attack(*state);
    const ct_source *file = sample_report(s, "ctrf", folder_new(s->arena));
    assert_counted(results_of(s, file));
    for (size_t i = 0; i < file->size; i++)
        assert_true(file->text[i] == '\n' || (unsigned char)file->text[i] >= 0x20);
    assert_null(strstr(file->text, "\342\200\256"));
}

static void has_a_status_for_each_result(void **state)
{
    static const struct {
        ct_verdict verdict;
        bool is_strict;
        const char *status;
        size_t tests; /* with harness/run if no case shows that the run failed */
        bool is_healthy;
    } rows[] = {
        {CT_PASS, false, "passed", 1, true},      {CT_WARN, false, "passed", 1, true},
        {CT_WARN, true, "failed", 1, false},      {CT_FAIL, false, "failed", 1, false},
        {CT_ERROR, false, "other", 1, false},     {CT_SKIP, false, "skipped", 2, false},
        {CT_NOT_RUN, false, "pending", 1, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sample *s = sample_new(*state);
        sample_case(s, sample_operation(s, "bind"), "x", rows[i].verdict);
        s->run.is_strict = rows[i].is_strict;
        const json_t *results = report(s), *tests = json_object_get(results, "tests");
        const json_t *environment = json_object_get(results, "environment");
        assert_counted(results);
        assert_int_equal(json_array_size(tests), rows[i].tests);
        assert_string_equal(text_at(json_array_get(tests, 0), "status"), rows[i].status);
        assert_string_equal(text_at(json_array_get(tests, 0), "rawStatus"),
                            ct_verdict_name(rows[i].verdict));
        assert_int_equal(json_is_true(json_object_get(environment, "healthy")), rows[i].is_healthy);
    }
}

static void reports_flaky_cases_and_retries(void **state)
{
    sample *s = sample_new(*state);
    ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "x", CT_FAIL);
    result->reason = "flaky: passed 2 of 3 times";
    sample_step(s, result, 200)->attempts = 4;
    sample_step(s, result, 200)->attempts = 1;
    const json_t *results = report(s);
    const json_t *test = json_array_get(json_object_get(results, "tests"), 0);
    assert_true(json_is_true(json_object_get(test, "flaky")));
    assert_int_equal(number_at(test, "retries"), 3);
    assert_int_equal(number_at(json_object_get(results, "summary"), "flaky"), 1);
    assert_string_equal(text_at(test, "message"), "flaky: passed 2 of 3 times");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(writes_one_of_everything),
        TEST(escapes_hostile_strings),
        TEST(has_a_status_for_each_result),
        TEST(reports_flaky_cases_and_retries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

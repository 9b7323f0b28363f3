/* results.json: complete, and without raw control characters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lang/json/json.h"
#include "record/record.h"
#include "tests/report_sample.h"

static json_t *read_json(ct_arena *arena, const char *text, size_t size)
{
    ct_json_error error = {0};
    json_t *value = ct_json_read(arena, text, size, &error);
    if (!value)
        fprintf(stderr, "%u:%u: %s\n%s\n", error.line, error.column, error.what, text);
    assert_non_null(value);
    return value;
}

static json_t *record_of(sample *s)
{
    const ct_source *file = sample_report(s, "json", folder_new(s->arena));
    return read_json(s->arena, file->text, file->size);
}

static json_t *case_of(ct_arena *arena, const ct_case_result *result)
{
    ct_buf line = CT_BUF(CT_BUF_ANY);
    ct_record_case(&line, result);
    assert_null(strchr(ct_buf_str(&line), '\n'));
    const char *text = ct_buf_finish(&line, arena);
    return read_json(arena, text, strlen(text));
}

static const char *text_at(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "(none)";
}

static void records_one_of_everything(void **state)
{
    sample *s = sample_mixed(*state);
    const ct_source *file = sample_report(s, "json", folder_new(s->arena));
    golden_check("mixed.results.json", file->text, file->size);
    const json_t *record = read_json(s->arena, file->text, file->size);
    const json_t *cases = json_object_get(record, "cases");
    assert_int_equal(json_array_size(cases), s->run.case_count);
    for (size_t i = 0; i < s->run.case_count; i++)
        assert_string_equal(text_at(json_array_get(cases, i), "full_name"),
                            s->results[i].test_case->full_name);
}

static void records_a_run_without_cases(void **state)
{
    const json_t *record = record_of(sample_new(*state));
    assert_int_equal(json_array_size(json_object_get(record, "cases")), 0);
    assert_string_equal(text_at(record, "verdict"), "skip");
}

/* Valid text is written unchanged; only invalid bytes are escaped. */
static void keeps_hostile_strings(void **state)
{
    sample *s = sample_attack(*state);
    const ct_source *file = sample_report(s, "json", folder_new(s->arena));
    for (size_t i = 0; i < file->size; i++)
        assert_true(file->text[i] == '\n' || (unsigned char)file->text[i] >= 0x20);
    assert_null(strstr(file->text, "\342\200\256"));
    const json_t *record = read_json(s->arena, file->text, file->size);
    static const char kept[] = "::error::x\r\n##[error]y\n]]>]]<![CDATA[</failure><script>&lt;\"'"
                               "\001\010\033[31m\033]0;t\007\177\302\205\342\200\256\342\200\213"
                               "\357\277\276\\xED\\xA0\\x80\\xFF\\xC0\\xAF%s%n\xF0\x9F\x98\x80";
    assert_string_equal(text_at(record, "seed"), kept);
}

static void records_bodies_as_text_or_base64(void **state)
{
    static const struct {
        const char *bytes;
        size_t size, whole;
        const char *text, *base64;
    } rows[] = {
        {"", 0, 0, "", NULL},
        {"{\"a\":1}\r\n", 9, 9, "{\"a\":1}\r\n", NULL},
        {"caf\303\251", 5, 5, "caf\303\251", NULL},
        {"caf\303\251", 4, 5, "caf", NULL},  /* cut through a character */
        {"caf\303", 4, 4, NULL, "Y2Fmww=="}, /* invalid from the target */
        {"\xF0\x9F\x98\x80", 3, 4, "", NULL},
        {"a\0b", 3, 3, NULL, "YQBi"},
        {"\377\376", 2, 9, "", NULL},
        {"\377\376\375\374\373", 5, 9, NULL, "//79/Ps="},
        {"\377\376\375\374\373\372", 6, 6, NULL, "//79/Pv6"},
    };
    ct_arena *arena = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sample *s = sample_new(arena);
        ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "x", CT_PASS);
        sample_body(sample_step(s, result, 200), rows[i].bytes, rows[i].size, rows[i].whole);
        const json_t *steps = json_object_get(case_of(arena, result), "steps");
        const json_t *response = json_object_get(json_array_get(steps, 0), "response");
        const json_t *body = json_object_get(response, "body");
        assert_int_equal(json_integer_value(json_object_get(body, "size")), rows[i].whole);
        assert_int_equal(json_is_true(json_object_get(body, "is_cut")),
                         rows[i].whole > rows[i].size);
        if (rows[i].text)
            assert_string_equal(text_at(body, "text"), rows[i].text);
        else
            assert_string_equal(text_at(body, "base64"), rows[i].base64);
    }
}

static void omits_a_missing_body(void **state)
{
    ct_arena *arena = *state;
    sample *s = sample_new(arena);
    ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "x", CT_PASS);
    sample_body(sample_step(s, result, 204), NULL, 0, 0);
    const json_t *steps = json_object_get(case_of(arena, result), "steps");
    const json_t *response = json_object_get(json_array_get(steps, 0), "response");
    assert_null(json_object_get(response, "body"));
}

/* Repeated headers and their order are kept. */
static void keeps_headers_as_pairs(void **state)
{
    ct_arena *arena = *state;
    sample *s = sample_new(arena);
    ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "x", CT_PASS);
    sample_step(s, result, 200);
    const json_t *step = json_array_get(json_object_get(case_of(arena, result), "steps"), 0);
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_json_write(&text, json_object_get(json_object_get(step, "response"), "headers"), 0);
    assert_string_equal(ct_buf_str(&text),
                        "[[\"x-request-id\",\"two\"],[\"X-Request-Id\",\"one\"]]");
    ct_buf_free(&text);
}

static void writes_the_same_bytes_in_any_order(void **state)
{
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    sample *s = sample_mixed(arena);
    const ct_source *backwards = sample_report(s, "json", folder_new(arena));
    const char *path = path_in(arena, folder_new(arena), "results.json");
    ct_reporter *reporter =
        ct_reporter_open(arena, ct_reporter_find("json"), path, &s->about, &diag);
    for (size_t i = 0; i < s->run.case_count; i++)
        reporter->listener.case_end(&reporter->listener, &s->run, &s->results[i]);
    reporter->listener.run_end(&reporter->listener, &s->run);
    assert_true(ct_reporter_close(reporter, &diag));
    const ct_source *forwards = ct_source_read(arena, path, &diag);
    assert_string_equal(forwards->text, backwards->text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(records_one_of_everything),
        TEST(records_a_run_without_cases),
        TEST(keeps_hostile_strings),
        TEST(records_bodies_as_text_or_base64),
        TEST(omits_a_missing_body),
        TEST(keeps_headers_as_pairs),
        TEST(writes_the_same_bytes_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

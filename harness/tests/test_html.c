/* report.html: it has all data, and no data becomes markup. e2e/page.py tests its appearance. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "lang/json/json.h"
#include "lang/json/json_writer.h"
#include "report/html.h"
#include "tests/report_sample.h"

static const char data_tag[] = "<script type=\"application/json\" ";

static const ct_source *page_of(sample *s)
{
    return sample_report(s, "html", folder_new(s->arena));
}

static size_t times(const char *text, const char *part)
{
    size_t count = 0;
    for (; (text = strstr(text, part)); text += strlen(part))
        count++;
    return count;
}

/* The first text between two markers. */
static const char *between(ct_arena *arena, const char *text, const char *before, const char *after)
{
    const char *start = strstr(text, before);
    assert_non_null(start);
    start += strlen(before);
    const char *end = strstr(start, after);
    assert_non_null(end);
    return ct_arena_copy(arena, start, (size_t)(end - start));
}

/* All blocks of data. */
static const char *data_of(ct_arena *arena, const ct_source *page)
{
    const char *start = strstr(page->text, data_tag);
    assert_non_null(start);
    const char *end = strstr(start, "<script>");
    assert_non_null(end);
    return ct_arena_copy(arena, start, (size_t)(end - start));
}

static json_t *read_json(ct_arena *arena, const char *text)
{
    ct_json_error error = {0};
    json_t *value = ct_json_read(arena, text, strlen(text), &error);
    if (!value)
        fprintf(stderr, "%u:%u: %s\n%s\n", error.line, error.column, error.what, text);
    assert_non_null(value);
    return value;
}

static const json_t *block(ct_arena *arena, const ct_source *page, const char *attributes)
{
    const char *open = ct_arena_printf(arena, "%s%s>", data_tag, attributes);
    return read_json(arena, between(arena, page->text, open, "</script>"));
}

static const char *text_at(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "(none)";
}

/* ---- The page ---- */

static void has_one_style_and_one_script(void **state)
{
    const ct_source *page = page_of(sample_mixed(*state));
    static const char end[] = "</script>\n</body>\n</html>\n";
    assert_memory_equal(page->text, "<!DOCTYPE html>\n<html lang=\"en\">", 32);
    assert_string_equal(page->text + page->size - (sizeof end - 1), end);
    assert_int_equal(times(page->text, "<style>"), 1);
    assert_int_equal(times(page->text, "<script>"), 1);
    assert_int_equal(times(page->text, data_tag), 3);
    assert_int_equal(times(page->text, "</script>"), 4);
    assert_null(strstr(page->text, "{{"));
    assert_non_null(strstr(page->text, "<title>FAILED: 2 passed, 1 warned, 1 failed, 3 errors, "
                                       "1 skipped, 1 not run</title>"));
}

static void check_source(ct_arena *arena, const ct_source *page, const char *directive,
                         const char *bytes)
{
    unsigned char digest[CT_SHA256_SIZE];
    ct_buf allowed = CT_BUF(CT_BUF_ANY);
    ct_sha256(bytes, strlen(bytes), digest);
    ct_buf_printf(&allowed, "%s 'sha256-", directive);
    ct_base64_encode(&allowed, digest, sizeof digest);
    ct_buf_char(&allowed, '\'');
    const char *policy = between(arena, page->text, "Content-Security-Policy\" content=\"", "\"");
    assert_non_null(strstr(policy, ct_buf_str(&allowed)));
    assert_memory_equal(policy, "default-src 'none'; ", 20);
    ct_buf_free(&allowed);
}

static void allows_only_its_own_style_and_script(void **state)
{
    const ct_source *page = page_of(sample_mixed(*state));
    check_source(*state, page, "style-src", between(*state, page->text, "<style>", "</style>"));
    check_source(*state, page, "script-src", between(*state, page->text, "<script>", "</script>"));
    assert_null(strstr(page->text, "unsafe"));
}

/* Code that would load other resources, or interpret text as markup. */
static void loads_nothing_and_parses_no_markup(void **state)
{
    static const char *const never[] = {
        "<form",     "<img",           "<link",          "<base",
        "<frame",    "<iframe",        "<object",        "<embed",
        " src=",     "@import",        "url(",           "innerHTML",
        "outerHTML", "insertAdjacent", "document.write", "DOMParser",
        "Function(", "eval(",          "setTimeout(\"",  "import(",
        "fetch(",    "XMLHttp",        "WebSocket",      "createContextual",
        "srcdoc",    "<!--",
    };
    const ct_html_file *files[] = {&ct_html_page, &ct_html_style, &ct_html_script};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *text = ct_arena_copy(*state, (const char *)files[i]->bytes, files[i]->size);
        assert_int_equal(strlen(text), files[i]->size);
        for (size_t j = 0; j < sizeof never / sizeof *never; j++)
            if (strstr(text, never[j]))
                fail_msg("it says '%s'", never[j]);
        if (files[i] != &ct_html_page)
            assert_null(strstr(text, "</s"));
    }
}

/* ---- The data ---- */

static void holds_one_of_everything(void **state)
{
    sample *s = sample_mixed(*state);
    s->run.throttled_us = 2000000;
    s->run.shuffle = "beef";
    s->run.repeat = 3;
    const char *data = data_of(*state, page_of(s));
    golden_check("mixed.page-data.txt", data, strlen(data));
}

static void holds_a_run_without_cases(void **state)
{
    const ct_source *page = page_of(sample_new(*state));
    assert_int_equal(json_array_size(block(*state, page, "id=\"rows\"")), 0);
    assert_null(strstr(page->text, "class=\"cases\">"));
    assert_string_equal(text_at(block(*state, page, "id=\"run\""), "words"),
                        "NOT VERIFIED (no case ran)");
}

static void holds_the_steps_of_the_target(void **state)
{
    sample *s = sample_mixed(*state);
    ct_diag diag = {.arena = s->arena};
    const char *path = path_in(s->arena, folder_new(s->arena), "report.html");
    ct_reporter *reporter =
        ct_reporter_open(s->arena, ct_reporter_find("html"), path, &s->about, &diag);
    for (int i = 0; i < 2; i++)
        reporter->listener.before_end(&reporter->listener, &s->run, &s->results[0]);
    sample_tell(s, &reporter->listener);
    assert_true(ct_reporter_close(reporter, &diag));
    const json_t *run = block(s->arena, ct_source_read(s->arena, path, &diag), "id=\"run\"");
    const json_t *before = json_object_get(run, "before");
    assert_int_equal(json_array_size(before), 2);
    assert_string_equal(text_at(json_object_get(json_array_get(before, 1), "case"), "full_name"),
                        "bind/bound");
}

/* File order, independent of the order in which cases ended; a block has a maximum size. */
static void holds_cases_in_blocks(void **state)
{
    sample *s = sample_new(*state);
    const ct_operation *operation = sample_operation(s, "bind");
    for (int i = 0; i < CT_HTML_BLOCK + 8; i++)
        sample_step(s, sample_case(s, operation, ct_arena_printf(*state, "c%d", i), CT_PASS), 200);
    const ct_source *page = page_of(s);
    const char *at = page->text;
    size_t seen = 0, blocks = 0;
    for (; (at = strstr(at, "class=\"cases\">")); blocks++, at++) {
        const json_t *cases = read_json(*state, between(*state, at, ">", "</script>"));
        for (size_t i = 0; i < json_array_size(cases); i++, seen++) {
            const json_t *reported = json_object_get(json_array_get(cases, i), "case");
            assert_string_equal(text_at(reported, "full_name"),
                                s->results[seen].test_case->full_name);
        }
    }
    assert_int_equal(seen, s->run.case_count);
    assert_int_equal(blocks, 2);
    const json_t *rows = block(*state, page, "id=\"rows\"");
    for (size_t i = 0; i < seen; i++)
        assert_string_equal(json_string_value(json_array_get(json_array_get(rows, i), 0)),
                            s->results[i].test_case->full_name);
}

static void writes_the_same_bytes_in_any_order(void **state)
{
    sample *s = sample_mixed(*state);
    ct_diag diag = {.arena = s->arena};
    const ct_source *backwards = page_of(s);
    const char *path = path_in(s->arena, folder_new(s->arena), "report.html");
    ct_reporter *reporter =
        ct_reporter_open(s->arena, ct_reporter_find("html"), path, &s->about, &diag);
    for (size_t i = 0; i < s->run.case_count; i++)
        reporter->listener.case_end(&reporter->listener, &s->run, &s->results[i]);
    reporter->listener.run_end(&reporter->listener, &s->run);
    assert_true(ct_reporter_close(reporter, &diag));
    assert_string_equal(ct_source_read(s->arena, path, &diag)->text, backwards->text);
}

/* ---- Hostile strings ---- */

static void escapes_hostile_strings(void **state)
{
    const ct_source *page = page_of(sample_attack(*state));
    for (size_t i = 0; i < page->size; i++)
        assert_true(page->text[i] == '\n' || (unsigned char)page->text[i] >= 0x20);
    char *data = (char *)data_of(*state, page);
    const json_t *run = json_object_get(block(*state, page, "id=\"run\""), "run");
    static const char kept[] = "::error::x\r\n##[error]y\n]]>]]<![CDATA[</failure><script>&lt;\"'";
    assert_memory_equal(text_at(run, "seed"), kept, sizeof kept - 1);
    /* Without the tags of the report no other tag remains. */
    static const char *const ours[] = {"<script type=\"application/json\" id=\"run\">",
                                       "<script type=\"application/json\" class=\"cases\">",
                                       "<script type=\"application/json\" id=\"rows\">",
                                       "</script>"};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        for (char *at; (at = strstr(data, ours[i]));)
            memset(at, ' ', strlen(ours[i]));
    assert_null(strpbrk(data, "<>&"));
    assert_null(strstr(data, "\342\200\250"));
    assert_null(strstr(data, "\342\200\256"));
}

static void escapes_markup(void **state)
{
    static const struct {
        const char *json, *data;
    } rows[] = {
        {"", ""},
        {"[1,\"a\"]", "[1,\"a\"]"},
        {"\"</script>\"", "\"\\u003c/script\\u003e\""},
        {"\"<!--<script>]]>&amp;\"", "\"\\u003c!--\\u003cscript\\u003e]]\\u003e\\u0026amp;\""},
        {"\"\342\200\250\342\200\251\342\200\247\"", "\"\\u2028\\u2029\342\200\247\""},
        {"\"\342\202\254\342\"", "\"\342\202\254\342\""},
        {"<", "\\u003c"},
        {"\342\200", "\342\200"},
        {"\342", "\342"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_buf out = CT_BUF(CT_BUF_ANY);
        ct_html_data(&out, rows[i].json, strlen(rows[i].json));
        assert_string_equal(ct_buf_str(&out), rows[i].data);
        ct_buf_free(&out);
    }
}

/* ---- Complete or absent ---- */

static void is_not_written_when_a_case_is_missing(void **state)
{
    sample *s = sample_mixed(*state);
    ct_diag diag = {.arena = s->arena};
    const char *folder = folder_new(s->arena), *path = path_in(s->arena, folder, "report.html");
    file_write(path, "yesterday's");
    ct_reporter *reporter =
        ct_reporter_open(s->arena, ct_reporter_find("html"), path, &s->about, &diag);
    for (size_t i = 1; i < s->run.case_count; i++)
        reporter->listener.case_end(&reporter->listener, &s->run, &s->results[i]);
    reporter->listener.run_end(&reporter->listener, &s->run);
    assert_false(ct_reporter_close(reporter, &diag));
    assert_int_equal(diag.count, 1);
    assert_int_equal(folder_count(folder), 1);
    assert_string_equal(ct_source_read(s->arena, path, &diag)->text, "yesterday's");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(has_one_style_and_one_script),
        TEST(allows_only_its_own_style_and_script),
        TEST(loads_nothing_and_parses_no_markup),
        TEST(holds_one_of_everything),
        TEST(holds_a_run_without_cases),
        TEST(holds_the_steps_of_the_target),
        TEST(holds_cases_in_blocks),
        TEST(writes_the_same_bytes_in_any_order),
        TEST(escapes_hostile_strings),
        TEST(escapes_markup),
        TEST(is_not_written_when_a_case_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The Markdown summary: its content, its maximum size, and that it contains no active markup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "report/markdown.h"
#include "tests/report_sample.h"

static const ct_source *report(sample *s)
{
    return sample_report(s, "markdown", folder_new(s->arena));
}

static void writes_one_of_everything(void **state)
{
    const ct_source *file = report(sample_mixed(*state));
    golden_check("mixed.md", file->text, file->size);
}

static void writes_a_passing_run(void **state)
{
    sample *s = sample_new(*state);
    ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "bound", CT_PASS);
    sample_cite(s, result, "BIND-201", CT_MUST);
    const ct_source *file = report(s);
    golden_check("passed.md", file->text, file->size);
}

static void escapes_hostile_strings(void **state)
{
    const ct_source *file = report(sample_attack(*state));
    golden_check("attack.md", file->text, file->size);
    for (size_t i = 0; i < file->size; i++)
        assert_true(file->text[i] == '\n' || (unsigned char)file->text[i] >= 0x20);
}

/* A string and its code span, also in a table cell. */
static void keeps_code_spans_closed(void **state)
{
    static const struct {
        const char *text, *span, *cell;
    } rows[] = {
        {"plain", "`plain`", "`plain`"},
        {"", "`  `", "`  `"},
        {"`", "`` ` ``", "`` ` ``"},
        {" x ", "`  x  `", "`  x  `"},
        {"a``b`c", "```a``b`c```", "```a``b`c```"},
        {"a|b", "`a|b`", "`a\\|b`"},
        {"@all <script> [x](y) ![z](y)\n# h", "`@all <script> [x](y) ![z](y)\\n# h`",
         "`@all <script> [x](y) ![z](y)\\n# h`"},
        {"::error::x ##[y]", "`::error::x #\\x23[y]`", "`::error::x #\\x23[y]`"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_buf span = CT_BUF(CT_BUF_ANY), cell = CT_BUF(CT_BUF_ANY);
        ct_markdown_code(&span, rows[i].text, 100, false);
        ct_markdown_code(&cell, rows[i].text, 100, true);
        assert_string_equal(ct_buf_str(&span), rows[i].span);
        assert_string_equal(ct_buf_str(&cell), rows[i].cell);
        ct_buf_free(&span);
        ct_buf_free(&cell);
    }
}

/* Strings are written as prose only if they contain no markup. */
static void escapes_prose(void **state)
{
    static const char *const rows[][2] = {
        {"An unknown quota, it's (surely) not found", "An unknown quota, it's (surely) not found"},
        {"", "`  `"},
        {"ask @octocat", "`ask @octocat`"},
        {"see http://x", "`see http://x`"},
        {"see www.x.net", "`see www.x.net`"},
        {"<b>", "`<b>`"},
        {"a_b_c *x*", "`a_b_c *x*`"},
        {"#1", "`#1`"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_buf out = CT_BUF(CT_BUF_ANY);
        ct_markdown_text(&out, rows[i][0], 100);
        assert_string_equal(ct_buf_str(&out), rows[i][1]);
        ct_buf_free(&out);
    }
}

static void keeps_lines_in_code_blocks(void **state)
{
    static const char *const rows[][2] = {
        {"a\n", "```text\na\n```\n"},
        {"a", "```text\na\n```\n"},
        {"```\nb\n", "````text\n```\nb\n````\n"},
        {"`````\n", "``````text\n`````\n``````\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_buf out = CT_BUF(CT_BUF_ANY);
        ct_markdown_fence(&out, rows[i][0], strlen(rows[i][0]));
        assert_string_equal(ct_buf_str(&out), rows[i][1]);
        ct_buf_free(&out);
    }
}

/* It fits with any number of failures, and reports how many it omits. */
static void limits_its_size(void **state)
{
    static char much[20000];
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    memset(much, '`', sizeof much - 1);
    for (size_t limit = CT_LIMIT_MARKDOWN; limit > 6000; limit /= 2) {
        sample *s = sample_new(arena);
        const ct_operation *operation = sample_operation(s, "bind");
        ct_summary *summary = ct_summary_new(arena, NULL, &diag);
        for (int i = 0; i < SAMPLE_CASES; i++) {
            ct_case_result *result =
                sample_case(s, operation, ct_arena_printf(arena, "c%d", i), CT_FAIL);
            sample_cite(s, result, ct_arena_printf(arena, "R-%d%s", i, much), CT_MUST);
            sample_finding(s, sample_step(s, result, 200), "json", much, much);
            s->run.counts[CT_FAIL]++;
        }
        for (int i = 0; i < SAMPLE_CASES; i++)
            ct_summary_case(summary, &s->run, &s->results[i]);
        ct_buf out = CT_BUF(CT_BUF_ANY);
        assert_int_equal(ct_summary_write(summary, &s->run, limit, &out), 0);
        assert_in_range(out.size, limit / 2, limit);
        assert_non_null(strstr(ct_buf_str(&out), "more**: see the other reports"));
        assert_non_null(strstr(ct_buf_str(&out), "more requirements"));
        ct_buf_free(&out);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(writes_one_of_everything),
        TEST(writes_a_passing_run),
        TEST(escapes_hostile_strings),
        TEST(keeps_code_spans_closed),
        TEST(escapes_prose),
        TEST(keeps_lines_in_code_blocks),
        TEST(limits_its_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Workflow commands as GitHub's runner reads them, and the summary of the step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/github.h"
#include "tests/report_sample.h"

static const ct_source *report(sample *s)
{
    return sample_report(s, "github", folder_new(s->arena));
}

static unsigned count(const char *text, const char *part)
{
    unsigned found = 0;
    for (const char *at = text; (at = strstr(at, part)); at++)
        found++;
    return found;
}

static void annotates_cases_that_did_not_pass(void **state)
{
    const ct_source *file = report(sample_mixed(*state));
    golden_check("mixed.github.txt", file->text, file->size);
}

/* Each line is one command of the program, and contains no other command. */
static void escapes_hostile_strings(void **state)
{
    const ct_source *file = report(sample_attack(*state));
    golden_check("attack.github.txt", file->text, file->size);
    for (const char *at = file->text; *at; at += strcspn(at, "\n") + 1) {
        bool const is_error = !strncmp(at, "::error ", 8);
        assert_true(is_error || !strncmp(at, "::warning ", 10));
        const char *data = strstr(at + 2, "::"); /* the first one ends the properties */
        assert_non_null(data);
        assert_null(memchr(at + 2, ':', (size_t)(data - at - 2)));
    }
    assert_null(strstr(file->text, "##"));
    for (size_t i = 0; i < file->size; i++)
        assert_true(file->text[i] == '\n' || (unsigned char)file->text[i] >= 0x20);
}

static void escapes_what_the_runner_unescapes(void **state)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    (void)state;
    ct_github_data(&out, "100%, a:b\r\n%0A");
    assert_string_equal(ct_buf_str(&out), "100%25, a:b%0D%0A%250A");
    ct_buf_clear(&out);
    ct_github_property(&out, "title", "100%, a:b\r\n");
    assert_string_equal(ct_buf_str(&out), "title=100%25%2C a%3Ab%0D%0A");
    ct_buf_free(&out);
}

/* GitHub shows ten of each kind: failures come first, and the rest is counted. */
static void limits_annotations_to_those_shown(void **state)
{
    static const struct {
        unsigned failed, errors, warned, not_run;
        bool is_strict;
        unsigned told_errors, told_warnings;
        const char *more;
    } rows[] = {
        {0, 0, 0, 0, false, 0, 0, NULL},
        {1, 2, 3, 0, false, 3, 3, NULL},
        {5, 5, 10, 0, false, 10, 10, NULL},
        {5, 6, 11, 0, false, 10, 10, "::error title=apigcheck::and 2 more"},
        {0, 0, 12, 0, false, 0, 10, "::warning title=apigcheck::and 3 more"},
        {5, 5, 0, 3, false, 10, 0, "::error title=apigcheck::and 2 more"},
        {0, 0, 0, 3, false, 1, 0, "::error title=NOT VERIFIED::3 cases did not run"},
        {2, 0, 3, 0, true, 5, 0, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sample *s = sample_new(*state);
        const ct_operation *operation = sample_operation(s, "bind");
        unsigned const counts[CT_VERDICTS] = {[CT_FAIL] = rows[i].failed,
                                              [CT_ERROR] = rows[i].errors,
                                              [CT_WARN] = rows[i].warned,
                                              [CT_NOT_RUN] = rows[i].not_run,
                                              [CT_PASS] = 1};
        for (int v = 0; v < CT_VERDICTS; v++) /* failures are added last, but listed first */
            for (unsigned n = 0; n < counts[v]; n++)
                sample_case(s, operation, ct_arena_printf(s->arena, "v%d-%u", v, n), (ct_verdict)v);
        s->run.is_strict = rows[i].is_strict;
        const char *text = report(s)->text;
        assert_int_equal(count(text, "::error "), rows[i].told_errors);
        assert_int_equal(count(text, "::warning "), rows[i].told_warnings);
        if (rows[i].more)
            assert_non_null(strstr(text, rows[i].more));
        else
            assert_null(strstr(text, " more"));
        for (unsigned n = 0; n < rows[i].failed; n++) /* none is omitted */
            assert_non_null(strstr(text, ct_arena_printf(s->arena, "bind/v5-%u:", n)));
    }
}

static void adds_the_summary_of_the_step(void **state)
{
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    sample *s = sample_mixed(arena);
    const char *path = path_in(arena, folder_new(arena), "summary");
    file_write(path, "what another step said\n");
    setenv("GITHUB_STEP_SUMMARY", path, 1);
    report(s);
    unsetenv("GITHUB_STEP_SUMMARY");
    const ct_source *markdown = sample_report(s, "markdown", folder_new(arena));
    const char *whole = ct_arena_printf(arena, "what another step said\n%s", markdown->text);
    assert_string_equal(ct_source_read(arena, path, &diag)->text, whole);
}

static void reports_a_summary_that_cannot_be_written(void **state)
{
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    sample *s = sample_new(arena);
    const char *folder = folder_new(arena), *path = path_in(arena, folder, "x");
    setenv("GITHUB_STEP_SUMMARY", folder, 1);
    assert_null(ct_reporter_open(arena, ct_reporter_find("github"), path, &s->about, &diag));
    unsetenv("GITHUB_STEP_SUMMARY");
    assert_int_equal(diag.count, 1);
    assert_non_null(strstr(diag.first->message, "GITHUB_STEP_SUMMARY"));
}

static void reports_why_nothing_was_sent(void **state)
{
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    const char *path = path_in(arena, folder_new(arena), "x");
    assert_true(ct_github_write_refusal(path, "::stop-commands::x\nno target", 0, NULL, &diag));
    assert_string_equal(ct_source_read(arena, path, &diag)->text,
                        "::error title=apigcheck%3A no request was sent::"
                        "::stop-commands::x\\nno target\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(annotates_cases_that_did_not_pass), TEST(escapes_hostile_strings),
        TEST(escapes_what_the_runner_unescapes), TEST(limits_annotations_to_those_shown),
        TEST(adds_the_summary_of_the_step),      TEST(reports_a_summary_that_cannot_be_written),
        TEST(reports_why_nothing_was_sent),
    };
    unsetenv("GITHUB_STEP_SUMMARY");
    unsetenv("GITHUB_WORKSPACE");
    return cmocka_run_group_tests(tests, NULL, NULL);
}

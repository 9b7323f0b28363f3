/* The causes of failures on the console. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lang/yaml/bind.h"
#include "report/failures.h"
#include "report/print_body.h"
#include "report/width.h"
#include "tests/console_sample.h"

static ct_case_result *add_failure(sample *s, const char *id, const char *expected)
{
    if (!s->run.case_count)
        sample_operation(s, "bind");
    ct_case_result *result = sample_case(s, s->suite.operations, id, CT_FAIL);
    ct_step_result *step = sample_step(s, result, 202);
    sample_finding(s, step, "status", expected, "202")->hint = "some hint";
    sample_body(step, "{ \"error_code\":\n \"APIG.1\" }", 27, 27);
    return result;
}

/* Adds a cause of the last `count` cases. */
static ct_cause *add_cause(sample *s, const char *text, size_t count)
{
    ct_cause *cause = ct_new(s->arena, ct_cause), **end = (ct_cause **)&s->run.causes;
    *cause = (ct_cause){.id = 1,
                        .kind = "status",
                        .subject = "status",
                        .text = text,
                        .expected = "404",
                        .actual = "202",
                        .first = s->results[s->run.case_count - count].test_case->full_name};
    for (size_t i = s->run.case_count; count; count--) {
        ct_cause_case *one = ct_new(s->arena, ct_cause_case);
        *one = (ct_cause_case){.name = s->results[i - count].test_case->full_name,
                               .next = cause->cases};
        cause->cases = one;
    }
    for (; *end; end = &(*end)->next)
        cause->id++;
    *end = cause;
    return cause;
}

static unsigned count_of(const char *text, const char *part)
{
    unsigned count = 0;
    for (; (text = strstr(text, part)); text += strlen(part))
        count++;
    return count;
}

static void shows_a_cause(void **state)
{
    ct_arena *arena = *state;
    static const ct_console_rerun again = {"apigcheck run", "r.json", " --mock"};
    sample *s = sample_new(arena);
    ct_case_result *first = add_failure(s, "a", "404");
    sample_cite(s, first, "BIND-404", CT_MUST);
    first->steps->attempts = 31;
    first->steps->waited_ms = 30000;
    ((ct_response *)add_failure(s, "b", "404")->steps->exchange->response)->status = 500;
    static ct_name violated = {.text = "BIND-404"};
    add_cause(s, "every response has the status 202", 2)->violates = &violated;
    const char *text =
        sample_console(s, (ct_console_options){.level = CT_CONSOLE_NORMAL, .again = &again});
    static const char expected[] =
        "1 cause explains all 2 failures\n"
        "\n"
        "1  every response has the status 202                                            "
        "             2 cases\n"
        "   expected    404\n"
        "   hint        some hint\n"
        "   received    202 Some Reason, after 31 attempts, waited 30.0 s  {\"error_code\": "
        "\"APIG.1\"}\n"
        "   status      202 x1, 500 x1\n"
        "   first       bind/a  cases/quota/404.yaml:5:15\n"
        "   reproduce   curl ";
    assert_memory_equal(text, expected, sizeof expected - 1);
    assert_non_null(strstr(text, "\n   violates    1 MUST: BIND-404\n\n"));
    assert_non_null(strstr(text, "\nrerun: apigcheck run --last-failed r.json --mock\nFAILED  0 "
                                 "passed, 2 failed, 1 cause  (5.0 s)  "));
    assert_null(strstr(text, "   rerun"));
    text = sample_console(s, (ct_console_options){.level = CT_CONSOLE_VERBOSE});
    assert_non_null(
        strstr(text, "   violates    1 MUST\n               BIND-404 MUST: An unknown"));
}

static void shows_the_first_causes_in_full(void **state)
{
    ct_arena *arena = *state;
    static const ct_console_rerun again = {"apigcheck run", "r.json", ""};
    sample *s = sample_new(arena);
    for (int i = 0; i < 12; i++) {
        add_failure(s, ct_arena_printf(arena, "x%d", i), "404");
        add_cause(s, ct_arena_printf(arena, "cause number %d", i), 1);
    }
    ((ct_cause *)s->run.causes->next)->follows = 1;
    const char *text =
        sample_console(s, (ct_console_options){.level = CT_CONSOLE_NORMAL, .again = &again});
    assert_non_null(strstr(text, "12 causes explain all 12 failures\n\n1  cause number 0"));
    assert_non_null(strstr(text, "\n10 cause number 9"));
    assert_null(strstr(text, "cause number 10"));
    assert_non_null(strstr(text, "\n2 more causes: apigcheck report --causes r.json\n"));
    assert_non_null(strstr(text, "   follows     probably a consequence of cause 1\n"));
    assert_non_null(strstr(text, "   rerun       apigcheck run --last-failed r.json --cause 2\n"));
    assert_in_range(count_of(text, "   reproduce   curl"), 2, 5);
    assert_int_equal(count_of(text, "   first       bind/x"), 10);
    assert_in_range(count_of(text, "\n"), 40, 66);
}

static void shows_failures_without_a_cause(void **state)
{
    ct_arena *arena = *state;
    sample *s = sample_new(arena);
    for (int i = 0; i < 14; i++)
        add_failure(s, ct_arena_printf(arena, "x%d", i), "404");
    add_cause(s, "a cause", 2);
    const char *text = sample_console(s, (ct_console_options){.level = CT_CONSOLE_NORMAL});
    assert_non_null(strstr(text, "1 cause explains 2 of 14 failures\n"));
    assert_non_null(strstr(text, "\nfailures without a common cause:\n"
                                 "  bind/x0  status: expected 404, got 202 (some hint)\n"));
    assert_null(strstr(text, "bind/x10"));
    assert_non_null(strstr(text, "\n  and 2 more, which --all prints\n"));
}

static void says_once_that_a_target_is_dead(void **state)
{
    ct_arena *arena = *state;
    sample *s = sample_new(arena);
    const ct_operation *operation = sample_operation(s, "bind");
    for (int i = 0; i < 3; i++)
        sample_trouble(
            sample_step(s, sample_case(s, operation, ct_arena_printf(arena, "x%d", i), CT_ERROR),
                        0),
            CT_E_NETWORK, "cannot connect after 1 ms: refused");
    add_cause(s, "cannot connect after 1 ms: refused", 3);
    s->run.stopped = "target unreachable: cannot connect after 12 ms: refused";
    sample_case(s, operation, "later", CT_NOT_RUN)->reason = s->run.stopped;
    s->run.cleanup_failures = 1;
    s->run.deselected = 0;
    assert_string_equal(
        sample_console(s, (ct_console_options){.level = CT_CONSOLE_NORMAL}),
        "run aborted: target unreachable: cannot connect after 12 ms: refused\n"
        "NOT VERIFIED  0 passed, 0 failed, 3 errors, 1 not run  (5.0 s)  Reference gateway at "
        "http://127.0.0.1:8080\n");
}

/* Commands, places and paths are not broken; all other lines fit. */
static void fits_the_terminal(void **state)
{
    ct_arena *arena = *state;
    static const char words[] = "some words and a_word_that_is_longer_than_any_line_of_a_terminal_"
                                "which_has_eighty_columns_and_is_therefore_broken \xe7\x9b\xae "
                                "\xe6\xa8\x99\xe5\x80\xa4 more words";
    for (size_t columns = 40; columns <= 120; columns += 10) {
        sample *s = sample_new(arena);
        add_failure(s, "a", words)->reason = words;
        add_failure(s, "b", words);
        ct_cause *cause = add_cause(s, words, 2);
        cause->subject = "json";
        cause->expected = cause->actual =
            "another value that is longer than the line of a terminal";
        s->run.stopped = words;
        const char *text =
            sample_console(s, (ct_console_options){.level = CT_CONSOLE_NORMAL, .columns = columns});
        for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
            size_t const width = ct_width(line, strcspn(line, "\n"));
            if (width > columns)
                assert_true(strstr(line, "   reproduce   curl ") == line ||
                            strstr(line, "FAILED  ") == line);
        }
    }
}

/* No line starts with a command of a CI server, however it is broken. */
static void escapes_hostile_causes(void **state)
{
    ct_arena *arena = *state;
    for (size_t columns = 40; columns <= 120; columns++) {
        sample *s = sample_attack(arena);
        ct_cause *cause = add_cause(s, sample_hostile, s->run.case_count);
        cause->expected = cause->actual = sample_hostile;
        const char *text =
            sample_console(s, (ct_console_options){.level = CT_CONSOLE_NORMAL, .columns = columns});
        for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
            const char *start = line + strspn(line, " ");
            assert_true(*start != ':' && *start != '#');
        }
        for (const char *at = text; *at; at++)
            assert_true(*at == '\n' || ((unsigned char)*at >= 0x20 && *at != 0x7F));
        assert_null(strstr(text, "##"));
    }
}

static void shows_the_beginning_of_a_body(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t whole; /* 0: all of it was kept */
        const char *shown;
    } rows[] = {
        {"{\n  \"a b\" : [1,2],\r\n\t\"c\\\" \": null}\n", 0,
         "{\"a b\": [1, 2], \"c\\\" \": null}"},
        {"{\"a\": \"not closed  by", 0, "{\"a\": \"not closed  by"},
        {"<p>one\n  two</p>", 0, "<p>one\\n  two</p>"},
        {" \n", 0, "(only spaces)"},
        {"", 0, "(empty)"},
        {"\x80\xff", 0, "(binary, 2 bytes)"},
        {"\x80\xff zz", 5000, "(binary, 4.8 KiB)"},
        {"some text", 5000, "some text..."},
        {"[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]", 0, "[1, 2, 3, 4, 5, 6, 7, 8,..."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_buf out = CT_BUF(CT_BUF_ANY);
        size_t const size = strlen(rows[i].bytes);
        ct_body const body = {rows[i].bytes, size, rows[i].whole ? rows[i].whole : size};
        ct_print_body_head(&out, &body, i < 8 ? 40 : 27);
        assert_string_equal(ct_buf_str(&out), rows[i].shown);
        ct_buf_free(&out);
    }
}

/* What is kept of failures is limited; those with few steps stay. */
static void limits_its_memory(void **state)
{
    enum { COUNT = 60 };
    ct_arena *arena = *state;
    sample *s = sample_new(arena);
    char *url = ct_arena_alloc(arena, 100001);
    memset(url, 'x', 100000);
    url[100000] = '\0';
    for (int i = 0; i < COUNT; i++) {
        ct_case_result *result = add_failure(s, ct_arena_printf(arena, "x%d", i), "404");
        ((ct_request *)result->steps->exchange->request)->url = url;
        if (i % 2)
            sample_step(s, result, 200)->verdict = CT_PASS;
    }
    ct_failures *failures = ct_failures_new(arena);
    for (size_t i = 0; i < COUNT; i++)
        ct_failures_add(failures, &s->run, &s->results[i]);
    unsigned kept = 0;
    for (size_t i = 0; i < COUNT; i++) {
        kept += ct_failures_find(failures, i) != NULL;
        assert_int_equal(ct_failures_status(failures, i), 202);
        assert_true(i < 20 || i % 2 == 0 || !ct_failures_find(failures, i));
    }
    assert_int_equal(kept, 20);
    assert_string_equal(ct_failures_find(failures, 0)->why,
                        "status: expected 404, got 202 (some hint)");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(shows_a_cause),
        TEST(shows_the_first_causes_in_full),
        TEST(shows_failures_without_a_cause),
        TEST(says_once_that_a_target_is_dead),
        TEST(fits_the_terminal),
        TEST(escapes_hostile_causes),
        cmocka_unit_test(shows_the_beginning_of_a_body),
        TEST(limits_its_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

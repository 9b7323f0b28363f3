/* The console output. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/console_sample.h"

static void assert_golden(const char *name, const char *text)
{
    golden_check(name, text, strlen(text));
}

static void reports_causes(void **state)
{
    static const ct_console_report record = {"reports/results.json", NULL};
    static const ct_console_report junit = {"reports/junit.xml", (ct_console_report *)&record};
    ct_console_options const options = {.level = CT_CONSOLE_NORMAL, .reports = &junit};
    assert_golden("mixed.console.txt", sample_console(sample_mixed(*state), options));
}

static void lists_failures(void **state)
{
    ct_console_options options = {.level = CT_CONSOLE_NORMAL, .lists_failures = true};
    assert_golden("mixed.console-all.txt", sample_console(sample_mixed(*state), options));
    options.level = CT_CONSOLE_VERBOSE;
    const char *text = sample_console(sample_mixed(*state), options);
    assert_non_null(strstr(text, "= verifies: BIND-404 MUST: An unknown quota is answered with"));
    assert_non_null(strstr(text, "pass    12 ms  bind/bound"));
}

static void reports_every_case(void **state)
{
    ct_console_options const options = {.level = CT_CONSOLE_VERBOSE};
    assert_golden("mixed.console-v.txt", sample_console(sample_mixed(*state), options));
}

/* Requests and responses, also of passed cases: JSON, text, binary data, truncated, empty. */
static void shows_exchanges(void **state)
{
    static const char json[] = "{\"a\":[1.50,{ },[],\"x\\\":{\"],\"b\":null}",
                      lines[] = "one\r\ntwo\t\033[31m";
    static const char bytes[] = "\x89PNG\0\1", broken[] = "[1,{\"a\":tru";
    static const char prose[] = "[warn]  no  such  thing";
    static ct_header type = {"Content-Type", "application/json; charset=utf-8", NULL};
    static const struct {
        const char *body;
        size_t size, whole;
    } rows[] = {
        {prose, sizeof prose - 1, sizeof prose - 1}, {json, sizeof json - 1, sizeof json - 1},
        {lines, sizeof lines - 1, sizeof lines - 1}, {bytes, sizeof bytes - 1, sizeof bytes - 1},
        {broken, sizeof broken - 1, 5000000},        {NULL, 0, 0}};
    sample *s = sample_new(*state);
    ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "bound", CT_PASS);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_step_result *step = sample_step(s, result, 200);
        sample_body(step, rows[i].body, rows[i].size, rows[i].whole);
        step->is_cleanup = !rows[i].body;
        if (rows[i].whole > rows[i].size)
            ((ct_response *)step->exchange->response)->headers = &type;
    }
    result->steps->attempts = 3;
    result = sample_case(s, result->test_case->operation, "gone", CT_ERROR);
    sample_trouble(sample_step(s, result, 0), CT_E_NETWORK, "cannot connect");
    assert_golden("exchanges.console-vv.txt",
                  sample_console(s, (ct_console_options){.level = CT_CONSOLE_FULL}));
}

static void truncates_long_values(void **state)
{
    char *body = ct_arena_alloc(*state, 20001);
    memset(body, '\n', 20000);
    memset(body, 'a', 10000);
    sample *s = sample_new(*state);
    ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "bound", CT_PASS);
    sample_body(sample_step(s, result, 200), body, 20000, 20000);
    const char *text = sample_console(s, (ct_console_options){.level = CT_CONSOLE_FULL});
    assert_non_null(strstr(text, "aaa...\n"));
    assert_non_null(strstr(text, "      < (9800 more lines)\n"));
    assert_in_range(strlen(text), 1000, 6000);
}

/* Cases that did not pass or did not run, if there are any. */
static void prints_the_rerun_command(void **state)
{
    ct_console_rerun again = {"./apigcheck run", "my record.json", " --mock 'my cases'"};
    ct_console_options options = {.level = CT_CONSOLE_NORMAL, .again = &again};
    const char *text = sample_console(sample_mixed(*state), options);
    assert_non_null(
        strstr(text, "\nrerun: ./apigcheck run --last-failed 'my record.json' --mock 'my cases'\n"
                     "FAILED  "));
    again.record = NULL;
    text = sample_console(sample_mixed(*state), options);
    assert_non_null(
        strstr(text, "\nrerun: ./apigcheck run --case bind/unknown --case bind/refused --case "
                     "bind/capture --case bind/endless --case list/later --mock 'my cases'\n"));
    sample *s = sample_new(*state);
    sample_case(s, sample_operation(s, "bind"), "bound", CT_PASS);
    assert_null(strstr(sample_console(s, options), "rerun:"));
    for (int i = 0; i < 11; i++)
        sample_case(s, sample_operation(s, "bind"), ct_arena_printf(*state, "x%d", i), CT_FAIL);
    text = sample_console(s, options);
    assert_null(strstr(text, "--case"));
    assert_non_null(strstr(text, "\nrerun: save the results with --json FILE; "));
    options.level = CT_CONSOLE_QUIET;
    assert_null(strstr(sample_console(s, options), "rerun:"));
}

static void uses_colour_if_requested(void **state)
{
    ct_console_options const options = {.level = CT_CONSOLE_NORMAL, .has_color = true};
    assert_golden("mixed.console-color.txt", sample_console(sample_mixed(*state), options));
}

/* Folded on GitHub; only commands of the program start a line. */
static void groups_the_output_of_a_case(void **state)
{
    ct_console_options const options = {
        .level = CT_CONSOLE_NORMAL, .lists_failures = true, .is_grouped = true};
    assert_golden("mixed.console-grouped.txt", sample_console(sample_mixed(*state), options));
    const char *text = sample_console(sample_attack(*state), options);
    unsigned opened = 0, closed = 0;
    for (const char *at = text; *at; at += strcspn(at, "\n") + 1) {
        const char *line = at + strspn(at, " ");
        opened += !strncmp(line, "::group::", 9);
        closed += !strncmp(line, "::endgroup::\n", 13);
        if (strncmp(line, "::group::", 9) && strncmp(line, "::endgroup::\n", 13))
            assert_memory_not_equal(line, "::", 2);
    }
    assert_int_equal(opened, 3);
    assert_int_equal(closed, 3);
    assert_null(strstr(text, "##"));
}

/* A step whose capability the target lacks is omitted, in the case and in its clean-up. */
static void omits_skipped_steps(void **state)
{
    ct_console_options const options = {.level = CT_CONSOLE_NORMAL};
    sample *s = sample_new(*state);
    ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "bound", CT_PASS);
    for (int i = 0; i < 2; i++) {
        ct_step_result *step = sample_step(s, result, 0);
        sample_trouble(step, CT_E_NONE, "the target lacks the capability 'unbind'");
        step->verdict = CT_SKIP;
        step->is_cleanup = i == 1;
    }
    const char *text = sample_console(s, options);
    assert_null(strstr(text, "unbind"));
    assert_null(strstr(text, "bind/bound"));
    result->verdict = CT_FAIL;
    sample_finding(s, sample_step(s, result, 200), "status", "201", "200");
    text = sample_console(s, options);
    assert_null(strstr(text, "unbind"));
    assert_non_null(strstr(text, "step 2"));
}

/* The last line is the summary, and --quiet prints nothing else. */
static void ends_with_the_summary_line(void **state)
{
    static const struct {
        ct_verdict first, second;
        bool is_strict;
        const char *line;
    } rows[] = {
        {CT_PASS, CT_PASS, false, "PASSED  2 passed, 0 failed"},
        {CT_PASS, CT_WARN, false, "PASSED with warnings  1 passed, 1 warned, 0 failed"},
        {CT_PASS, CT_WARN, true, "FAILED  1 passed, 1 warned, 0 failed"},
        {CT_FAIL, CT_ERROR, false, "FAILED  0 passed, 1 failed, 1 error"},
        {CT_PASS, CT_ERROR, false, "NOT VERIFIED  1 passed, 0 failed, 1 error"},
        {CT_PASS, CT_NOT_RUN, false, "NOT VERIFIED  1 passed, 0 failed, 1 not run"},
        {CT_SKIP, CT_SKIP, false, "NOT VERIFIED (no case ran)  0 passed, 0 failed, 2 skipped"},
        {CT_PASS, CT_SKIP, false, "PASSED  1 passed, 0 failed, 1 skipped"},
        {CT_PASS, CT_SKIP, true, "NOT VERIFIED  1 passed, 0 failed, 1 skipped"},
    };
    ct_arena *arena = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sample *s = sample_new(arena);
        const ct_operation *operation = sample_operation(s, "bind");
        sample_case(s, operation, "x", rows[i].first);
        sample_case(s, operation, "y", rows[i].second);
        s->run.is_strict = rows[i].is_strict;
        const char *line = ct_arena_printf(
            arena, "%s  (5.0 s)  Reference gateway at http://127.0.0.1:8080\n", rows[i].line);
        assert_string_equal(sample_console(s, (ct_console_options){.level = CT_CONSOLE_QUIET}),
                            line);
        const char *all = sample_console(s, (ct_console_options){.level = CT_CONSOLE_NORMAL});
        assert_string_equal(all + strlen(all) - strlen(line), line);
    }
}

/* No escape sequence, no control character, and no CI command at the start of a line. */
static void escapes_hostile_strings(void **state)
{
    ct_arena *arena = *state;
    static const ct_console_report report = {sample_hostile, NULL};
    for (ct_console_level level = CT_CONSOLE_QUIET; level <= CT_CONSOLE_FULL; level++) {
        ct_console_options const options = {
            .level = level, .lists_failures = level == CT_CONSOLE_VERBOSE, .reports = &report};
        const char *text = sample_console(sample_attack(arena), options);
        for (const char *at = text; *at; at++) {
            assert_true(*at == '\n' || ((unsigned char)*at >= 0x20 && *at != 0x7F));
            if (at == text || at[-1] == '\n')
                assert_true(*at != ':' && *at != '#');
        }
        assert_null(strstr(text, "\302\205"));     /* C1 */
        assert_null(strstr(text, "\342\200\256")); /* bidi */
        if (level == CT_CONSOLE_VERBOSE)
            assert_golden("attack.console-v.txt", text);
    }
}

/* Values are truncated for readability, but the list of differences is complete. */
static void truncates_values_but_not_lists(void **state)
{
    ct_arena *arena = *state;
    sample *s = sample_new(arena);
    ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "x", CT_FAIL);
    char *actual = ct_arena_alloc(arena, 5001);
    memset(actual, 'a', 5000);
    ct_finding *finding = sample_finding(s, sample_step(s, result, 200), "json", "b", actual);
    for (int i = 0; i < 1000; i++)
        sample_difference(s, finding, ct_arena_printf(arena, "$[%d]", i), "1", "2");
    ct_console_options options = {.level = CT_CONSOLE_NORMAL, .lists_failures = true};
    const char *text = sample_console(s, options);
    assert_null(strstr(text, actual));
    assert_non_null(strstr(text, "aaa...\n"));
    assert_non_null(strstr(text, "= 1000 differences:\n"));
    for (int i = 0; i < 1000; i++)
        assert_non_null(strstr(text, ct_arena_printf(arena, "  $[%d]: expected 1, got 2\n", i)));
    options.lists_failures = false; /* the only failure: in full, but not without limit */
    text = sample_console(s, options);
    assert_non_null(strstr(text, "FAIL    bind/x"));
    assert_non_null(strstr(text, "  $[9]: expected 1, got 2\n          and 990 more\n"));
}

static void limits_its_memory(void **state)
{
    ct_arena *arena = *state;
    sample *s = sample_new(arena);
    const ct_operation *operation = sample_operation(s, "bind");
    ct_case_result *result = sample_case(s, operation, "x", CT_PASS);
    ct_step_result *step = sample_step(s, result, 200);
    for (int i = 0; i < 100; i++)
        sample_remark(s, step, ct_arena_printf(arena, "property $['%d'] is not documented", i));
    const char *text = sample_console(s, (ct_console_options){.level = CT_CONSOLE_NORMAL});
    assert_non_null(strstr(text, "  1 time: property $['99'] is not documented (bind/x)\n"));
    assert_non_null(strstr(text, "  80 more\n"));
}

static void reports_write_errors(void **state)
{
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    FILE *full = fopen("/dev/full", "w");
    if (!full) {
        printf("skipped: /dev/full cannot be opened\n");
        skip();
    }
    ct_listener *console = ct_console_open(arena, &(ct_console_options){.out = full});
    sample_tell(sample_mixed(arena), console);
    assert_false(ct_console_close(console, &diag));
    assert_string_equal(diag.first->message,
                        "cannot write standard output: No space left on device");
    fclose(full);

    int ends[2];
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    FILE *closed = fdopen(ends[1], "w");
    console = ct_console_open(arena, &(ct_console_options){.out = closed});
    sample_tell(sample_mixed(arena), console);
    assert_false(ct_console_close(console, &diag));
    assert_string_equal(diag.last->message, "cannot write standard output: Broken pipe");
    fclose(closed);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reports_causes),           TEST(lists_failures),
        TEST(reports_every_case),       TEST(shows_exchanges),
        TEST(truncates_long_values),    TEST(prints_the_rerun_command),
        TEST(uses_colour_if_requested), TEST(groups_the_output_of_a_case),
        TEST(omits_skipped_steps),      TEST(ends_with_the_summary_line),
        TEST(escapes_hostile_strings),  TEST(truncates_values_but_not_lists),
        TEST(limits_its_memory),        TEST(reports_write_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

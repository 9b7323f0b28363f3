/* JUnit XML for CI servers. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/junit.h"
#include "report/junit_case.h"
#include "report/junit_check.h"
#include "tests/report_sample.h"

static ct_junit_counts assert_sound(const ct_source *file)
{
    ct_junit_counts counts = {0};
    const char *wrong = ct_junit_check(file->text, file->size, &counts);
    if (wrong)
        fprintf(stderr, "%s:\n%s\n", wrong, file->text);
    assert_null(wrong);
    return counts;
}

static const ct_source *report(sample *s)
{
    return sample_report(s, "junit", folder_new(s->arena));
}

/* The n-th element with this name, up to its end; NULL if there are fewer. */
static const char *element(ct_arena *arena, const ct_source *file, const char *name, unsigned n)
{
    const char *begin = ct_arena_printf(arena, "<%s ", name), *at = file->text;
    const char *end = ct_arena_printf(arena, "</%s>", name);
    for (; (at = strstr(at, begin)); at++) {
        if (n--)
            continue;
        const char *stop = strstr(at, end), *empty = strstr(at, "/>");
        return ct_arena_copy(arena, at, (size_t)((stop ? stop : empty) - at));
    }
    return NULL;
}

static void writes_one_of_everything(void **state)
{
    sample *s = sample_mixed(*state);
    const ct_source *file = report(s);
    ct_junit_counts const counts = assert_sound(file);
    golden_check("mixed.junit.xml", file->text, file->size);
    assert_int_equal(counts.suites, 3);
    assert_int_equal(counts.tests, s->run.case_count + 1); /* and harness/run */
    assert_int_equal(counts.failures, 1);
    assert_int_equal(counts.errors, 5);
    assert_int_equal(counts.skipped, 1);
}

/* The extended flavour has the same testcases, with more details of each. */
static void writes_the_extended_flavour(void **state)
{
    sample *s = sample_mixed(*state);
    ct_junit_counts const strict = assert_sound(report(s));
    s->about.is_junit_extended = true;
    const ct_source *file = report(s);
    ct_junit_counts const counts = assert_sound(file);
    golden_check("mixed.junit-extended.xml", file->text, file->size);
    assert_memory_equal(&counts, &strict, sizeof counts);
    s = sample_attack(*state);
    s->about.is_junit_extended = true;
    file = report(s);
    assert_sound(file);
    for (size_t i = 0; i < file->size; i++)
        assert_true(file->text[i] == '\n' || (unsigned char)file->text[i] >= 0x20);
}

/* Names are unique in a file: of two equal ones, some readers keep the one that passed. */
static void gives_each_testcase_a_unique_name(void **state)
{
    sample *s = sample_mixed(*state);
    const ct_source *file = report(s);
    char *names[SAMPLE_CASES];
    size_t count = 0;
    for (const char *at = file->text; (at = strstr(at, "<testcase ")); at++) {
        names[count] = ct_arena_copy(s->arena, at, (size_t)(strstr(at, " time=") - at));
        for (size_t i = 0; i < count; i++)
            assert_string_not_equal(names[i], names[count]);
        count++;
    }
    assert_int_equal(count, s->run.case_count + 1);
}

/* No type that a reader interprets as a data type; no DOCTYPE, no nested suites, no output of a
 * passed case, and no time with more than three decimals, a sign or a zone. */
static void avoids_known_problems_of_readers(void **state)
{
    static const char *const never[] = {
        "<!DOCTYPE",        "<testsuite></testsuite>", "T10:00:00Z",        "time=\"-",
        "status=",          "type=\"yaml\"",           "type=\"symbol\"",   "type=\"array\"",
        "type=\"integer\"", "type=\"float\"",          "type=\"decimal\"",  "type=\"boolean\"",
        "type=\"date\"",    "type=\"datetime\"",       "type=\"duration\"", "type=\"file\""};
    for (int i = 0; i < 4; i++) {
        sample *s = i % 2 ? sample_mixed(*state) : sample_attack(*state);
        s->about.is_junit_extended = i > 1;
        const ct_source *file = report(s);
        for (size_t n = 0; n < sizeof never / sizeof *never; n++)
            assert_null(strstr(file->text, never[n]));
        const char *suite = strstr(file->text, "<testsuite ");
        for (const char *next; (next = strstr(suite + 1, "<testsuite ")); suite = next)
            assert_true(strstr(suite, "</testsuite>") < next);
        for (const char *at = file->text; (at = strstr(at, "time=\"")); at++)
            assert_int_equal(strspn(strchr(at, '.') + 1, "0123456789"), 3);
    }
}

static void writes_a_passing_run(void **state)
{
    sample *s = sample_new(*state);
    sample_case(s, sample_operation(s, "bind"), "bound", CT_PASS);
    s->run.deselected = 0;
    const ct_source *file = report(s);
    assert_sound(file);
    golden_check("passed.junit.xml", file->text, file->size);
}

static void escapes_hostile_strings(void **state)
{
    const ct_source *file = report(sample_attack(*state));
    ct_junit_counts const counts = assert_sound(file);
    golden_check("attack.junit.xml", file->text, file->size);
    assert_int_equal(counts.tests, CT_VERDICTS + 1);
    for (const char *at = file->text; (at = strchr(at, '\n')); at++) {
        assert_memory_not_equal(at + 1, "::", 2);
        assert_memory_not_equal(at + 1, "##", 2);
    }
    for (size_t i = 0; i < file->size; i++)
        assert_true(file->text[i] == '\n' || (unsigned char)file->text[i] >= 0x20);
}

/* Each outcome has one child; its type is not a word that a reader interprets as a command. */
static void has_an_element_for_each_result(void **state)
{
    static const struct {
        ct_verdict verdict;
        ct_code code;
        bool is_strict;
        const char *child;
    } rows[] = {
        {CT_PASS, CT_E_NONE, false, NULL},
        {CT_WARN, CT_E_NONE, false, NULL},
        {CT_WARN, CT_E_NONE, true, "<failure type=\"warning\" message=\"status: expected"},
        {CT_FAIL, CT_E_NONE, false, "<failure type=\"requirement\" message=\"status: expected"},
        {CT_ERROR, CT_E_NETWORK, false, "<error type=\"transport\" message=\"some trouble\">"},
        {CT_ERROR, CT_E_TIMEOUT, false, "<error type=\"transport\" message=\"some trouble\">"},
        {CT_ERROR, CT_E_PROTOCOL, false, "<error type=\"transport\" message=\"some trouble\">"},
        {CT_ERROR, CT_E_MISSING, false, "<error type=\"untestable\" message=\"some trouble\">"},
        {CT_ERROR, CT_E_LIMIT, false, "<error type=\"harness\" message=\"some trouble\">"},
        {CT_ERROR, CT_E_NONE, false, "<error type=\"untestable\" message=\"status: expected"},
        {CT_SKIP, CT_E_NONE, false, "<skipped message=\"skipped: some reason\">"},
        {CT_NOT_RUN, CT_E_NONE, false, "<error type=\"harness\" message=\"not run: some reason\">"},
    };
    ct_arena *arena = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sample *s = sample_new(arena);
        ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "x", rows[i].verdict);
        s->run.is_strict = rows[i].is_strict;
        if (rows[i].verdict == CT_SKIP || rows[i].verdict == CT_NOT_RUN)
            result->reason = "some reason";
        else if (rows[i].code)
            sample_trouble(sample_step(s, result, 0), rows[i].code, "some trouble");
        else if (rows[i].verdict != CT_PASS)
            sample_finding(s, sample_step(s, result, 200), "status", "404", "200");
        ct_buf out = CT_BUF(CT_BUF_ANY);
        ct_junit_case(&out, &s->run, result, false);
        const char *text = ct_buf_finish(&out, arena);
        if (!rows[i].child)
            assert_string_equal(text, "    <testcase classname=\"gateway.bind\" name=\"x\" "
                                      "time=\"0.012\"/>\n");
        else
            assert_memory_equal(strchr(text + 8, '<'), rows[i].child, strlen(rows[i].child));
    }
}

/* The first line of the text is the message, because some readers show only one of them. */
static void starts_the_text_with_the_message(void **state)
{
    ct_arena *arena = *state;
    sample *s = sample_new(arena);
    ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "x", CT_FAIL);
    char actual[2000];
    memset(actual, 'a', sizeof actual);
    memcpy(actual + 470, "\303\251\303\251\303\251\303\251\303\251\303\251\303\251\303\251", 16);
    actual[sizeof actual - 1] = '\0';
    sample_finding(s, sample_step(s, result, 200), "status", "404", actual);
    const ct_source *file = report(s);
    assert_sound(file);
    const char *failure = element(arena, file, "failure", 0);
    const char *message = strstr(failure, "message=\"") + 9;
    const char *text = strstr(failure, "<![CDATA[") + 9;
    size_t const size = (size_t)(strchr(message, '"') - message);
    assert_in_range(size, 490, CT_LIMIT_JUNIT_MESSAGE);
    assert_memory_equal(message, text, size);
    assert_int_equal(text[size], '\n');
    assert_memory_equal(text + size - 3, "...", 3);
}

static void truncates_long_text_with_a_note(void **state)
{
    ct_arena *arena = *state;
    sample *s = sample_new(arena);
    ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "x", CT_FAIL);
    ct_finding *finding = sample_finding(s, sample_step(s, result, 200), "json", "a", "b");
    for (int i = 0; i < 1000; i++)
        sample_difference(s, finding, ct_arena_printf(arena, "$['caf\303\251'][%d]", i),
                          "the text 'a long one, to fill the report with'", "nothing at all");
    const ct_source *file = report(s);
    assert_sound(file);
    const char *failure = element(arena, file, "failure", 0);
    assert_in_range(strlen(failure), 60000, CT_LIMIT_JUNIT_TEXT + 200);
    assert_non_null(strstr(failure, "\n[cut here: the text was longer than 64 KiB]\n]]>"));
}

static void escapes_names(void **state)
{
    static const struct {
        const char *suite, *operation, *id, *classname, *name;
    } rows[] = {
        {"cases", "bind", "unknown", "cases.bind", "unknown"},
        {"gw core 1.4", "a/b", "x", "gw_core_1.4.a_b", "x"},
        {"", "bind", "bad-body[number in ids]", "suite.bind", "bad-body[number in ids]"},
        {"\303\251t\303\251", "bind", "x[a/b.c]", "__t__.bind", "x[a/b.c]"},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
         "aa"
         "aaaaaaaaa",
         "bind", "x",
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
         "aa"
         "aaaaa",
         "x"},
    };
    ct_arena *arena = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sample *s = sample_new(arena);
        s->suite.name = rows[i].suite;
        ct_case_result *result =
            sample_case(s, sample_operation(s, rows[i].operation), rows[i].id, CT_PASS);
        ct_buf out = CT_BUF(CT_BUF_ANY);
        ct_junit_case(&out, &s->run, result, false);
        assert_string_equal(ct_buf_str(&out),
                            ct_arena_printf(arena,
                                            "    <testcase classname=\"%s\" name=\"%s\" "
                                            "time=\"0.012\"/>\n",
                                            rows[i].classname, rows[i].name));
        ct_buf_free(&out);
    }
}

/* The id of a row may lack its [row]; the full name has it. */
static void keeps_the_row_in_the_name(void **state)
{
    ct_arena *arena = *state;
    sample *s = sample_new(arena);
    ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "body", CT_PASS);
    sample_asked(result)->full_name = "bind/body[null]";
    assert_non_null(strstr(report(s)->text, " name=\"body[null]\""));
}

/* The file has failures if and only if the exit status is not 0. */
static void fails_if_the_run_fails(void **state)
{
    static const struct {
        ct_verdict verdict;
        bool is_strict;
        const char *stopped, *why;
        unsigned red;
    } rows[] = {
        {CT_PASS, false, NULL, NULL, 0},
        {CT_WARN, false, NULL, NULL, 0},
        {CT_WARN, true, NULL, NULL, 1},
        {CT_FAIL, false, NULL, NULL, 1},
        {CT_NOT_RUN, false, NULL, NULL, 1},
        {CT_SKIP, false, NULL, "not verified: no case ran", 1},
        {CT_PASS, false, "interrupted", "run aborted: interrupted", 1},
        {CT_FAIL, false, "::error::\n", "run aborted: ::error::\\n", 2},
    };
    ct_arena *arena = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sample *s = sample_new(arena);
        sample_case(s, sample_operation(s, "bind"), "x", rows[i].verdict);
        s->run.is_strict = rows[i].is_strict;
        s->run.stopped = rows[i].stopped;
        const ct_source *file = report(s);
        ct_junit_counts const counts = assert_sound(file);
        assert_int_equal(counts.failures + counts.errors, rows[i].red);
        assert_int_equal(ct_run_exit_status(&s->run) != 0, rows[i].red != 0);
        const char *harness = strstr(file->text, "name=\"harness/run\"");
        assert_int_equal(harness != NULL, rows[i].why != NULL);
        if (rows[i].why)
            assert_non_null(strstr(harness, rows[i].why));
    }
}

static void fails_if_strict_and_not_all_ran(void **state)
{
    sample *s = sample_new(*state);
    const ct_operation *operation = sample_operation(s, "bind");
    sample_case(s, operation, "x", CT_PASS);
    sample_case(s, operation, "y", CT_SKIP)->reason = "the target does not declare 'unbind'";
    assert_int_equal(assert_sound(report(s)).errors, 0);
    s->run.is_strict = true;
    assert_int_equal(assert_sound(report(s)).errors, 1);
}

static void writes_a_report_for_a_run_that_cannot_start(void **state)
{
    ct_arena *arena = *state;
    sample *s = sample_new(arena);
    ct_diag diag = {.arena = arena};
    const char *folder = folder_new(arena), *path = path_in(arena, folder, "junit.xml");
    file_write(path, "yesterday's");
    assert_true(ct_junit_write_refusal(path,
                                       "cases/x.yaml:3:5: unknown key 'statsu'\n"
                                       "    3 |   statsu: 200\n"
                                       "      |   ^^^^^^\n",
                                       1788256800123, &s->about, &diag));
    const ct_source *file = ct_source_read(arena, path, &diag);
    assert_int_equal(assert_sound(file).errors, 1);
    golden_check("refusal.junit.xml", file->text, file->size);
    assert_false(ct_junit_write_refusal(folder, "no target", 0, &s->about, &diag));
    assert_int_equal(diag.count, 1);
}

/* Times are written from integers, independent of clock and locale. */
static void prints_times_without_a_locale(void **state)
{
    static const struct {
        uint64_t elapsed_us;
        const char *text;
    } rows[] = {{0, "0.000"},         {999, "0.000"},
                {1000, "0.001"},      {1234567890, "1234.567"},
                {61999999, "61.999"}, {3600000000000, "3600000.000"}};
    ct_arena *arena = *state;
    setlocale(LC_ALL, "de_DE.UTF-8"); /* with a decimal comma, if it is installed */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sample *s = sample_new(arena);
        sample_case(s, sample_operation(s, "bind"), "x", CT_PASS)->elapsed_us = rows[i].elapsed_us;
        const ct_source *file = report(s);
        const char *time = ct_arena_printf(arena, " time=\"%s\"", rows[i].text);
        assert_non_null(strstr(element(arena, file, "testsuite", 0), time));
        assert_non_null(strstr(element(arena, file, "testcase", 0), time));
    }
    setlocale(LC_ALL, "C");
}

static void rejects_a_report_that_lacks_a_case(void **state)
{
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    sample *s = sample_new(arena);
    const ct_operation *operation = sample_operation(s, "bind");
    sample_case(s, operation, "x", CT_PASS);
    sample_case(s, operation, "y", CT_PASS);
    const char *folder = folder_new(arena), *path = path_in(arena, folder, "junit.xml");
    unsigned opened = 0;
    for (const ct_reporter_kind *kind = ct_reporter_kinds; kind->name; kind++, opened += 2) {
        ct_reporter *reporter = ct_reporter_open(arena, kind, path, &s->about, &diag);
        reporter->listener.case_end(&reporter->listener, &s->run, &s->results[0]);
        reporter->listener.run_end(&reporter->listener, &s->run);
        assert_false(ct_reporter_close(reporter, &diag));
        reporter = ct_reporter_open(arena, kind, path, &s->about, &diag);
        assert_false(ct_reporter_close(reporter, &diag)); /* the run did not end */
    }
    assert_int_equal(diag.count, opened);
    assert_int_equal(folder_count(folder), 0);
}

/* The reader must reject constructs that other readers misinterpret. */
static const char begin[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>";
static const char suite[] = "<testsuite name=\"s\" tests=\"%s\" failures=\"%s\" errors=\"0\" "
                            "skipped=\"0\">";
static const char x[] = "<testcase name=\"x\" classname=\"c\" time=\"0\"";
static const struct {
    const char *tests, *failures, *tail, *wrong;
    bool has_case;
} sound_and_unsound[] = {
    {"1", "0", "/></testsuite></testsuites>", NULL, true},
    {"1", "1", "><failure type=\"t\" message=\"m\"/></testcase></testsuite></testsuites>", NULL,
     true},
    {"0", "0", "</testsuite></testsuites> <x/>", "it does not end with its root element", false},
    {"0", "0", "</testsuite>", "it does not end with its root element", false},
    {"2", "0", "/></testsuite></testsuites>", "a suite's counters are not those of its testcases",
     true},
    {"", "0", "/></testsuite></testsuites>", "a suite lacks a counter", true},
    {"1", "0", "><failure type=\"t\" message=\"m\"/></testcase></testsuite></testsuites>",
     "a suite's counters are not those of its testcases", true},
    {"1", "1", "><failure message=\"m\"/></testcase></testsuite></testsuites>",
     "a child has no type", true},
    {"1", "1", "><failure>text</failure></testcase></testsuite></testsuites>",
     "a child of a testcase has no message", true},
    {"1", "1", "><failure type=\"t\" message=\"m\"/><failure type=\"t\" message=\"m\"/></testcase>",
     "a testcase has two children", true},
    {"1", "0", "><system-out>x</system-out></testcase>", "a testcase has an unknown child", true},
    {"1", "0",
     "><properties><property name=\"n\" "
     "value=\"\"/></properties></testcase></testsuite></testsuites>",
     NULL, true},
    {"1", "1",
     "><properties></properties><failure type=\"t\" message=\"m\"/></testcase></testsuite>"
     "</testsuites>",
     NULL, true},
    {"1", "0", "><properties/><properties/></testcase>",
     "a testcase has properties twice, or after its child", true},
    {"1", "0", "><skipped message=\"m\"/><properties/></testcase>",
     "a testcase has properties twice, or after its child", true},
    {"1", "0", "><properties>stray</properties></testcase>", "it has text between its elements",
     true},
    {"1", "0", "><properties><failure type=\"t\" message=\"m\"/></properties></testcase>",
     "properties have something else in them than names and values", true},
    {"1", "0", "><properties><property value=\"v\"/></properties></testcase>",
     "properties have something else in them than names and values", true},
    {"1", "0", ">stray</testcase>", "it has text between its elements", true},
    {"1", "0", " name=\"y\"/>", "a tag has a duplicate attribute", true},
    {"0", "0", "<testcase name=\"\" classname=\"c\" time=\"0\"/>",
     "a testcase lacks its name, classname or time", false},
    {"0", "0", "<system-out>\001</system-out>", "it has a character that XML cannot carry", false},
    {"0", "0", "<system-out>\377</system-out>", "it has a character that XML cannot carry", false},
    {"0", "0", "<system-out><![CDATA[\010]]></system-out>",
     "it has a character that XML cannot carry", false},
    {"0", "0", "<system-out><![CDATA[x</system-out>", "a CDATA section does not end", false},
    {"0", "0", "<system-out>&#1;</system-out>", "it has an unknown reference", false},
    {"0", "0", "<system-out></system-err>", "its tags are not nested", false},
    {"0", "0", "<!-- x -->", "a tag or an attribute has no name", false},
};

static void reads_strictly(void **state)
{
    ct_junit_counts counts;
    (void)state;
    for (size_t i = 0; i < sizeof sound_and_unsound / sizeof *sound_and_unsound; i++) {
        ct_buf text = CT_BUF(CT_BUF_ANY);
        ct_buf_text(&text, begin);
        ct_buf_printf(&text, suite, sound_and_unsound[i].tests, sound_and_unsound[i].failures);
        ct_buf_text(&text, sound_and_unsound[i].has_case ? x : "");
        ct_buf_text(&text, sound_and_unsound[i].tail);
        const char *wrong = ct_junit_check(text.bytes, text.size, &counts);
        if (sound_and_unsound[i].wrong)
            assert_string_equal(wrong ? wrong : "", sound_and_unsound[i].wrong);
        else
            assert_null(wrong);
        ct_buf_free(&text);
    }
    assert_non_null(ct_junit_check("", 0, &counts));
    assert_non_null(ct_junit_check("<testsuites/>", 13, &counts));
}

/* A file that is truncated or has one changed byte is rejected or counted correctly. */
static void reads_broken_files(void **state)
{
    const ct_source *file = report(sample_mixed(*state));
    char *copy = ct_arena_copy(*state, file->text, file->size);
    ct_junit_counts counts;
    for (size_t size = 0; size + 1 < file->size; size++)
        assert_non_null(ct_junit_check(copy, size, &counts));
    for (size_t i = 0; i < file->size; i++) {
        copy[i] = '<';
        ct_junit_check(copy, file->size, &counts);
        copy[i] = file->text[i];
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(writes_one_of_everything),
        TEST(writes_the_extended_flavour),
        TEST(gives_each_testcase_a_unique_name),
        TEST(avoids_known_problems_of_readers),
        TEST(writes_a_passing_run),
        TEST(escapes_hostile_strings),
        TEST(has_an_element_for_each_result),
        TEST(starts_the_text_with_the_message),
        TEST(truncates_long_text_with_a_note),
        TEST(escapes_names),
        TEST(keeps_the_row_in_the_name),
        TEST(fails_if_the_run_fails),
        TEST(fails_if_strict_and_not_all_ran),
        TEST(writes_a_report_for_a_run_that_cannot_start),
        TEST(prints_times_without_a_locale),
        TEST(rejects_a_report_that_lacks_a_case),
        TEST(reads_strictly),
        TEST(reads_broken_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

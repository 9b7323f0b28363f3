/* The progress line, and the display width of text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "report/progress_line.h"
#include "report/width.h"

static void counts_columns(void **state)
{
    static const struct {
        const char *text;
        size_t width;
    } rows[] = {
        {"", 0},
        {"plain", 5},
        {"e\314\201", 1},                /* e and a combining accent */
        {"\351\200\237\343\201\204", 4}, /* an ideograph, a kana */
        {"\355\225\234", 2},             /* a syllable of Hangul */
        {"\360\237\230\200x", 3},        /* a face */
        {"\357\274\241", 2},             /* a full-width A */
        {"\303\251\320\226\316\251", 3}, /* Latin, Cyrillic, Greek */
        {"\342\235\244\357\270\217", 1}, /* a character with a variation selector */
        {"\340\270\201\340\270\264", 1}, /* Thai, with a vowel above */
        {"\377\200", 2},                 /* invalid UTF-8: a column for each byte */
        {"\360\240\200\200", 2},         /* an ideograph outside the BMP */
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(ct_width(rows[i].text, strlen(rows[i].text)), rows[i].width);
}

static void fits_whole_characters(void **state)
{
    static const char text[] = "a\351\200\237e\314\201b";
    static const size_t fits[] = {0, 1, 1, 4, 7, 8, 8}; /* bytes, by columns */
    (void)state;
    for (size_t i = 0; i < sizeof fits / sizeof *fits; i++)
        assert_int_equal(ct_width_fit(text, sizeof text - 1, i), fits[i]);
}

typedef struct line_row {
    unsigned columns, passed, failed, errors, skipped, all;
    ct_run_progress run_progress; /* without the case */
    const char *name, *line;
} line_row;

static const line_row lines[] = {
    /* no estimate yet */
    {79, 0, 0, 0, 0, 82, {.elapsed_us = 100000, .in_flight = 8}, NULL, "0/82"},
    {79, 0, 0, 0, 0, 82, {.elapsed_us = 3000000}, NULL, "0/82  waiting for the target"},
    /* skipped cases take no time, and do not count for the rate */
    {79, 10, 0, 0, 20, 40, {2000000, 8, NULL, 0}, NULL, "30/40  2 s left  5/s"},
    {79, 10, 2, 1, 0, 82, {2000000, 8, NULL, 0}, NULL, "13/82  2 failed  1 error  11 s left  6/s"},
    {79, 1, 0, 2, 0, 9, {60000000, 1, NULL, 0}, NULL, "3/9  2 errors  2:00 left  3/min"},
    {79, 1, 0, 0, 0, 401, {10000000, 1, NULL, 0}, NULL, "1/401  1:06:40 left  6/min"},
    {79, 90000, 0, 0, 0, 100000, {9000000, 8, NULL, 0}, NULL, "90000/100000  1 s left  10000/s"},
    /* the running case */
    {79,
     1,
     0,
     0,
     0,
     2,
     {3000000, 1, NULL, 3000000},
     "bind/slow",
     "1/2  3 s left  20/min  waiting 3 s: bind/slow"},
    {79,
     1,
     0,
     0,
     0,
     9,
     {3000000, 3, NULL, 2500000},
     "bind/slow",
     "1/9  24 s left  20/min  3 running, 2 s: bind/slow"},
    {79, 1, 0, 0, 0, 2, {3000000, 1, NULL, 999999}, "bind/quick", "1/2  3 s left  20/min"},
    {79,
     1,
     0,
     0,
     0,
     2,
     {3000000, 1, NULL, 3000000},
     "a\033[2J\n",
     "1/2  3 s left  20/min  waiting 3 s: a\\x1B[2J\\n"},
    /* narrower and narrower */
    {50,
     1,
     0,
     0,
     0,
     2,
     {3000000, 1, NULL, 3000000},
     "bind/unknown-quota",
     "1/2  3 s left  20/min  waiting 3 s: bind/unknow..."},
    {50,
     1,
     0,
     0,
     0,
     2,
     {3000000, 1, NULL, 3000000},
     "\351\200\237\351\200\237\351\200\237\351\200\237\351\200\237\351\200\237\351\200\237",
     "1/2  3 s left  20/min  waiting 3 s: "
     "\351\200\237\351\200\237\351\200\237\351\200\237\351\200\237\351\200\237\351\200\237"},
    {50,
     1,
     0,
     0,
     0,
     2,
     {3000000, 1, NULL, 3000000},
     "\351\200\237\351\200\237\351\200\237\351\200\237\351\200\237\351\200\237\351\200\237x",
     "1/2  3 s left  20/min  waiting 3 s: "
     "\351\200\237\351\200\237\351\200\237\351\200\237\351\200\237..."},
    {40, 1, 0, 0, 0, 2, {3000000, 1, NULL, 3000000}, "bind/unknown-quota", "1/2  3 s left  20/min"},
    {39, 10, 2, 1, 0, 82, {2000000, 8, NULL, 0}, NULL, "13/82  2 failed  1 error  11 s left"},
    {24, 10, 2, 1, 0, 82, {2000000, 8, NULL, 0}, NULL, "13/82  2 failed  1 error"},
    {19, 10, 2, 1, 0, 82, {2000000, 8, NULL, 0}, NULL, "15%  3 bad"},
    {19, 10, 2, 0, 0, 82, {2000000, 8, NULL, 0}, NULL, "12/82  2 failed"},
    {19, 50000, 12345, 0, 0, 100000, {9000000, 8, NULL, 0}, NULL, "62%  12345 bad"},
    {5, 10, 2, 1, 0, 82, {2000000, 8, NULL, 0}, NULL, "15%"},
    {2, 10, 2, 1, 0, 82, {2000000, 8, NULL, 0}, NULL, ""},
    {0, 10, 2, 1, 0, 82, {2000000, 8, NULL, 0}, NULL, ""},
};

static void add_line(ct_buf *out, const line_row *row, unsigned columns, bool has_color)
{
    ct_case const test_case = {.full_name = row->name};
    ct_run_result const run = {.case_count = row->all,
                               .counts = {[CT_PASS] = row->passed,
                                          [CT_FAIL] = row->failed,
                                          [CT_ERROR] = row->errors,
                                          [CT_SKIP] = row->skipped}};
    ct_run_progress run_progress = row->run_progress;
    run_progress.longest = row->name ? &test_case : NULL;
    ct_progress_line_text(out, &run, &run_progress, columns, has_color);
}

static void shows_the_progress(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        ct_buf line = CT_BUF(CT_BUF_ANY);
        add_line(&line, &lines[i], lines[i].columns, false);
        assert_string_equal(ct_buf_str(&line), lines[i].line);
        ct_buf_free(&line);
    }
}

static void never_exceeds_the_columns(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        for (unsigned columns = 0; columns < 120; columns++) {
            ct_buf line = CT_BUF(CT_BUF_ANY);
            add_line(&line, &lines[i], columns, false);
            assert_in_range(ct_width(ct_buf_str(&line), line.size), 0, columns);
            ct_buf_free(&line);
        }
    }
}

static void counts_no_columns_for_colour(void **state)
{
    (void)state;
    ct_buf line = CT_BUF(CT_BUF_ANY);
    add_line(&line, &(line_row){24, 10, 2, 1, 0, 82, {2000000, 8, NULL, 0}, NULL, NULL}, 24, true);
    assert_string_equal(ct_buf_str(&line), "\033[1m13/82\033[0m  \033[1;31m2 failed\033[0m  "
                                           "\033[1;35m1 error\033[0m");
    ct_buf_free(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_columns),
        cmocka_unit_test(fits_whole_characters),
        cmocka_unit_test(shows_the_progress),
        cmocka_unit_test(never_exceeds_the_columns),
        cmocka_unit_test(counts_no_columns_for_colour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

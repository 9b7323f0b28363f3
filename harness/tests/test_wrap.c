/* Lines that fit a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/wrap.h"

static void breaks_lines_at_words(void **state)
{
    (void)state;
    static const struct {
        const char *start, *text;
        size_t indent, columns;
        const char *expected;
    } rows[] = {
        {"", "one two three", 2, 0, "one two three"},
        {"", "one two three", 2, 7, "one two\n  three"},
        {"", "one two three", 2, 8, "one two\n  three"},
        {"", "one two three", 2, 9, "one two\n  three"},
        {"", "one two three", 2, 13, "one two three"},
        {"= at: ", "one", 2, 8, "= at:\n  one"},
        {"earlier\n= ", "one two", 2, 7, "earlier\n= one\n  two"},
        {"\033[1;31m= \033[0m", "one two", 2, 7, "\033[1;31m= \033[0mone\n  two"},
        {"", "two  spaces ", 2, 20, "two  spaces"},
        /* a word longer than a line is broken anywhere */
        {"", "abcdefghijkl", 2, 7, "abcdefg\n  hijkl"},
        {"", "a abcdefghijkl m", 2, 7, "a abcde\n  fghij\n  kl m"},
        /* ideographs take two columns */
        {"", "\xe7\x9b\xae\xe6\xa8\x99\xe5\x80\xa4 \xe5\x80\xa4", 1, 7,
         "\xe7\x9b\xae\xe6\xa8\x99\xe5\x80\xa4\n \xe5\x80\xa4"},
        {"", "\xe7\x9b\xae\xe6\xa8\x99\xe5\x80\xa4", 1, 5,
         "\xe7\x9b\xae\xe6\xa8\x99\n \xe5\x80\xa4"},
        /* no line starts like a command of a CI server */
        {"", "one ::error::two", 2, 8, "one ::error::two"},
        {"", "one two ##[three", 2, 8, "one two ##[three"},
        {"", "abcd:efgh", 2, 4, "abcd:efgh"},
        {"", "one \xc2\xa0:two", 2, 5, "one \xc2\xa0:two"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_buf out = CT_BUF(CT_BUF_ANY);
        ct_buf_text(&out, rows[i].start);
        ct_wrap(&out, rows[i].text, rows[i].indent, rows[i].columns);
        assert_string_equal(ct_buf_str(&out), rows[i].expected);
        ct_buf_free(&out);
    }
}

static void counts_rows(void **state)
{
    (void)state;
    assert_int_equal(ct_wrap_rows("", 10), 0);
    assert_int_equal(ct_wrap_rows("\n\n", 10), 2);
    assert_int_equal(ct_wrap_rows("0123456789\n", 10), 1);
    assert_int_equal(ct_wrap_rows("0123456789a\n", 10), 2);
    assert_int_equal(ct_wrap_rows("\033[1m0123456789\033[0m\n", 10), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(breaks_lines_at_words),
        cmocka_unit_test(counts_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

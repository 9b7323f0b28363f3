/* Numbers: kept as written, compared exactly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lang/json/number.h"
#include "tests/rows.h"

static json_t *number(ct_arena *arena, const char *text)
{
    assert_int_equal(ct_number_scan(text, strlen(text)), strlen(text));
    return ct_number_new(arena, text, strlen(text));
}

static void compares_exact_values(void **state)
{
    static const struct {
        const char *a, *b;
        int order;
    } rows[] = {
        {"1", "1.0", 0},
        {"1", "1e0", 0},
        {"100", "1E+2", 0},
        {"0", "-0", 0},
        {"0", "0e999", 0},
        {"0.1", "0.1000000000000001", -1},
        {"0.1", "0.10000000000000000000000001", -1},
        {"9007199254740993", "9007199254740992", 1},
        {"9007199254740993.0", "9007199254740992", 1},
        {"10000000000000000000000000000000000000000", "1e40", 0},
        {"1e400", "1e401", -1},
        {"1e9999999999999999999", "500", 1},
        {"1e-9999999999999999999", "0", 1},
        {"1e1000000000000000000", "1e10000000000000000000", -1},
        {"0.1e1000000000000000000000000000001", "1e1000000000000000000000000000000", 0},
        {"-1e400", "1e-400", -1},
        {"-2", "-1", -1},
        {"-1.5", "-1.25", -1},
        {"12.50", "12.5", 0},
        {"0.00012", "12e-5", 0},
        {"9", "10", -1},
        {"9.99", "10.0", -1},
        {"18446744073709551616", "18446744073709551615", 1},
        {"-9223372036854775808", "-9223372036854775809", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_arena *arena = *state;
        json_t *a = number(arena, rows[i].a), *b = number(arena, rows[i].b);
        assert_int_equal(ct_number_compare(a, b), rows[i].order);
        assert_int_equal(ct_number_compare(b, a), -rows[i].order);
        if (!rows[i].order)
            assert_true(ct_number_hash(a) == ct_number_hash(b));
    }
}

static void keeps_the_written_form(void **state)
{
    static const char *const rows[] = {"0",
                                       "-0",
                                       "1.10",
                                       "1e5",
                                       "123456789012345678901234567890",
                                       "1E-7",
                                       "0.0",
                                       "-9223372036854775808"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char scratch[CT_NUMBER_SCRATCH];
        size_t size;
        const char *text = ct_number_text(number(*state, rows[i]), scratch, &size);
        assert_int_equal(size, strlen(rows[i]));
        assert_memory_equal(text, rows[i], size);
    }
}

static void scans_only_json_numbers(void **state)
{
    static const struct {
        const char *text;
        size_t size;
    } rows[] = {
        {"", 0},     {"-", 0},  {"+1", 0},  {".5", 0},    {"01", 1},   {"1.", 1},
        {"1.e3", 1}, {"1e", 1}, {"1e+", 1}, {"1e+5x", 4}, {"-0.5", 4}, {"NaN", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(ct_number_scan(rows[i].text, strlen(rows[i].text)), rows[i].size);
}

static void detects_integers_and_multiples(void **state)
{
    static const struct {
        const char *number, *divisor;
        bool is_integer, is_multiple;
    } rows[] = {
        {"6", "2", true, true},
        {"7", "2", true, false},
        {"1.0", "1", true, true},
        {"1.5", "0.5", false, true},
        {"0.3", "0.1", false, true},
        {"4.5", "1.5", false, true},
        {"0.0075", "0.0001", false, true},
        {"0.00751", "0.0001", false, false},
        {"35", "1.5", true, false},
        {"0", "3", true, true},
        {"1e308", "0.123456789", true, false},
        {"12391239123", "1e-8", true, true},
        {"1e300", "3", true, false},
        {"-9", "3", true, true},
        {"1e40", "1e39", true, true},
        {"123456789012345678901234567890", "1234567890", true, true},
        {"121932631112635269", "123456789.0", true, true},
        {"123456789012345678901234567891", "1234567890", true, false},
        {"1e5", "32", true, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_t *n = number(*state, rows[i].number), *d = number(*state, rows[i].divisor);
        assert_int_equal(ct_number_is_integer(n), rows[i].is_integer);
        assert_int_equal(ct_number_is_multiple(n, d), rows[i].is_multiple);
    }
}

static void converts_only_values_in_range(void **state)
{
    static const struct {
        const char *text;
        bool fits;
        int64_t value;
    } rows[] = {
        {"1e2", true, 100},
        {"12.0", true, 12},
        {"1.5", false, 0},
        {"-0", true, 0},
        {"1e18", true, 1000000000000000000},
        {"1e19", false, 0},
        {"9223372036854775807", true, INT64_MAX},
        {"9223372036854775808", false, 0},
        {"-922337203685477580.8e1", true, INT64_MIN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t value = 0;
        assert_int_equal(ct_number_to_int(number(*state, rows[i].text), &value), rows[i].fits);
        if (rows[i].fits)
            assert_true(value == rows[i].value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(compares_exact_values),          ROWS_TEST(keeps_the_written_form),
        cmocka_unit_test(scans_only_json_numbers), ROWS_TEST(detects_integers_and_multiples),
        ROWS_TEST(converts_only_values_in_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

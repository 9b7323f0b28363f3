/* Plain scalars in the YAML 1.2 core schema, and the ambiguous ones that are rejected. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "lang/yaml/yaml.h"
#include "tests/rows.h"

static const char *value_of(ct_arena *arena, const char *text)
{
    ct_diag diag = {.arena = arena};
    const ct_yaml *node = rows_yaml(arena, text, &diag);
    const json_t *value = node ? ct_yaml_json(arena, node, &diag) : NULL;
    return value ? rows_written(arena, value) : rows_notes(arena, &diag);
}

typedef struct row {
    const char *text, *value;
} row;

static void check(ct_arena *arena, const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rows_same(rows[i].text, value_of(arena, rows[i].text), rows[i].value);
}

static void reads_keywords(void **state)
{
    static const row rows[] = {
        {"null", "null"},         {"Null", "null"},
        {"NULL", "null"},         {"~", "null"},
        {"nULL", "\"nULL\""},     {"nil", "\"nil\""},
        {"none", "\"none\""},     {"true", "true"},
        {"True", "true"},         {"TRUE", "true"},
        {"tRUE", "\"tRUE\""},     {"false", "false"},
        {"False", "false"},       {"FALSE", "false"},
        {"yes", "\"yes\""},       {"no", "\"no\""},
        {"NO", "\"NO\""},         {"on", "\"on\""},
        {"off", "\"off\""},       {"y", "\"y\""},
        {"n", "\"n\""},           {"'true'", "\"true\""},
        {"\"null\"", "\"null\""}, {"'12'", "\"12\""},
        {"|-\n  12", "\"12\""},   {">-\n  true", "\"true\""},
        {"''", "\"\""},
    };
    check(*state, rows, COUNT(rows));
}

static void reads_numbers(void **state)
{
    static const row rows[] = {
        {"0", "0"},
        {"-0", "-0"},
        {"+0", "0"},
        {"12", "12"},
        {"-12", "-12"},
        {"+12", "12"},
        {"1.5", "1.5"},
        {"1.50", "1.50"},
        {"+1.5", "1.5"},
        {".5", "0.5"},
        {"-.5", "-0.5"},
        {"+.5", "0.5"},
        {"1.", "1"},
        {"-1.", "-1"},
        {"1e3", "1e3"},
        {"1E+3", "1E+3"},
        {"1e-3", "1e-3"},
        {"1.e3", "1e3"},
        {".5e3", "0.5e3"},
        {"1e03", "1e03"},
        {"0.0", "0.0"},
        {"0.5", "0.5"},
        {"0e0", "0e0"},
        {"1e400", "1e400"},
        {"1e-400", "1e-400"},
        {"1e+0000400", "1e+0000400"},
        {"9007199254740993", "9007199254740993"},
        {"123456789012345678901234567890", "123456789012345678901234567890"},
        {"0x1F", "31"},
        {"0xff", "255"},
        {"0x0", "0"},
        {"0o17", "15"},
        {"0x7ffffffffffffff", "576460752303423487"},
        {"0o777777777777777", "35184372088831"},
    };
    check(*state, rows, COUNT(rows));
}

static void reads_everything_else_as_strings(void **state)
{
    static const row rows[] = {
        {"1.2.3", "\"1.2.3\""},
        {"1e", "\"1e\""},
        {"1e+", "\"1e+\""},
        {"e3", "\"e3\""},
        {".", "\".\""},
        {"-", "1:2 empty value (write null, or '' for an empty string)"}, /* a list of one, with
                                                                             nothing in it */
        {"+", "\"+\""},
        {".e3", "\".e3\""},
        {"--1", "\"--1\""},
        {"+-1", "\"+-1\""},
        {"1 2", "\"1 2\""},
        {"1,000", "\"1,000\""},
        {"1:30", "\"1:30\""},
        {"190:20:30", "\"190:20:30\""},
        {"2026-11-24", "\"2026-11-24\""},
        {"2026-11-24T04:17:26Z", "\"2026-11-24T04:17:26Z\""},
        {"0x", "\"0x\""},
        {"0xG", "\"0xG\""},
        {"-0x1F", "\"-0x1F\""},
        {"0X1F", "\"0X1F\""},
        {"0o8", "\"0o8\""},
        {"0b101", "\"0b101\""},
        {"0_x", "\"0_x\""},
        {"_1", "\"_1\""},
        {"1_a", "\"1_a\""},
        {"inf", "\"inf\""},
        {"nan", "\"nan\""},
        {"NaN", "\"NaN\""},
        {"Infinity", "\"Infinity\""},
        {"1f", "\"1f\""},
        {"4xx", "\"4xx\""},
        {"00000000-0000-4000-8000-000000000500", "\"00000000-0000-4000-8000-000000000500\""},
        {"0123456789abcdef", "\"0123456789abcdef\""},
        {"\xD9\xA1", "\"\xD9\xA1\""},
    };
    check(*state, rows, COUNT(rows));
}

static void rejects_ambiguous_scalars(void **state)
{
    static const char written[] =
        "quote it if it is a string; numbers have no leading zeros and no '_'";
    static const char special[] = "quote it if it is a string; JSON has no infinity and no NaN";
    static const char large[] = "quote it if it is a string; a number has at most 1000 characters "
                                "and an exponent of at most 400";
    static const char radix[] =
        "quote it if it is a string; a hexadecimal or octal number has at most 15 digits";
    static const struct {
        const char *text, *hint;
    } rows[] = {
        {"012", written},
        {"00", written},
        {"-012", written},
        {"+01", written},
        {"007.5", written},
        {"01e5", written},
        {"1_000", written},
        {"-1_000", written},
        {"1_0.5", written},
        {"1__0", written},
        {"1_", written},
        {".inf", special},
        {"-.inf", special},
        {"+.Inf", special},
        {".INF", special},
        {".nan", special},
        {".NaN", special},
        {".NAN", special},
        {"1e401", large},
        {"1e999", large},
        {"1e-401", large},
        {"1e1000", large},
        {"1e99999999999999999999", large},
        {"0x8000000000000000", radix},
        {"0xffffffffffffffff", radix},
        {"0o1777777777777777", radix},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        rows_same(rows[i].text, value_of(*state, rows[i].text),
                  ct_arena_printf(*state, "1:1+%zu ambiguous value '%s': number or string (%s)",
                                  strlen(rows[i].text), rows[i].text, rows[i].hint));
}

static void limits_the_digits_of_a_number(void **state)
{
    char *digits = ct_arena_alloc(*state, CT_LIMIT_NUMBER_DIGITS + 2);
    memset(digits, '7', CT_LIMIT_NUMBER_DIGITS);
    rows_same("1000 digits", value_of(*state, digits), digits);
    digits[CT_LIMIT_NUMBER_DIGITS] = '7';
    assert_memory_equal(value_of(*state, digits), "1:1+1001 ambiguous value '7777777777", 36);
}

static void converts_trees_to_json(void **state)
{
    static const row rows[] = {
        {"{a: [1, {b: ~}], 'c': no}", "{\"a\":[1,{\"b\":null}],\"c\":\"no\"}"},
        {"- &x {a: 1}\n- *x", "[{\"a\":1},{\"a\":1}]"},
        {"{1: a, true: b, null: c, 012: d}",
         "{\"1\":\"a\",\"true\":\"b\",\"null\":\"c\",\"012\":\"d\"}"},
        {"[]", "[]"},
        {"{}", "{}"},
        {"a: !any x", "1:4+6 tag '!any' is not allowed here"},
        {"!x {a: 1}", "1:1+4 tag '!x' is not allowed here"},
        {"a: !any\nb: [!x , 1]", "1:4+4 tag '!any' is not allowed here\n"
                                 "2:5+2 tag '!x' is not allowed here"},
    };
    check(*state, rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(reads_keywords),
        ROWS_TEST(reads_numbers),
        ROWS_TEST(reads_everything_else_as_strings),
        ROWS_TEST(rejects_ambiguous_scalars),
        ROWS_TEST(limits_the_digits_of_a_number),
        ROWS_TEST(converts_trees_to_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

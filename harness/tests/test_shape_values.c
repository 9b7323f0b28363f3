/* Tags for any value: !any, !absent, !optional, !in, !not, !all, !range; secrets in messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/shape_rows.h"

static void checks_types(void **state)
{
    static const shape_row rows[] = {
        {"!any", "null", ""},
        {"!any", "{}", ""},
        {"!any", NULL, "$: any value | nothing"},
        {"!any string", "''", ""},
        {"!any string", "1", "$: a string | 1"},
        {"!any string", NULL, "$: a string | nothing"},
        {"!any number", "1", ""},
        {"!any number", "1.5", ""},
        {"!any number", "'1'", "$: a number | \"1\""},
        {"!any integer", "1", ""},
        {"!any integer", "1.0", ""},
        {"!any integer", "1e400", ""},
        {"!any integer", "1.5", "$: an integer | 1.5"},
        {"!any integer", "1e-1", "$: an integer | 1e-1"},
        {"!any boolean", "false", ""},
        {"!any boolean", "0", "$: a boolean | 0"},
        {"!any array", "[]", ""},
        {"!any array", "{}", "$: an array | {}"},
        {"!any object", "{}", ""},
        {"!any object", "null", "$: an object | null"},
        {"!any null", "null", ""},
        {"!any null", "false", "$: a null | false"},
        {"!any null", NULL, "$: a null | nothing"},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

static void distinguishes_absence_from_null(void **state)
{
    static const shape_row rows[] = {
        {"!absent", NULL, ""},
        {"!absent", "null", "$: nothing | null"},
        {"!absent", "0", "$: nothing | 0"},
        {"{a: !absent }", "{}", ""},
        {"{a: !absent }", "{'a': null}", "$['a']: nothing | null"},
        {"{a: !absent }", "[]", "$: an object | []"},
        {"!optional [1]", NULL, ""},
        {"!optional [1]", "1", ""},
        {"!optional [1]", "2", "$: 1 | 2"},
        {"!optional [1]", "null", "$: 1 | null"},
        {"!optional [null]", "null", ""},
        {"{a: !optional [{b: 1}]}", "{}", ""},
        {"{a: !optional [{b: 1}]}", "{'a': {}}", "$['a']['b']: 1 | nothing"},
        {"!optional [!any string]", "1", "$: a string | 1"},
        /* with any tag, a listed property must exist */
        {"!not [1]", NULL, "$: anything except 1 | nothing"},
        {"!not [!any ]", NULL, "$: anything except any value | nothing"},
        {"!in [1, 2]", NULL, "$: one of 1, 2 | nothing"},
        {"!all [1, 2]", NULL, "$: 1 and 2 | nothing"},
        {"!each-if-any [1]", NULL, "$: an array whose elements are each 1 | nothing"},
        {"!len {min: 0, max: 9}", NULL, "$: a length of 0 to 9 | nothing"},
        {"{a: !not [1]}", "{}", "$['a']: anything except 1 | nothing"},
        {"{a: !any }", "{}", "$['a']: any value | nothing"},
        {"{a: !not [null]}", "{'a': null}", "$['a']: anything except null | null"},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

static const char vars[] = "{'list': [1, 'a', {'b': 2}], 'empty': [], 'seven': 7, 'text': 'x',"
                           " 'low': 5}";

static void finds_a_value_among_others(void **state)
{
    static const shape_row rows[] = {
        {"!in [1, 2]", "2", ""},
        {"!in [1, 2]", "3", "$: one of 1, 2 | 3"},
        {"!in [1, null]", "null", ""},
        {"!in [1, a]", "'1'", "$: one of 1, \"a\" | \"1\""},
        {"!in [!any string, {a: 1}]", "{'a': 1, 'b': 2}", ""},
        {"!in [!any string, {a: 1}]", "{'a': 2}",
         "$: one of a string, an object with 'a' | {\"a\":2} (nearest: alternative 2, where $['a'] "
         "is 2 instead of 1)"},
        {"!in [[1, 2], []]", "[]", ""},
        {"!in $(list)", "1.0", ""},
        {"!in $(list)", "'a'", ""},
        {"!in $(list)", "{'b': 2}", ""},
        {"!in $(list)", "{'b': 2, 'c': 3}",
         "$: one of [1,\"a\",{\"b\":2}] | {\"b\":2,\"c\":3}"}, /* values, not shapes */
        {"!in $(list)", "'1'", "$: one of [1,\"a\",{\"b\":2}] | \"1\""},
        {"!in $(list)", "[1, 'a', {'b': 2}]",
         "$: one of [1,\"a\",{\"b\":2}] | [1,\"a\",{\"b\":2}]"},
        {"!in $(empty)", "1", "$: one of [] | 1"},
        {"!in $(list)", NULL, "$: one of [1,\"a\",{\"b\":2}] | nothing"},
        {"!in $(seven)", "7", "gave up: the variable of '!in' is not a list"},
        {"!in $(none)", "7", "gave up: undefined variable 'none'"},
        {"!not [!in $(none)]", "7", "gave up: undefined variable 'none'"},
        {"!not [!in $(seven)]", "7", "gave up: the variable of '!in' is not a list"},
        {"!in [$(seven), 8]", "7", ""},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, vars, rows, COUNT(rows));
}

static void negates_matchers(void **state)
{
    static const shape_row rows[] = {
        {"!not [1]", "2", ""},
        {"!not [1]", "1.0", "$: anything except 1 | 1.0"},
        {"!not [1]", "'1'", ""},
        {"!not [{a: 1}]", "{'a': 1, 'b': 2}",
         "$: anything except an object with 'a' | "
         "{\"a\":1,\"b\":2}"},
        {"!not [{a: 1}]", "{}", ""},
        {"!not [!not [1]]", "1", ""},
        {"!not [!not [1]]", "2", "$: anything except anything except 1 | 2"},
        {"!not [!each [1]]", "[]", ""},
        {"!not [!each-if-any [1]]", "[]",
         "$: anything except an array whose elements are each 1 | []"},
        {"!not [!in [1, 2]]", "2", "$: none of 1, 2 | 2"},
        {"!not [$(seven)]", "7", "$: anything except 7 | 7"},
        {"!not [$(none)]", "7", "gave up: undefined variable 'none'"},
        {"!not [!range {min: $(text)}]", "7", "gave up: a bound of '!range' is not a number"},
        {"!not [!any string]", "'x'", "$: anything except a string | \"x\""},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, vars, rows, COUNT(rows));
}

static void requires_all_to_pass(void **state)
{
    static const shape_row rows[] = {
        {"!all [!any string, !len 3]", "'abc'", ""},
        {"!all [!any string, !len 3]", "'ab'", "$: a length of 3 | \"ab\" (the length is 2)"},
        {"!all [!any string, !len 3]", "7",
         "$: a string | 7\n$: a length of 3 | 7 (it has no length)"},
        {"!all [{a: 1}, {b: 2}]", "{'a': 1, 'b': 3}", "$['b']: 2 | 3"},
        {"!all [{a: 1}, !len 1]", "{'a': 1, 'b': 3}",
         "$: a length of 1 | {\"a\":1,\"b\":3} (the length is 2)"},
        {"!all [1]", NULL, "$: 1 | nothing"},
        {"!all [!any , !not [2]]", "2", "$: anything except 2 | 2"},
        {"!not [!all [!any string, !len 3]]", "'abc'",
         "$: anything except a string and a length of 3 | \"abc\""},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, vars, rows, COUNT(rows));
}

static void compares_with_bounds(void **state)
{
    static const shape_row rows[] = {
        {"!range {min: 1}", "1", ""},
        {"!range {min: 1}", "0.999", "$: a number with min 1 | 0.999"},
        {"!range {max: 5}", "5.0", ""},
        {"!range {max: 5}", "5.0000000000000000000001",
         "$: a number with max 5 | 5.0000000000000000000001"},
        {"!range {above: 1}", "1", "$: a number with above 1 | 1"},
        {"!range {above: 1}", "1.0000000000000000000001", ""},
        {"!range {below: 5}", "5", "$: a number with below 5 | 5"},
        {"!range {below: 5}", "-1e400", ""},
        {"!range {min: 1, max: 5}", "3", ""},
        {"!range {min: 1, max: 5}", "6", "$: a number with min 1, max 5 | 6"},
        {"!range {min: 5, max: 5}", "5", ""},
        {"!range {below: 2, above: 1}", "1.5", ""},
        {"!range {min: 9007199254740993}", "9007199254740992",
         "$: a number with min 9007199254740993 | 9007199254740992"},
        {"!range {min: 0}", "'5'", "$: a number with min 0 | \"5\""},
        {"!range {min: 0}", "null", "$: a number with min 0 | null"},
        {"!range {min: 0}", NULL, "$: a number with min 0 | nothing"},
        {"!range {min: $(low)}", "5", ""},
        {"!range {min: $(low), max: $(seven)}", "8", "$: a number with min 5, max 7 | 8"},
        {"!range {min: $(text)}", "5", "gave up: a bound of '!range' is not a number"},
        {"!range {min: $(none)}", "5", "gave up: undefined variable 'none'"},
        {"!range {min: 1, max: $(none)}", "0", "gave up: undefined variable 'none'"},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, vars, rows, COUNT(rows));
}

static void masks_secrets_in_every_message(void **state)
{
    static const shape_row rows[] = {
        {"$(token)", "'other'", "$: \"***\" | \"other\""},
        {"other", "'a hunter22 b'", "$: \"other\" | \"a *** b\""},
        {"other", "{'a': ['hunter22']}", "$: \"other\" | {\"a\":[\"***\"]}"},
        {"{hunter22: 1}", "{'hunter22': 2}", "$['***']: 1 | 2"},
        {"!in $(tokens)", "1", "$: one of [\"***\"] | 1"},
        {"!not ['$(token)!']", "'hunter22!'", "$: anything except \"***!\" | \"***!\""},
        {"!contains [$(token)]", "[1]", "$: an element that is \"***\" | [1]"},
        {"!exact {}", "{'hunter22': 'hunter22'}", "$['***']: no property '***' | \"***\""},
        {"other", "'hunter2'", "$: \"other\" | \"***\""}, /* the start of a secret at the end */
        /* properties with secret names */
        {"{password: a}", "{'password': 'b'}", "$['password']: \"a\" | ***"},
        {"{password: !re '^x'}", "{'password': 'b'}",
         "$['password']: a string that matches '^x' | ***"},
        {"{PassWord: {a: 1}}", "{'PassWord': {'a': 2}}", "$['PassWord']['a']: 1 | ***"},
        {"{password: a}", "{}", "$['password']: \"a\" | nothing"},
        {"1", "{'password': 'b', 'c': 1}", "$: 1 | {\"password\":\"***\",\"c\":1}"},
        {"1", "[{'a': {'password': 12345}}]", "$: 1 | [{\"a\":{\"password\":\"***\"}}]"},
        {"1", "'{\\u0022password\\u0022: \\u0022b\\u0022}'",
         "$: 1 | \"{\\\"password\\\": \\\"***\\\"}\""},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, "{'token': 'hunter22', 'tokens': ['hunter22']}", rows,
                COUNT(rows));
}

static void truncates_long_values(void **state)
{
    char *digits = ct_arena_printf(*state, "%0200d", 7),
         *longer = ct_arena_printf(*state, "%0300d", 7);
    const char *list = ct_arena_printf(*state, "['%s']", longer);
    memset(digits, '7', 198); /* and two quotes */
    digits[198] = '\0';
    const shape_row rows[] = {
        {"1", ct_arena_printf(*state, "'%s'", digits),
         ct_arena_printf(*state, "$: 1 | \"%s\"", digits)},
        {"1", list,
         ct_arena_printf(*state, "$: 1 | [\"%.131s ...(105 bytes)... %.64s\"]", longer,
                         longer + 300 - 64)},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(checks_types),
        ROWS_TEST(distinguishes_absence_from_null),
        ROWS_TEST(finds_a_value_among_others),
        ROWS_TEST(negates_matchers),
        ROWS_TEST(requires_all_to_pass),
        ROWS_TEST(compares_with_bounds),
        ROWS_TEST(masks_secrets_in_every_message),
        ROWS_TEST(truncates_long_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Tags for arrays and values with a size: !len, !each, !contains, !unordered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tests/shape_rows.h"

static void measures_strings_arrays_and_objects(void **state)
{
    static const shape_row rows[] = {
        {"!len 0", "''", ""},
        {"!len 0", "[]", ""},
        {"!len 0", "{}", ""},
        {"!len 2", "'é😀'", ""}, /* characters, not bytes */
        {"!len 2", "'e\\u0301'", ""},
        {"!len 3", "'a\\u0000b'", ""},
        {"!len 2", "[1, [2, 3]]", ""},
        {"!len 2", "{'a': 1, 'b': 2}", ""},
        {"!len 2", "'abc'", "$: a length of 2 | \"abc\" (the length is 3)"},
        {"!len 1.0", "[null]", ""},
        {"!len {min: 1}", "[1]", ""},
        {"!len {min: 1}", "[]", "$: a length of at least 1 | [] (the length is 0)"},
        {"!len {max: 1}", "[]", ""},
        {"!len {max: 1}", "[1, 2]", "$: a length of 0 to 1 | [1,2] (the length is 2)"},
        {"!len {max: 0}", "[]", ""},
        {"!len {min: 2, max: 3}", "'abcd'", "$: a length of 2 to 3 | \"abcd\" (the length is 4)"},
        {"!len {min: 3, max: 3}", "'ab'", "$: a length of 3 | \"ab\" (the length is 2)"},
        {"!len 1", "7", "$: a length of 1 | 7 (it has no length)"},
        {"!len {min: 1}", "null", "$: a length of at least 1 | null (it has no length)"},
        {"!len {min: 1}", "true", "$: a length of at least 1 | true (it has no length)"},
        {"!len 9223372036854775807", "[]",
         "$: a length of 9223372036854775807 | [] (the length is 0)"},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

static void checks_each_element(void **state)
{
    static const shape_row rows[] = {
        {"!each [1]", "[1, 1.0]", ""},
        {"!each [1]", "[]", "$: a non-empty array whose elements are each 1 | []"},
        {"!each-if-any [1]", "[]", ""},
        {"!each-if-any [1]", "[1]", ""},
        {"!each [1]", "[1, 2, 3]", "$[1]: 1 | 2\n$[2]: 1 | 3"},
        {"!each-if-any [1]", "[2]", "$[0]: 1 | 2"},
        {"!each [1]", "{'0': 1}", "$: a non-empty array whose elements are each 1 | {\"0\":1}"},
        {"!each-if-any [1]", "null", "$: an array whose elements are each 1 | null"},
        {"!each [1]", "'1'", "$: a non-empty array whose elements are each 1 | \"1\""},
        {"!each [1]", NULL, "$: a non-empty array whose elements are each 1 | nothing"},
        {"!each [{a: !any integer}]", "[{'a': 1}, {'a': 'x'}, {}]",
         "$[1]['a']: an integer | \"x\"\n$[2]['a']: an integer | nothing"},
        {"!each [!each [1]]", "[[1], []]",
         "$[1]: a non-empty array whose elements are each 1 | []"},
        {"!each [!each-if-any [1]]", "[[1], []]", ""},
        {"!each [!not [null]]", "[1, null]", "$[1]: anything except null | null"},
        {"!each [!any ]", "[null]", ""},
        {"{a: !each [1]}", "{'a': []}", "$['a']: a non-empty array whose elements are each 1 | []"},
        {"{a: !optional [!each [1]]}", "{}", ""},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

static void finds_a_different_element_for_each_matcher(void **state)
{
    static const shape_row rows[] = {
        {"!contains [1]", "[2, 1]", ""},
        {"!contains [1, 2]", "[2, 3, 1]", ""},
        {"!contains [1]", "[2]", "$: an element that is 1 | [2]"},
        {"!contains [1, 2]", "[3]", "$: an element that is 1 | [3]\n$: an element that is 2 | [3]"},
        {"!contains [1]", "[]", "$: an element that is 1 | []"},
        {"!contains [1, 1]", "[1, 2]", "$: an element that is 1 | [1,2]"},
        {"!contains [1, 1]", "[1, 1]", ""},
        /* the element that both accept is paired with the matcher that accepts no other */
        {"!contains [!any integer, 1]", "[1, 2]", ""},
        {"!contains [!any integer, 1]", "[2, 1]", ""},
        {"!contains [!any integer, 1]", "[1, 'x']", "$: an element that is 1 | [1,\"x\"]"},
        {"!contains [!range {max: 3}, !range {max: 2}, !range {max: 1}]", "[1, 2, 3]", ""},
        {"!contains [!range {max: 3}, !range {max: 2}, !range {max: 1}]", "[3, 2, 1]", ""},
        {"!contains [!range {max: 3}, !range {max: 2}, !range {max: 2}]", "[2, 3, 2]", ""},
        {"!contains [{a: 1}, {b: 2}]", "[{'a': 1, 'b': 2}, {'a': 1}]", ""},
        {"!contains [{b: 2}, {a: 1}]", "[{'a': 1}, {'a': 1, 'b': 2}]", ""},
        {"!contains [{a: 1}, {b: 2}]", "[{'a': 1, 'b': 2}, {}]",
         "$: an element that is an object with 'b' | [{\"a\":1,\"b\":2},{}]"},
        {"!contains [!not [1]]", "[1, 1]", "$: an element that is anything except 1 | [1,1]"},
        {"!contains [1]", "{'a': 1}", "$: a value that contains 1 | {\"a\":1}"},
        {"!contains [1]", "1", "$: a value that contains 1 | 1"},
        {"!contains [1]", NULL, "$: a value that contains 1 | nothing"},
        {"!contains [$(none)]", "[1]", "gave up: undefined variable 'none'"},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

static void finds_strings_in_a_string(void **state)
{
    static const shape_row rows[] = {
        {"!contains [b]", "'abc'", ""},
        {"!contains [abc]", "'abc'", ""},
        {"!contains [b, a]", "'abc'", ""},
        {"!contains [b, b]", "'abc'", ""}, /* in a string they may overlap */
        {"!contains ['']", "''", ""},
        {"!contains [B]", "'abc'", "$: a value that contains \"B\" | \"abc\""},
        {"!contains [a, x, b]", "'abc'",
         "$: a value that contains \"a\" and \"x\" and \"b\" | \"abc\""},
        {"!contains [\"b\"]", "'a\\u0000b'", ""},
        {"!contains [1]", "'1'", "$: a value that contains 1 | \"1\""},
        {"!contains ['1']", "'1'", ""},
        {"!contains [$(part)]", "'a-7-b'", ""},
        {"!contains [$(none)]", "'a'", "gave up: undefined variable 'none'"},
        {"!contains [!any string]", "'a'", "$: a value that contains a string | \"a\""},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, "{'part': '-7-'}", rows, COUNT(rows));
}

static void pairs_elements_one_to_one(void **state)
{
    static const shape_row rows[] = {
        {"!unordered [1, 2]", "[2, 1]", ""},
        {"!unordered [1]", "[1.0]", ""},
        {"!unordered [1, 2]", "[1, 2, 3]", "$[2]: no further element | 3"},
        {"!unordered [1, 2]", "[2]", "$: an element that is 1 | [2]"},
        {"!unordered [1]", "[]", "$: an element that is 1 | []"},
        {"!unordered [1, 2]", "[1, 3]",
         "$: an element that is 2 | [1,3]\n$[1]: no further element | 3"},
        {"!unordered [1, 1, 2]", "[1, 2, 2]",
         "$: an element that is 1 | [1,2,2]\n$[1]: no further element | 2"},
        {"!unordered [!any integer, 1]", "[1, 2]", ""},
        {"!unordered [!any , !any integer, 1]", "[1, 2, 'x']", ""},
        {"!unordered [!range {min: 1}, !range {min: 2}, !range {min: 3}]", "[3, 2, 1]", ""},
        {"!unordered [!range {min: 1}, !range {min: 2}, !range {min: 3}]", "[1, 2, 2]",
         "$: an element that is a number with min 3 | [1,2,2]\n$[2]: no further element | 2"},
        {"!unordered [[1, 2], [2, 1]]", "[[2, 1], [1, 2]]", ""},
        {"!unordered [a]", "'a'", "$: an array of, in any order, [\"a\"] | \"a\""},
        {"!unordered [a, !any ]", NULL,
         "$: an array of, in any order, [\"a\", any value] | nothing"},
        {"!unordered [1]", "{'a': 1}", "$: an array of, in any order, [1] | {\"a\":1}"},
        {"{a: [!unordered [1, 2]]}", "{'a': [[1, 3]]}",
         "$['a'][0]: an element that is 2 | [1,3]\n$['a'][0][1]: no further element | 3"},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

/* ---- Many elements ---- */

static const char *numbers(ct_arena *arena, const char *front, int count, bool is_reversed)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&text, front);
    for (int i = 0; i < count; i++)
        ct_buf_printf(&text, "%s%d", i ? ", " : "[", is_reversed ? count - 1 - i : i);
    ct_buf_char(&text, ']');
    return ct_buf_finish(&text, arena);
}

static const char *chain(ct_arena *arena, int count)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&text, "!unordered [");
    for (int i = 0; i < count; i++) /* each needs the element that the previous one prefers */
        ct_buf_printf(&text, "%s!in [%d, %d]", i ? ", " : "", (i + 1) % count, i);
    ct_buf_char(&text, ']');
    return ct_buf_finish(&text, arena);
}

static void pairs_many_elements_quickly(void **state)
{
    clock_t const begin = clock();
    const shape_row rows[] = {
        {numbers(*state, "!unordered ", 1000, false), numbers(*state, "", 1000, true), ""},
        {chain(*state, 600), numbers(*state, "", 600, true), ""},
        {numbers(*state, "!contains ", 500, false), numbers(*state, "", 5000, true), ""},
        {"!unordered [!any ]", numbers(*state, "", 1, false), ""},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
    assert_true(clock() - begin < 20 * CLOCKS_PER_SEC);
}

static void stops_at_the_limit_of_pairs(void **state)
{
    const shape_row rows[] = {
        {numbers(*state, "!contains ", 2001, false), numbers(*state, "", 2000, false),
         "gave up: too many elements to match one by one"},
        {ct_arena_printf(*state, "!not [%s]", numbers(*state, "!contains ", 2001, false)),
         numbers(*state, "", 2000, false), "gave up: too many elements to match one by one"},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

static void reports_only_the_first_differences(void **state)
{
    ct_arena *arena = *state;
    ct_buf expected = CT_BUF(CT_BUF_ANY);
    for (int i = 0; i < 1000; i++)
        ct_buf_printf(&expected, "%s$[%d]: \"x\" | %d", i ? "\n" : "", i, i);
    shape_row const row = {"!each [x]", numbers(arena, "", 1500, false),
                           ct_buf_finish(&expected, arena)};
    shape_check(arena, CT_SHAPE_OF_JSON, NULL, &row, 1);
}

static void shows_only_the_first_matchers(void **state)
{
    const shape_row rows[] = {
        {numbers(*state, "!in ", 22, false), "-1",
         "$: one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, and 2 "
         "more | -1"},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(measures_strings_arrays_and_objects),
        ROWS_TEST(checks_each_element),
        ROWS_TEST(finds_a_different_element_for_each_matcher),
        ROWS_TEST(finds_strings_in_a_string),
        ROWS_TEST(pairs_elements_one_to_one),
        ROWS_TEST(pairs_many_elements_quickly),
        ROWS_TEST(stops_at_the_limit_of_pairs),
        ROWS_TEST(reports_only_the_first_differences),
        ROWS_TEST(shows_only_the_first_matchers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

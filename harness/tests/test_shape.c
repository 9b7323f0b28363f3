/* Shapes without tags: literals, objects, arrays, strings, statuses; !exact. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/shape_rows.h"

static void compares_literals_as_json(void **state)
{
    static const shape_row rows[] = {
        {"1", "1", ""},
        {"1", "1.0", ""},
        {"1.0", "1", ""},
        {"100", "1e2", ""},
        {"0", "-0.0", ""},
        {"9007199254740993", "9007199254740993.0", ""},
        {"9007199254740993", "9007199254740992", "$: 9007199254740993 | 9007199254740992"},
        {"0.1", "0.10000000000000000001", "$: 0.1 | 0.10000000000000000001"},
        {"1", "2", "$: 1 | 2"},
        {"1", "'1'", "$: 1 | \"1\" (a number sent as a string)"},
        {"1", "'1.0'", "$: 1 | \"1.0\""},
        {"'1'", "1", "$: \"1\" | 1 (a number, not a string)"},
        {"true", "'true'", "$: true | \"true\" (the same value sent as a string)"},
        {"'true'", "true", "$: \"true\" | true (the same value, not as a string)"},
        {"null", "'null'", "$: null | \"null\" (the same value sent as a string)"},
        {"true", "1", "$: true | 1"},
        {"true", "true", ""},
        {"false", "true", "$: false | true"},
        {"null", "null", ""},
        {"null", NULL, "$: null | nothing"},
        {"null", "false", "$: null | false"},
        {"null", "''", "$: null | \"\""},
        {"''", "''", ""},
        {"''", "null", "$: \"\" | null"},
        {"abc", "'abc'", ""},
        {"abc", "'ABC'", "$: \"abc\" | \"ABC\" (differs only in letter case)"},
        {"abc", "' abc\\n'", "$: \"abc\" | \" abc\\n\" (differs only in surrounding whitespace)"},
        {"' abc'", "'abc'", "$: \" abc\" | \"abc\" (differs only in surrounding whitespace)"},
        {"abc", "'abd'", "$: \"abc\" | \"abd\""},
        {"é", "'e\\u0301'", "$: \"é\" | \"e\xCC\x81\""},
        {"abc", "'abc\\u0000'", "$: \"abc\" | \"abc\\u0000\""},
        {"abc", "['abc']", "$: \"abc\" | [\"abc\"]"},
        {"abc", "'a\\u202ec'", "$: \"abc\" | \"a\\u202ec\""},
        {"no", "'no'", ""},
        {"404", "404", ""},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

static const char vars[] =
    "{'id': 7, 'text': 'x', 'list': [1, {'a': 2}], 'obj': {'a': {'b': 1}}, 'nul': null,"
    " 'empty': [], 'none_in': {}}";

static void fills_variables_into_literals(void **state)
{
    static const shape_row rows[] = {
        {"$(id)", "7", ""},
        {"$(id)", "7.0", ""},
        {"'$(id)'", "'7'", ""},
        {"'$(id)'", "7", "$: \"7\" | 7 (a number, not a string)"},
        {"$(text)-$(id)", "'x-7'", ""},
        {"$$(id)", "'$(id)'", ""},
        {"$(nul)", "null", ""},
        {"$(nul)", NULL, "$: null | nothing"},
        {"$(none)", "1", "gave up: undefined variable 'none'"},
        {"{a: $(none), b: 1}", "{'a': 1, 'b': 2}", "gave up: undefined variable 'none'"},
        {"$(list)", "[1, {'a': 2, 'more': 3}]", ""}, /* objects stay open, like literal ones */
        {"$(list)", "[1.0, {'a': 3}]", "$[1]['a']: 2 | 3"},
        {"$(list)", "[1]", "$: [1,{\"a\":2}] | [1] (the number of elements differs)"},
        {"$(list)", "{}", "$: [1,{\"a\":2}] | {}"},
        {"$(obj)", "{'a': {'b': 1, 'c': 2}, 'd': 3}", ""},
        {"$(obj)", "{'a': {'c': 1}}", "$['a']['b']: 1 | nothing"},
        {"$(obj)", "{'a': []}", "$['a']: {\"b\":1} | []"},
        {"$(obj)", "{}", "$['a']: {\"b\":1} | nothing"},
        {"$(empty)", "[]", ""},
        {"$(empty)", "[1]", "$: [] | [1] (the number of elements differs)"},
        {"$(none_in)", "{'a': 1}", ""},
        {"!exact {x: $(obj)}", "{'x': {'a': {'b': 1}}}", ""},
        {"!exact {x: $(obj)}", "{'x': {'a': {'b': 1, 'c': 2}}}",
         "$['x']['a']: {\"a\":{\"b\":1}} | {\"b\":1,\"c\":2} (it has further properties)"},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, vars, rows, COUNT(rows));
}

static void leaves_objects_open(void **state)
{
    static const shape_row rows[] = {
        {"{}", "{}", ""},
        {"{}", "{'a': 1}", ""},
        {"{}", "[]", "$: an object | []"},
        {"{}", NULL, "$: an object | nothing"},
        {"{a: 1}", "{'b': 2, 'a': 1}", ""},
        {"{a: 1}", "{'a': 2}", "$['a']: 1 | 2"},
        {"{a: 1}", "{}", "$['a']: 1 | nothing"},
        {"{a: null}", "{}", "$['a']: null | nothing"},
        {"{a: null}", "{'a': null}", ""},
        {"{a: 1}", "null", "$: an object with 'a' | null"},
        {"{a: 1, b: !absent , c: !optional [1]}", "7", "$: an object with 'a' | 7"},
        {"{a: 1, b: 2}", "{'a': 2, 'b': 1}", "$['a']: 1 | 2\n$['b']: 2 | 1"},
        {"{a: {b: {c: 1}}}", "{'a': {'b': {'c': 2}}}", "$['a']['b']['c']: 1 | 2"},
        {"{a: {b: 1}}", "{'a': 1}", "$['a']: an object with 'b' | 1"},
        {"{\"it's\": 1, \"\\t\": 2}", "{}", "$['it\\'s']: 1 | nothing\n$['\\t']: 2 | nothing"},
        {"{1: a}", "{'1': 'a'}", ""},
        {"{A: 1}", "{'a': 1}", "$['A']: 1 | nothing"},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

static void compares_arrays_exactly(void **state)
{
    static const shape_row rows[] = {
        {"[]", "[]", ""},
        {"[]", "[1]", "$[0]: no further element | 1"},
        {"[1, 2]", "[1, 2.0]", ""},
        {"[1, 2]", "[1]", "$[1]: 2 | nothing"},
        {"[1]", "[1, 2, 3]", "$[1]: no further element | 2\n$[2]: no further element | 3"},
        {"[1, 2]", "[2, 1]", "$[0]: 1 | 2 (the same elements in a different order)\n$[1]: 2 | 1"},
        {"[1, 1, 2]", "[1, 2, 2]", "$[1]: 1 | 2"},
        {"[1, [2, 3]]", "[1, [3, 2]]",
         "$[1][0]: 2 | 3 (the same elements in a different order)\n$[1][1]: 3 | 2"},
        {"[1]", "['1']", "$[0]: 1 | \"1\" (a number sent as a string)"},
        {"[a, 1]", "['A', 1]", "$[0]: \"a\" | \"A\" (differs only in letter case)"},
        {"[!any , 1]", "[2, '1']", "$[1]: 1 | \"1\" (a number sent as a string)"},
        {"[{a: 1}]", "[{'a': 1, 'b': 2}]", ""},
        {"[{a: 1}]", "[{'a': 2}]", "$[0]['a']: 1 | 2"},
        {"[1, 2]", "{'0': 1}", "$: [1, 2] | {\"0\":1}"},
        {"[1, 2]", NULL, "$: [1, 2] | nothing"},
        {"[1, !optional [2]]", "[1]", ""},
        {"[1, !optional [2]]", "[1, 2]", ""},
        {"[1, !optional [2]]", "[1, 3]", "$[1]: 2 | 3"},
        {"[null]", "[]", "$[0]: null | nothing"},
        {"[[], {}]", "[[], {}]", ""},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

static void closes_every_object_below_exact(void **state)
{
    static const shape_row rows[] = {
        {"!exact {}", "{}", ""},
        {"!exact {}", "{'a': 1}", "$['a']: no property 'a' | 1"},
        {"!exact {a: 1}", "{'a': 1}", ""},
        {"!exact {a: 1}", "{'a': 1, 'b': 2}", "$['b']: no property 'b' | 2"},
        {"!exact {a: 1}", "{'b': 2}", "$['a']: 1 | nothing\n$['b']: no property 'b' | 2"},
        {"!exact {a: 1}", "[]", "$: an object with 'a' and no other properties | []"},
        {"!exact {a: 1}", NULL, "$: an object with 'a' and no other properties | nothing"},
        {"!exact {a: !absent }", "{}", ""},
        {"!exact {a: !optional [1]}", "{'a': 1}", ""},
        {"!exact {a: !optional [1]}", "{'b': 1}", "$['b']: no property 'b' | 1"},
        {"!exact {a: {b: 1}}", "{'a': {'b': 1, 'c': 2}}", "$['a']['c']: no property 'c' | 2"},
        {"{a: !exact {b: 1}}", "{'a': {'b': 1}, 'c': 2}", ""},
        {"!exact [{a: 1}]", "[{'a': 1, 'b': 2}]", "$[0]['b']: no property 'b' | 2"},
        {"!exact [{a: 1}]", "{}", "$: [an object with 'a' and no other properties] | {}"},
        {"!exact {a: !each [{b: 1}]}", "{'a': [{'b': 1}, {'b': 1, 'c': 2}]}",
         "$['a'][1]['c']: no property 'c' | 2"},
        {"!each [!exact {b: 1}]", "[{'b': 1}, {'b': 1, 'c': 2}]", "$[1]['c']: no property 'c' | 2"},
        {"!exact {a: !optional [{b: 1}]}", "{'a': {'b': 1, 'c': 2}}",
         "$['a']['c']: no property 'c' | 2"},
        {"!exact {a: !in [{b: 1}, 7]}", "{'a': {'b': 1, 'c': 2}}",
         "$['a']: one of an object with 'b' and no other properties, 7 | {\"b\":1,\"c\":2} "
         "(nearest: alternative 1, where $['a']['c'] is not expected)"},
        {"!exact {a: !unordered [{b: 1}]}", "{'a': [{'b': 1, 'c': 2}]}",
         "$['a']: an element that is an object with 'b' and no other properties | "
         "[{\"b\":1,\"c\":2}] "
         "(nearest: $['a'][0], where $['a'][0]['c'] is not expected)\n"
         "$['a'][0]: no further element | {\"b\":1,\"c\":2}"},
        {"!exact {a: !contains [{b: 1}]}", "{'a': [{'b': 1, 'c': 2}, {'b': 1}]}", ""},
        {"!exact {a: !not [{b: 1}]}", "{'a': {'b': 1, 'c': 2}}", ""},
        {"!exact {a: !any }", "{'a': {'b': 1}}", ""}, /* it does not restrict properties */
        {"!exact {a: {}}", "{'a': {'b': 1}}", "$['a']['b']: no property 'b' | 1"},
        {"!exact {a: 1}", "{'a': 1, 'a\\u0000': 2}", "$['a\\u0000']: no property 'a' | 2"},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

static void reads_plain_scalars_as_strings_in_headers(void **state)
{
    static const shape_row rows[] = {
        {"404", "'404'", ""},
        {"1.50", "'1.50'", ""},
        {"1.50", "'1.5'", "$: \"1.50\" | \"1.5\""},
        {"true", "'true'", ""},
        {"012", "'012'", ""},
        {"2026-11-24", "'2026-11-24'", ""},
        {"''", "''", ""},
        {"abc", NULL, "$: \"abc\" | nothing"},
        {"$(text)", "'x'", ""},
        {"$(id)", "'7'", ""},
        {"$(id)", "'8'", "$: \"7\" | \"8\""},
        {"n=$(id)", "'n=7'", ""},
        {"$(nul)", "'null'", ""},
        {"[a, 7]", "['a', '7']", ""},
        {"[a, $(id)]", "['a', '7']", ""},
        {"[a, b]", "['b', 'a']",
         "$[0]: \"a\" | \"b\" (the same elements in a different order)\n$[1]: \"b\" | "
         "\"a\""},
        {"!in [7, 8]", "'8'", ""},
        {"!not [7]", "'7'", "$: anything except \"7\" | \"7\""},
        {"!contains [404]", "'error 404'", ""},
        {"!contains [404]", "['404', '1']", ""},
        {"!any string", "'x'", ""},
    };
    shape_check(*state, CT_SHAPE_OF_TEXT, vars, rows, COUNT(rows));
}

static void matches_statuses_classes_and_lists(void **state)
{
    static const shape_row rows[] = {
        {"404", "404", ""},
        {"404", "400", "$: 404 | 400"},
        {"4xx", "400", ""},
        {"4xx", "499", ""},
        {"4xx", "399", "$: 4xx | 399"},
        {"4xx", "500", "$: 4xx | 500"},
        {"1xx", "100", ""},
        {"5xx", "599", ""},
        {"[404, 410]", "410", ""},
        {"[404, 5xx]", "503", ""},
        {"[404, 5xx]", "400", "$: one of 404, 5xx | 400"},
        {"[$(status), 4xx]", "201", ""},
        {"$(status)", "201", ""},
        {"$(status)", "200", "$: 201 | 200"},
        {"$(as_text)", "201", "$: \"201\" | 201 (a number, not a string)"},
        {"$(none)", "201", "gave up: undefined variable 'none'"},
    };
    shape_check(*state, CT_SHAPE_OF_STATUS, "{'status': 201, 'as_text': '201'}", rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(compares_literals_as_json),
        ROWS_TEST(fills_variables_into_literals),
        ROWS_TEST(leaves_objects_open),
        ROWS_TEST(compares_arrays_exactly),
        ROWS_TEST(closes_every_object_below_exact),
        ROWS_TEST(reads_plain_scalars_as_strings_in_headers),
        ROWS_TEST(matches_statuses_classes_and_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Judging a response: the checks, the findings and the result. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "tests/judge_rows.h"

#define NONE NULL, NULL

static void judges_statuses(void **state)
{
    static const judge_row rows[] = {
        {"status: 201", NONE, "201", "pass"},
        {"status: 201", NONE, "200", "fail\nfail status: 201 | 200 @1:9+3"},
        {"status: 4xx", NONE, "200", "fail\nfail status: 4xx | 200 @1:9+3"},
        {"status: [200, 201]", NONE, "201", "pass"},
        {"status: [200, 201]", NONE, "202", "fail\nfail status: one of 200, 201 | 202 @1:9"},
        {"status: $(s)", NONE, "404", "pass"},
        {"status: $(none)", NONE, "404",
         "error\nerror status: nothing | a response that could not be evaluated (undefined "
         "variable "
         "'none') @1:9+7\n! undefined variable 'none'"},
    };
    judge_check(*state, "{'s': 404}", rows, COUNT(rows));
}

static void judges_headers(void **state)
{
    static const judge_row rows[] = {
        {"headers: {A: b}", NONE, "200|A: b", "pass"},
        {"headers: {a: b}", NONE, "200|A: b", "pass"},
        {"headers: {A: b}", NONE, "200|A: B",
         "fail\nfail header A: \"b\" | \"B\" (differs only in letter case) @1:14"},
        {"headers: {A: b}", NONE, "200", "fail\nfail header A: \"b\" | nothing @1:14"},
        {"headers: {A: !absent }", NONE, "200", "pass"},
        {"headers: {A: !absent }", NONE, "200|a: ", "fail\nfail header A: nothing | \"\" @1:14+7"},
        {"headers: {A: !optional [b]}", NONE, "200", "pass"},
        {"headers: {A: 7}", NONE, "200|A: 7", "pass"},
        {"headers: {A: $(n)}", NONE, "200|A: 7", "pass"},
        {"headers: {A: !media-type application/json }", NONE, "200|A: application/json; charset=x",
         "pass"},
        {"headers: {A: x, B: y}", NONE, "200|A: y|B: z",
         "fail\nfail header A: \"x\" | \"y\" @1:14\nfail header B: \"y\" | \"z\" @1:20"},
        {"headers: {A: \"\\u00e9\"}", NONE, "200|A: é", "pass"},
        /* bytes that are not UTF-8 are read as ISO 8859-1 */
        {"headers: {A: é}", NONE, "200|A: \xE9", "pass"},
        {"headers: {A: x}", NONE, "200|A: \xC3\xA9\xE9",
         "fail\nfail header A: \"x\" | \"\xC3\x83\xC2\xA9\xC3\xA9\" @1:14"},
    };
    judge_check(*state, "{'n': 7}", rows, COUNT(rows));
}

/* A header must occur once, except for matchers of all its occurrences. */
static void judges_headers_that_occur_twice(void **state)
{
    static const judge_row rows[] = {
        {"headers: {A: [b, c]}", NONE, "200|A: b|X: y|a: c", "pass"},
        {"headers: {A: [b, c]}", NONE, "200|A: c|A: b",
         "fail\nfail header A: \"b\" | \"c\" (the same elements in a different order) @1:15"},
        {"headers: {A: [b]}", NONE, "200|A: b", "pass"},
        {"headers: {A: !contains [c]}", NONE, "200|A: b|A: c", "pass"},
        {"headers: {A: !contains [c]}", NONE, "200|A: c", "pass"},
        {"headers: {A: !contains [c]}", NONE, "200|A: ccc",
         "fail\nfail header A: an element that is \"c\" | [\"ccc\"] @1:25"},
        {"headers: {A: !contains [c]}", NONE, "200",
         "fail\nfail header A: a value that contains \"c\" | nothing @1:14+11"},
        {"headers: {A: !unordered [b, c]}", NONE, "200|A: c|A: b", "pass"},
        {"headers: {A: !each [!len 1]}", NONE, "200|A: c|A: b", "pass"},
        /* one type for all: a matcher that needs a string makes !contains operate on a string */
        {"headers: {A: !all [!re 'x', !contains [y]]}", NONE, "200|A: xy", "pass"},
        {"headers: {A: !all [!re 'x', !contains [y]]}", NONE, "200|A: xz",
         "fail\nfail header A: a value that contains \"y\" | \"xz\" @1:29+11"},
        {"headers: {A: !all [!re 'x', !contains [y]]}", NONE, "200|A: x|A: y",
         "fail\nfail header A: a string that matches 'x' and a value that contains \"y\" | "
         "[\"x\",\"y\"] (the field occurs 2 times) @1:14+6"},
        {"headers: {A: !all [!contains [x], !len 2]}", NONE, "200|A: x|A: y", "pass"},
        {"headers: {A: !all [!len 3, !contains [x]]}", NONE, "200|A: xyz",
         "fail\nfail header A: a length of 3 | [\"xyz\"] (the length is 1) @1:20+6"},
        {"headers: {A: !not [!all [!re 'x', !contains [y]]]}", NONE, "200|A: xz", "pass"},
        {"headers: {A: !not [!all [!re 'x', !contains [y]]]}", NONE, "200|A: xy",
         "fail\nfail header A: anything except a string that matches 'x' and a value that contains "
         "\"y\" | \"xy\" @1:14+6"},
        {"headers: {A: !each [!contains [x]]}", NONE, "200|A: ax|A: xb", "pass"},
        {"headers: {A: !not [!contains [c]]}", NONE, "200|A: b|A: d", "pass"},
        {"headers: {A: !optional [!contains [c]]}", NONE, "200", "pass"},
        {"headers: {A: b}", NONE, "200|A: b|A: b",
         "fail\nfail header A: \"b\" | [\"b\",\"b\"] (the field occurs 2 times) @1:14"},
        {"headers: {A: !any }", NONE, "200|A: b|A: b",
         "fail\nfail header A: any value | [\"b\",\"b\"] (the field occurs 2 times) @1:14+4"},
        {"headers: {A: !any string}", NONE, "200|A: b|A: b|A: c",
         "fail\nfail header A: a string | [\"b\",\"b\",\"c\"] (the field occurs 3 times) @1:14+11"},
        {"headers: {A: !len 2}", NONE, "200|A: b|A: b",
         "fail\nfail header A: a length of 2 | [\"b\",\"b\"] (the field occurs 2 times) @1:14+6"},
        {"headers: {A: !not [b]}", NONE, "200|A: b|A: b",
         "fail\nfail header A: anything except \"b\" | [\"b\",\"b\"] (the field occurs 2 times) "
         "@1:14+6"},
        {"headers: {A: !optional [b]}", NONE, "200|A: b|A: b",
         "fail\nfail header A: nothing, or \"b\" | [\"b\",\"b\"] (the field occurs 2 times) "
         "@1:14+11"},
        {"headers: {A: !absent }", NONE, "200|A: b|A: b",
         "fail\nfail header A: nothing | [\"b\",\"b\"] (the field occurs 2 times) @1:14+7"},
        {"headers: {A: !in $(lists)}", NONE, "200|A: b|A: b",
         "fail\nfail header A: one of [[\"b\",\"b\"]] | [\"b\",\"b\"] (the field occurs 2 times) "
         "@1:14+12"},
    };
    judge_check(*state, "{'lists': [['b', 'b']]}", rows, COUNT(rows));
}

static void judges_bodies_as_json(void **state)
{
    static const judge_row rows[] = {
        {"json: {a: 1}", NONE, "200||{'a': 1.0, 'b': 2}", "pass"},
        {"json: {a: 1}", NONE, "200||{'a': 2}", "fail\nfail json: 1 | 2 @1:11"},
        {"json: {a: 1, b: [2]}", NONE, "200||{'a': '1', 'b': []}",
         "fail\nfail json: 1 | \"1\" (a number sent as a string) @1:11 and 1 more"},
        {"json: {a: 1}", NONE, "200||[]", "fail\nfail json: an object with 'a' | [] @1:7"},
        {"json: {a: 1}", NONE, "200", "fail\nfail json: an object with 'a' | no body @1:7"},
        {"json: {a: 1}", NONE, "200||", "fail\nfail json: an object with 'a' | no body @1:7"},
        {"json: {a: !absent }", NONE, "202", "fail\nfail json: an object | no body @1:7"},
        {"json: !not [1]", NONE, "202", "fail\nfail json: anything except 1 | no body @1:7+6"},
        {"json: !absent", NONE, "204", "pass"},
        {"json: !absent", NONE, "204||", "pass"},
        {"json: !absent", NONE, "200||null", "fail\nfail json: nothing | null @1:7+7"},
        {"json: !optional [{}]", NONE, "204", "pass"},
        {"json: null", NONE, "200||null", "pass"},
        {"json: null", NONE, "200", "fail\nfail json: null | no body @1:7+4"},
        {"json: !any", NONE, "200|| [] ", "pass"},
        {"json: {a: 1}", NONE, "200||<html>",
         "fail\nfail json: an object with 'a' | a body that is not JSON (line 1, column 1: "
         "expected a value) @1:7"},
        {"json: {a: 1}", NONE, "200||{'a': 1,\n 'a': 2}",
         "fail\nfail json: an object with 'a' | a body that is not JSON (line 2, column 2: "
         "duplicate property name) @1:7"},
        {"json: !absent", NONE, "200||x",
         "fail\nfail json: nothing | a body that is not JSON (line 1, column 1: expected a value) "
         "@1:7+7"},
        {"json: !not [1]", NONE, "200||x",
         "fail\nfail json: anything except 1 | a body that is not JSON (line 1, column 1: expected "
         "a value) @1:7+6"},
        {"json: !any", NONE, "200|| ",
         "fail\nfail json: any value | a body that is not JSON (line 1, column 2: unexpected end "
         "of the text) @1:7+4"},
        {"json: !any", NONE, "200||\xEF\xBB\xBF{}",
         "fail\nfail json: any value | a body that is not JSON (line 1, column 1: byte order mark) "
         "@1:7+4"},
        {"{json: !any , text: x}", NONE, "200||x",
         "fail\nfail json: any value | a body that is not JSON (line 1, column 1: expected a "
         "value) @1:8+4"},
    };
    judge_check(*state, NULL, rows, COUNT(rows));
}

/* A path selects something or nothing in JSON; both need valid JSON. */
static void judges_paths_in_json_only(void **state)
{
    static const judge_row rows[] = {
        {"at: {$.a: 1}", NONE, "200||{'a': 1}", "pass"},
        {"at: {$.a: !absent }", NONE, "200||{'b': 1}", "pass"},
        {"at: {$..a: []}", NONE, "200||{'b': 1}", "pass"},
        {"at: {$.a: !absent }", NONE, "200||null", "pass"},
        {"at: {$.a: !absent }", NONE, "202", "fail\nfail at $.a: nothing | no body @1:11+7"},
        {"at: {$.a: !absent }", NONE, "202||", "fail\nfail at $.a: nothing | no body @1:11+7"},
        {"at: {$.a: !optional [1]}", NONE, "202",
         "fail\nfail at $.a: nothing, or 1 | no body @1:11+11"},
        {"at: {$..a: []}", NONE, "202", "fail\nfail at $..a: [] | no body @1:12"},
        {"at: {$..a: !each-if-any [1]}", NONE, "202",
         "fail\nfail at $..a: an array whose elements are each 1 | no body @1:12+14"},
        {"at: {$..a: !not [[1]]}", NONE, "202",
         "fail\nfail at $..a: anything except [1] | no body @1:12+6"},
        {"at: {$.a: 1}", NONE, "202", "fail\nfail at $.a: 1 | no body @1:11"},
        {"at: {$.a: !absent , $.b: !absent }", NONE, "202",
         "fail\nfail at $.a: nothing | no body @1:11+7\nfail at $.b: nothing | no body @1:26+7"},
        {"at: {$.a: !absent }", NONE, "200||<html>",
         "fail\nfail at $.a: nothing | a body that is not JSON (line 1, column 1: expected a "
         "value) @1:11+7"},
        {NULL, "at: {$.a: !absent }", NULL, "202", "warn\nwarn at $.a: nothing | no body @1:11+7"},
        {"status: 202", NULL, "{202: {at: {$.a: !absent }}}", "202",
         "fail\nfail at $.a: nothing | no body @1:18+7"},
        {"!in [{at: {$.a: !absent }}, {at: {$..a: []}}]", NONE, "202",
         "fail\nfail one of: a response that matches one of 2 alternatives | a response with "
         "status 202 (closest is alternative 1, at $.a: expected nothing, got no body) @1:1+5 and "
         "1 more"},
        {"!in [{at: {$.a: !absent }}, {json: !absent }]", NONE, "202", "pass"},
    };
    judge_check(*state, NULL, rows, COUNT(rows));
}

static void judges_bodies_as_text(void **state)
{
    static const judge_row rows[] = {
        {"text: abc", NONE, "200||abc", "pass"},
        {"text: 12", NONE, "200||12", "pass"},
        {"text: abc", NONE, "200||abc\n",
         "fail\nfail text: \"abc\" | \"abc\\n\" (differs only in surrounding whitespace) @1:7+3"},
        {"text: ''", NONE, "204", "pass"},
        {"text: ''", NONE, "200||", "pass"},
        {"text: abc", NONE, "204", "fail\nfail text: \"abc\" | \"\" @1:7+3"},
        {"text: !re '^<html'", NONE, "200||<html>", "pass"},
        {"text: !contains [b, c]", NONE, "200||abc", "pass"},
        {"text: !len {min: 1}", NONE, "200||é", "pass"},
        {"text: !any", NONE, "200||\xE9",
         "fail\nfail text: any value | a body that is not valid UTF-8 @1:7+4"},
        {"text: !not [x]", NONE, "200||\xFF",
         "fail\nfail text: anything except \"x\" | a body that is not valid UTF-8 @1:7+6"},
    };
    judge_check(*state, NULL, rows, COUNT(rows));
}

static void judges_everything_and_the_worst_counts(void **state)
{
    static const judge_row rows[] = {
        {"{status: 201, headers: {A: b}, json: {a: 1}}", NONE, "200||{'a': 2}",
         "fail\nfail status: 201 | 200 @1:10+3\nfail header A: \"b\" | nothing @1:28\n"
         "fail json: 1 | 2 @1:42"},
        {"status: 200", "headers: {A: b}", NULL, "200|A: b", "pass"},
        {"status: 200", "headers: {A: b}", NULL, "200",
         "warn\nwarn header A: \"b\" | nothing @1:14"},
        {"status: 201", "headers: {A: b}", NULL, "200",
         "fail\nfail status: 201 | 200 @1:9+3\nwarn header A: \"b\" | nothing @1:14"},
        {NULL, "json: {a: 1}", NULL, "200||x",
         "warn\nwarn json: an object with 'a' | a body that is not JSON (line 1, column 1: "
         "expected a value) @1:7"},
        {NULL, "text: a", NULL, "200||\xFF",
         "warn\nwarn text: \"a\" | a body that is not valid UTF-8 @1:7"},
    };
    judge_check(*state, NULL, rows, COUNT(rows));
}

static void is_inconclusive_at_its_limits(void **state)
{
    static const char gave_up[] = "a pattern exceeded the step limit";
    static const char not_evaluated[] = "a response that could not be evaluated";
    static const char slow[] =
        "200||{'a': 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'}";
    const judge_row rows[] = {
        {"json: {a: !re '^(a+)+$'}", NONE, slow,
         ct_arena_printf(*state, "error\nerror json: an object with 'a' | %s (%s) @1:7\n! %s",
                         not_evaluated, gave_up, gave_up)},
        {"json: {a: !not [!re '^(a+)+$']}", NONE, slow,
         ct_arena_printf(*state, "error\nerror json: an object with 'a' | %s (%s) @1:7\n! %s",
                         not_evaluated, gave_up, gave_up)},
        {"json: {a: !re '^(a+)+$', b: 1}", NONE, slow,
         ct_arena_printf(*state, "error\nerror json: an object with 'a', 'b' | %s (%s) @1:7\n! %s",
                         not_evaluated, gave_up, gave_up)},
        {NULL, "json: {a: !re '^(a+)+$'}", NULL, slow,
         ct_arena_printf(*state, "error\nerror json: an object with 'a' | %s (%s) @1:7\n! %s",
                         not_evaluated, gave_up, gave_up)},
        {"!in [{status: 201}, {json: {a: !re '^(a+)+$', b: 1}}]", NONE, slow,
         "error\nerror one of: a response that matches one of 2 alternatives | a response that "
         "could "
         "not be evaluated (no alternative matches, and one could not be evaluated) @1:1+5\n! no "
         "alternative matches, and one could not be evaluated"},
        {"{status: 201, json: {a: !re '^(a+)+$'}}", NONE, slow,
         ct_arena_printf(
             *state,
             "fail\nfail status: 201 | 200 @1:10+3\nerror json: an object with 'a' | %s (%s) "
             "@1:21\n! %s",
             not_evaluated, gave_up, gave_up)},
    };
    judge_check(*state, NULL, rows, COUNT(rows));
}

static void is_inconclusive_for_deeply_nested_bodies(void **state)
{
    char *body = ct_arena_alloc(*state, CT_LIMIT_JSON_DEPTH + 2);
    memset(body, '[', CT_LIMIT_JSON_DEPTH + 1);
    judge_row const row = {
        "json: !any", NONE, "200",
        "error\nerror json: any value | a response that could not be evaluated (cannot parse the "
        "response body: line 1, column 129: nested too deeply) @1:7+4\n! cannot parse the "
        "response body: line 1, column 129: nested too deeply"};
    judge_check_body(*state, &row, body, strlen(body));
}

static void judges_bodies_with_a_nul(void **state)
{
    static const judge_row text = {"text: a", NONE, "200",
                                   "fail\nfail text: \"a\" | \"a\\u0000b\" @1:7"};
    static const judge_row json = {"json: 12", NONE, "200",
                                   "fail\nfail json: 12 | a body that is not JSON (line 1, column "
                                   "3: unexpected text after the value) @1:7+2"};
    judge_check_body(*state, &text, "a\0b", 3);
    judge_check_body(*state, &json, "12\0", 3);
}

static void treats_429_as_an_error_unless_expected(void **state)
{
    static const char throttled[] =
        "error\n! the target limits the request rate: unexpected status 429";
    static const judge_row rows[] = {
        {"status: 201", NONE, "429||x", throttled},
        {"json: {a: 1}", NONE, "429||{'a': 1}", throttled},
        {NULL, "status: 201", NULL, "429", throttled},
        {"status: 429", NONE, "429", "pass"},
        {"status: 4xx", NONE, "429", "pass"},
        {"status: [429, 200]", NONE, "429", "pass"},
        {"{status: 429, json: {a: 1}}", NONE, "429||{}", "fail\nfail json: 1 | nothing @1:25"},
        {"status: 201", "status: 429", NULL, "429", "fail\nfail status: 201 | 429 @1:9+3"},
        {"json: !any", NULL, "{429: {json: !any }}", "429||1", throttled},
        {"status: 503", NONE, "503", "pass"},
    };
    judge_check(*state, NULL, rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(judges_statuses),
        ROWS_TEST(judges_headers),
        ROWS_TEST(judges_headers_that_occur_twice),
        ROWS_TEST(judges_bodies_as_json),
        ROWS_TEST(judges_paths_in_json_only),
        ROWS_TEST(judges_bodies_as_text),
        ROWS_TEST(judges_everything_and_the_worst_counts),
        ROWS_TEST(is_inconclusive_at_its_limits),
        ROWS_TEST(is_inconclusive_for_deeply_nested_bodies),
        ROWS_TEST(judges_bodies_with_a_nul),
        ROWS_TEST(treats_429_as_an_error_unless_expected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

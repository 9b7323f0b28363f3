/* How a mismatch is explained: the first difference of strings, a diff of lines, the element or the
 * alternative that comes closest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tests/shape_rows.h"

static char *repeated(ct_arena *arena, const char *text, size_t count)
{
    ct_buf all = CT_BUF(CT_BUF_ANY);
    for (size_t i = 0; i < count; i++)
        ct_buf_text(&all, text);
    return ct_buf_finish(&all, arena);
}

static void shows_long_strings_around_their_first_difference(void **state)
{
    const char *x300 = repeated(*state, "x", 300), *x66 = repeated(*state, "x", 66),
               *x133 = repeated(*state, "x", 133), *o100 = repeated(*state, "\xC3\xB6", 100);
    char *(*f)(ct_arena *, const char *, ...) = ct_arena_printf;
    const shape_row rows[] = {
        /* only the end differs */
        {f(*state, "%sa", x300), f(*state, "'%sb'", x300),
         f(*state, "$: ...\"%sa\" | ...\"%sb\" (the first difference is at character 301 of 301)",
           x66, x66)},
        /* in the middle: both sides show the same part */
        {f(*state, "%sa%s", x300, x300), f(*state, "'%sbc%s'", x300, x300),
         f(*state,
           "$: ...\"%sa%s\"... | ...\"%sbc%.132s\"... (the first difference is at character 301 "
           "(expected 601 characters, got 602))",
           x66, x133, x66, x133)},
        /* one is the start of the other */
        {"xx", f(*state, "'%s'", x300),
         f(*state,
           "$: \"xx\" | \"%.200s\"... (the first difference is at character 3 (expected 2 "
           "characters, got 300))",
           x300)},
        /* a character is never cut, and counts once */
        {f(*state, "%s\xC3\xA4%s", o100, o100), f(*state, "'%s\xC3\xB6%s'", o100, o100),
         f(*state,
           "$: ...\"%.66s\xC3\xA4%.132s\"... | ...\"%.66s\xC3\xB6%.132s\"... (the first difference "
           "is at character 101 of 201)",
           o100, o100, o100, o100)},
        {f(*state, "%s", x300), f(*state, "'%.299sX'", x300),
         f(*state,
           "$: ...\"%sx\" | ...\"%sX\" (differs only in letter case; the first difference is at "
           "character 300 of 300)",
           x66, x66)},
        /* control characters are escaped, and count as what is shown */
        {f(*state, "%sa", x300), f(*state, "'%s\\u0007\\u001b'", x300),
         f(*state,
           "$: ...\"%sa\" | ...\"%s\\u0007\\u001b\" (the first difference is at character 301 "
           "(expected 301 characters, got 302))",
           x66, x66)},
        {"{a: [$(text)]}", f(*state, "{'a': ['%s', 1]}", x300),
         f(*state,
           "$['a'][0]: \"yes\" | \"%.200s\"... (the first difference is at character 1 (expected 3 "
           "characters, got 300))\n$['a'][1]: no further element | 1",
           x300)},
        {"$(object)", f(*state, "{'a': '%s'}", x300),
         f(*state,
           "$['a']: \"no\" | \"%.200s\"... (the first difference is at character 1 (expected 2 "
           "characters, got 300))",
           x300)},
        {"short", "'shirt'", "$: \"short\" | \"shirt\""},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, "{'text': 'yes', 'object': {'a': 'no'}}", rows,
                COUNT(rows));
}

/* The position would show how much of a secret is right. */
static void keeps_secrets_in_long_strings(void **state)
{
    const char *x300 = repeated(*state, "x", 300), *x66 = repeated(*state, "x", 66);
    char *(*f)(ct_arena *, const char *, ...) = ct_arena_printf;
    const shape_row rows[] = {
        {f(*state, "%s-hunter23-a", x300), f(*state, "'%s-hunter22-a'", x300),
         f(*state, "$: ...\"%.62s-***3-a\" | ...\"%.62s-***-a\"", x66, x66)},
        {f(*state, "%s-$(token)-a", x300), f(*state, "'%s-hunter22-b'", x300),
         f(*state, "$: ...\"%.61s-***-a\" | ...\"%.61s-***-b\"", x66, x66)},
        {f(*state, "{password: %sa}", x300), f(*state, "{'password': '%sb'}", x300),
         f(*state, "$['password']: \"%.132s ...(104 bytes)... %.64sa\" | ***", x300, x300)},
        {"{password: \"a\\nb\\n\"}", "{'password': 'a\\nc\\n'}",
         "$['password']: \"a\\nb\\n\" | ***"},
        {"\"a\\n$(token)\\n\"", "'a\\nhunter22\\nc\\n'",
         "$: \"a\\n***\\n\" | \"a\\n***\\nc\\n\"\n a\n ***\n+c"},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, "{'token': 'hunter22'}", rows, COUNT(rows));
}

static void compares_lines(void **state)
{
    static const shape_row rows[] = {
        {"\"a\\nb\\nc\\n\"", "'a\\nx\\nc\\n'",
         "$: \"a\\nb\\nc\\n\" | \"a\\nx\\nc\\n\" (the first difference is in line 2, character 1)\n"
         " a\n-b\n+x\n c"},
        {"\"1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9\\n\"",
         "'1\\n2\\n3\\n4\\n5\\nfive\\n6\\n7\\n8\\n9\\n'",
         "$: \"1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9\\n\" | "
         "\"1\\n2\\n3\\n4\\n5\\nfive\\n6\\n7\\n8\\n9\\n\" "
         "(the first difference is in line 6, character 1)\n 3\n 4\n 5\n+five\n 6\n 7\n 8"},
        {"\"a\\nb\"", "'a\\nb\\n'",
         "$: \"a\\nb\" | \"a\\nb\\n\" (differs only in surrounding whitespace; the first "
         "difference "
         "is in line 2, character 2)\n a\n-b\n\\ no newline at the end\n+b"},
        {"\"a\\n\"", "'a\\nb\\n'",
         "$: \"a\\n\" | \"a\\nb\\n\" (the first difference is in line 2, character 1)\n a\n+b"},
        {"\"a\\nb\\n\"", "'a\\r\\nb\\r\\n'",
         "$: \"a\\nb\\n\" | \"a\\r\\nb\\r\\n\" (the first difference is in line 1, character 2)\n"
         "-a\n-b\n+a\r\n+b\r"},
        {"\"a\\nb\\n\"", "'a\\n\\u0000b\\n'",
         "$: \"a\\nb\\n\" | \"a\\n\\u0000b\\n\" (the first difference is in line 2, character 1)\n"
         " a\n-b\n+\\u0000b"},
        /* a line break at the end is not a line */
        {"\"a\\n\"", "'b\\n'", "$: \"a\\n\" | \"b\\n\""},
        {"a", "'a\\nb\\n'", "$: \"a\" | \"a\\nb\\n\""},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

static void ends_a_diff_at_its_limit(void **state)
{
    ct_arena *arena = *state;
    ct_buf expected = CT_BUF(CT_BUF_ANY), actual = CT_BUF(CT_BUF_ANY), diff = CT_BUF(CT_BUF_ANY);
    for (int i = 0; i < 100; i++) {
        ct_buf_printf(&expected, "%d\\n", i);
        ct_buf_printf(&actual, "%d%s\\n", i, i % 5 == 4 ? "x" : "");
    }
    for (int i = 1; i < 16; i++)
        if (i % 5 == 4)
            ct_buf_printf(&diff, "\n-%d\n+%dx", i, i);
        else
            ct_buf_printf(&diff, "\n %d", i);
    const char *wanted = ct_buf_finish(&expected, arena), *got = ct_buf_finish(&actual, arena);
    ct_buf found = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&found, "$: ");
    ct_buf_printf(&found,
                  "\"%.200s\"... | \"%.200s\"... (the first difference is in line 5, character "
                  "2)%s\n...",
                  wanted, got, ct_buf_str(&diff));
    shape_row const row = {ct_arena_printf(arena, "\"%s\"", wanted),
                           ct_arena_printf(arena, "'%s'", got), ct_buf_finish(&found, arena)};
    shape_check(arena, CT_SHAPE_OF_JSON, NULL, &row, 1);
    ct_buf_free(&diff);
}

static void names_the_nearest_element(void **state)
{
    static const shape_row rows[] = {
        {"!contains [{id: 1, name: b}]", "[{'id': 2, 'name': 'c'}, {'id': 1, 'name': 'a'}, 7]",
         "$: an element that is an object with 'id', 'name' | "
         "[{\"id\":2,\"name\":\"c\"},{\"id\":1,\"name\":\"a\"},7] (nearest: $[1], where "
         "$[1]['name'] is \"a\" instead of \"b\")"},
        {"{l: !contains [{id: 1, a: 1, b: 2, c: 3}]}", "{'l': [{'id': 1}, {}]}",
         "$['l']: an element that is an object with 'id', 'a', 'b', 'c' | [{\"id\":1},{}] "
         "(nearest: $['l'][0], where $['l'][0]['a'] is missing (and 2 more differences))"},
        {"!contains [{id: !any integer, name: !re '^a'}]", "[{'id': 1, 'name': 'b'}]",
         "$: an element that is an object with 'id', 'name' | [{\"id\":1,\"name\":\"b\"}] "
         "(nearest: $[0], where $[0]['name'] is \"b\" instead of a string that matches '^a')"},
        /* nothing in common, and no one is nearer than the others */
        {"!contains [{id: 1}]", "[{'id': 2}, {'id': 3}]",
         "$: an element that is an object with 'id' | [{\"id\":2},{\"id\":3}]"},
        {"!contains [binding]", "['x', 'bindng']",
         "$: an element that is \"binding\" | [\"x\",\"bindng\"] (nearest: $[1], which is "
         "\"bindng\")"},
        {"!contains [binding]", "['x', 'y']", "$: an element that is \"binding\" | [\"x\",\"y\"]"},
        /* an element that matches, but was given to another matcher */
        {"!contains [binding, binding]", "['binding', 'bindng']",
         "$: an element that is \"binding\" | [\"binding\",\"bindng\"] (nearest: $[1], which is "
         "\"bindng\")"},
        {"!contains [{a: 1}, {a: 1}]", "[{'a': 1}]",
         "$: an element that is an object with 'a' | [{\"a\":1}]"},
        {"!contains [{a: 1, password: b}]", "[{'a': 1, 'password': 'c'}]",
         "$: an element that is an object with 'a', 'password' | "
         "[{\"a\":1,\"password\":\"***\"}] (nearest: $[0], where $[0]['password'] is *** instead "
         "of "
         "\"b\")"},
        {"!in [{a: 1, b: 2}, {a: 1, c: 3}, 7]", "{'a': 1, 'c': 4, 'b': 3}",
         "$: one of an object with 'a', 'b', an object with 'a', 'c', 7 | "
         "{\"a\":1,\"c\":4,\"b\":3} (nearest: alternative 1, where $['b'] is 3 instead of 2)"},
        {"!in [{a: 1, b: 2}, {b: 7, c: 3}, 7]", "{'b': 7}",
         "$: one of an object with 'a', 'b', an object with 'b', 'c', 7 | {\"b\":7} (nearest: "
         "alternative 2, where $['c'] is missing)"},
        {"!in [{a: 1}, [1]]", "7", "$: one of an object with 'a', [1] | 7"},
        {"!not [!not [!contains [{a: 1}]]]", "[{'a': 2}]",
         "$: anything except anything except a value that contains an object with 'a' | "
         "[{\"a\":2}]"},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

/* A hint never takes long, and the result is the same without it. */
static void explains_large_values_quickly(void **state)
{
    clock_t const begin = clock();
    const char *long_lines = repeated(*state, "x\\n", 2 << 20);
    const char *lines_before = repeated(*state, "x\\n", 22);
    ct_buf list = CT_BUF(CT_BUF_ANY);
    for (int i = 0; i < 20000; i++)
        ct_buf_printf(&list, "%s{'id': %d, 'l': ['%0100d']}", i ? ", " : "[", i, 0);
    ct_buf_char(&list, ']');
    const shape_row rows[] = {
        {"$(big)", ct_arena_printf(*state, "'%sb'", long_lines),
         ct_arena_printf(*state,
                         "$: ...\"%sa\" | ...\"%sb\" (the first difference is in line "
                         "2097153, character 1)\n x\n x\n x\n-a\n+b",
                         lines_before, lines_before)},
        {"!not [!contains [{id: -1, l: [a]}, {id: -2, l: [a]}, {id: -3, l: [a]}]]",
         ct_buf_finish(&list, *state), ""},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, ct_arena_printf(*state, "{'big': '%sa'}", long_lines),
                rows, COUNT(rows));
    assert_true(clock() - begin < 20 * CLOCKS_PER_SEC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(shows_long_strings_around_their_first_difference),
        ROWS_TEST(keeps_secrets_in_long_strings),
        ROWS_TEST(compares_lines),
        ROWS_TEST(ends_a_diff_at_its_limit),
        ROWS_TEST(names_the_nearest_element),
        ROWS_TEST(explains_large_values_quickly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

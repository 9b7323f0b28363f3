/* JSON values: writing, equality, copying. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "lang/json/json.h"
#include "tests/rows.h"

static const char *written(ct_arena *arena, const json_t *value, int style)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_json_write(&out, value, style);
    return ct_buf_finish(&out, arena);
}

static void writes_by_style(void **state)
{
    static const struct {
        const char *value;
        int style;
        const char *text;
    } rows[] = {
        {"[]", CT_JSON_COMPACT, "[]"},
        {"[]", CT_JSON_PRETTY, "[]"},
        {"{}", CT_JSON_PRETTY, "{}"},
        {"7.0", CT_JSON_PRETTY, "7.0"},
        {"{'a': [1, {}], 'b': null}", CT_JSON_COMPACT, "{'a':[1,{}],'b':null}"},
        {"{'a': [1, {'c': true}], 'b': null}", CT_JSON_PRETTY,
         "{\n  'a': [\n    1,\n    {\n      'c': true\n    }\n  ],\n  'b': null\n}"},
        {"[[], {}]", CT_JSON_PRETTY, "[\n  [],\n  {}\n]"},
        {"{'z': 1, 'a': 2}", CT_JSON_COMPACT, "{'z':1,'a':2}"},
        {"'a\\\\b\\/'", CT_JSON_COMPACT, "'a\\\\b/'"},
        {"'\\b\\t\\n\\f\\r\\u000b\\u0000\\u001f'", CT_JSON_COMPACT,
         "'\\b\\t\\n\\f\\r\\u000b\\u0000\\u001f'"},
        {"'é€😀'", CT_JSON_COMPACT, "'é€😀'"},
        {"'é€😀'", CT_JSON_SHOWN, "'é€😀'"},
        {"'\\u007f\\u0085\\u202e\\ufeff'", CT_JSON_COMPACT,
         "'\x7F\xC2\x85\xE2\x80\xAE\xEF\xBB\xBF'"},
        {"'\\u007f\\u0085\\u202e\\ufeff'", CT_JSON_SHOWN, "'\\u007f\\u0085\\u202e\\ufeff'"},
        {"'a\\u200bb'", CT_JSON_SHOWN, "'a\\u200bb'"},
        {"'\\udb40\\udc01'", CT_JSON_SHOWN, "'\\udb40\\udc01'"},
        {"'\\udbff\\udfff'", CT_JSON_SHOWN, "'\\udbff\\udfff'"},
        {"{'\\u202e': ['\\u202e']}", CT_JSON_SHOWN, "{'\\u202e':['\\u202e']}"},
        {"{'\\u202e': 1}", CT_JSON_PRETTY | CT_JSON_SHOWN, "{\n  '\\u202e': 1\n}"},
        {"{'a\\u0000b': 1}", CT_JSON_COMPACT, "{'a\\u0000b':1}"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        rows_same(rows[i].value, written(*state, rows_json(*state, rows[i].value), rows[i].style),
                  rows_quoted(*state, rows[i].text));
}

static void writes_invalid_utf8(void **state)
{
    static const struct {
        const char *bytes, *text;
    } rows[] = {
        {"", "\"\""},
        {"a\"b\\", "\"a\\\"b\\\\\""},
        {"\xFF", "\"\xEF\xBF\xBD\""},
        {"a\xC3", "\"a\xEF\xBF\xBD\""},
        {"\xED\xA0\x80!", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD!\""},
        {"\xC3\xA9\x80\xC3\xA9", "\"é\xEF\xBF\xBDé\""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_buf out = CT_BUF(CT_BUF_ANY);
        ct_json_write_string(&out, rows[i].bytes, strlen(rows[i].bytes), CT_JSON_COMPACT);
        rows_same(rows[i].text, ct_buf_finish(&out, *state), rows[i].text);
    }
}

/* Written values read back as equal values. */
static void reads_back_what_it_wrote(void **state)
{
    ct_buf bytes = CT_BUF(CT_BUF_ANY);
    for (uint32_t c = 0; c < 0x11000; c += c < 0x3000 ? 1 : 37)
        if (c < 0xD800 || c > 0xDFFF)
            ct_utf8_add(&bytes, c);
    json_t *value = ct_json_own(*state, json_stringn_nocheck(bytes.bytes, bytes.size));
    for (int style = 0; style < 4; style++) {
        ct_json_error error;
        const char *text = written(*state, value, style);
        const json_t *again = ct_json_read(*state, text, strlen(text), &error);
        assert_non_null(again);
        assert_true(ct_json_equal(value, again));
    }
    ct_buf_free(&bytes);
}

typedef struct pair {
    const char *a, *b;
    bool is_equal;
} pair;

static const pair pairs[] = {
    {"null", "null", true},
    {"null", "false", false},
    {"true", "true", true},
    {"true", "false", false},
    {"true", "1", false},
    {"0", "false", false},
    {"''", "null", false},
    {"[]", "{}", false},
    {"1", "1.0", true},
    {"1", "'1'", false},
    {"1e2", "100", true},
    {"0", "-0.0", true},
    {"0.1", "0.10000000000000001", false},
    {"9007199254740993", "9007199254740992", false},
    {"9007199254740993", "9007199254740993.0", true},
    {"18446744073709551616", "18446744073709551616.0", true},
    {"'a'", "'a'", true},
    {"'a'", "'A'", false},
    {"'é'", "'\\u00e9'", true},
    {"'é'", "'e\\u0301'", false},
    {"'a'", "'a\\u0000'", false},
    {"'a\\u0000b'", "'a\\u0000b'", true},
    {"'a\\u0000b'", "'a\\u0000c'", false},
    {"[1, 2]", "[1, 2]", true},
    {"[1, 2]", "[2, 1]", false},
    {"[1, 2]", "[1]", false},
    {"[]", "[]", true},
    {"[[]]", "[]", false},
    {"[1.0]", "[1]", true},
    {"{'a': 1, 'b': 2}", "{'b': 2.0, 'a': 1e0}", true},
    {"{'a': 1}", "{'a': 1, 'b': 2}", false},
    {"{'a': null}", "{}", false},
    {"{'a': null}", "{'b': null}", false},
    {"{'a\\u0000': 1}", "{'a': 1}", false},
    {"{'a': {'b': [{}]}}", "{'a': {'b': [{}]}}", true},
    {"{'a': {'b': [{}]}}", "{'a': {'b': [[]]}}", false},
};

static void compares_values(void **state)
{
    for (size_t i = 0; i < COUNT(pairs); i++) {
        const json_t *a = rows_json(*state, pairs[i].a), *b = rows_json(*state, pairs[i].b);
        if (ct_json_equal(a, b) != pairs[i].is_equal || ct_json_equal(b, a) != pairs[i].is_equal)
            fail_msg("%s and %s", pairs[i].a, pairs[i].b);
        assert_true(ct_json_equal(a, a));
    }
}

/* The arena of the original is freed before the copy is used. */
static void copies_share_no_memory(void **state)
{
    for (size_t i = 0; i < COUNT(pairs); i++) {
        ct_arena *other = ct_arena_new();
        const json_t *value = rows_json(other, pairs[i].a);
        const char *text = ct_arena_text(*state, rows_written(other, value));
        json_t *copy = ct_json_copy(*state, value);
        ct_arena_free(other);
        rows_same(pairs[i].a, rows_written(*state, copy), text);
    }
}

static void names_types(void **state)
{
    static const struct {
        const char *value, *type;
    } rows[] = {{NULL, "nothing"},    {"null", "null"},     {"true", "boolean"},
                {"false", "boolean"}, {"'1'", "string"},    {"[]", "array"},
                {"{}", "object"},     {"1", "integer"},     {"1.0", "integer"},
                {"1e3", "integer"},   {"1.5", "number"},    {"-0", "integer"},
                {"1e-3", "number"},   {"15e-1", "number"},  {"20e-1", "integer"},
                {"1e400", "integer"}, {"1e-400", "number"}, {"0e-400", "integer"}};
    for (size_t i = 0; i < COUNT(rows); i++)
        rows_same(rows[i].value ? rows[i].value : "nothing",
                  ct_json_type(rows_json(*state, rows[i].value)), rows[i].type);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(writes_by_style),          ROWS_TEST(writes_invalid_utf8),
        ROWS_TEST(reads_back_what_it_wrote), ROWS_TEST(compares_values),
        ROWS_TEST(copies_share_no_memory),   ROWS_TEST(names_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Reading JSON: valid text, and errors with their exact messages and locations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "lang/json/json.h"
#include "tests/rows.h"

/* The value as compact JSON, or "LINE:COLUMN message". */
static const char *reading(ct_arena *arena, const char *text, size_t size)
{
    ct_json_error error;
    const json_t *value = ct_json_read(arena, text, size, &error);
    if (value)
        return rows_written(arena, value);
    return ct_arena_printf(arena, "%u:%u %s%s", error.line, error.column,
                           error.is_limit ? "limit: " : "", error.what);
}

typedef struct row {
    const char *text, *found;
} row;

/* The texts and the results have ' instead of ". */
static void check(ct_arena *arena, const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = rows_quoted(arena, rows[i].text);
        rows_same(rows[i].text, reading(arena, text, strlen(text)),
                  strchr(rows[i].found, ':') && rows[i].found[0] >= '1' && rows[i].found[0] <= '9'
                      ? rows[i].found
                      : rows_quoted(arena, rows[i].found));
    }
}

static void reads_values(void **state)
{
    static const row rows[] = {
        {"null", "null"},
        {"true", "true"},
        {"false", "false"},
        {"''", "''"},
        {"[]", "[]"},
        {"{}", "{}"},
        {" \t\r\n[ \t\r\n] \t\r\n", "[]"},
        {"{ }", "{}"},
        {"[1,[2,[3]]]", "[1,[2,[3]]]"},
        {"{'b':1,'a':{'c':[]}}", "{'b':1,'a':{'c':[]}}"},
        {"{ 'a' : 1 , 'b' : 2 }", "{'a':1,'b':2}"},
        {"{'':0}", "{'':0}"},
        {"{'a':1,'A':2}", "{'a':1,'A':2}"},
        {"{'a':{'a':1}}", "{'a':{'a':1}}"},
        {"{'a':'\\n'}", "{'a':'\\n'}"},
        {"{'\\n':'\\t','b':'\\r'}", "{'\\n':'\\t','b':'\\r'}"},
        {"[null,true,false,'',{},[]]", "[null,true,false,'',{},[]]"},
    };
    check(*state, rows, COUNT(rows));
}

static void keeps_numbers_as_written(void **state)
{
    static const char *const rows[] = {
        "0",
        "-0",
        "-1",
        "0.0",
        "-0.0",
        "1.10",
        "1e5",
        "1E+5",
        "1e-05",
        "0e0",
        "123456789012345678",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "9007199254740993",
        "99999999999999999",
        "-99999999999999999",
        "1e400",
        "-1e-400",
        "0.1000000000000000055511151231257827021181583404541015625",
        "12345678901234567890123456789012345678901234567890",
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        rows_same(rows[i], reading(*state, rows[i], strlen(rows[i])), rows[i]);
        const char *list = ct_arena_printf(*state, "[%s,%s]", rows[i], rows[i]);
        rows_same(list, reading(*state, list, strlen(list)), list);
    }
}

static void reads_escapes(void **state)
{
    static const row rows[] = {
        {"'\\\\\\/\\b\\f\\n\\r\\t'", "'\\\\/\\b\\f\\n\\r\\t'"},
        {"'a\\u0062c'", "'abc'"},
        {"'\\u00e9\\u00E9'", "'éé'"},
        {"'\\u20ac'", "'€'"},
        {"'\\ud83d\\ude00'", "'😀'"},
        {"'\\uD800\\uDC00'", "'\xF0\x90\x80\x80'"},
        {"'\\uDBFF\\uDFFF'", "'\xF4\x8F\xBF\xBF'"},
        {"'\\uD7FF\\uE000'", "'\xED\x9F\xBF\xEE\x80\x80'"},
        {"'\\uFFFF\\uFEFF'", "'\xEF\xBF\xBF\xEF\xBB\xBF'"},
        {"'\\u0000'", "'\\u0000'"},
        {"'a\\u0000b'", "'a\\u0000b'"},
        {"'\\u001f\\u007f'", "'\\u001f\x7f'"},
        {"'é😀'", "'é😀'"},
        {"'\x7f'", "'\x7f'"},
        {"'\xC2\x85\xE2\x80\xA8'", "'\xC2\x85\xE2\x80\xA8'"},
        {"{'\\u0061\\u0000':1,'a':2}", "{'a\\u0000':1,'a':2}"},
    };
    check(*state, rows, COUNT(rows));
}

static void rejects_invalid_values(void **state)
{
    static const row rows[] = {
        {"", "1:1 unexpected end of the text"},
        {" ", "1:2 unexpected end of the text"},
        {"\n\n ", "3:2 unexpected end of the text"},
        {"x", "1:1 expected a value"},
        {"nul", "1:1 expected a value"},
        {"nulL", "1:1 expected a value"},
        {"True", "1:1 expected a value"},
        {"NaN", "1:1 expected a value"},
        {"-", "1:1 expected a value"},
        {"-Infinity", "1:1 expected a value"},
        {"+1", "1:1 expected a value"},
        {".5", "1:1 expected a value"},
        {"`a`", "1:1 expected a value"},
        {"/**/1", "1:1 expected a value"},
        {"\x0c"
         "1",
         "1:1 expected a value"},
        {"\xC2\xA0"
         "1",
         "1:1 expected a value"},
        {"[1,\n é]", "2:2 expected a value"},
        {"1 2", "1:3 unexpected text after the value"},
        {"1\n\n]", "3:1 unexpected text after the value"},
        {"{}x", "1:3 unexpected text after the value"},
        {"[],", "1:3 unexpected text after the value"},
        {"''''", "1:3 unexpected text after the value"},
        {"'é'é", "1:4 unexpected text after the value"},
        {"nullnull", "1:5 unexpected text after the value"},
        {"true1", "1:5 unexpected text after the value"},
        {"1a", "1:2 unexpected text after the value"},
        {"1//", "1:2 unexpected text after the value"},
    };
    check(*state, rows, COUNT(rows));
}

static void rejects_invalid_numbers(void **state)
{
    static const row rows[] = {
        {"01", "1:2 invalid number"},           {"-01", "1:3 invalid number"},
        {"00", "1:2 invalid number"},           {"1.", "1:2 invalid number"},
        {"1.e5", "1:2 invalid number"},         {"1e", "1:2 invalid number"},
        {"1e+", "1:2 invalid number"},          {"1E-", "1:2 invalid number"},
        {"1e5.5", "1:4 invalid number"},        {"1.2.3", "1:4 invalid number"},
        {"1-2", "1:2 invalid number"},          {"1+", "1:2 invalid number"},
        {"[0.1,\n 012]", "2:3 invalid number"}, {"0x1F", "1:2 unexpected text after the value"},
        {"[0x1F]", "1:3 expected ',' or ']'"},  {"[1_000]", "1:3 expected ',' or ']'"},
        {"[1 000]", "1:4 expected ',' or ']'"},
    };
    check(*state, rows, COUNT(rows));
}

static void rejects_invalid_arrays_and_objects(void **state)
{
    static const row rows[] = {
        {"[", "1:2 unexpected end of the text"},
        {"[1", "1:3 unexpected end of the text"},
        {"[1,", "1:4 unexpected end of the text"},
        {"[,1]", "1:2 expected a value"},
        {"[1,,2]", "1:4 expected a value"},
        {"[1,]", "1:4 expected a value"},
        {"[1}", "1:3 expected ',' or ']'"},
        {"[1 2]", "1:4 expected ',' or ']'"},
        {"[1:2]", "1:3 expected ',' or ']'"},
        {"]", "1:1 expected a value"},
        {"{", "1:2 unexpected end of the text"},
        {"{'a'", "1:5 unexpected end of the text"},
        {"{'a':", "1:6 unexpected end of the text"},
        {"{'a':1", "1:7 unexpected end of the text"},
        {"{'a':1,", "1:8 unexpected end of the text"},
        {"{'a':1,}", "1:8 expected a property name in double quotes"},
        {"{,'a':1}", "1:2 expected a property name in double quotes"},
        {"{a:1}", "1:2 expected a property name in double quotes"},
        {"{1:1}", "1:2 expected a property name in double quotes"},
        {"{null:1}", "1:2 expected a property name in double quotes"},
        {"{'a' 1}", "1:6 expected ':'"},
        {"{'a',1}", "1:5 expected ':'"},
        {"{'a'::1}", "1:6 expected a value"},
        {"{'a':}", "1:6 expected a value"},
        {"{'a':1]", "1:7 expected ',' or '}'"},
        {"{'a':1 'b':2}", "1:8 expected ',' or '}'"},
        {"{\n 'a': [\n  tru]}", "3:3 expected a value"},
    };
    check(*state, rows, COUNT(rows));
}

static void rejects_duplicate_names(void **state)
{
    static const row rows[] = {
        {"{'a':1,'a':1}", "1:8 duplicate property name"},
        {"{'a':1,\n 'b':2,\n 'a':3}", "3:2 duplicate property name"},
        {"{'a':1,'\\u0061':1}", "1:8 duplicate property name"},
        {"{'\\u00e9':1,'é':1}", "1:13 duplicate property name"},
        {"{'/':1,'\\/':1}", "1:8 duplicate property name"},
        {"{'':1,'':1}", "1:7 duplicate property name"},
        {"{'\\u0000':1,'\\u0000':1}", "1:13 duplicate property name"},
        {"{'\\ud83d\\ude00':1,'😀':1}", "1:19 duplicate property name"},
        {"[{'a':1},{'é':{'b':1,'b':1}}]", "1:22 duplicate property name"},
    };
    check(*state, rows, COUNT(rows));
}

static void rejects_invalid_strings(void **state)
{
    static const row rows[] = {
        {"'", "1:2 unexpected end of the text"},
        {"'a", "1:3 unexpected end of the text"},
        {"'\\", "1:3 unexpected end of the text"},
        {"'\\'", "1:4 unexpected end of the text"},
        {"'a\nb'", "1:3 unescaped control character in a string"},
        {"'\t'", "1:2 unescaped control character in a string"},
        {"'\x1f'", "1:2 unescaped control character in a string"},
        {"'é\\x41'", "1:3 invalid escape"},
        {"'\\a'", "1:2 invalid escape"},
        {"'\\U0041'", "1:2 invalid escape"},
        {"'\\0'", "1:2 invalid escape"},
        {"'\\é'", "1:2 invalid escape"},
        {"'\\\n'", "1:2 invalid escape"},
        {"'\\u'", "1:2 expected four hex digits after '\\u'"},
        {"'\\u12", "1:2 expected four hex digits after '\\u'"},
        {"'\\u123'", "1:2 expected four hex digits after '\\u'"},
        {"'\\u12g4'", "1:2 expected four hex digits after '\\u'"},
        {"'\\u{41}'", "1:2 expected four hex digits after '\\u'"},
        {"'\\u+041'", "1:2 expected four hex digits after '\\u'"},
        {"'\\ud800'", "1:2 unpaired surrogate"},
        {"'\\udc00'", "1:2 unpaired surrogate"},
        {"'\\udbff\\u0041'", "1:2 unpaired surrogate"},
        {"'\\ud800\\ud800'", "1:2 unpaired surrogate"},
        {"'\\ud800\\n'", "1:2 unpaired surrogate"},
        {"'\\ud800x'", "1:2 unpaired surrogate"},
        {"'\\ud800\\udc0'", "1:2 unpaired surrogate"},
        {"'\\udc00\\ud800'", "1:2 unpaired surrogate"},
        {"'\\ud83d\\ude00\\ude00'", "1:14 unpaired surrogate"},
        {"{'\\ud800':1}", "1:3 unpaired surrogate"},
        {"'\xFF'", "1:2 invalid UTF-8"},
        {"'é\x80'", "1:3 invalid UTF-8"},
        {"'\xC0\xAF'", "1:2 invalid UTF-8"},
        {"'\xC3'", "1:2 invalid UTF-8"},
        {"'\xE0\x80\xAF'", "1:2 invalid UTF-8"},
        {"'\xED\xA0\x80'", "1:2 invalid UTF-8"},
        {"'\xF4\x90\x80\x80'", "1:2 invalid UTF-8"},
        {"'\xF0\x9F\x98", "1:2 invalid UTF-8"},
        {"{'\xFF':1}", "1:3 invalid UTF-8"},
        {"\xFF", "1:1 expected a value"},
        {"[1,\xFF]", "1:4 expected a value"},
    };
    check(*state, rows, COUNT(rows));
}

/* Texts with a NUL, so they have an explicit size. */
static void rejects_a_nul_anywhere(void **state)
{
    static const struct {
        const char *text;
        size_t size;
        const char *found;
    } rows[] = {
        {"\0", 1, "1:1 expected a value"},
        {"1\0", 2, "1:2 unexpected text after the value"},
        {"[12\0]", 5, "1:4 expected ',' or ']'"},
        {"null\0", 5, "1:5 unexpected text after the value"},
        {"[]\0", 3, "1:3 unexpected text after the value"},
        {"{\0}", 3, "1:2 expected a property name in double quotes"},
        {"\"\0\"", 3, "1:2 unescaped control character in a string"},
        {"\"\\\0\"", 4, "1:2 invalid escape"},
        {"\"\\u00\0000\"", 8, "1:2 expected four hex digits after '\\u'"},
        {"{\"a\0b\":1}", 9, "1:4 unescaped control character in a string"},
        {"tru\0", 4, "1:1 expected a value"},
        {"\xEF\xBB\xBF[]", 5, "1:1 byte order mark"},
        {"\xEF\xBB\xBF", 3, "1:1 byte order mark"},
        {"\xEF\xBB", 2, "1:1 expected a value"},
        {"\xFE\xFF\0[\0]", 6, "1:1 expected a value"},
        {"[\0]\0", 4, "1:2 expected a value"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        rows_same(rows[i].found, reading(*state, rows[i].text, rows[i].size), rows[i].found);
}

/* Documents of the program must not contain one, not even escaped; other documents may. */
static void rejects_an_escaped_nul_on_request(void **state)
{
    static const char *const rows[] = {"\"a\\u0000b\"", "[1, \"\\u0000\"]", "{\"a\\u0000\": 1}",
                                       "{\"a\": {\"b\": \"c\\u0000\"}}"};
    ct_json_error error;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_non_null(ct_json_read(*state, rows[i], strlen(rows[i]), &error));
        assert_null(ct_json_read_plain(*state, rows[i], strlen(rows[i]), &error));
        assert_string_equal(error.what, "NUL character in a string");
    }
    static const char fine[] = "{\"a\": \"\\u0001\\\\u0000\"}";
    assert_non_null(ct_json_read_plain(*state, fine, strlen(fine), &error));
    assert_null(ct_json_text(NULL));
    assert_null(ct_json_text(ct_json_read(*state, "7", 1, &error)));
    assert_null(ct_json_text(ct_json_read(*state, rows[0], strlen(rows[0]), &error)));
    assert_string_equal(ct_json_text(ct_json_read(*state, "\"ab\"", 4, &error)), "ab");
}

/* Every prefix of a text is rejected, and nothing after the size is read. */
static void reads_no_further_than_the_size(void **state)
{
    static const char text[] = "{\"\\u00e9\\ud83d\\ude00\": [-1.5e+3, true, null, \"é\"]}";
    for (size_t size = 0; size < sizeof text - 1; size++) {
        char *copy = ct_malloc(
            size ? size : 1); /* a separate allocation, so that sanitizers detect overruns */
        ct_json_error error;
        memcpy(copy, text, size);
        const json_t *value = ct_json_read(*state, copy, size, &error);
        free(copy);
        assert_null(value);
        assert_true(error.offset <= size);
        assert_int_equal(error.line, 1);
    }
    assert_string_equal(reading(*state, "123456", 3), "123");
}

static char *nested(ct_arena *arena, const char *open, const char *close, size_t depth)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    for (size_t i = 0; i < depth; i++)
        ct_buf_text(&text, open);
    ct_buf_char(&text, '1');
    for (size_t i = 0; i < depth; i++)
        ct_buf_text(&text, close);
    return ct_buf_finish(&text, arena);
}

static void limits_the_depth(void **state)
{
    static const struct {
        const char *open, *close, *found;
    } rows[] = {
        {"[", "]", "1:129 limit: nested too deeply"},
        {"{\"a\":", "}", "1:641 limit: nested too deeply"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *most = nested(*state, rows[i].open, rows[i].close, CT_LIMIT_JSON_DEPTH);
        rows_same(rows[i].open, reading(*state, most, strlen(most)), most);
        const char *more = nested(*state, rows[i].open, rows[i].close, CT_LIMIT_JSON_DEPTH + 1);
        rows_same(rows[i].open, reading(*state, more, strlen(more)), rows[i].found);
        const char *many = nested(*state, rows[i].open, "", 1000000);
        rows_same(rows[i].open, reading(*state, many, strlen(many)), rows[i].found);
    }
    /* Siblings do not count as nested. */
    assert_string_equal(reading(*state, "[[],[],[]]", 10), "[[],[],[]]");
}

/* `part` at the limit, and above it. */
static void limits_the_number_of_values(void **state)
{
    static const struct {
        const char *part;
        size_t values;
    } rows[] = {{"{}", 1},   {"[]", 1},   {"0", 1},    {"0.5", 1},
                {"\"\"", 1}, {"true", 1}, {"[[]]", 2}, {"{\"a\":null}", 2}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_buf text = CT_BUF(CT_BUF_ANY);
        ct_json_error error;
        ct_buf_char(&text, '[');
        size_t const most = (CT_LIMIT_JSON_VALUES - 1) / rows[i].values;
        for (size_t n = 0; n < most; n++) {
            ct_buf_text(&text, n ? "," : "");
            ct_buf_text(&text, rows[i].part);
        }
        ct_buf_char(&text, ']');
        assert_non_null(ct_json_read(*state, text.bytes, text.size, &error));
        text.bytes[text.size - 1] = ',';
        ct_buf_text(&text, "[[0]]]");
        assert_null(ct_json_read(*state, text.bytes, text.size, &error));
        assert_true(error.is_limit && error.is_too_many);
        assert_string_equal(error.what, "more than 400,000 JSON values");
        assert_non_null(ct_json_read_file(*state, text.bytes, text.size, &error));
        ct_buf_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(reads_values),
        ROWS_TEST(keeps_numbers_as_written),
        ROWS_TEST(reads_escapes),
        ROWS_TEST(rejects_invalid_values),
        ROWS_TEST(rejects_invalid_numbers),
        ROWS_TEST(rejects_invalid_arrays_and_objects),
        ROWS_TEST(rejects_duplicate_names),
        ROWS_TEST(rejects_invalid_strings),
        ROWS_TEST(rejects_a_nul_anywhere),
        ROWS_TEST(rejects_an_escaped_nul_on_request),
        ROWS_TEST(reads_no_further_than_the_size),
        ROWS_TEST(limits_the_depth),
        ROWS_TEST(limits_the_number_of_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

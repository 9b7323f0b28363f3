/* Invalid YAML files with the locations of errors, and files that could be slow to read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/limits.h"
#include "lang/yaml/yaml.h"
#include "tests/rows.h"

static const char *mistakes(ct_arena *arena, const char *text, size_t size)
{
    ct_diag diag = {.arena = arena};
    const ct_yaml *root = ct_yaml_parse(arena, ct_source_text(arena, "row", text, size), &diag);
    assert_int_equal(root == NULL, diag.count > 0);
    return rows_notes(arena, &diag);
}

typedef struct row {
    const char *text, *notes;
} row;

static void check(ct_arena *arena, const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rows_same(rows[i].text, mistakes(arena, rows[i].text, strlen(rows[i].text)), rows[i].notes);
}

static void rejects_more_or_less_than_one_document(void **state)
{
    static const row rows[] = {
        {"", "0:0 the file is empty"},
        {"\n\n", "0:0 the file is empty"},
        {"# nothing\n", "0:0 the file is empty"},
        {"---\n", "2:1 empty value (write null, or '' for an empty string)"},
        {"a: 1\n---\nb: 2\n", "2:1+3 a file must have only one YAML document"},
        {"a: 1\n---\n", "2:1+3 a file must have only one YAML document"},
        {"a: 1\n...\nb: 2\n", "3:1 invalid YAML: did not find expected <document start>"},
        {"a: 1\n...\n---\n", "3:1+3 a file must have only one YAML document"},
    };
    check(*state, rows, COUNT(rows));
}

static void rejects_invalid_keys(void **state)
{
    static const row rows[] = {
        {"a: 1\na: 2\n", "2:1 duplicate key 'a' {first defined at row:1:1}"},
        {"a: 1\n'a': 2\n", "2:1+3 duplicate key 'a' {first defined at row:1:1}"},
        {"{a: 1, b: 2, a: 3}", "1:14 duplicate key 'a' {first defined at row:1:2}"},
        {"é: 1\n\"\\u00e9\": 2", "2:1+8 duplicate key 'é' {first defined at row:1:1}"},
        {"x:\n  - {aa: 1, aa: 2}\n", "2:13+2 duplicate key 'aa' {first defined at row:2:6}"},
        {"a: 1\na: 2\na: 3\nb: 1\nb: 2", "2:1 duplicate key 'a' {first defined at row:1:1}\n"
                                         "3:1 duplicate key 'a' {first defined at row:1:1}\n"
                                         "5:1 duplicate key 'b' {first defined at row:4:1}"},
        {"a: &x {b: 1}\nc:\n  <<: *x\n", "3:3+2 merge keys ('<<') are not part of YAML 1.2"},
        {"? [a]\n: 1", "1:3 a key must be a scalar without tag and anchor"},
        {"? {a: 1}\n: 1", "1:3 a key must be a scalar without tag and anchor"},
        {"!re a: 1", "1:1+5 a key must be a scalar without tag and anchor"},
        {"a: &x b\n*x : 1", "2:1+2 a key must be a scalar without tag and anchor"},
        {"?\n: 1", "1:2 empty key"},
        {"{? : 1}", "1:4 empty key"},
        {"\"a\\0b\": 1", "1:1+6 control character U+0000 in a key"},
        {"\"a\\0b\": 1\n\"a\\0c\": 2", "1:1+6 control character U+0000 in a key\n"
                                       "2:1+6 control character U+0000 in a key"},
        {"\"\\e[31m\": 1", "1:1+8 control character U+001B in a key"},
    };
    check(*state, rows, COUNT(rows));
}

static void finds_duplicates_among_many_keys(void **state)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    for (int i = 1; i <= 40; i++)
        ct_buf_printf(&text, "k%d: 1\n", i);
    ct_buf_text(&text, "k1: 1\nk12: 1\nk13: 1\nk40: 1\nk41: 1\nk41: 1\n");
    rows_same("many keys", mistakes(*state, text.bytes, text.size),
              "41:1+2 duplicate key 'k1' {first defined at row:1:1}\n"
              "42:1+3 duplicate key 'k12' {first defined at row:12:1}\n"
              "43:1+3 duplicate key 'k13' {first defined at row:13:1}\n"
              "44:1+3 duplicate key 'k40' {first defined at row:40:1}\n"
              "46:1+3 duplicate key 'k41' {first defined at row:45:1}");
    ct_buf_free(&text);
}

static void rejects_undefined_and_recursive_aliases(void **state)
{
    static const row rows[] = {
        {"a: *x", "1:4+2 undefined anchor '&x'"},
        {"a: *x\nb: &x 1", "1:4+2 undefined anchor '&x'"},
        {"[*a, *b]", "1:2+2 undefined anchor '&a'\n"
                     "1:6+2 undefined anchor '&b'"},
        {"&a [*a]", "1:5+2 the alias contains itself or is nested too deeply"},
        {"&a [x, *a]", "1:8+2 the alias contains itself or is nested too deeply"},
        {"a: &a {x: 1, y: 2, z: *a}", "1:23+2 the alias contains itself or is nested too deeply"},
        {"&a [1, [2, *a]]", "1:12+2 the alias contains itself or is nested too deeply"},
        {"&a [&b [1, *b]]", "1:12+2 the alias contains itself or is nested too deeply"},
    };
    check(*state, rows, COUNT(rows));
}

static void rejects_invisible_characters(void **state)
{
    static const row rows[] = {
        {"a: \"\\0\"", "1:4+4 control character U+0000 in a string"},
        {"a: \"x\\a\"", "1:4+5 control character U+0007 in a string"},
        {"a: \"\\r\"", "1:4+4 control character U+000D in a string"},
        {"a: \"\\x7F\"", "1:4+6 control character U+007F in a string"},
        {"a: \"\\N\"", "1:4+4 control character U+0085 in a string"},
        {"a: \"\\u009f\"", "1:4+8 control character U+009F in a string"},
        {"a: [\"\\b\", \"\\e\"]", "1:5+4 control character U+0008 in a string\n"
                                  "1:11+4 control character U+001B in a string"},
        {"a: \"\\t\\n\\u00a0\"", ""},
        {"a: 1\nb: x\x07y", "2:5 invalid YAML: control characters are not allowed"},
        {"a: é\x1Bx", "1:5 invalid YAML: control characters are not allowed"},
        {"a: x\x7F", "1:5 invalid YAML: control characters are not allowed"},
        {"a: \xFF", "1:4 the file is not valid UTF-8"},
        {"a: é\nbé: \xC3x", "2:5 the file is not valid UTF-8"},
        {"\xED\xA0\x80", "1:1 the file is not valid UTF-8"},
        {"\xFF\xFE", "1:1 the file is not valid UTF-8"},
    };
    check(*state, rows, COUNT(rows));
    assert_string_equal(mistakes(*state, "a: 1\0", 5),
                        "1:5 invalid YAML: control characters are not allowed");
}

/* libyaml ends a line at each of these; YAML 1.2 and editors do not. */
static void rejects_unusual_line_breaks(void **state)
{
    static const row rows[] = {
        {"a: 1\rb: 2", "1:5 carriage return without a line feed"},
        {"a: 1\r", "1:5 carriage return without a line feed"},
        {"a: 'é\r\r\n'", "1:6 carriage return without a line feed"},
        {"# \xE2\x80\xA8                                        'x'\n",
         "1:3 line separator U+2028 (write it as an escape in double quotes: \\u2028)"},
        {"a: 1\nb: '\xE2\x80\xA9'",
         "2:5 line separator U+2029 (write it as an escape in double quotes: \\u2029)"},
        {"a: é\xC2\x85",
         "1:5 line separator U+0085 (write it as an escape in double quotes: \\u0085)"},
        {"a: 1\r\nb: \"\\u2028\\u2029\"\r\n", ""},
    };
    check(*state, rows, COUNT(rows));
}

static void reads_a_file_with_a_byte_order_mark(void **state)
{
    static const row rows[] = {
        {"\xEF\xBB\xBF"
         "a: 1\nb: 2\n",
         ""},
        {"\xEF\xBB\xBF"
         "a: 1\na: 2\n",
         "2:1 duplicate key 'a' {first defined at row:1:2}"},
        {"\xEF\xBB\xBF"
         "a: \"\\0\"",
         "1:5+4 control character U+0000 in a string"}, /* it is a character of its line */
        {"a: 1\n\xEF\xBB\xBF"
         "b: 2\n",
         "2:2 invalid YAML: did not find expected key {while parsing a block mapping that starts "
         "at 1:1}"},
    };
    check(*state, rows, COUNT(rows));
}

static void rejects_empty_values(void **state)
{
    static const row rows[] = {
        {"a:", "1:3 empty value (write null, or '' for an empty string)"},
        {"a:\nb: 1", "1:3 empty value (write null, or '' for an empty string)"},
        {"a: 1\nb:  # nothing\n", "2:3 empty value (write null, or '' for an empty string)"},
        {"[1, , 2]",
         "1:5 invalid YAML: did not find expected node content {while parsing a flow node}"},
        {"- 1\n-\n- 2", "2:2 empty value (write null, or '' for an empty string)"},
        {"{a, b: 1}", "1:3 empty value (write null, or '' for an empty string)"},
        {"a: &x", "1:4+2 empty value (write null, or '' for an empty string)"},
        {"a: ''\nb: !any\nc: null", ""},
    };
    check(*state, rows, COUNT(rows));
}

#define COLON                                                                                      \
    "invalid YAML: mapping values are not allowed in this context (quote a string that contains "  \
    "': ')"
#define IN_FLOW "(inside {...} and [...], quote a string that contains ',', '{', '}', '[' or ']')"
#define NO_TOKEN                                                                                   \
    "invalid YAML: found character that cannot start any token {while scanning for the next "      \
    "token} (quote a string that starts with '@', '`' or '%', and indent with spaces instead of "  \
    "tabs)"
#define TAG_BLANK                                                                                  \
    "invalid YAML: did not find expected whitespace or line break {while scanning a tag} (write "  \
    "a space after a tag without a value: {a: !any })"

static void rejects_invalid_yaml(void **state)
{
    static const row rows[] = {
        {"a: [1", "2:1 invalid YAML: did not find expected ',' or ']' {while parsing a flow "
                  "sequence that starts at 1:4} " IN_FLOW},
        {"a: {b: 1", "2:1 invalid YAML: did not find expected ',' or '}' {while parsing a flow "
                     "mapping that starts at 1:4} " IN_FLOW},
        {"a: 'x",
         "1:6 invalid YAML: found unexpected end of stream {while scanning a quoted scalar}"},
        {"a: 1\n b: 2", "2:3 " COLON},
        {"a: b: c", "1:5 " COLON},
        {"\ta: 1", "1:1 " NO_TOKEN},
        {"a: @x", "1:4 " NO_TOKEN},
        {"a: `x`", "1:4 " NO_TOKEN},
        {"a: %x", "1:4 " NO_TOKEN},
        {"a: \"\\q\"",
         "1:5 invalid YAML: found unknown escape character {while parsing a quoted scalar} (use "
         "single quotes, in which a backslash is an ordinary character)"},
        {"a: \"\\ud800\"", "1:7 invalid YAML: found invalid Unicode character escape code {while "
                           "parsing a quoted scalar}"},
        {"a: 1\nb", "3:1 invalid YAML: could not find expected ':' {while scanning a simple key "
                    "that starts at 2:1}"},
        {"a\nb: 1", "2:2 " COLON},
        {"%YAML 2.0\n--- a", "1:1 invalid YAML: found incompatible YAML document"},
        {"a: |x\n  y", "1:5 invalid YAML: did not find expected comment or line break {while "
                       "scanning a block scalar}"},
        {"a: !h!x y", "1:4 invalid YAML: found undefined tag handle {while parsing a node}"},
        {"- a\nb: 1", "2:1 invalid YAML: did not find expected '-' indicator {while parsing a "
                      "block collection that starts at 1:1}"},
    };
    check(*state, rows, COUNT(rows));
}

static void reports_a_missing_space_after_a_tag(void **state)
{
    static const row rows[] = {
        {"[!any]", "1:6 " TAG_BLANK},
        {"{a: !any}", "1:9 " TAG_BLANK},
        {"[!any , 1]", ""},
        {"{a: !any }", ""},
    };
    check(*state, rows, COUNT(rows));
}

/* An error at the end of a file must not hide an earlier one. */
static void reports_the_right_error(void **state)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_diag diag = {.arena = *state};
    for (int i = 0; i <= CT_LIMIT_DIAGNOSTICS; i++)
        ct_buf_text(&text, "a: 1\n");
    ct_buf_text(&text, "b: [");
    rows_yaml(*state, ct_buf_finish(&text, *state), &diag);
    assert_int_equal(diag.count, CT_LIMIT_DIAGNOSTICS + 1);
    assert_string_equal(diag.last->message, "duplicate key 'a'");
}

/* ---- Limits, and what would take long ---- */

static char *repeated(ct_arena *arena, const char *front, const char *part, size_t count,
                      const char *after)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&text, front);
    for (size_t i = 0; i < count; i++)
        ct_buf_text(&text, part);
    ct_buf_text(&text, after);
    return ct_buf_finish(&text, arena);
}

static void limits_the_depth(void **state)
{
    char close[CT_LIMIT_YAML_DEPTH + 2] = {0};
    memset(close, ']', CT_LIMIT_YAML_DEPTH);
    const char *most = repeated(*state, "", "[", CT_LIMIT_YAML_DEPTH, close);
    rows_same("most", mistakes(*state, most, strlen(most)), "");
    close[CT_LIMIT_YAML_DEPTH] = ']';
    const char *more = repeated(*state, "", "[", CT_LIMIT_YAML_DEPTH + 1, close);
    rows_same("more", mistakes(*state, more, strlen(more)), "1:65 nested too deeply");
    const char *maps = repeated(*state, "", "{a: ", CT_LIMIT_YAML_DEPTH + 1, "1");
    rows_same("maps", mistakes(*state, maps, strlen(maps)), "1:257 nested too deeply");
}

static void counts_the_depth_of_aliases(void **state)
{
    char close[CT_LIMIT_YAML_DEPTH + 1] = {0};
    close[0] = 'x';
    memset(close + 1, ']', CT_LIMIT_YAML_DEPTH - 2);
    const char *below = repeated(*state, "- &a ", "[", CT_LIMIT_YAML_DEPTH - 2, close);
    const char *fits = ct_arena_printf(*state, "%s\n- [*a]", below);
    rows_same("fits", mistakes(*state, fits, strlen(fits)), "");
    const char *deep = ct_arena_printf(*state, "%s\n- [[*a]]", below);
    rows_same("deep", mistakes(*state, deep, strlen(deep)),
              "2:5+2 the alias contains itself or is nested too deeply");
}

static void limits_the_expansion_of_aliases(void **state)
{
    static const char laughs[] = "- &a [x, x, x, x, x, x, x, x, x]\n"
                                 "- &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
                                 "- &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
                                 "- &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
                                 "- &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\n"
                                 "- &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]\n";
    rows_same("laughs", mistakes(*state, laughs, sizeof laughs - 1),
              "6:7+2 the aliases of the file expand to too many values");
    const char *many = repeated(*state, "- &a 1\n", "- *a\n", CT_LIMIT_YAML_ALIASED, "");
    rows_same("many", mistakes(*state, many, strlen(many)), "");
    const char *more = repeated(*state, "- &a 1\n", "- *a\n", CT_LIMIT_YAML_ALIASED + 1, "");
    rows_same("more", mistakes(*state, more, strlen(more)),
              "100002:3+2 the aliases of the file expand to too many values");
}

static char *numbered(ct_arena *arena, const char *format, size_t count)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    for (size_t i = 0; i < count; i++) {
        const char *number = strchr(format, '#');
        ct_buf_add(&text, format, (size_t)(number - format));
        ct_buf_printf(&text, "%zu%s", i, number + 1);
    }
    return ct_buf_finish(&text, arena);
}

/* Each of these takes seconds to hours in some library. */
static void reads_in_linear_time(void **state)
{
    const struct {
        const char *name, *text, *notes;
    } rows[] = {
        {"lists", repeated(*state, "", "[", 200000, ""), "1:65 nested too deeply"},
        {"dashes", repeated(*state, "", "- ", 200000, ""), "1:129 nested too deeply"},
        {"maps", repeated(*state, "", "{a: ", 200000, ""), "1:257 nested too deeply"},
        {"anchors", numbered(*state, "- &a# x\n", 100000), ""},
        {"keys", numbered(*state, "k#: x\n", 100000), ""},
        {"flow keys", ct_arena_printf(*state, "{%s}", numbered(*state, "k#: x, ", 100000)), ""},
        {"line", repeated(*state, "a: '", "x ", 1000000, "'"), ""},
        {"quotes", repeated(*state, "a: \"", "\\n", 1000000, "\""), ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_arena *arena = ct_arena_new();
        clock_t const begin = clock();
        rows_same(rows[i].name, mistakes(arena, rows[i].text, strlen(rows[i].text)), rows[i].notes);
        ct_arena_free(arena);
        if (clock() - begin > 10 * CLOCKS_PER_SEC)
            fail_msg("%s: %ld s", rows[i].name, (long)((clock() - begin) / CLOCKS_PER_SEC));
    }
}

/* Locations of many strings, as all templates of a file request them. */
static void finds_locations_in_linear_time(void **state)
{
    ct_diag diag = {.arena = *state};
    const ct_yaml *root = rows_yaml(*state, repeated(*state, "", "- 'x'\n", 200000, ""), &diag);
    clock_t const begin = clock();
    unsigned line = 0;
    for (const ct_yaml *item = root->child; item; item = item->next)
        assert_int_equal(ct_yaml_text_where(item).line, ++line);
    assert_true(clock() - begin < 10 * CLOCKS_PER_SEC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(rejects_more_or_less_than_one_document),
        ROWS_TEST(rejects_invalid_keys),
        ROWS_TEST(finds_duplicates_among_many_keys),
        ROWS_TEST(rejects_undefined_and_recursive_aliases),
        ROWS_TEST(rejects_invisible_characters),
        ROWS_TEST(rejects_unusual_line_breaks),
        ROWS_TEST(reads_a_file_with_a_byte_order_mark),
        ROWS_TEST(rejects_empty_values),
        ROWS_TEST(rejects_invalid_yaml),
        ROWS_TEST(reports_a_missing_space_after_a_tag),
        ROWS_TEST(reports_the_right_error),
        ROWS_TEST(limits_the_depth),
        ROWS_TEST(counts_the_depth_of_aliases),
        ROWS_TEST(limits_the_expansion_of_aliases),
        ROWS_TEST(reads_in_linear_time),
        ROWS_TEST(finds_locations_in_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What is refused in a YAML file, and where; what would take too long, and does not. */
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

static void refuses_more_or_less_than_one_document(void **state)
{
    static const row rows[] = {
        {"", "0:0 the file is empty"},
        {"\n\n", "0:0 the file is empty"},
        {"# nothing\n", "0:0 the file is empty"},
        {"---\n", "2:1 an empty value; write null or ''"},
        {"a: 1\n---\nb: 2\n", "2:1+3 a second document; a file has one"},
        {"a: 1\n---\n", "2:1+3 a second document; a file has one"},
        {"a: 1\n...\nb: 2\n", "3:1 not valid YAML: did not find expected <document start>"},
        {"a: 1\n...\n---\n", "3:1+3 a second document; a file has one"},
    };
    check(*state, rows, COUNT(rows));
}

static void refuses_keys_that_are_none(void **state)
{
    static const row rows[] = {
        {"a: 1\na: 2\n", "2:1 duplicate key 'a'"},
        {"a: 1\n'a': 2\n", "2:1+3 duplicate key 'a'"},
        {"{a: 1, b: 2, a: 3}", "1:14 duplicate key 'a'"},
        {"é: 1\n\"\\u00e9\": 2", "2:1+8 duplicate key 'é'"},
        {"x:\n  - {aa: 1, aa: 2}\n", "2:13+2 duplicate key 'aa'"},
        {"a: 1\na: 2\na: 3\nb: 1\nb: 2",
         "2:1 duplicate key 'a'\n3:1 duplicate key 'a'\n5:1 duplicate key 'b'"},
        {"a: &x {b: 1}\nc:\n  <<: *x\n", "3:3+2 merge keys ('<<') are not part of YAML 1.2"},
        {"? [a]\n: 1", "1:3 a key must be plain text, without tag or anchor"},
        {"? {a: 1}\n: 1", "1:3 a key must be plain text, without tag or anchor"},
        {"!re a: 1", "1:1+5 a key must be plain text, without tag or anchor"},
        {"a: &x b\n*x : 1", "2:1+2 a key must be plain text, without tag or anchor"},
        {"?\n: 1", "1:2 an empty key"},
        {"{? : 1}", "1:4 an empty key"},
        {"\"a\\0b\": 1", "1:1+6 a control character (U+0000) in a key"},
        {"\"a\\0b\": 1\n\"a\\0c\": 2",
         "1:1+6 a control character (U+0000) in a key\n2:1+6 a control character (U+0000) in a "
         "key"},
        {"\"\\e[31m\": 1", "1:1+8 a control character (U+001B) in a key"},
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
              "41:1+2 duplicate key 'k1'\n42:1+3 duplicate key 'k12'\n"
              "43:1+3 duplicate key 'k13'\n44:1+3 duplicate key 'k40'\n"
              "46:1+3 duplicate key 'k41'");
    ct_buf_free(&text);
}

static void refuses_aliases_of_nothing_or_of_themselves(void **state)
{
    static const row rows[] = {
        {"a: *x", "1:4+2 nothing before this has the anchor '&x'"},
        {"a: *x\nb: &x 1", "1:4+2 nothing before this has the anchor '&x'"},
        {"[*a, *b]", "1:2+2 nothing before this has the anchor '&a'\n"
                     "1:6+2 nothing before this has the anchor '&b'"},
        {"&a [*a]", "1:5+2 an alias that contains itself, or nests too deep"},
        {"&a [x, *a]", "1:8+2 an alias that contains itself, or nests too deep"},
        {"a: &a {x: 1, y: 2, z: *a}", "1:23+2 an alias that contains itself, or nests too deep"},
        {"&a [1, [2, *a]]", "1:12+2 an alias that contains itself, or nests too deep"},
        {"&a [&b [1, *b]]", "1:12+2 an alias that contains itself, or nests too deep"},
    };
    check(*state, rows, COUNT(rows));
}

static void refuses_characters_that_cannot_be_seen(void **state)
{
    static const row rows[] = {
        {"a: \"\\0\"", "1:4+4 a control character (U+0000) in a text"},
        {"a: \"x\\a\"", "1:4+5 a control character (U+0007) in a text"},
        {"a: \"\\r\"", "1:4+4 a control character (U+000D) in a text"},
        {"a: \"\\x7F\"", "1:4+6 a control character (U+007F) in a text"},
        {"a: \"\\N\"", "1:4+4 a control character (U+0085) in a text"},
        {"a: \"\\u009f\"", "1:4+8 a control character (U+009F) in a text"},
        {"a: [\"\\b\", \"\\e\"]", "1:5+4 a control character (U+0008) in a text\n"
                                  "1:11+4 a control character (U+001B) in a text"},
        {"a: \"\\t\\n\\u00a0\"", ""},
        {"a: 1\nb: x\x07y", "2:5 not valid YAML: control characters are not allowed"},
        {"a: é\x1Bx", "1:5 not valid YAML: control characters are not allowed"},
        {"a: x\x7F", "1:5 not valid YAML: control characters are not allowed"},
        {"a: \xFF", "1:4 the file is not UTF-8"},
        {"a: é\nbé: \xC3x", "2:5 the file is not UTF-8"},
        {"\xED\xA0\x80", "1:1 the file is not UTF-8"},
        {"\xFF\xFE", "1:1 the file is not UTF-8"},
    };
    check(*state, rows, COUNT(rows));
    assert_string_equal(mistakes(*state, "a: 1\0", 5),
                        "1:5 not valid YAML: control characters are not allowed");
}

/* libyaml ends a line at each of these, YAML 1.2 and whoever shows the line do not. */
static void refuses_line_breaks_that_are_none(void **state)
{
    static const row rows[] = {
        {"a: 1\rb: 2", "1:5 a carriage return that no line feed follows"},
        {"a: 1\r", "1:5 a carriage return that no line feed follows"},
        {"a: 'é\r\r\n'", "1:6 a carriage return that no line feed follows"},
        {"# \xE2\x80\xA8                                        'x'\n",
         "1:3 a line separator (U+2028); in double quotes it is written \\u2028"},
        {"a: 1\nb: '\xE2\x80\xA9'",
         "2:5 a line separator (U+2029); in double quotes it is written \\u2029"},
        {"a: é\xC2\x85", "1:5 a line separator (U+0085); in double quotes it is written \\u0085"},
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
         "2:1 duplicate key 'a'"},
        {"\xEF\xBB\xBF"
         "a: \"\\0\"",
         "1:5+4 a control character (U+0000) in a text"}, /* it is a character of its line */
        {"a: 1\n\xEF\xBB\xBF"
         "b: 2\n",
         "2:2 not valid YAML: did not find expected key, while parsing a block mapping that "
         "begins at 1:1"},
    };
    check(*state, rows, COUNT(rows));
}

static void refuses_empty_values(void **state)
{
    static const row rows[] = {
        {"a:", "1:3 an empty value; write null or ''"},
        {"a:\nb: 1", "1:3 an empty value; write null or ''"},
        {"a: 1\nb:  # nothing\n", "2:3 an empty value; write null or ''"},
        {"[1, , 2]", "1:5 not valid YAML: did not find expected node content, while parsing a flow "
                     "node"},
        {"- 1\n-\n- 2", "2:2 an empty value; write null or ''"},
        {"{a, b: 1}", "1:3 an empty value; write null or ''"},
        {"a: &x", "1:4+2 an empty value; write null or ''"},
        {"a: ''\nb: !any\nc: null", ""},
    };
    check(*state, rows, COUNT(rows));
}

#define COLON                                                                                      \
    "not valid YAML: mapping values are not allowed in this context (quote a text that has ': ' "  \
    "in it)"
#define IN_FLOW "(inside {...} and [...] a text that has ',', '{', '}', '[' or ']' in it is quoted)"
#define NO_TOKEN                                                                                   \
    "not valid YAML: found character that cannot start any token, while scanning for the next "    \
    "token (quote a text that begins with '@', '`' or '%'; indent with blanks, never with tabs)"
#define TAG_BLANK                                                                                  \
    "not valid YAML: did not find expected whitespace or line break, while scanning a tag (a tag " \
    "without a value needs a blank before what follows: {a: !any })"

static void refuses_what_is_no_yaml(void **state)
{
    static const row rows[] = {
        {"a: [1", "2:1 not valid YAML: did not find expected ',' or ']', while parsing a flow "
                  "sequence that begins at 1:4 " IN_FLOW},
        {"a: {b: 1", "2:1 not valid YAML: did not find expected ',' or '}', while parsing a flow "
                     "mapping that begins at 1:4 " IN_FLOW},
        {"a: 'x", "1:6 not valid YAML: found unexpected end of stream, while scanning a quoted "
                  "scalar"},
        {"a: 1\n b: 2", "2:3 " COLON},
        {"a: b: c", "1:5 " COLON},
        {"\ta: 1", "1:1 " NO_TOKEN},
        {"a: @x", "1:4 " NO_TOKEN},
        {"a: `x`", "1:4 " NO_TOKEN},
        {"a: %x", "1:4 " NO_TOKEN},
        {"a: \"\\q\"", "1:5 not valid YAML: found unknown escape character, while parsing a quoted "
                       "scalar (in single quotes a backslash is itself)"},
        {"a: \"\\ud800\"", "1:7 not valid YAML: found invalid Unicode character escape code, while "
                           "parsing a quoted scalar"},
        {"a: 1\nb", "3:1 not valid YAML: could not find expected ':', while scanning a simple key "
                    "that begins at 2:1"},
        {"a\nb: 1", "2:2 " COLON},
        {"%YAML 2.0\n--- a", "1:1 not valid YAML: found incompatible YAML document"},
        {"a: |x\n  y", "1:5 not valid YAML: did not find expected comment or line break, while "
                       "scanning a block scalar"},
        {"a: !h!x y", "1:4 not valid YAML: found undefined tag handle, while parsing a node"},
        {"- a\nb: 1", "2:1 not valid YAML: did not find expected '-' indicator, while parsing a "
                      "block collection that begins at 1:1"},
    };
    check(*state, rows, COUNT(rows));
}

static void says_that_a_tag_needs_a_blank_behind_it(void **state)
{
    static const row rows[] = {
        {"[!any]", "1:6 " TAG_BLANK},
        {"{a: !any}", "1:9 " TAG_BLANK},
        {"[!any , 1]", ""},
        {"{a: !any }", ""},
    };
    check(*state, rows, COUNT(rows));
}

/* The mistake that ends a file must not stand in the place of another one. */
static void tells_no_mistake_in_the_words_of_another(void **state)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_diag diag = {.arena = *state};
    for (int i = 0; i <= CT_LIMIT_NOTES; i++)
        ct_buf_text(&text, "a: 1\n");
    ct_buf_text(&text, "b: [");
    rows_yaml(*state, ct_buf_finish(&text, *state), &diag);
    assert_int_equal(diag.count, CT_LIMIT_NOTES + 1);
    assert_string_equal(diag.last->what, "duplicate key 'a'");
}

/* ---- Limits, and what would take long ---- */

static char *repeated(ct_arena *arena, const char *front, const char *part, size_t count,
                      const char *behind)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&text, front);
    for (size_t i = 0; i < count; i++)
        ct_buf_text(&text, part);
    ct_buf_text(&text, behind);
    return ct_buf_finish(&text, arena);
}

static void nests_to_its_limit_and_no_deeper(void **state)
{
    char close[CT_LIMIT_YAML_DEPTH + 2] = {0};
    memset(close, ']', CT_LIMIT_YAML_DEPTH);
    const char *most = repeated(*state, "", "[", CT_LIMIT_YAML_DEPTH, close);
    rows_same("most", mistakes(*state, most, strlen(most)), "");
    close[CT_LIMIT_YAML_DEPTH] = ']';
    const char *more = repeated(*state, "", "[", CT_LIMIT_YAML_DEPTH + 1, close);
    rows_same("more", mistakes(*state, more, strlen(more)), "1:65 nested deeper than we read");
    const char *maps = repeated(*state, "", "{a: ", CT_LIMIT_YAML_DEPTH + 1, "1");
    rows_same("maps", mistakes(*state, maps, strlen(maps)), "1:257 nested deeper than we read");
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
              "2:5+2 an alias that contains itself, or nests too deep");
}

static void bounds_what_aliases_stand_for(void **state)
{
    static const char laughs[] = "- &a [x, x, x, x, x, x, x, x, x]\n"
                                 "- &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
                                 "- &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
                                 "- &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
                                 "- &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\n"
                                 "- &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]\n";
    rows_same("laughs", mistakes(*state, laughs, sizeof laughs - 1),
              "6:7+2 the aliases of this file stand for too many values");
    const char *many = repeated(*state, "- &a 1\n", "- *a\n", CT_LIMIT_YAML_ALIASED, "");
    rows_same("many", mistakes(*state, many, strlen(many)), "");
    const char *more = repeated(*state, "- &a 1\n", "- *a\n", CT_LIMIT_YAML_ALIASED + 1, "");
    rows_same("more", mistakes(*state, more, strlen(more)),
              "100002:3+2 the aliases of this file stand for too many values");
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

/* Each of these took seconds to hours in one library or another. */
static void reads_in_time_that_grows_with_the_size(void **state)
{
    const struct {
        const char *name, *text, *notes;
    } rows[] = {
        {"lists", repeated(*state, "", "[", 200000, ""), "1:65 nested deeper than we read"},
        {"dashes", repeated(*state, "", "- ", 200000, ""), "1:129 nested deeper than we read"},
        {"maps", repeated(*state, "", "{a: ", 200000, ""), "1:257 nested deeper than we read"},
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

/* Places of many texts, each asked for: every template of a file does. */
static void finds_places_in_time_that_grows_with_the_size(void **state)
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
        ROWS_TEST(refuses_more_or_less_than_one_document),
        ROWS_TEST(refuses_keys_that_are_none),
        ROWS_TEST(finds_duplicates_among_many_keys),
        ROWS_TEST(refuses_aliases_of_nothing_or_of_themselves),
        ROWS_TEST(refuses_characters_that_cannot_be_seen),
        ROWS_TEST(refuses_line_breaks_that_are_none),
        ROWS_TEST(reads_a_file_with_a_byte_order_mark),
        ROWS_TEST(refuses_empty_values),
        ROWS_TEST(refuses_what_is_no_yaml),
        ROWS_TEST(says_that_a_tag_needs_a_blank_behind_it),
        ROWS_TEST(tells_no_mistake_in_the_words_of_another),
        ROWS_TEST(nests_to_its_limit_and_no_deeper),
        ROWS_TEST(counts_the_depth_of_aliases),
        ROWS_TEST(bounds_what_aliases_stand_for),
        ROWS_TEST(reads_in_time_that_grows_with_the_size),
        ROWS_TEST(finds_places_in_time_that_grows_with_the_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

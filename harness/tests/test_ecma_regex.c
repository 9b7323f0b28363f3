#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "lang/regex/ecma_regex.h"
#include "tests/rows.h"

typedef struct row {
    const char *pattern, *text;
    bool is_found;
} row;

static void check_row(ct_arena *arena, const row *r)
{
    ct_ecma_error error;
    const ct_regex *regex = ct_ecma_regex_compile(arena, r->pattern, strlen(r->pattern), &error);
    if (!regex)
        fail_msg("%s: %s", r->pattern, error.what);
    ct_regex_result const answer = ct_regex_find(regex, r->text, strlen(r->text), NULL, 0, NULL);
    if (answer != (r->is_found ? CT_REGEX_YES : CT_REGEX_NO))
        fail_msg("%s in '%s': %d", r->pattern, r->text, (int)answer);
}

static const row found[] = {
    /* anchors match only at the ends of the whole string */
    {"^a", "ba", false},
    {"^a", "b\na", false},
    {"a$", "a\n", false},
    {"a$", "ba", true},
    {"b", "abc", true},
    {"", "", true},
    {"a|", "b", true},
    {"^(a|b)+$", "abba", true},
    /* . is anything but a line end, of which there are four */
    {"^.$", "a", true},
    {"^.$", "\n", false},
    {"^.$", "\r", false},
    {"^.$", "\xE2\x80\xA8", false},
    {"^.$", "\xC2\x85", true},
    {"^.$", "\xF0\x9F\x90\xB2", true},
    {"^\xF0\x9F\x90\xB2*$", "\xF0\x9F\x90\xB2\xF0\x9F\x90\xB2", true},
    /* \d and \w are ASCII, \s is not */
    {"^\\d$", "0", true},
    {"^\\d$", "\xDF\x80", false},
    {"^\\D$", "\xDF\x80", true},
    {"^\\w$", "\xC3\xA9", false},
    {"^\\W$", "\xC3\xA9", true},
    {"^[\\W]$", "\xC3\xA9", true},
    {"^\\s$", "\xC2\xA0", true},
    {"^\\s$", "\xEF\xBB\xBF", true},
    {"^\\s$", "\v", true},
    {"^\\s$", "\xE1\xA0\x8E", false},
    {"^[\\s]$", "\xE3\x80\x80", true},
    {"^\\S$", "\xE2\x80\xA8", false},
    {"^[^\\S]$", " ", true},
    {"^[\\S]$", "a", true},
    {"a\\b", "a-", true},
    {"a\\b", "ab", false},
    {"a\\B", "ab", true},
    /* escapes of one character */
    {"^\\cC$", "\x03", true},
    {"^\\cc$", "\x03", true},
    {"^\\t\\n\\v\\f\\r$", "\t\n\v\f\r", true},
    {"^\\v$", "\n", false},
    {"^\\x41$", "A", true},
    {"^\\u0041$", "A", true},
    {"^\\u{1F432}$", "\xF0\x9F\x90\xB2", true},
    {"^\\uD83D\\uDC32$", "\xF0\x9F\x90\xB2", true},
    {"^[\\uD83D\\uDC32]$", "\xF0\x9F\x90\xB2", true},
    {"^\\uD83D$", "\xF0\x9F\x90\xB2", false},
    {"^\\/\\.\\*$", "/.*", true},
    {"^\\{1\\}$", "{1}", true},
    {"#", "#", true},
    {" ", " ", true},
    /* classes */
    {"^[]$", "", false},
    {"[]", "a", false},
    {"[]?b", "b", true},
    {"^[^]$", "\n", true},
    {"^[a-c]$", "b", true},
    {"^[a-]$", "-", true},
    {"^[-a]$", "-", true},
    {"^[^a-c]$", "b", false},
    {"^[[:alpha:]$", "p", true},
    {"^[[]$", "[", true},
    {"^[\\b]$", "\b", true},
    {"^[\\d\\-x]$", "-", true},
    {"^[.*]$", "*", true},
    {"^[\\uD800]$", "a", false},
    {"^[^\\uD800]$", "a", true},
    {"^[\\uD7FF-\\uE000]$", "\xEE\x80\x80", true},
    {"^[\\0-\\u{10FFFF}]$", "\xEE\x80\x80", true},
    {"^[\xC3\xA1-\xC3\xA9]$", "\xC3\xA5", true},
    /* properties */
    {"^\\p{Letter}+$", "\xCF\x80r\xC2\xB2", false},
    {"^\\p{Letter}+$", "\xCF\x80r", true},
    {"^\\p{L}\\P{L}$", "a1", true},
    {"^\\p{Lu}$", "a", false},
    {"^\\p{General_Category=Decimal_Number}$", "\xDF\x80", true},
    {"^\\p{Script=Greek}$", "\xCF\x80", true},
    {"^\\p{sc=Cyrillic}$", "\xCF\x80", false},
    {"^\\p{scx=Greek}$", "\xCF\x80", true},
    {"^\\p{Alphabetic}$", "\xCF\x80", true},
    {"^\\p{ASCII}$", "\xCF\x80", false},
    {"^\\p{Any}$", "\xCF\x80", true},
    {"^\\p{Assigned}$", "a", true},
    {"^\\P{Assigned}$", "a", false},
    {"^[\\p{Lu}\\d]$", "7", true},
    {"^\\p{White_Space}$", " ", true},
    {"^\\p{Emoji}$", "\xF0\x9F\x90\xB2", true},
    {"^\\p{LC}$", "a", true},
    /* groups and references */
    {"^(a)\\1$", "aa", true},
    {"^(?:(a)|b)\\1$", "b", true},
    {"^\\1(a)$", "a", true},
    {"^(?<x>a)\\k<x>$", "aa", true},
    {"^(?<$\xC3\xA9>a)$", "a", true},
    {"^\\k<x>(?<x>a)$", "a", true},
    {"a(?=b)", "ab", true},
    {"a(?!b)", "ab", false},
    {"(?<=a)b", "ab", true},
    {"(?<!a)b", "ab", false},
    /* counts */
    {"^a{2}$", "aa", true},
    {"^a{2,}$", "aaa", true},
    {"^a{1,2}$", "aaa", false},
    {"^a+?$", "aaa", true},
    {"^(?:a{0,65535})$", "aaa", true},
};

static void matches_like_ecmascript(void **state)
{
    for (size_t i = 0; i < sizeof found / sizeof *found; i++)
        check_row(*state, &found[i]);
}

static const struct {
    const char *pattern, *what;
    size_t character;
    bool is_limit;
} refused[] = {
    {"*", "has nothing to repeat", 1, false},
    {"^*", "has nothing to repeat", 2, false},
    {"a**", "has nothing to repeat", 3, false},
    {"a++", "has nothing to repeat", 3, false},
    {"(?=a)*", "has nothing to repeat", 6, false},
    {"\\b+", "has nothing to repeat", 3, false},
    {"{1}", "has nothing to repeat", 1, false},
    {"a{", "has a '{' that does not start a count; write '\\{' for the character", 2, false},
    {"a{,2}", "has a '{' that does not start a count; write '\\{' for the character", 2, false},
    {"a{2,1}", "has a count whose end is before its start", 2, false},
    {"a{65536}", "repeats too many times", 2, true},
    {"a]", "has a ']' without '['", 2, false},
    {"}", "has a '}' without '{'", 1, false},
    {"(a", "has a '(' without ')'", 1, false},
    {"a)", "has a ')' without '('", 2, false},
    {"[a", "has a '[' without ']'", 1, false},
    {"[b-a]", "has a range whose end is before its start", 2, false},
    {"[\\d-z]", "has a range from or to a set of characters", 2, false},
    {"^\\S(|(.|\\n)*\\S)\\Z", "has an escape that is not valid in ECMA-262", 16, false},
    {"\\a", "has an escape that is not valid in ECMA-262", 1, false},
    {"\\-", "has an escape that is not valid in ECMA-262", 1, false},
    {"\xC3\xA9\\Q", "has an escape that is not valid in ECMA-262", 2, false},
    {"\\01", "has an escape that is not valid in ECMA-262", 1, false},
    {"\\", "ends in a backslash", 1, false},
    {"\\c", "has an escape that is not valid in ECMA-262", 1, false},
    {"\\x4", "has '\\x' without two hex digits", 1, false},
    {"\\u{110000}", "has '\\u' without a code point", 1, false},
    {"\\u12", "has '\\u' without a code point", 1, false},
    {"\\1", "refers to a group that it does not have", 2, false},
    {"\\k<a>", "refers to a group that it does not have", 4, false},
    {"\\k", "has '\\k' without a group name", 3, false},
    {"(?<a>x)(?<a>y)", "has two groups of the same name", 11, false},
    {"(?<1>x)", "has a group name with a character that names cannot have", 4, false},
    {"(?<>x)", "has a group without a name", 4, false},
    {"(?i)a", "has a group that is not valid in ECMA-262", 1, false},
    {"(?>a)", "has a group that is not valid in ECMA-262", 1, false},
    {"(?#a)", "has a group that is not valid in ECMA-262", 1, false},
    {"\\p{Greek}", "has a property that is not valid in ECMA-262", 1, false},
    {"\\p{letter}", "has a property that is not valid in ECMA-262", 1, false},
    {"\\p{L&}", "has '\\p' without a property in braces", 1, false},
    {"\\pL", "has '\\p' without a property in braces", 1, false},
    {"[\\p{Xan}]", "has a property that is not valid in ECMA-262", 2, false},
    {"(?<=a+)b",
     "exceeds a limit (the pattern does not compile: lookbehind assertion is not fixed length)", 1,
     true},
};

static void rejects_what_ecmascript_rejects(void **state)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        ct_ecma_error error;
        const char *pattern = refused[i].pattern;
        assert_null(ct_ecma_regex_compile(*state, pattern, strlen(pattern), &error));
        assert_string_equal(error.what, refused[i].what);
        if (error.character != refused[i].character)
            fail_msg("%s: at %zu", pattern, error.character);
        assert_int_equal(error.is_limit, refused[i].is_limit);
    }
}

static void keeps_its_limits(void **state)
{
    ct_ecma_error error;
    ct_buf deep = CT_BUF(CT_BUF_ANY);
    for (int i = 0; i < 10000; i++)
        ct_buf_char(&deep, '(');
    assert_null(ct_ecma_regex_compile(*state, deep.bytes, deep.size, &error));
    assert_string_equal(error.what, "is nested too deep");
    assert_true(error.is_limit);
    ct_buf_free(&deep);

    ct_buf large = CT_BUF(CT_BUF_ANY);
    while (large.size <= CT_LIMIT_PATTERN)
        ct_buf_char(&large, 'a');
    assert_null(ct_ecma_regex_compile(*state, large.bytes, large.size, &error));
    assert_string_equal(error.what, "is too long");
    ct_buf_free(&large);
}

static void handles_nul_and_invalid_bytes(void **state)
{
    ct_ecma_error error;
    const ct_regex *regex = ct_ecma_regex_compile(*state, "^a\0b$", 5, &error);
    assert_non_null(regex);
    assert_int_equal(ct_regex_find(regex, "a\0b", 3, NULL, 0, NULL), CT_REGEX_YES);
    assert_null(ct_ecma_regex_compile(*state, "a\xFF", 2, &error));
    assert_string_equal(error.what, "has a byte that is not UTF-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(matches_like_ecmascript),
        ROWS_TEST(rejects_what_ecmascript_rejects),
        ROWS_TEST(keeps_its_limits),
        ROWS_TEST(handles_nul_and_invalid_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

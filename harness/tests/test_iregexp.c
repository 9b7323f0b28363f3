/* I-Regexp: matches, and errors with their locations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "lang/regex/iregexp.h"
#include "tests/rows.h"

static const struct {
    const char *pattern, *text;
    bool matches, is_found;
} matching[] = {
    {"", "", true, true},
    {"", "a", false, true},
    {"a|ab", "ab", true, true},
    {"(a|b)*c", "xabac", false, true},
    {"()", "", true, true},
    {"a{2}", "aa", true, true},
    {"a{2,}", "a", false, false},
    {"a{1,2}b?", "aab", true, true},
    {".", "\n", false, false},
    {".", "\r", false, false},
    {".", "\xE2\x80\xA8", true, true},
    {".", "😀", true, true},
    {"[.]", "a", false, false},
    {"\\.", ".", true, true},
    {"\\n\\r\\t\\-\\^\\{\\|\\}", "\n\r\t-^{|}", true, true},
    {"[\\n\\r\\t]+", "\n\r\t", true, true},
    {"[a-c]", "b", true, true},
    {"[-a]+", "-a", true, true},
    {"[a-]+", "-a", true, true},
    {"[-]", "-", true, true},
    {"[^-]", "-", false, false},
    {"[^a]", "\n", true, true},
    {"[a^]+", "^a", true, true},
    {"[\\[-\\]]+", "[\\]", true, true},
    {"[é-ü]", "ö", true, true},
    {"[😀-😂]", "😁", true, true},
    {"[:a:]+", ":a", true, true},
    {"[$(){}|*+?/, ]+", "$(){}|*+?/, ", true, true},
    {"\\p{Lu}", "Ä", true, true},
    {"\\P{Lu}", "Ä", false, false},
    {"[\\p{L}\\P{L}]", "1", true, true},
    {"[^\\p{Nd}]", "1", false, false},
    {"\\p{L}+\\p{Z}\\p{Sm}", "ab +", true, true},
    {"#a b", "#a b", true, true},
    {"a,b-c/d", "a,b-c/d", true, true},
    {"^a", "ba", false, false},
    {"a$", "a\n", false, false},
    {"^a$", "a", true, true},
    {"^*a", "a", true, true},
    {"Q\\\\E", "Q\\E", true, true},
};

static void matches_whole_and_part(void **state)
{
    for (size_t i = 0; i < COUNT(matching); i++) {
        ct_iregexp_error error;
        size_t const size = strlen(matching[i].pattern), length = strlen(matching[i].text);
        const ct_regex *whole = ct_iregexp_compile(*state, matching[i].pattern, size, true, &error);
        const ct_regex *part = ct_iregexp_compile(*state, matching[i].pattern, size, false, &error);
        if (!whole || !part)
            fail_msg("%s: %s", matching[i].pattern, error.what);
        bool const matches =
            ct_regex_find(whole, matching[i].text, length, NULL, 0, NULL) == CT_REGEX_YES;
        bool const is_found =
            ct_regex_find(part, matching[i].text, length, NULL, 0, NULL) == CT_REGEX_YES;
        if (matches != matching[i].matches || is_found != matching[i].is_found)
            fail_msg("%s on %s: match %d, search %d", matching[i].pattern, matching[i].text,
                     matches, is_found);
    }
}

static const char other_escape[] = "not a valid escape in I-Regexp";
static const char other_category[] = "not a valid category in I-Regexp";
static const char wants_escape[] = "a character that must be escaped with '\\'";
static const struct {
    const char *pattern;
    size_t offset;
    const char *what;
} refused[] = {
    {"a\\d", 1, other_escape},
    {"\\w", 0, other_escape},
    {"\\$", 0, other_escape},
    {"\\", 0, other_escape},
    {"\\x{41}", 0, other_escape},
    {"(a)\\1", 3, other_escape},
    {"[\\d]", 1, other_escape},
    {"\\p{Cs}", 0, other_category},
    {"\\p{IsBasicLatin}", 0, other_category},
    {"\\pL", 0, other_category},
    {"\\p{L", 0, other_category},
    {"\\p{^L}", 0, other_category},
    {"[\\p{Xx}]", 1, other_category},
    {"*a", 0, "nothing to repeat"},
    {"a*?", 2, "nothing to repeat"},
    {"a++", 2, "nothing to repeat"},
    {"a{2}{3}", 4, "nothing to repeat"},
    {"(?i)a", 1, "nothing to repeat"},
    {"(*ACCEPT)", 1, "nothing to repeat"},
    {"a|*", 2, "nothing to repeat"},
    {"a{,2}", 1, "expected {n}, {n,} or {n,m}"},
    {"a{", 1, "expected {n}, {n,} or {n,m}"},
    {"a{1", 1, "expected {n}, {n,} or {n,m}"},
    {"a{x}", 1, "expected {n}, {n,} or {n,m}"},
    {"a{2,1}", 1, "a range that ends before it starts"},
    {"a]", 1, wants_escape},
    {"a}", 1, wants_escape},
    {"[a[b]", 2, wants_escape},
    {"[a-c-e]", 4, wants_escape},
    {"[--a]", 2, wants_escape},
    {"[a--]", 3, wants_escape},
    {"[]", 0, "no character in '[]'"},
    {"[^]", 0, "no character in '[]'"},
    {"[]a]", 0, "no character in '[]'"},
    {"[z-a]", 1, "a range that ends before it starts"},
    {"[a-\\p{L}]", 3, other_escape},
    {"[a", 0, "'[' without ']'"},
    {"[a-", 3, "'[' without ']'"},
    {"[", 0, "'[' without ']'"},
    {"(a", 2, "'(' without ')'"},
    {"a)", 1, "')' without '('"},
};

static void rejects_other_dialects(void **state)
{
    for (size_t i = 0; i < COUNT(refused); i++) {
        ct_iregexp_error error;
        size_t const size = strlen(refused[i].pattern);
        if (ct_iregexp_compile(*state, refused[i].pattern, size, true, &error))
            fail_msg("%s compiles", refused[i].pattern);
        if (error.is_limit || error.offset != refused[i].offset ||
            strcmp(error.what, refused[i].what) != 0)
            fail_msg("%s: %zu %s", refused[i].pattern, error.offset, error.what);
    }
}

static void a_nul_is_a_character(void **state)
{
    ct_iregexp_error error;
    const ct_regex *regex = ct_iregexp_compile(*state, "a\0[\0]", 5, true, &error);
    assert_non_null(regex);
    assert_int_equal(ct_regex_find(regex, "a\0\0", 3, NULL, 0, NULL), CT_REGEX_YES);
    assert_int_equal(ct_regex_find(regex, "a", 1, NULL, 0, NULL), CT_REGEX_NO);
}

static void distinguishes_limits_from_errors(void **state)
{
    ct_buf deep = CT_BUF(CT_BUF_ANY);
    for (int i = 0; i < 60000; i++)
        ct_buf_char(&deep, '(');
    const struct {
        const char *pattern, *what;
    } rows[] = {
        {"a{65536}", "more than 65535 repetitions"},
        {"a{0,99999999999999999999}", "more than 65535 repetitions"},
        {"((a{1000}){1000}){1000}", "the pattern is too large"},
        {ct_buf_finish(&deep, *state), "parentheses nested deeper than 200 levels"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_iregexp_error error;
        const char *pattern = rows[i].pattern;
        assert_null(ct_iregexp_compile(*state, pattern, strlen(pattern), true, &error));
        assert_string_equal(error.what, rows[i].what);
        assert_true(error.is_limit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_whole_and_part),
        cmocka_unit_test(rejects_other_dialects),
        cmocka_unit_test(a_nul_is_a_character),
        cmocka_unit_test(distinguishes_limits_from_errors),
    };
    return cmocka_run_group_tests(tests, rows_open, rows_close);
}

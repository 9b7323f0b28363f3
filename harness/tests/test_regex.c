/* Patterns: matches, options, groups and limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "lang/regex/regex.h"
#include "tests/rows.h"

static const ct_regex *compile(ct_arena *arena, const char *pattern, int options, ct_diag *diag)
{
    size_t const size = strlen(pattern);
    return ct_regex_compile(arena, pattern, size, options, rows_loc(arena, pattern, 3, 5), diag);
}

static void finds_matches(void **state)
{
    static const struct {
        const char *pattern;
        int options;
        const char *text;
        ct_regex_result answer;
    } rows[] = {
        {"b", 0, "abc", CT_REGEX_YES},
        {"^b", 0, "abc", CT_REGEX_NO},
        {"", 0, "", CT_REGEX_YES},
        {"^$", 0, "", CT_REGEX_YES},
        {"b", CT_REGEX_WHOLE, "abc", CT_REGEX_NO},
        {"abc", CT_REGEX_WHOLE, "abc", CT_REGEX_YES},
        {"a|ab", CT_REGEX_WHOLE, "ab", CT_REGEX_YES},
        {"a|abc", CT_REGEX_WHOLE, "abcd", CT_REGEX_NO},
        {"abc", CT_REGEX_WHOLE, "abc\n", CT_REGEX_NO},
        {"c$", 0, "abc\n", CT_REGEX_YES},
        {"c$", CT_REGEX_STRICT_END, "abc\n", CT_REGEX_NO},
        {"c$", CT_REGEX_STRICT_END, "abc", CT_REGEX_YES},
        {"a.c", 0, "a\nc", CT_REGEX_NO},
        {"a.c", CT_REGEX_DOTALL, "a\nc", CT_REGEX_YES},
        {"^.$", 0, "é", CT_REGEX_YES},
        {"^.$", 0, "😀", CT_REGEX_YES},
        {"^.{2}$", 0, "e\xCC\x81", CT_REGEX_YES},
        {"é", 0, "É", CT_REGEX_NO},
        {"(?i)é", 0, "É", CT_REGEX_YES},
        {"^\\d$", 0, "\xD9\xA1", CT_REGEX_NO}, /* a digit, but not ASCII's */
        {"^\\w$", 0, "é", CT_REGEX_NO},
        {"^\\s$", 0, "\xC2\xA0", CT_REGEX_NO},
        {"^\\p{L}$", 0, "é", CT_REGEX_YES},
        {"^\\x{1F600}$", 0, "😀", CT_REGEX_YES},
        {"^API(G|GW|C)\\.\\d{4}$", 0, "APIGW.3093", CT_REGEX_YES},
        {"^API(G|GW|C)\\.\\d{4}$", 0, "APIG.309", CT_REGEX_NO},
        {"(?<=a)b", 0, "ab", CT_REGEX_YES},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        const ct_regex *regex = compile(*state, rows[i].pattern, rows[i].options, &diag);
        rows_same(rows[i].pattern, rows_notes(*state, &diag), "");
        if (ct_regex_find(regex, rows[i].text, strlen(rows[i].text), NULL, 0, NULL) !=
            rows[i].answer)
            fail_msg("%s in %s", rows[i].pattern, rows[i].text);
    }
}

static void matches_up_to_the_size(void **state)
{
    ct_diag diag = {.arena = *state};
    const ct_regex *nul = compile(*state, "^a\\x00b$", 0, &diag);
    const ct_regex *b = compile(*state, "b", 0, &diag);
    assert_int_equal(ct_regex_find(nul, "a\0b", 3, NULL, 0, NULL), CT_REGEX_YES);
    assert_int_equal(ct_regex_find(b, "a\0b", 3, NULL, 0, NULL), CT_REGEX_YES);
    assert_int_equal(ct_regex_find(b, "ab", 1, NULL, 0, NULL), CT_REGEX_NO);
}

/* "2+3 -- 4+0": offset and size of each part, "--" for one without a match. */
static const char *parts(ct_arena *arena, const ct_regex *regex, const char *text, size_t count)
{
    ct_regex_part found[8];
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_regex_find(regex, text, strlen(text), found, count, NULL);
    for (size_t i = 0; i < count; i++) {
        ct_buf_text(&out, i ? " " : "");
        if (found[i].size == (size_t)-1)
            ct_buf_text(&out, "--");
        else
            ct_buf_printf(&out, "%zu+%zu", found[i].offset, found[i].size);
    }
    return ct_buf_finish(&out, arena);
}

static void returns_groups(void **state)
{
    static const struct {
        const char *pattern, *text;
        unsigned groups;
        size_t test_case;
        const char *parts;
    } rows[] = {
        {"b+", "abbc", 0, 1, "1+2"},
        {"b+", "abbc", 0, 3, "1+2 -- --"},
        {"(a)(b)?(c)?", "ab", 3, 4, "0+2 0+1 1+1 --"},
        {"(a)|(b)|(c)", "b", 3, 4, "0+1 -- 0+1 --"},
        {"(a)|(b)|(c)", "x", 3, 4, "-- -- -- --"},
        {"(a)(b)(c)", "abc", 3, 2, "0+3 0+1"},
        {"()b", "ab", 1, 2, "1+1 1+0"},
        {"(?:a)(?<name>b)", "ab", 1, 2, "0+2 1+1"},
        {"/jobs/(\\w+)$", "https://a/jobs/é/jobs/7f", 1, 2, "17+8 23+2"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        const ct_regex *regex = compile(*state, rows[i].pattern, 0, &diag);
        assert_int_equal(ct_regex_groups(regex), rows[i].groups);
        rows_same(rows[i].pattern, parts(*state, regex, rows[i].text, rows[i].test_case),
                  rows[i].parts);
    }
}

static void reports_the_location_of_an_error(void **state)
{
    static const struct {
        const char *pattern, *note;
    } rows[] = {
        {"(a", "3:7 the pattern does not compile: missing closing parenthesis"},
        {"é(a", "3:8 the pattern does not compile: missing closing parenthesis"},
        {"a)", "3:6 the pattern does not compile: unmatched closing parenthesis"},
        {"[a", "3:7 the pattern does not compile: missing terminating ] for character class"},
        {"*", "3:5 the pattern does not compile: quantifier does not follow a repeatable item"},
        {"a{2,1}", "3:10 the pattern does not compile: numbers out of order in {} quantifier"},
        {"a\\", "3:7 the pattern does not compile: \\ at end of pattern"},
        {"\\C", "3:7 the pattern does not compile: using \\C is disabled by the application"},
        {"\\p{Nix}", "3:12 the pattern does not compile: unknown property after \\P or \\p"},
        {"(?<n>a)(?<n>b)", "3:17 the pattern does not compile: two named subpatterns have the "
                           "same name (PCRE2_DUPNAMES not set)"},
        {"\\2(a)", "3:6 the pattern does not compile: reference to non-existent subpattern"},
        {"a\n(b", "4:7 the pattern does not compile: missing closing parenthesis"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        assert_null(compile(*state, rows[i].pattern, 0, &diag));
        rows_same(rows[i].pattern, rows_notes(*state, &diag), rows[i].note);
    }
}

static void limits_patterns(void **state)
{
    ct_diag diag = {.arena = *state};
    char *longest = ct_arena_alloc(*state, CT_LIMIT_PATTERN + 2);
    memset(longest, 'a', CT_LIMIT_PATTERN + 1);
    memcpy(longest, "(?#", 3); /* a comment: PCRE2 itself does not support that many letters */
    longest[CT_LIMIT_PATTERN - 1] = ')';
    longest[CT_LIMIT_PATTERN] = '\0';
    assert_non_null(compile(*state, longest, 0, &diag));
    longest[CT_LIMIT_PATTERN] = 'a';
    assert_null(compile(*state, longest, 0, &diag));
    memset(longest, 'a', CT_LIMIT_PATTERN);
    longest[CT_LIMIT_PATTERN] = '\0';
    assert_null(compile(*state, longest, 0, &diag));
    rows_same("long", rows_notes(*state, &diag),
              "3:5 the pattern is longer than 32768 bytes\n"
              "3:32773 the pattern does not compile: regular expression is too large");
}

static void stops_slow_matches(void **state)
{
    static const char *const patterns[] = {
        "^(a+)+$",
        "^(a|a)*$",
        "^(a|aa)+$",
        "(*LIMIT_MATCH=4000000000)^(a+)+$", /* a pattern cannot raise the limit */
        "(*NO_AUTO_POSSESS)(*NO_START_OPT)^(a+)+$",
    };
    char text[64 + 1] = {0};
    memset(text, 'a', sizeof text - 2);
    text[sizeof text - 2] = '!';
    for (size_t i = 0; i < COUNT(patterns); i++) {
        ct_diag diag = {.arena = *state};
        ct_regex_part part = {7, 7};
        const ct_regex *regex = compile(*state, patterns[i], 0, &diag);
        rows_same(patterns[i], rows_notes(*state, &diag), "");
        if (ct_regex_find(regex, text, sizeof text - 1, &part, 1, NULL) != CT_REGEX_GAVE_UP)
            fail_msg("%s", patterns[i]);
        assert_true(part.size == (size_t)-1);
    }
}

/* Two thousand alternatives: too large to be compiled with callouts. */
static const char *large_pattern(ct_arena *arena, const char *begin, const char *end)
{
    ct_buf pattern = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&pattern, begin);
    for (int i = 0; i < 2000; i++)
        ct_buf_printf(&pattern, "%sword%d", i ? "|" : "", i);
    ct_buf_text(&pattern, end);
    return ct_buf_finish(&pattern, arena);
}

static void matches_large_patterns(void **state)
{
    static const struct {
        const char *begin, *end, *text;
        ct_regex_result answer;
        size_t offset;
    } rows[] = {
        {"^(?:", ")$", "word1999", CT_REGEX_YES, 0},
        {"^(?:", ")$", "word2000", CT_REGEX_NO, 0},
        {"(?:", ")", "\xC3\xA9 word7", CT_REGEX_YES, 3},
        {"(?:", ")", "wor", CT_REGEX_NO, 0},
        {"(?<=-)(?:", ")$", "-word12", CT_REGEX_YES, 1},
        {"(?<=-)(?:", ")$", "word12", CT_REGEX_NO, 0},
        {"(?:", "|)$", "", CT_REGEX_YES, 0},
        {"(?m)^(?:", ")$", "a\nword3\nb", CT_REGEX_YES, 2},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        ct_regex_part part = {0, 0};
        const char *text = rows[i].text;
        const ct_regex *regex =
            compile(*state, large_pattern(*state, rows[i].begin, rows[i].end), 0, &diag);
        rows_same(text, rows_notes(*state, &diag), "");
        assert_int_equal(ct_regex_find(regex, text, strlen(text), &part, 1, NULL), rows[i].answer);
        if (rows[i].answer == CT_REGEX_YES)
            assert_int_equal(part.offset, rows[i].offset);
    }
    ct_diag diag = {.arena = *state};
    assert_null(compile(*state, large_pattern(*state, "\\G(?:", ")"), 0, &diag));
}

static const char *stop_now(void *user)
{
    ++*(unsigned *)user;
    return "that is enough";
}

/* Each of these would take hours, although each start position takes few steps. */
static void stops_when_the_budget_is_used_up(void **state)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    const char *const patterns[] = {"(?m)^(a+)+$", "(?m)(a+)+[b-d]$", "([^x]*+y|(a+)+[bc]$)",
                                    large_pattern(*state, "(?m)^(?:(a+)+$|", ")")};
    for (int i = 0; i < 200000; i++)
        ct_buf_text(&text, "aaaaaaaaaaaaaaaa!\n");
    for (size_t i = 0; i < COUNT(patterns); i++) {
        ct_diag diag = {.arena = *state};
        unsigned polls = 0;
        const ct_regex *regex = compile(*state, patterns[i], 0, &diag);
        ct_budget steps = ct_budget_new(NULL, NULL), polled = ct_budget_new(stop_now, &polls);
        steps.left = i < 3 ? 1000000 : 1000;
        assert_int_equal(ct_regex_find(regex, text.bytes, text.size, NULL, 0, &steps),
                         CT_REGEX_GAVE_UP);
        assert_string_equal(steps.stopped, "judging stopped after 100 million steps");
        assert_int_equal(ct_regex_find(regex, text.bytes, text.size, NULL, 0, &polled),
                         CT_REGEX_GAVE_UP);
        assert_string_equal(polled.stopped, "that is enough");
        assert_int_equal(polls, 1);
        assert_int_equal(ct_regex_find(regex, "", 0, NULL, 0, &polled), CT_REGEX_GAVE_UP);
        assert_int_equal(polls, 1);
    }
    ct_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(finds_matches),          ROWS_TEST(matches_up_to_the_size),
        ROWS_TEST(returns_groups),         ROWS_TEST(reports_the_location_of_an_error),
        ROWS_TEST(limits_patterns),        ROWS_TEST(stops_slow_matches),
        ROWS_TEST(matches_large_patterns), ROWS_TEST(stops_when_the_budget_is_used_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

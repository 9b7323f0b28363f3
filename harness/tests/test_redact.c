/* Secrets: found in every spelling, wherever a text breaks off, and nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/redact.h"
#include "tests/spell.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

typedef const char *redact(const ct_redactor *redactor, ct_arena *arena, const char *bytes,
                           size_t size, size_t *out_size);

static ct_redactor *redactor_of(ct_arena *arena, const char *secret)
{
    ct_redactor *redactor = ct_redactor_new(arena);
    if (secret)
        ct_redactor_add_value(redactor, secret, strlen(secret));
    return redactor;
}

static ct_redactor *redactor_of_all(ct_arena *arena)
{
    ct_redactor *redactor = redactor_of(arena, NULL);
    for (const char *const *secret = spell_secrets; *secret; secret++)
        ct_redactor_add_value(redactor, *secret, strlen(*secret));
    return redactor;
}

static void assert_shown(const char *text, const char *expected)
{
    if (strcmp(text, expected) != 0)
        print_error("expected: %s\n", expected);
    assert_string_equal(text, expected);
}

static void assert_no_leak(const spelling *s, const char *secret, const char *spelled,
                           const char *text, size_t size)
{
    bool const leaks =
        spell_leaks(text, size, secret, 4) || spell_leaks(text, size, spelled, s->window);
    if (leaks)
        print_error("%s of '%s' leaks in: %.*s\n", s->name, secret, (int)size, text);
    assert_false(leaks);
}

/* ---- Values ---- */

static void finds_every_spelling(void **state)
{
    static const char rest[] = "\", \"next\": 12}";
    ct_buf spelled = CT_BUF(CT_BUF_ANY);
    for (const char *const *secret = spell_secrets; *secret; secret++) {
        ct_redactor *redactor = redactor_of(*state, *secret);
        for (const spelling *s = spellings; s->name; s++) {
            const char *part = spell_with(s, *secret, &spelled);
            char *text = ct_arena_printf(*state, "{\"a\": \"%s%s", part, rest);
            const char *shown = ct_redact_text(redactor, *state, text);
            assert_no_leak(s, *secret, part, shown, strlen(shown));
            assert_memory_equal(shown, "{\"a\": \"", 7);
            assert_shown(shown + strlen(shown) - strlen(rest), rest);
        }
    }
    ct_buf_free(&spelled);
}

/* What is masked is the secret's spelling and nothing around it. */
static void masks_no_more_than_that(void **state)
{
    ct_buf spelled = CT_BUF(CT_BUF_ANY);
    for (const char *const *secret = spell_secrets; *secret; secret++) {
        ct_redactor *redactor = redactor_of(*state, *secret);
        for (const spelling *s = spellings; s->name; s++) {
            if (strstr(s->name, "base64, "))
                continue; /* what stands before the secret stays, as its digits */
            const char *part = spell_with(s, *secret, &spelled);
            part += strspn(part, s->name[0] == 'h' ? ": " : ""); /* of the first digits */
            if (!strncmp(s->name, "hex, p", 6))
                part += strlen("%3A");
            char *text = ct_arena_printf(*state, "<a>%s</a>", part);
            assert_shown(ct_redact_text(redactor, *state, text), "<a>***</a>");
        }
    }
    ct_buf_free(&spelled);
}

static void masks_where_a_text_breaks_off(void **state)
{
    (void)state;
    ct_buf spelled = CT_BUF(CT_BUF_ANY);
    for (const char *const *secret = spell_secrets; *secret; secret++) {
        for (const spelling *s = spellings; s->name; s++) {
            ct_arena *arena = ct_arena_new();
            ct_redactor *redactor = redactor_of(arena, *secret);
            const char *part = spell_with(s, *secret, &spelled);
            char *text = ct_arena_printf(arena, "[\"%s\", 12]", part);
            for (size_t size = 0; size <= strlen(text); size++) {
                size_t shown_size;
                const char *shown = ct_redact(redactor, arena, text, size, &shown_size);
                assert_no_leak(s, *secret, part, shown, shown_size);
            }
            ct_arena_free(arena);
        }
    }
    ct_buf_free(&spelled);
}

static void leaves_alone_what_is_innocent(void **state)
{
    static const char *const rows[] = {
        "",
        "a",
        "hun",
        "hunter21",
        "hunter 22",
        "a text with 100% of & and \\ and %2, \\u12 and &am",
        "{\"a\": \"s3cr3t/with+reserved\", \"b\": \"aHVudGVy\", \"c\": 12.5e+10}",
        "https://example.test/two/words?a=%20b+c&d=two%20wards",
        "68756e746572 3233",
        "\xFF\xFE\x80 no UTF-8 \xC3",
        "GAAAAABlZ3VhcmQtdGhpcy10b2tlbi1pcy1sb25nLWVub3VnaC10by1iZS1yZW1lbWJlcmVk",
    };
    ct_redactor *redactor = redactor_of_all(*state);
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t size;
        assert_ptr_equal(ct_redact_text(redactor, *state, rows[i]), rows[i]);
        assert_ptr_equal(ct_redact_body(redactor, *state, rows[i], strlen(rows[i]), &size),
                         rows[i]);
        assert_int_equal(size, strlen(rows[i]));
    }
    assert_null(ct_redact_text(redactor, *state, NULL));
}

static void masks_by_value(void **state)
{
    static const struct {
        const char *secrets[3];
        const char *text, *shown;
    } rows[] = {
        /* overlapping, nested, touching, repeated */
        {{"abcdefgh", "cdefghij"}, "-abcdefghij-", "-***-"},
        {{"abcdefgh", "bcdefg"}, "-abcdefgh-bcdefg-", "-***-***-"},
        {{"abcdefgh", "ijklmnop"}, "-abcdefghijklmnop-", "-***-"},
        {{"aaaaaaaa"}, "-aaaaaaa-aaaaaaaa-aaaaaaaaaaaaaaaaaaaaa-", "-aaaaaaa-***-***-"},
        /* shorter than what may be a secret */
        {{"abcde"}, "-abcde-", "-abcde-"},
        /* mixed spellings */
        {{"ab/cd\"ef"}, "%61b\\/cd&quot;e\\u0066!", "***!"},
        {{"ab cd+ef"}, "ab+cd%2Bef, ab%20cd+ef, ab cd+ef", "***, ***, ***"},
        {{"a%2Fb-cdef", "a/b-cdef"}, "YS9iLWNkZWY=, 612f622d63646566", "***, ***"},
        {{"caf\xC3\xA9-tok"}, "caf&#xE9;-tok caf&#233;-tok caf\\u00E9-tok", "*** *** ***"},
        {{"ab\\u0041cd"}, "ab\\u0041cd, ab\\\\u0041cd, ab%5Cu0041cd.", "***, ***, ***."},
        /* an escape that seems to begin before the secret */
        {{"abcdef/xyz"}, "100%abcdef\\/xyz.", "100%ab***."},
        {{"token/abcdef"}, "C:\\token%2Fabcdef.", "C:\\t***."},
        {{"t;cdef-xyz+"}, "&lt;cdef-xyz%2B.", "&lt;***."},
        {{"abcdef/xyz\\"}, "abcdef\\/xyz\\\\n, abcdef%2Fxyz%5C\"", "***n, ***\""},
        /* no bite without an escape */
        {{"abcdef-xyz"}, "cdef-xyz, bcdef-xyz", "cdef-xyz, bcdef-xyz"},
        /* separators are dropped where hex is sought, and only there */
        {{"202406"}, "2024-06-01, 32:30-32 34:30:36", "2024-06-01, ***"},
        /* the end: from four bytes on */
        {{"abcdefgh"}, "see abc", "see abc"},
        {{"abcdefgh"}, "see abcd", "see ***"},
        {{"abcdefgh"}, "see abcd\\u00", "see ***"},
        {{"abcdefgh"}, "see %61%62%63%64%6", "see ***"},
        {{"abcdefgh"}, "see 61626364", "see ***"},
        {{"abcdefgh"}, "see YWJjZG", "see ***"},
        {{"abcdefgh"}, "see abcd.", "see abcd."},
        {{"abcdefgh"}, "see abcdefgh\n", "see ***\n"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_redactor *redactor = ct_redactor_new(*state);
        for (size_t k = 0; k < 3 && rows[i].secrets[k]; k++)
            ct_redactor_add_value(redactor, rows[i].secrets[k], strlen(rows[i].secrets[k]));
        assert_shown(ct_redact_text(redactor, *state, rows[i].text), rows[i].shown);
    }
}

static void finds_secrets_in_wide_text(void **state)
{
    static const char wide[] = "<\0h\0u\0n\0t\0e\0r\0002\0002\0>\0";
    size_t size;
    const char *shown =
        ct_redact(redactor_of(*state, "hunter22"), *state, wide, sizeof wide - 1, &size);
    assert_int_equal(size, 2 + 3 + 3);
    assert_memory_equal(shown, "<\0***\0>\0", size);
}

/* Mostly 'x', and here and there a 'y'. */
static void fill(char *bytes, size_t size, uint32_t seed)
{
    for (size_t i = 0; i < size; i++) {
        seed = seed * 1664525u + 1013904223u;
        bytes[i] = seed >> 27 ? 'x' : 'y';
    }
}

/* The plain way to do it: mark what every place holds, then write a mask for every run of marks. */
static size_t redact_plainly(const char *text, size_t size, const char *secret, char *out)
{
    size_t const secret_size = strlen(secret);
    char *const begin = out;
    size_t masked_to = 0;
    for (size_t at = 0; at < size; at++) {
        if (at + secret_size <= size && !memcmp(text + at, secret, secret_size)) {
            if (at > masked_to || !masked_to)
                out = stpcpy(out, CT_MASK);
            masked_to = at + secret_size;
        }
        if (at >= masked_to)
            *out++ = text[at];
    }
    return (size_t)(out - begin);
}

/* Texts and secrets that repeat themselves are where the quick way could err. */
static void agrees_with_a_plain_search(void **state)
{
    enum { TEXT = 3000, LONG = 90 };
    for (uint32_t seed = 1; seed <= 300; seed++) {
        char text[TEXT], secret[LONG + 1], expected[TEXT];
        fill(text, TEXT, seed);
        fill(secret, LONG, seed / 2);
        size_t const size = 6 + seed % (LONG - 6);
        secret[size] = '\0';
        for (size_t at = 1 + seed % 50; at + size < TEXT; at += 40 + at % 31)
            memcpy(text + at, secret, at % 3 ? size : size - 1);
        text[TEXT - 1] = '.';
        size_t const expected_size = redact_plainly(text, TEXT, secret, expected);
        size_t shown_size;
        const char *shown = ct_redact(redactor_of(*state, secret), *state, text, TEXT, &shown_size);
        assert_int_equal(shown_size, expected_size);
        assert_memory_equal(shown, expected, expected_size);
    }
}

static void takes_real_tokens(void **state)
{
    enum { SIZE = 100000 };
    char *token = ct_arena_alloc(*state, SIZE + 1);
    memset(token, 'x', SIZE);
    token[SIZE - 1] = 'y';
    ct_redactor *redactor = redactor_of(*state, token);
    char *text = ct_arena_printf(*state, "%s xx%sx.", token + 1, token);
    char *expected = ct_arena_printf(*state, "%s xx***x.", token + 1);
    assert_shown(ct_redact_text(redactor, *state, text), expected);
}

/* ---- Names ---- */

static void knows_names(void **state)
{
    static const struct {
        const char *name;
        bool is_hidden;
    } rows[] = {
        {"Authorization", true},    {"authorization", true},
        {"COOKIE", true},           {"Set-Cookie", true},
        {"x-auth-token", true},     {"X-Subject-Token", true},
        {"X-Security-Token", true}, {"proxy-authorization", true},
        {"secret_key", true},       {"Secret_Key", true},
        {"secret", false},          {"secret_keys", false},
        {"Cookies", false},         {"", false},
    };
    ct_redactor *redactor = ct_redactor_new(*state);
    ct_redactor_add_name(redactor, "Secret_KEY");
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(ct_redactor_hides_name(redactor, rows[i].name, strlen(rows[i].name)),
                         rows[i].is_hidden);
}

static void masks_members_by_name(void **state)
{
    static const struct {
        const char *text, *shown;
    } rows[] = {
        {"{\"key\": \"abc\", \"b\": 1}", "{\"key\": \"***\", \"b\": 1}"},
        {"{\"key\":\"\"}", "{\"key\":\"***\"}"},
        {"{\"KEY\" :\n \"a\\\"b\", \"b\": 1}", "{\"KEY\" :\n \"***\", \"b\": 1}"},
        {"{\"key\": 12.5, \"b\": 1}", "{\"key\": \"***\", \"b\": 1}"},
        {"{\"key\": true}", "{\"key\": \"***\"}"},
        {"{\"key\": null, \"b\": 1}", "{\"key\": null, \"b\": 1}"},
        {"{\"key\": [1, {\"a\": \"]}\"}, \"x\"], \"b\": 1}", "{\"key\": \"***\", \"b\": 1}"},
        {"{\"key\": {\"key\": {}}, \"b\": [\"key\"]}", "{\"key\": \"***\", \"b\": [\"key\"]}"},
        {"[{\"a\": {\"key\": 1}}, {\"key\": 2}]",
         "[{\"a\": {\"key\": \"***\"}}, {\"key\": \"***\"}]"},
        {"{\"\\u006bey\": \"a\\\"b\"}", "{\"\\u006bey\": \"***\"}"},
        {"{\"keys\": \"abc\", \"a\": \"key\", \"akey\": 1}",
         "{\"keys\": \"abc\", \"a\": \"key\", \"akey\": 1}"},
        {"{\"key\": \"hunter22\", \"hunter22\": 1}", "{\"key\": \"***\", \"***\": 1}"},
        {"{\"key\": [\"hunter22\", 1], \"b\": 1}", "{\"key\": \"***\", \"b\": 1}"},
        /* broken off */
        {"{\"key\": \"ab", "{\"key\": \"***\""},
        {"{\"key\": \"ab\\", "{\"key\": \"***\""},
        {"{\"key\": 12", "{\"key\": \"***\""},
        {"{\"key\": [1, \"a]", "{\"key\": \"***\""},
        {"{\"key\": {\"a\": 1", "{\"key\": \"***\""},
        {"{\"key\": ", "{\"key\": "},
        {"{\"key\"", "{\"key\""},
        {"{\"key", "{\"key"},
        /* nearly JSON */
        {"{\"a: 1, \"key\": \"abc\"}", "{\"a: 1, \"key\": \"***\"}"},
        {"{'key': 'abc', 'b': 1}", "{'key': \"***\", 'b': 1}"},
        {"{\"key\": abc, \"b\": 1}", "{\"key\": \"***\", \"b\": 1}"},
        {"error: \"key\":\"abc\" is wrong", "error: \"key\":\"***\" is wrong"},
        /* JSON in something else */
        {"{\"m\": \"{\\\"key\\\": \\\"abc\\\", \\\"b\\\": 1}\"}",
         "{\"m\": \"{\\\"key\\\": \\\"***\\\", \\\"b\\\": 1}\"}"},
        {"<p>{&quot;key&quot;: &quot;abc&quot;}</p>", "<p>{&quot;key&quot;: &quot;***&quot;}</p>"},
        {"%7B%22key%22%3A%22abc%22%7D", "%7B%22key%22%3A%22***%22%7D"},
        /* forms, queries, attributes */
        {"a=1&key=abc&b=2", "a=1&key=***&b=2"},
        {"key=a%26b", "key=***"},
        {"KEY=abc", "KEY=***"},
        {"monkey=abc&key=", "monkey=abc&key="},
        {"{\"url\": \"/a?key=abc\", \"b\": \"key=\", \"c\": 1}",
         "{\"url\": \"/a?key=***\", \"b\": \"key=\", \"c\": 1}"},
        {"<user key=\"abc\" b=\"1\"/>", "<user key=\"***\" b=\"1\"/>"},
    };
    ct_redactor *redactor = redactor_of(*state, "hunter22");
    ct_redactor_add_name(redactor, "key");
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t size;
        const char *text = rows[i].text;
        assert_shown(ct_redact_body(redactor, *state, text, strlen(text), &size), rows[i].shown);
        assert_int_equal(size, strlen(rows[i].shown));
    }
}

static void masks_members_only_in_bodies(void **state)
{
    static const char text[] = "{\"cookie\": 1}";
    assert_ptr_equal(ct_redact_text(redactor_of(*state, "hunter22"), *state, text), text);
}

/* A member may be cut anywhere: of its value nothing may stay. */
static void masks_members_that_are_cut(void **state)
{
    static const char text[] = "{\"a\": 1, \"cookie\": {\"x\": [\"WXYZWXYZ\", \"WXYZ\\\"WXYZ\"]}, "
                               "\"m\": \"\\\"cookie\\\":\\\"WXYZ\\\"\"}";
    ct_redactor *redactor = ct_redactor_new(*state);
    for (size_t size = 0; size < sizeof text; size++) {
        size_t shown_size;
        const char *shown = ct_redact_body(redactor, *state, text, size, &shown_size);
        assert_null(memchr(shown, 'W', shown_size));
    }
}

static int open_arena(void **state)
{
    *state = ct_arena_new();
    return 0;
}

static int close_arena(void **state)
{
    ct_arena_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_every_spelling),
        TEST(masks_no_more_than_that),
        TEST(masks_where_a_text_breaks_off),
        TEST(leaves_alone_what_is_innocent),
        TEST(masks_by_value),
        TEST(finds_secrets_in_wide_text),
        TEST(agrees_with_a_plain_search),
        TEST(takes_real_tokens),
        TEST(knows_names),
        TEST(masks_members_by_name),
        TEST(masks_members_only_in_bodies),
        TEST(masks_members_that_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

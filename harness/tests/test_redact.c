/* Secrets: masked in every encoding, also at truncated ends, and nothing else is masked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/redact/redact.h"
#include "tests/rows.h"
#include "tests/spell.h"

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

/* Only the encoded secret is masked, and nothing around it. */
static void masks_only_the_secret(void **state)
{
    ct_buf spelled = CT_BUF(CT_BUF_ANY);
    for (const char *const *secret = spell_secrets; *secret; secret++) {
        ct_redactor *redactor = redactor_of(*state, *secret);
        for (const spelling *s = spellings; s->name; s++) {
            if (strstr(s->name, "base64, ") || strstr(s->name, "UTF-16"))
                continue; /* a digit encodes several bytes, some of them not of the secret */
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

static void masks_at_truncated_ends(void **state)
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

static void keeps_harmless_text(void **state)
{
    static const char *const rows[] = {
        "",
        "a",
        "hun",
        "hunter 22",
        "hunte22, unter2",
        "a text with 100% of & and \\ and %2, \\u12 and &am",
        "{\"a\": \"s3cr3t/with+reserved\", \"b\": \"aHVudGVy\", \"c\": 12.5e+10}",
        "https://example.test/two/words?a=%20b+c&d=two%20wards",
        "68756e746572 3332, aHVudGVyMzM=",
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
        {{"aaaaaaaa"}, "-aaaaaa-aaaaaaaa-aaaaaaaaaaaaaaaaaaaaa-", "-aaaaaa-***-***-"},
        /* shorter than the minimum length of a secret */
        {{"abcde"}, "-abcde-", "-abcde-"},
        /* mixed spellings */
        {{"ab/cd\"ef"}, "%61b\\/cd&quot;e\\u0066!", "***!"},
        {{"ab cd+ef"}, "ab+cd%2Bef, ab%20cd+ef, ab cd+ef", "***, ***, ***"},
        {{"a%2Fb-cdef", "a/b-cdef"}, "YS9iLWNkZWY=, 612f622d63646566", "***, ***"},
        {{"caf\xC3\xA9-tok"}, "caf&#xE9;-tok caf&#233;-tok caf\\u00E9-tok", "*** *** ***"},
        {{"ab\\u0041cd"}, "ab\\u0041cd, ab\\\\u0041cd, ab%5Cu0041cd.", "***, ***, ***."},
        /* an apparent escape that starts before the secret */
        {{"abcdef/xyz"}, "100%abcdef\\/xyz.", "100%ab***."},
        {{"token/abcdef"}, "C:\\token%2Fabcdef.", "C:\\t***."},
        {{"t;cdef-xyz+"}, "&lt;cdef-xyz%2B.", "&l***."},
        {{"abcdef/xyz\\"}, "abcdef\\/xyz\\\\n, abcdef%2Fxyz%5C\"", "***n, ***\""},
        /* not extended without an escape */
        {{"abcdef-xyz"}, "cdef-xyz, cdef-xyz", "cdef-xyz, cdef-xyz"},
        /* separators are ignored only in the search for hex */
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

/* UTF-16 in every encoding and both byte orders, truncated anywhere. */
static void finds_secrets_in_wide_text(void **state)
{
    (void)state;
    ct_buf wide = CT_BUF(CT_BUF_ANY);
    for (const char *const *secret = spell_secrets; *secret; secret++) {
        for (int is_big_endian = 0; is_big_endian < 2; is_big_endian++) {
            ct_arena *arena = ct_arena_new();
            ct_redactor *redactor = redactor_of(arena, *secret);
            ct_buf_clear(&wide);
            spell_wide(&wide, ct_arena_printf(arena, "<%s>, 12", *secret), is_big_endian);
            for (size_t size = 0; size <= wide.size; size++) {
                size_t shown_size;
                const char *shown = ct_redact(redactor, arena, wide.bytes, size, &shown_size);
                for (size_t at = 2; at + 8 <= wide.size - 10; at += 2)
                    assert_null(memmem(shown, shown_size, wide.bytes + at, 8));
            }
            ct_arena_free(arena);
        }
    }
    ct_buf_free(&wide);
    static const char text[] = "<\0h\0u\0n\0t\0e\0r\0002\0002\0>\0";
    size_t size;
    ct_redactor *redactor = redactor_of(*state, "hunter22");
    const char *shown = ct_redact(redactor, *state, text, sizeof text - 1, &size);
    assert_int_equal(size, 2 + 3 + 3);
    assert_memory_equal(shown, "<\0***\0>\0", size);
}

/* All but the first or last character, which may take several bytes; nothing shorter. */
static void masks_what_lacks_a_character(void **state)
{
    static const struct {
        const char *secret, *text, *shown;
    } rows[] = {
        {"abcdefgh", "-abcdefg- -bcdefgh- -bcdefg-", "-***- -***- -bcdefg-"},
        {"abcdefgh", "ABCDEFG.BCDEFGH.", "***.***."},
        {"abcdef", "-abcde- -bcdef- -abcdef-", "-abcde- -bcdef- -***-"},
        {"abcdefg", "-abcdef- -bcdefg-", "-***- -***-"},
        {"\xC3\xA4"
         "bcdef"
         "\xC3\xA4",
         "-\xC3\xA4"
         "bcdef- -bcdef\xC3\xA4-",
         "-***- -***-"},
        {"ab/cd\"ef", "-b\\/cd\\\"ef- -ab%2Fcd%22e-", "-***- -***-"},
        {"hunter22", "aHVudGVyMg== dW50ZXIyMg==", "*** ***"},
        {"hunter22", "68756e74657232, 756e7465723232.", "***, ***."},
        {"0f4c9d2e-77aa-4b1e-9c3d-5e6f70819203", "id=f4C9D2E-77AA-4B1E-9C3D-5E6F70819203;",
         "id=***;"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_shown(ct_redact_text(redactor_of(*state, rows[i].secret), *state, rows[i].text),
                     rows[i].shown);
}

static void masks_letters_of_either_case(void **state)
{
    static const struct {
        const char *secret, *text, *shown;
    } rows[] = {
        {"DeadBeef01", "deadbeef01 DEADBEEF01 dEADbEEF01", "*** *** ***"},
        {"DeadBeef01", "%64eadbeef01 \\u0044eadbeef01.", "*** ***."},
        {"DeadBeef01", "ZGVhZGJlZWYwMQ== REVBREJFRUYwMQ==", "*** ***"},
        {"DeadBeef01", "64656164626565663031, 44454144424545463031.", "***, ***."},
        {"abcdefgh", "see ABCD", "see ***"},
        {"abc@[`{~def", "ABC@[`{~DEF ABC`{@[~DEF", "*** ABC`{@[~DEF"},
        {"p\xC3\xA4ssw\xC3\xB6rt", "P\xC3\xA4SSW\xC3\xB6RT", "***"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_shown(ct_redact_text(redactor_of(*state, rows[i].secret), *state, rows[i].text),
                     rows[i].shown);
}

/* Mostly 'x', with a few 'y'. */
static void fill(char *bytes, size_t size, uint32_t seed)
{
    for (size_t i = 0; i < size; i++) {
        seed = seed * 1664525u + 1013904223u;
        bytes[i] = seed >> 27 ? 'x' : 'y';
    }
}

static void mark_all(const char *text, size_t size, const char *part, size_t part_size, bool *marks)
{
    for (size_t at = 0; part_size >= 6 && at + part_size <= size; at++)
        if (!memcmp(text + at, part, part_size))
            memset(marks + at, true, part_size);
}

/* The simple algorithm: mark all occurrences, then write a mask for every run of marks. */
static size_t redact_plainly(const char *text, size_t size, const char *secret, char *out)
{
    enum { MOST = 4000 };
    bool marks[MOST] = {false};
    size_t const secret_size = strlen(secret);
    char *const begin = out;
    mark_all(text, size, secret, secret_size, marks);
    mark_all(text, size, secret + 1, secret_size - 1, marks);
    mark_all(text, size, secret, secret_size - 1, marks);
    for (size_t at = 0; at < size; at++)
        if (!marks[at])
            *out++ = text[at];
        else if (!at || !marks[at - 1])
            out = stpcpy(out, CT_MASK);
    return (size_t)(out - begin);
}

/* Repetitive texts and secrets, where the fast algorithm could fail. */
static void agrees_with_a_simple_search(void **state)
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

static void handles_real_tokens(void **state)
{
    enum { SIZE = 100000 };
    char *token = ct_arena_alloc(*state, SIZE + 1);
    memset(token, 'x', SIZE);
    token[SIZE - 1] = 'y';
    ct_redactor *redactor = redactor_of(*state, token);
    char *text = ct_arena_printf(*state, "%s -xx%sx.", token + 2, token);
    char *expected = ct_arena_printf(*state, "%s -***x.", token + 2);
    assert_shown(ct_redact_text(redactor, *state, text), expected);
}

/* ---- Names ---- */

static void detects_secret_names(void **state)
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

static void masks_fields_by_name(void **state)
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
        /* truncated */
        {"{\"key\": \"ab", "{\"key\": \"***\""},
        {"{\"key\": \"ab\\", "{\"key\": \"***\""},
        {"{\"key\": 12", "{\"key\": \"***\""},
        {"{\"key\": [1, \"a]", "{\"key\": \"***\""},
        {"{\"key\": {\"a\": 1", "{\"key\": \"***\""},
        {"{\"key\": ", "{\"key\": "},
        {"{\"key\"", "{\"key\""},
        {"{\"key", "{\"key"},
        /* almost JSON */
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

static void masks_fields_only_in_bodies(void **state)
{
    static const char text[] = "{\"cookie\": 1}";
    assert_ptr_equal(ct_redact_text(redactor_of(*state, "hunter22"), *state, text), text);
}

/* A field may be truncated anywhere: nothing of its value may remain. */
static void masks_truncated_fields(void **state)
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(finds_every_spelling),
        ROWS_TEST(masks_only_the_secret),
        ROWS_TEST(masks_at_truncated_ends),
        ROWS_TEST(keeps_harmless_text),
        ROWS_TEST(masks_by_value),
        ROWS_TEST(finds_secrets_in_wide_text),
        ROWS_TEST(masks_what_lacks_a_character),
        ROWS_TEST(masks_letters_of_either_case),
        ROWS_TEST(agrees_with_a_simple_search),
        ROWS_TEST(handles_real_tokens),
        ROWS_TEST(detects_secret_names),
        ROWS_TEST(masks_fields_by_name),
        ROWS_TEST(masks_fields_only_in_bodies),
        ROWS_TEST(masks_truncated_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

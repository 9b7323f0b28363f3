/* Base64, hex, and the classes of ASCII characters. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/ascii.h"
#include "base/encoding.h"
#include "tests/rows.h"

static void reads_and_writes_the_vectors_of_rfc_4648(void **state)
{
    static const struct {
        const char *bytes, *text;
    } rows[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
        {"\xFB\xEF\xBE", "++++"},
        {"\xFF\xFF\xFF", "////"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_buf text = CT_BUF(CT_BUF_ANY), bytes = CT_BUF(CT_BUF_ANY);
        ct_base64_encode(&text, rows[i].bytes, strlen(rows[i].bytes));
        rows_same(rows[i].text, ct_buf_str(&text), rows[i].text);
        assert_true(ct_base64_decode(&bytes, rows[i].text, strlen(rows[i].text)));
        rows_same(rows[i].text, ct_buf_str(&bytes), rows[i].bytes);
        ct_buf_free(&text);
        ct_buf_free(&bytes);
    }
}

static void rejects_invalid_base64(void **state)
{
    static const char *const rows[] = {
        "Z",        "Zg",       "Zg=",      "Zg===",    "=",        "==",       "====",
        "Z===",     "Zh==",     "Zm9=",     "Zm9vZg",   "Zg==Zg==", "Zg= =",    " Zg==",
        "Zg== ",    "Zm9v\n",   "Zm 9",     " Zm9",     "Zm9\n",    "Z-9v",     "Z_9v",
        "Zm9v====", "Zm9vZ===", "Zm=v",     "=m9v",     "Zm9\xC3",  "Zm9vYmF*", "Zm\t9",
        "Zm9v    ", "    Zm9v", "Zm9v\r\n", "Zm9v-vvv", "Zm9v,vvv",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_buf bytes = CT_BUF(CT_BUF_ANY);
        if (ct_base64_decode(&bytes, rows[i], strlen(rows[i])))
            fail_msg("'%s' was accepted", rows[i]);
        ct_buf_free(&bytes);
    }
    ct_buf bytes = CT_BUF(CT_BUF_ANY);
    assert_false(ct_base64_decode(&bytes, "Zm\0v", 4));
    assert_false(ct_base64_decode(&bytes, "Zm9\0", 4));
    assert_true(ct_base64_decode(&bytes, "Zm9vYg", 4)); /* does not read beyond the size */
    ct_buf_free(&bytes);
}

/* Sizes around the block that is encoded at once; then each byte of the text in turn is invalid. */
static void works_on_any_size(void **state)
{
    unsigned char bytes[2400];
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 131 ^ i >> 5);
    for (size_t size = 0; size <= sizeof bytes;
         size += size % 768 < 4 || size % 768 > 760 ? 1 : 7) {
        ct_buf text = CT_BUF(CT_BUF_ANY), again = CT_BUF(CT_BUF_ANY);
        ct_base64_encode(&text, bytes, size);
        assert_int_equal(text.size, (size + 2) / 3 * 4);
        assert_true(ct_base64_decode(&again, ct_buf_str(&text), text.size));
        assert_int_equal(again.size, size);
        assert_memory_equal(ct_buf_str(&again), bytes, size);
        for (size_t at = 0; at < text.size; at += 61) {
            char const right = text.bytes[at];
            text.bytes[at] = '=';
            ct_buf_clear(&again);
            if (right != '=')
                assert_false(ct_base64_decode(&again, text.bytes, text.size));
            text.bytes[at] = right;
        }
        ct_buf_free(&text);
        ct_buf_free(&again);
    }
}

static void stops_at_the_limit_of_the_buffer(void **state)
{
    ct_buf bytes = CT_BUF(4);
    (void)state;
    assert_true(ct_base64_decode(&bytes, "Zm9vYmFy", 8));
    assert_true(bytes.is_full);
    assert_int_equal(bytes.size, 4);
    ct_buf_free(&bytes);
}

static void reads_and_writes_hex(void **state)
{
    static const char *const wrong[] = {"",     "0",      "00",     "0001f",   "0001fg",  "0001FF",
                                        "0x01", "0001 f", " 0001f", "0001ff0", "0001ff00"};
    unsigned char bytes[] = {0x00, 0x01, 0xFF}, again[3];
    char text[7];
    (void)state;
    ct_hex(bytes, sizeof bytes, text);
    assert_string_equal(text, "0001ff");
    assert_true(ct_hex_decode(text, again, sizeof again));
    assert_memory_equal(again, bytes, sizeof bytes);
    assert_true(ct_hex_decode("", again, 0));
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (ct_hex_decode(wrong[i], again, sizeof again))
            fail_msg("'%s' was accepted", wrong[i]);
}

/* In the C locale, <ctype.h> has the same classes for ASCII. */
static void classifies_ascii_characters(void **state)
{
    (void)state;
    for (int c = -128; c < 128; c++) {
        bool const is_ascii = c >= 0;
        assert_int_equal(ct_is_digit((char)c), is_ascii && isdigit(c) != 0);
        assert_int_equal(ct_is_letter((char)c), is_ascii && isalpha(c) != 0);
        assert_int_equal(ct_is_letter_or_digit((char)c), is_ascii && isalnum(c) != 0);
        assert_int_equal(ct_is_hex((char)c), is_ascii && isxdigit(c) != 0);
        char const digit[] = {(char)c, '\0'};
        assert_int_equal(ct_hex_value((char)c),
                         is_ascii && isxdigit(c) ? strtol(digit, NULL, 16) : -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_and_writes_the_vectors_of_rfc_4648),
        cmocka_unit_test(rejects_invalid_base64),
        cmocka_unit_test(works_on_any_size),
        cmocka_unit_test(stops_at_the_limit_of_the_buffer),
        cmocka_unit_test(reads_and_writes_hex),
        cmocka_unit_test(classifies_ascii_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

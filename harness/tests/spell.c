#include "tests/spell.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

const char *const spell_secrets[] = {
    "hunter22",
    "s3cr3t/with+reserved=&signs?",
    "two words",
    "quote\"apos'back\\slash",
    "<tag>&amp;\n\ttabs",
    "1000%41 looks %2F escaped \\n &lt;",
    "p\xC3\xA4ssw\xC3\xB6rt-\xE2\x82\xAC-\xF0\x9F\x94\x91",
    "\xF0\x9F\x94\x91\xF0\x9F\x94\x92\xF0\x9F\x94\x93",
    "ends in half an escape %2",
    "ends in half an escape \\",
    "ends in half an entity &am",
    "Zz. gAAAAABlZ3VhcmQtdGhpcy10b2tlbi1pcy1sb25nLWVub3VnaC10by1iZS1yZW1lbWJlcmVk/-_+==",
    NULL,
};

static void raw(ct_buf *out, const char *text)
{
    ct_buf_text(out, text);
}

/* ---- Byte by byte ---- */

static void each_byte(ct_buf *out, const char *text, const char *before, const char *digits)
{
    for (; *text; text++) {
        unsigned char const c = (unsigned char)*text;
        ct_buf_text(out, before);
        ct_buf_char(out, digits[c >> 4]);
        ct_buf_char(out, digits[c & 15]);
    }
}

static void percent_all(ct_buf *out, const char *text)
{
    each_byte(out, text, "%", "0123456789abcdef");
}

static void percent(ct_buf *out, const char *text)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    for (; *text; text++) {
        char const one[] = {*text, '\0'};
        if (strchr(plain, *text))
            ct_buf_char(out, *text);
        else
            each_byte(out, one, "%", "0123456789ABCDEF");
    }
}

static void form(ct_buf *out, const char *text)
{
    for (; *text; text++) {
        char const one[] = {*text, '\0'};
        if (*text == ' ')
            ct_buf_char(out, '+');
        else
            percent(out, one);
    }
}

static void hex(ct_buf *out, const char *text)
{
    each_byte(out, text, "", "0123456789abcdef");
}

static void hex_upper(ct_buf *out, const char *text)
{
    each_byte(out, text, "", "0123456789ABCDEF");
}

static void hex_colons(ct_buf *out, const char *text)
{
    each_byte(out, text, ":", "0123456789ABCDEF");
}

static void hex_blanks(ct_buf *out, const char *text)
{
    each_byte(out, text, " ", "0123456789abcdef");
}

static void c_string(ct_buf *out, const char *text)
{
    each_byte(out, text, "\\x", "0123456789abcdef");
}

static void replaced(ct_buf *out, const char *text, const char *letters, const char *const *names)
{
    for (; *text; text++) {
        const char *letter = strchr(letters, *text);
        if (letter)
            ct_buf_text(out, names[letter - letters]);
        else
            ct_buf_char(out, *text);
    }
}

static void json(ct_buf *out, const char *text)
{
    static const char *const names[] = {"\\\"", "\\\\", "\\/", "\\n", "\\t"};
    replaced(out, text, "\"\\/\n\t", names);
}

static void xml(ct_buf *out, const char *text)
{
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
    replaced(out, text, "&<>\"'", names);
}

static void html(ct_buf *out, const char *text)
{
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&#34;", "&#39;", "&#x2F;"};
    replaced(out, text, "&<>\"'/", names);
}

static void folded(ct_buf *out, const char *text)
{
    for (size_t i = 0; text[i]; i++) {
        ct_buf_char(out, text[i]);
        if (i % 7 == 6 && text[i + 1])
            ct_buf_text(out, "\r\n ");
    }
}

/* ---- Character by character ---- */

static void each_character(ct_buf *out, const char *text, const char *format)
{
    for (const char *end = text + strlen(text); text < end;) {
        uint32_t const c = (uint32_t)ct_utf8_next(&text, end);
        if (*format == 'd')
            ct_buf_printf(out, "&#%u;", c);
        else if (*format == 'x')
            ct_buf_printf(out, "&#x%x;", c);
        else if (c < 0x10000)
            ct_buf_printf(out, "\\u%04x", c);
        else
            ct_buf_printf(out, "\\u%04X\\u%04X", 0xD800 + ((c - 0x10000) >> 10),
                          0xDC00 + ((c - 0x10000) & 0x3FF));
    }
}

static void json_unicode(ct_buf *out, const char *text)
{
    each_character(out, text, "u");
}

static void entity_decimal(ct_buf *out, const char *text)
{
    each_character(out, text, "d");
}

static void entity_hex(ct_buf *out, const char *text)
{
    each_character(out, text, "x");
}

/* ---- Base64 ---- */

static void base64_of(ct_buf *out, const char *text, size_t size, const char *last,
                      const char *padding)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    for (size_t i = 0; i < size; i += 3) {
        uint32_t three = 0;
        for (size_t k = 0; k < 3; k++)
            three = three << 8 | (i + k < size ? (unsigned char)text[i + k] : 0);
        for (size_t k = 0; k < 4; k++) {
            uint32_t const digit = three >> (18 - 6 * k) & 63;
            if (i * 4 / 3 + k > (size * 8 - 1) / 6)
                ct_buf_text(out, padding);
            else
                ct_buf_char(out, digit < 62 ? letters[digit] : last[digit - 62]);
        }
    }
}

static void base64(ct_buf *out, const char *text, const char *last, const char *padding)
{
    base64_of(out, text, strlen(text), last, padding);
}

static void base64_0(ct_buf *out, const char *text)
{
    base64(out, text, "+/", "=");
}

static void base64_behind(ct_buf *out, const char *text, const char *before)
{
    ct_buf whole = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&whole, "%s%s", before, text);
    base64(out, ct_buf_str(&whole), "+/", "=");
    ct_buf_free(&whole);
}

static void base64_1(ct_buf *out, const char *text)
{
    base64_behind(out, text, "u");
}

static void base64_2(ct_buf *out, const char *text)
{
    base64_behind(out, text, "u:");
}

static void base64_2_percent(ct_buf *out, const char *text)
{
    ct_buf digits = CT_BUF(CT_BUF_ANY);
    base64_2(&digits, text);
    percent(out, ct_buf_str(&digits));
    ct_buf_free(&digits);
}

static void base64_url(ct_buf *out, const char *text)
{
    base64(out, text, "-_", "");
}

/* ---- Other letters ---- */

static void upper(ct_buf *out, const char *text)
{
    for (; *text; text++)
        ct_buf_char(out, *text >= 'a' && *text <= 'z' ? (char)(*text - 32) : *text);
}

static void lower(ct_buf *out, const char *text)
{
    for (; *text; text++)
        ct_buf_char(out, *text >= 'A' && *text <= 'Z' ? (char)(*text + 32) : *text);
}

void spell_wide(ct_buf *out, const char *text, bool is_big_endian)
{
    for (const char *end = text + strlen(text); text < end;) {
        uint32_t const c = (uint32_t)ct_utf8_next(&text, end);
        uint32_t units[2] = {c, 0};
        if (c >= 0x10000) {
            units[0] = 0xD800 + ((c - 0x10000) >> 10);
            units[1] = 0xDC00 + ((c - 0x10000) & 0x3FF);
        }
        for (int i = 0; i < 2 && units[i]; i++) {
            ct_buf_char(out, (char)(is_big_endian ? units[i] >> 8 : units[i] & 0xFF));
            ct_buf_char(out, (char)(is_big_endian ? units[i] & 0xFF : units[i] >> 8));
        }
    }
}

static void wide_base64(ct_buf *out, const char *text, bool is_big_endian, const char *before)
{
    ct_buf wide = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&wide, before);
    spell_wide(&wide, text, is_big_endian);
    base64_of(out, wide.bytes, wide.size, "+/", "=");
    ct_buf_free(&wide);
}

static void wide_base64_little(ct_buf *out, const char *text)
{
    wide_base64(out, text, false, "");
}

static void wide_base64_big(ct_buf *out, const char *text)
{
    wide_base64(out, text, true, "\xFE\xFF");
}

static void wide_hex(ct_buf *out, const char *text)
{
    ct_buf wide = CT_BUF(CT_BUF_ANY);
    spell_wide(&wide, text, false);
    for (size_t i = 0; i < wide.size; i++)
        ct_buf_printf(out, "%02X", (unsigned char)wide.bytes[i]);
    ct_buf_free(&wide);
}

const spelling spellings[] = {
    {"raw", raw, NULL, 4},
    {"upper case", upper, NULL, 4},
    {"lower case", lower, NULL, 4},
    {"upper case, percent", upper, percent_all, 12},
    {"upper case, base64", upper, base64_1, 7},
    {"lower case, base64, percent", lower, base64_2_percent, 16},
    {"lower case, hex", lower, hex_upper, 8},
    {"UTF-16, base64", wide_base64_little, NULL, 12},
    {"UTF-16 BE, base64, JSON", wide_base64_big, json, 18},
    {"UTF-16, hex", wide_hex, NULL, 16},
    {"percent", percent, NULL, 12},
    {"percent, all", percent_all, NULL, 12},
    {"form", form, NULL, 12},
    {"JSON", json, NULL, 8},
    {"JSON, \\u", json_unicode, NULL, 24},
    {"XML", xml, NULL, 24},
    {"HTML", html, NULL, 24},
    {"entities, decimal", entity_decimal, NULL, 24},
    {"entities, hex", entity_hex, NULL, 24},
    {"hex", hex, NULL, 8},
    {"hex, upper case", hex_upper, NULL, 8},
    {"hex, colons", hex_colons, NULL, 12},
    {"hex, blanks", hex_blanks, NULL, 12},
    {"C", c_string, NULL, 16},
    {"base64", base64_0, NULL, 6},
    {"base64, second", base64_1, NULL, 7},
    {"base64, third", base64_2, NULL, 8},
    {"base64url", base64_url, NULL, 6},
    {"base64 in lines", base64_0, folded, 9},
    {"base64, percent", base64_2, percent, 16},
    {"base64, JSON", base64_1, json, 10},
    {"base64, entities", base64_0, entity_hex, 36},
    {"hex, percent", hex_colons, percent, 20},
    {"percent twice", percent, percent, 20},
    {"JSON in JSON", json, json, 16},
    {"JSON in XML", json, xml, 28},
    {"XML in JSON", html, json, 28},
    {"form in JSON", form, json, 12},
    {"\\u in JSON", json_unicode, json, 28},
    {"C in JSON", c_string, json, 20},
    {NULL, NULL, NULL, 0},
};

const char *spell_with(const spelling *s, const char *secret, ct_buf *out)
{
    ct_buf_clear(out);
    s->first(out, secret);
    if (s->then) {
        ct_buf inner = *out;
        *out = CT_BUF(CT_BUF_ANY);
        s->then(out, ct_buf_str(&inner));
        ct_buf_free(&inner);
    }
    return ct_buf_str(out);
}

bool spell_leaks(const char *text, size_t text_size, const char *part, size_t size)
{
    for (size_t i = 0; i + size <= strlen(part); i++)
        if (memmem(text, text_size, part + i, size))
            return true;
    return false;
}

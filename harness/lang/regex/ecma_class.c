/* Translates characters, escapes and [classes] of ECMA-262 patterns. */
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "lang/regex/ecma_internal.h"

static bool is_surrogate(uint32_t c)
{
    return c >= 0xD800 && c <= 0xDFFF;
}

void ct_ecma_add_char(ct_ecma *e, uint32_t c)
{
    bool const is_plain = c < 0x80 && ct_is_letter_or_digit((char)c);
    if (is_surrogate(c)) /* a valid escape that matches nothing: UTF-8 has no surrogates */
        ct_buf_text(&e->out, "(?:(?!))");
    else if (is_plain)
        ct_buf_char(&e->out, (char)c);
    else
        ct_buf_printf(&e->out, "\\x{%X}", c);
}

/* ------------------------------------------------------------------- escapes */

/* Reads exactly `count` hex digits. */
static bool read_hex(ct_ecma *e, int count, uint32_t *c)
{
    *c = 0;
    if (e->end - e->at < count)
        return false;
    for (int i = 0; i < count; i++) {
        int const value = ct_hex_value(e->at[i]);
        if (value < 0)
            return false;
        *c = *c * 16 + (uint32_t)value;
    }
    e->at += count;
    return true;
}

/* Reads a code point after "\u{", with its "}". */
static bool read_braced(ct_ecma *e, uint32_t *c)
{
    const char *const start = e->at;
    for (*c = 0; e->at < e->end && ct_hex_value(*e->at) >= 0 && *c <= 0x10FFFF; e->at++)
        *c = *c * 16 + (uint32_t)ct_hex_value(*e->at);
    return e->at > start && *c <= 0x10FFFF && ct_ecma_take(e, '}');
}

/* Reads what follows "\u": four digits, braces, or both halves of a surrogate pair. */
static bool read_unicode(ct_ecma *e, uint32_t *c)
{
    if (ct_ecma_take(e, '{'))
        return read_braced(e, c);
    if (!read_hex(e, 4, c))
        return false;
    const char *const behind = e->at;
    uint32_t low;
    if (*c >= 0xD800 && *c <= 0xDBFF && ct_ecma_take(e, '\\') && ct_ecma_take(e, 'u') &&
        read_hex(e, 4, &low) && low >= 0xDC00 && low <= 0xDFFF)
        *c = 0x10000 + ((*c - 0xD800) << 10) + (low - 0xDC00);
    else
        e->at = behind;
    return true;
}

bool ct_ecma_read_escape(ct_ecma *e, bool in_class, uint32_t *c)
{
    static const char letters[] = "tnvfr", values[] = "\t\n\v\f\r";
    const char *const start = e->at - 1;
    if (e->at == e->end)
        return ct_ecma_stop(e, start, "ends in a backslash");
    char const letter = *e->at++;
    const char *known = letter ? strchr(letters, letter) : NULL;
    *c = (unsigned char)letter;
    if (known)
        *c = (unsigned char)values[known - letters];
    else if (letter == 'b' && in_class)
        *c = '\b';
    else if (letter == '0' && (e->at == e->end || !ct_is_digit(*e->at)))
        *c = 0;
    else if (letter == 'c' && e->at < e->end && ((*e->at | 0x20) >= 'a' && (*e->at | 0x20) <= 'z'))
        *c = *e->at++ & 0x1F;
    else if (letter == 'x')
        return read_hex(e, 2, c) || ct_ecma_stop(e, start, "has '\\x' without two hex digits");
    else if (letter == 'u')
        return read_unicode(e, c) || ct_ecma_stop(e, start, "has '\\u' without a code point");
    else if (!letter || !strchr(in_class ? "^$\\.*+?()[]{}|/-" : "^$\\.*+?()[]{}|/", letter))
        return ct_ecma_stop(e, start, "has an escape that is not valid in ECMA-262");
    return true;
}

/* \s and \S: the WhiteSpace and LineTerminator characters of ECMA-262, and all others. */
static const char blanks[] =
    "\\x{9}-\\x{D}\\x{20}\\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}"
    "\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}";
static const char not_blanks[] =
    "\\x{0}-\\x{8}\\x{E}-\\x{1F}\\x{21}-\\x{9F}\\x{A1}-\\x{167F}\\x{1681}-\\x{1FFF}"
    "\\x{200B}-\\x{2027}\\x{202A}-\\x{202E}\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}"
    "\\x{3001}-\\x{FEFE}\\x{FF00}-\\x{10FFFF}";

bool ct_ecma_add_set(ct_ecma *e)
{
    if (e->at == e->end)
        return false;
    char const letter = *e->at;
    if (!letter || !strchr("dDwWsSpP", letter))
        return false;
    e->at++;
    if (letter == 'p' || letter == 'P')
        return ct_ecma_read_property(e, letter == 'P');
    if (letter == 's' || letter == 'S')
        ct_buf_text(&e->out, letter == 's' ? blanks : not_blanks);
    else
        ct_buf_printf(&e->out, "\\%c", letter); /* ASCII in ECMA-262 and in PCRE2 */
    return true;
}

/* ------------------------------------------------------------------- classes */

/* Reads a character of a class, or a set such as \d, which is appended at once. */
static bool read_class_atom(ct_ecma *e, bool *is_set, uint32_t *c)
{
    const char *const start = e->at;
    *is_set = false;
    if (!ct_ecma_take(e, '\\')) {
        int32_t const next = ct_utf8_next(&e->at, e->end);
        *c = (uint32_t)next;
        return next != CT_UTF8_INVALID || ct_ecma_stop(e, start, "has a byte that is not UTF-8");
    }
    *is_set = ct_ecma_add_set(e);
    if (*is_set)
        return true;
    return !e->error->what && ct_ecma_read_escape(e, true, c);
}

/* Appends a range without surrogates: PCRE2 rejects them, and UTF-8 has none. */
static void add_range(ct_ecma *e, uint32_t first, uint32_t last)
{
    if (is_surrogate(first))
        first = 0xE000;
    if (is_surrogate(last))
        last = 0xD7FF;
    if (first == last)
        ct_buf_printf(&e->out, "\\x{%X}", first);
    else if (first < last)
        ct_buf_printf(&e->out, "\\x{%X}-\\x{%X}", first, last);
}

static bool read_class_part(ct_ecma *e)
{
    const char *const start = e->at;
    bool is_set, ends_in_set;
    uint32_t first, last;
    if (!read_class_atom(e, &is_set, &first))
        return false;
    bool const is_range = e->end - e->at >= 2 && e->at[0] == '-' && e->at[1] != ']';
    if (!is_range) {
        if (!is_set)
            add_range(e, first, first);
        return true;
    }
    e->at++;
    if (!read_class_atom(e, &ends_in_set, &last))
        return false;
    if (is_set || ends_in_set)
        return ct_ecma_stop(e, start, "has a range from or to a set of characters");
    if (last < first)
        return ct_ecma_stop(e, start, "has a range whose end is before its start");
    add_range(e, first, last);
    return true;
}

bool ct_ecma_read_class(ct_ecma *e)
{
    const char *const start = e->at - 1;
    size_t const before = e->out.size;
    bool const is_negated = ct_ecma_take(e, '^');
    ct_buf_text(&e->out, is_negated ? "[^" : "[");
    size_t const inside = e->out.size;
    while (e->at < e->end && *e->at != ']')
        if (!read_class_part(e))
            return false;
    if (!ct_ecma_take(e, ']'))
        return ct_ecma_stop(e, start, "has a '[' without ']'");
    if (e->out.size > inside) {
        ct_buf_char(&e->out, ']');
        return true;
    }
    e->out.size = before; /* PCRE2 treats a "]" at the start of a class as a character */
    ct_buf_text(&e->out, is_negated ? "[\\x{0}-\\x{10FFFF}]" : "(?:(?!))");
    return true;
}

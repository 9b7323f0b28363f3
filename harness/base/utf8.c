#include "base/utf8.h"

#include <string.h>

static bool is_tail(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

int32_t ct_utf8_next(const char **at, const char *end)
{
    const unsigned char *s = (const unsigned char *)*at;
    size_t const left = (size_t)(end - *at);
    *at += 1;
    if (s[0] < 0x80)
        return s[0];
    if (s[0] >= 0xC2 && s[0] <= 0xDF && left >= 2 && is_tail(s[1])) {
        *at += 1;
        return (s[0] & 0x1F) << 6 | (s[1] & 0x3F);
    }
    if ((s[0] & 0xF0) == 0xE0 && left >= 3 && is_tail(s[1]) && is_tail(s[2])) {
        int32_t const c = (s[0] & 0x0F) << 12 | (s[1] & 0x3F) << 6 | (s[2] & 0x3F);
        if (c >= 0x800 && !(c >= 0xD800 && c <= 0xDFFF)) {
            *at += 2;
            return c;
        }
    }
    if ((s[0] & 0xF8) == 0xF0 && left >= 4 && is_tail(s[1]) && is_tail(s[2]) && is_tail(s[3])) {
        int32_t const c =
            (s[0] & 0x07) << 18 | (s[1] & 0x3F) << 12 | (s[2] & 0x3F) << 6 | (s[3] & 0x3F);
        if (c >= 0x10000 && c <= 0x10FFFF) {
            *at += 3;
            return c;
        }
    }
    return CT_UTF8_INVALID;
}

size_t ct_utf8_encode(uint32_t c, char out[4])
{
    size_t size;
    if (c < 0x80) {
        out[0] = (char)c;
        size = 1;
    } else if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        size = 2;
    } else if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        size = 3;
    } else {
        out[0] = (char)(0xF0 | c >> 18);
        size = 4;
    }
    for (size_t i = 1; i < size; i++)
        out[i] = (char)(0x80 | (c >> 6 * (size - 1 - i) & 0x3F));
    return size;
}

void ct_utf8_add(ct_buf *buf, uint32_t c)
{
    char out[4];
    size_t const size = ct_utf8_encode(c, out);
    ct_buf_add(buf, out, size);
}

size_t ct_utf8_ascii_size(const char *bytes, size_t size)
{
    size_t n = 0;
    for (uint64_t eight; n + sizeof eight <= size; n += sizeof eight) {
        memcpy(&eight, bytes + n, sizeof eight);
        if (eight & 0x8080808080808080u)
            break;
    }
    while (n < size && (unsigned char)bytes[n] < 0x80)
        n++;
    return n;
}

size_t ct_utf8_valid_size(const char *bytes, size_t size)
{
    const char *const end = bytes + size;
    const char *at = bytes + ct_utf8_ascii_size(bytes, size);
    while (at < end) {
        const char *const start = at;
        if (ct_utf8_next(&at, end) == CT_UTF8_INVALID)
            return (size_t)(start - bytes);
        at += ct_utf8_ascii_size(at, (size_t)(end - at));
    }
    return size;
}

size_t ct_utf8_length(const char *bytes, size_t size)
{
    const char *const end = bytes + size;
    size_t length = 0;
    for (const char *at = bytes; at < end; length++)
        ct_utf8_next(&at, end);
    return length;
}

size_t ct_utf8_cut(const char *bytes, size_t size, size_t limit)
{
    if (size <= limit)
        return size;
    size_t cut = limit;
    while (cut && limit - cut < 3 && is_tail((unsigned char)bytes[cut]))
        cut--;
    return is_tail((unsigned char)bytes[cut]) ? limit : cut;
}

bool ct_utf8_is_hidden(int32_t c)
{
    if (c >= 0x20 && c < 0x7F)
        return false; /* most of all there is */
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || c == 0x180E ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
           (c >= 0xE0000 && c <= 0xE007F) || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

static void show_hidden(ct_buf *buf, int32_t c)
{
    if (c == '\n')
        ct_buf_text(buf, "\\n");
    else if (c == '\t')
        ct_buf_text(buf, "\\t");
    else if (c == '\r')
        ct_buf_text(buf, "\\r");
    else if (c < 0x100)
        ct_buf_printf(buf, "\\x%02X", (unsigned)c);
    else
        ct_buf_printf(buf, "\\u{%04X}", (unsigned)c);
}

void ct_show_text(ct_buf *buf, const char *bytes, size_t size)
{
    const char *const end = bytes + size;
    const char *shown = bytes; /* up to here */
    for (const char *at = bytes; at < end;) {
        const char *const start = at;
        int32_t const c = ct_utf8_next(&at, end);
        if (c != CT_UTF8_INVALID && !ct_utf8_is_hidden(c))
            continue;
        ct_buf_add(buf, shown, (size_t)(start - shown));
        shown = at;
        if (c == CT_UTF8_INVALID)
            ct_buf_printf(buf, "\\x%02X", (unsigned)(unsigned char)*start);
        else
            show_hidden(buf, c);
    }
    ct_buf_add(buf, shown, (size_t)(end - shown));
}

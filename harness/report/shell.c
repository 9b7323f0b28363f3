#include "report/shell.h"

#include <string.h>

#include "base/utf8.h"
#include "model/redact/redact.h"

/* A '#' after another one: "##[" is a command to the log reader of a CI server. */
static bool is_second_mark(const char *bytes, const char *at)
{
    return at > bytes && *at == '#' && at[-1] == '#';
}

static bool is_plain_text(const char *bytes, size_t size)
{
    const char *const end = bytes + size;
    if (memmem(bytes, size, "##", 2))
        return false;
    for (const char *at = bytes; at < end;) {
        int32_t const c = ct_utf8_next(&at, end);
        if (c == CT_UTF8_INVALID || ct_utf8_is_hidden(c))
            return false;
    }
    return true;
}

static bool is_hidden_at(const char *at, const char *end, size_t *size)
{
    const char *next = at;
    int32_t const c = ct_utf8_next(&next, end);
    *size = (size_t)(next - at);
    return c == CT_UTF8_INVALID || ct_utf8_is_hidden(c);
}

/* $'...': the one form of quotes in which a control character can be written visibly. */
static void add_escaped(ct_buf *out, const char *bytes, size_t size)
{
    const char *const end = bytes + size;
    ct_buf_text(out, "$'");
    for (const char *at = bytes; at < end;) {
        size_t length;
        if (is_hidden_at(at, end, &length) || is_second_mark(bytes, at)) {
            for (size_t i = 0; i < length; i++)
                ct_buf_printf(out, "\\x%02X", (unsigned)(unsigned char)at[i]);
        } else {
            if (*at == '\'' || *at == '\\')
                ct_buf_char(out, '\\');
            ct_buf_add(out, at, length);
        }
        at += length;
    }
    ct_buf_char(out, '\'');
}

/* Needs no quotes. */
static bool is_bare(const char *bytes, size_t size)
{
    static const char bare[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:-";
    for (size_t i = 0; i < size; i++)
        if (!memchr(bare, bytes[i], sizeof bare - 1))
            return false;
    return size;
}

void ct_shell_word(ct_buf *out, const char *bytes, size_t size)
{
    if (is_bare(bytes, size)) {
        ct_buf_add(out, bytes, size);
        return;
    }
    if (!is_plain_text(bytes, size)) {
        add_escaped(out, bytes, size);
        return;
    }
    ct_buf_char(out, '\'');
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '\'')
            ct_buf_text(out, "'\\''");
        else
            ct_buf_char(out, bytes[i]);
    }
    ct_buf_char(out, '\'');
}

void ct_shell_masked(ct_buf *out, const char *bytes, size_t size, const char *variable)
{
    size_t const mask_size = strlen(CT_MASK);
    const char *const end = bytes + size;
    const char *mask;
    while ((mask = memmem(bytes, (size_t)(end - bytes), CT_MASK, mask_size))) {
        if (mask > bytes)
            ct_shell_word(out, bytes, (size_t)(mask - bytes));
        ct_buf_printf(out, "\"$%s\"", variable);
        bytes = mask + mask_size;
    }
    if (bytes < end || !size)
        ct_shell_word(out, bytes, (size_t)(end - bytes));
}

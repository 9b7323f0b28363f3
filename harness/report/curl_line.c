#include "report/curl_line.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "model/redact.h"

/* ---- Words of a shell ---- */

/* What is behind '#' and is another one: "##[" is a command to who reads the log of a CI server. */
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

static void add_quoted(ct_buf *out, const char *bytes, size_t size)
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

/* One word; the masks in it become the variable. */
static void add_word(ct_buf *out, const char *bytes, size_t size, const char *variable)
{
    size_t const mask_size = strlen(CT_MASK);
    const char *const end = bytes + size;
    const char *mask;
    while ((mask = memmem(bytes, (size_t)(end - bytes), CT_MASK, mask_size))) {
        if (mask > bytes)
            add_quoted(out, bytes, (size_t)(mask - bytes));
        ct_buf_printf(out, "\"$%s\"", variable);
        bytes = mask + mask_size;
    }
    if (bytes < end || !size)
        add_quoted(out, bytes, (size_t)(end - bytes));
}

/* ---- Parts of a request ---- */

/* "X-Auth-Token" is X_AUTH_TOKEN. */
static void name_variable(ct_buf *out, const char *name)
{
    for (; *name; name++) {
        bool const is_lower = *name >= 'a' && *name <= 'z';
        bool const is_kept = (*name >= 'A' && *name <= 'Z') || (*name >= '0' && *name <= '9');
        ct_buf_char(out, is_lower ? (char)(*name - 'a' + 'A') : is_kept ? *name : '_');
    }
}

static void add_header(ct_buf *out, const ct_header *header)
{
    ct_buf line = CT_BUF(CT_BUF_ANY), variable = CT_BUF(CT_BUF_ANY);
    name_variable(&variable, header->name);
    ct_buf_text(&line, header->name);
    if (header->value && *header->value)
        ct_buf_printf(&line, ": %s", header->value);
    else
        ct_buf_char(&line, ';'); /* with a colon alone curl would leave the header out */
    ct_buf_text(out, " -H ");
    add_word(out, line.bytes, line.size, ct_buf_str(&variable));
    ct_buf_free(&line);
    ct_buf_free(&variable);
}

static bool has_type(const ct_header *header)
{
    while (header && strcasecmp(header->name, "Content-Type"))
        header = header->next;
    return header;
}

static void add_headers(ct_buf *out, const ct_request *request)
{
    for (const ct_header *header = request->headers; header; header = header->next)
        add_header(out, header);
    /* curl would add a type of its own to a body that has none. */
    if (request->body.bytes && !has_type(request->headers))
        ct_buf_text(out, " -H 'Content-Type:'");
}

static void add_body(ct_buf *out, const ct_body *body, size_t limit)
{
    if (!body->bytes)
        return;
    bool const is_told =
        body->whole <= body->size && body->size <= limit && !memchr(body->bytes, '\0', body->size);
    if (!is_told) {
        ct_buf_text(out, " --data-binary @BODY");
        return;
    }
    ct_buf_text(out, " --data-raw ");
    add_word(out, body->bytes, body->size, "SECRET");
}

void ct_curl_line(ct_buf *out, const ct_request *request, size_t body_limit)
{
    /* -g and --path-as-is: the address is sent as it stands. */
    ct_buf_text(out, "curl -i -g --path-as-is");
    if (!strcmp(request->method, "HEAD")) {
        ct_buf_text(out, " --head");
    } else {
        ct_buf_text(out, " -X ");
        add_word(out, request->method, strlen(request->method), "SECRET");
    }
    ct_buf_char(out, ' ');
    add_word(out, request->url, strlen(request->url), "SECRET");
    add_headers(out, request);
    add_body(out, &request->body, body_limit);
}

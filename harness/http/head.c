#include "http/head.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/limits.h"

void ct_head_start(ct_head *head, ct_arena *arena)
{
    *head = (ct_head){.arena = arena};
    head->tail = &head->headers;
}

bool ct_head_fail(ct_head *head, const char *error)
{
    if (!head->error)
        head->error = error;
    return false;
}

bool ct_head_limit(ct_head *head, const char *error)
{
    head->is_limit = head->is_limit || !head->error;
    return ct_head_fail(head, error);
}

/* ---- The status line ---- */

/* "HTTP/1.1" or, from HTTP/2, "HTTP/2": the size of it, or 0. */
static size_t version_size(const char *line, size_t size)
{
    if (size > 8 && (!memcmp(line, "HTTP/1.1", 8) || !memcmp(line, "HTTP/1.0", 8)))
        return 8;
    return size > 6 && !memcmp(line, "HTTP/2 ", 7) ? 6 : 0;
}

/* libcurl believes a server that writes "HTTP/2" on a connection of HTTP/1, and then judges the
 * end of the body by the rules of HTTP/2. */
static bool check_version(ct_head *head, size_t version)
{
    if (version == 6 && !head->is_http2)
        return ct_head_fail(
            head,
            "the status line names HTTP/2, but the connection uses HTTP/1 (RFC 9112 section 2.3)");
    return version == 6 || !head->is_http2 ||
           ct_head_fail(head, "the status line is not one of HTTP/2, which was negotiated");
}

static bool read_status(ct_head *head, const char *line, size_t size)
{
    static const char error[] = "the status line is malformed (RFC 9112 section 4)";
    size_t const version = version_size(line, size);
    const char *code = line + version + 1;
    if (version && !check_version(head, version))
        return false;
    if (!version || size < version + 4 || line[version] != ' ' || !ct_is_digit(code[0]) ||
        !ct_is_digit(code[1]) || !ct_is_digit(code[2]))
        return ct_head_fail(head, error);
    const char *reason = code + 3;
    size_t const left = size - (size_t)(reason - line);
    if (left && *reason != ' ')
        return ct_head_fail(head, error);
    if (!left && version == 8)
        return ct_head_fail(
            head, "the status line lacks the space after the status (RFC 9112 section 4)");
    head->status = (unsigned)((code[0] - '0') * 100 + (code[1] - '0') * 10 + (code[2] - '0'));
    if (head->status < 100 || head->status > 599)
        return ct_head_fail(head, "the status is not between 100 and 599 (RFC 9110 section 15)");
    head->version = ct_arena_copy(head->arena, line + 5, version - 5);
    head->reason = ct_arena_copy(head->arena, reason + (left > 0), left ? left - 1 : 0);
    head->headers = head->last = NULL;
    head->tail = &head->headers;
    head->state = CT_HEAD_FIELDS;
    return true;
}

/* ---- Fields ---- */

/* RFC 9110 section 5.6.2. */
static bool is_token_char(char c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-')
        return true; /* what most names are made of */
    return c && strchr("!#$%&'*+.^_`|~0123456789", c);
}

size_t ct_token_size(const char *line, size_t size)
{
    size_t n = 0;
    while (n < size && is_token_char(line[n]))
        n++;
    return n;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static const char *trimmed(const char *text, size_t *size)
{
    while (*size && is_blank(text[*size - 1]))
        --*size;
    while (*size && is_blank(*text)) {
        text++;
        --*size;
    }
    return text;
}

/* The last field's value in a place of that many bytes; twice as many, so that a value which comes
 * in thousands of lines is copied a few times only. */
static char *value_with_room(ct_head *head, size_t needed)
{
    if (needed <= head->value_room)
        return (char *)head->last->value;
    head->value_room = 2 * needed;
    char *value = ct_arena_alloc(head->arena, head->value_room);
    head->last->value = memcpy(value, head->last->value, head->value_size);
    return value;
}

/* obs-fold (RFC 9112 section 5.2): the line continues the one before; a space replaces the fold. */
static bool read_fold(ct_head *head, const char *line, size_t size)
{
    if (!head->last)
        return ct_head_fail(head, "white space before the first field (RFC 9112 section 2.2)");
    const char *rest = trimmed(line, &size);
    size_t const blank = size && head->value_size ? 1 : 0;
    char *value = value_with_room(head, head->value_size + blank + size + 1);
    if (blank)
        value[head->value_size] = ' ';
    memcpy(value + head->value_size + blank, rest, size);
    head->value_size += blank + size;
    value[head->value_size] = '\0';
    return true;
}

/* Fields that define the end of the message must precede its body. */
static bool check_trailer(ct_head *head, const ct_header *trailer)
{
    if (!strcasecmp(trailer->name, "Content-Length"))
        return ct_head_fail(head, "Content-Length in a trailer (RFC 9110 section 6.5.1)");
    if (!strcasecmp(trailer->name, "Transfer-Encoding"))
        return ct_head_fail(head, "Transfer-Encoding in a trailer (RFC 9110 section 6.5.1)");
    return true;
}

/* libcurl writes ": " itself, and has nghttp2 let through what is around the value. */
static bool check_padding(ct_head *head, const char *rest, size_t size)
{
    bool const is_padded = size > 1 && (is_blank(rest[1]) || is_blank(rest[size - 1]));
    return !head->is_http2 || !is_padded ||
           ct_head_fail(head, "white space at the start or end of a field value (RFC 9113 section "
                              "8.2.1)");
}

static bool read_field(ct_head *head, const char *line, size_t size)
{
    size_t const name = ct_token_size(line, size);
    if (!name || name == size || line[name] != ':') {
        bool const has_blank = name && name < size && is_blank(line[name]);
        return ct_head_fail(
            head, has_blank ? "white space before the colon of a field (RFC 9112 section 5.1)"
                            : "field without a valid name (RFC 9112 section 5)");
    }
    size_t value_size = size - name - 1;
    if (!check_padding(head, line + name + 1, value_size))
        return false;
    const char *value = trimmed(line + name + 1, &value_size);
    ct_header *header = ct_new(head->arena, ct_header);
    header->name = ct_arena_copy(head->arena, line, name);
    header->value = ct_arena_copy(head->arena, value, value_size);
    *head->tail = header;
    head->tail = &header->next;
    head->last = header;
    head->value_size = value_size;
    head->value_room = value_size + 1;
    return head->state != CT_HEAD_DONE || check_trailer(head, header);
}

/* ---- The length of the body ---- */

enum { LENGTH_DIGITS = 18 }; /* more does not fit in 64 bits with a sign */

/* Reads one value of a Content-Length list. Returns false if it is not a number, or differs from
 * the one before. */
static bool same_length(ct_head *head, const char *text, size_t size, const char **known,
                        size_t *known_size)
{
    text = trimmed(text, &size);
    while (size > 1 && *text == '0') {
        text++;
        size--;
    }
    for (size_t i = 0; i < size; i++)
        if (!ct_is_digit(text[i]))
            return false;
    if (size > LENGTH_DIGITS)
        return ct_head_limit(head, "Content-Length is too large (RFC 9110 section 8.6)");
    if (!size || (*known && (size != *known_size || memcmp(*known, text, size))))
        return false;
    *known = text;
    *known_size = size;
    return true;
}

static bool check_lengths(ct_head *head)
{
    const char *known = NULL;
    size_t known_size = 0;
    head->has_length = false;
    for (const ct_header *h = head->headers; h; h = h->next) {
        if (strcasecmp(h->name, "Content-Length"))
            continue;
        head->has_length = true;
        for (const char *at = h->value;; at++) {
            size_t const size = strcspn(at, ",");
            if (!same_length(head, at, size, &known, &known_size))
                return ct_head_fail(head, "Content-Length is not a number, or has different values "
                                          "(RFC 9112 section 6.3)");
            at += size;
            if (!*at)
                break;
        }
    }
    return true;
}

static bool check_codings(ct_head *head)
{
    unsigned count = 0;
    for (const ct_header *h = head->headers; h; h = h->next) {
        if (strcasecmp(h->name, "Transfer-Encoding"))
            continue;
        if (++count > 1 || strcasecmp(h->value, "chunked"))
            return ct_head_fail(head,
                                "Transfer-Encoding must be 'chunked', once (RFC 9112 section 6.1)");
    }
    if (count && head->has_length)
        return ct_head_fail(head,
                            "Transfer-Encoding and Content-Length together (RFC 9112 section 6.3)");
    if (count && !strcmp(head->version, "1.0"))
        return ct_head_fail(head, "Transfer-Encoding in HTTP/1.0 (RFC 9112 section 6.1)");
    head->is_chunked = count;
    return true;
}

/* Of a response that never has a body. */
static bool check_no_framing(ct_head *head)
{
    if (ct_header_find(head->headers, "Content-Length"))
        return ct_head_fail(head, "Content-Length in a 1xx or 204 response (RFC 9110 section 8.6)");
    return !ct_header_find(head->headers, "Transfer-Encoding") ||
           ct_head_fail(head, "Transfer-Encoding in a 1xx or 204 response (RFC 9112 section 6.1)");
}

static bool check_framing(ct_head *head)
{
    if (head->status < 200 || head->status == 204)
        return check_no_framing(head);
    return check_lengths(head) && check_codings(head);
}

/* ---- Lines ---- */

static bool end_block(ct_head *head)
{
    if (head->status == 101)
        return ct_head_fail(
            head,
            "the response switches protocols, which was not requested (RFC 9110 section 15.2.2)");
    if (!check_framing(head))
        return false;
    if (head->status >= 200) {
        head->state = CT_HEAD_DONE;
        head->last = NULL;
        head->tail = &head->trailers;
        return true;
    }
    head->state = CT_HEAD_STATUS;
    return ++head->interim <= CT_LIMIT_INTERIM || ct_head_limit(head, "too many interim responses");
}

/* Whatever a line is: these are nowhere in it. */
static bool check_characters(ct_head *head, const char *line, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char const c = (unsigned char)line[i];
        if (c == '\r')
            return ct_head_fail(head, "CR inside a header line (RFC 9112 section 2.2)");
        if (!c)
            return ct_head_fail(head, "NUL in a header line (RFC 9110 section 5.5)");
        if ((c < ' ' && c != '\t') || c == 0x7F)
            return ct_head_fail(head, "control character in a header line (RFC 9110 section 5.5)");
    }
    return true;
}

bool ct_head_line(ct_head *head, const char *line, size_t size)
{
    head->size += size;
    if (head->size > CT_LIMIT_HEADERS)
        return ct_head_limit(head, "the header section is too large");
    if (head->error)
        return false;
    if (!size || line[size - 1] != '\n')
        return ct_head_fail(head, "a header line is incomplete (RFC 9112 section 2.2)");
    size--;
    if (size && line[size - 1] == '\r')
        size--;
    if (!check_characters(head, line, size))
        return false;
    if (head->state == CT_HEAD_STATUS)
        return read_status(head, line, size);
    if (!size)
        return head->state == CT_HEAD_DONE || end_block(head);
    return is_blank(*line) ? read_fold(head, line, size) : read_field(head, line, size);
}

bool ct_head_finish(ct_head *head)
{
    return !head->error &&
           (head->state == CT_HEAD_DONE ||
            ct_head_fail(head,
                         "the response head ends before its empty line (RFC 9112 section 2.1)"));
}

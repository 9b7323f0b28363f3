#include "run/head.h"

#include <string.h>
#include <strings.h>

#include "base/limits.h"

void ct_head_start(ct_head *head, ct_arena *arena)
{
    *head = (ct_head){.arena = arena};
    head->tail = &head->headers;
}

static bool fail(ct_head *head, const char *trouble)
{
    if (!head->trouble)
        head->trouble = trouble;
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- The status line ---- */

/* "HTTP/1.1" or, from HTTP/2, "HTTP/2": the size of it, or 0. */
static size_t version_size(const char *line, size_t size)
{
    if (size > 8 && (!memcmp(line, "HTTP/1.1", 8) || !memcmp(line, "HTTP/1.0", 8)))
        return 8;
    return size > 6 && !memcmp(line, "HTTP/2 ", 7) ? 6 : 0;
}

static bool read_status(ct_head *head, const char *line, size_t size)
{
    static const char trouble[] = "the status line is malformed (RFC 9112 section 4)";
    size_t const version = version_size(line, size);
    const char *code = line + version + 1;
    if (!version || size < version + 4 || line[version] != ' ' || !is_digit(code[0]) ||
        !is_digit(code[1]) || !is_digit(code[2]))
        return fail(head, trouble);
    const char *reason = code + 3;
    size_t const left = size - (size_t)(reason - line);
    if (left && *reason != ' ')
        return fail(head, trouble);
    if (!left && version == 8)
        return fail(head, "the status line ends without the blank behind the status (RFC 9112 "
                          "section 4)");
    head->status = (unsigned)((code[0] - '0') * 100 + (code[1] - '0') * 10 + (code[2] - '0'));
    if (head->status < 100 || head->status > 599)
        return fail(head, "the status is not between 100 and 599 (RFC 9110 section 15)");
    head->version = ct_arena_copy(head->arena, line + 5, version - 5);
    head->reason = ct_arena_copy(head->arena, reason + (left > 0), left ? left - 1 : 0);
    head->headers = head->last = NULL;
    head->tail = &head->headers;
    head->state = CT_HEAD_FIELDS;
    return true;
}

/* ---- Fields ---- */

static size_t name_size(const char *line, size_t size)
{
    static const char token[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t n = 0;
    while (n < size && line[n] && strchr(token, line[n]))
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

/* obs-fold: the line belongs to the one before, a blank stands for the fold. */
static bool read_fold(ct_head *head, const char *line, size_t size)
{
    if (!head->last)
        return fail(head, "a blank in front of the first field (RFC 9112 section 2.2)");
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

static bool read_field(ct_head *head, const char *line, size_t size)
{
    size_t const name = name_size(line, size);
    if (!name || name == size || line[name] != ':') {
        bool const has_blank = name && name < size && is_blank(line[name]);
        return fail(head, has_blank ? "a blank in front of a field's colon (RFC 9112 section 5.1)"
                                    : "a field without a valid name (RFC 9112 section 5)");
    }
    size_t value_size = size - name - 1;
    const char *value = trimmed(line + name + 1, &value_size);
    ct_header *header = ct_new(head->arena, ct_header);
    header->name = ct_arena_copy(head->arena, line, name);
    header->value = ct_arena_copy(head->arena, value, value_size);
    *head->tail = header;
    head->tail = &header->next;
    head->last = header;
    head->value_size = value_size;
    head->value_room = value_size + 1;
    return true;
}

static bool end_block(ct_head *head)
{
    if (head->status == 101)
        return fail(head, "the answer switches protocols, and nobody asked (RFC 9110 section "
                          "15.2.2)");
    if (head->status >= 200) {
        head->state = CT_HEAD_DONE;
        return true;
    }
    head->state = CT_HEAD_STATUS;
    if (++head->interim <= CT_LIMIT_INTERIM)
        return true;
    head->is_limit = true;
    return fail(head, "more interim answers than we read");
}

bool ct_head_line(ct_head *head, const char *line, size_t size)
{
    head->size += size;
    if (head->size > CT_LIMIT_HEADERS) {
        head->is_limit = true;
        return fail(head, "the header lines are larger than we read");
    }
    if (head->trouble)
        return false;
    if (!size || line[size - 1] != '\n')
        return fail(head, "a header line breaks off (RFC 9112 section 2.2)");
    size--;
    if (size && line[size - 1] == '\r')
        size--;
    if (memchr(line, '\r', size))
        return fail(head, "a CR inside a header line (RFC 9112 section 2.2)");
    if (memchr(line, '\0', size))
        return fail(head, "a NUL in a header line (RFC 9110 section 5.5)");
    if (head->state == CT_HEAD_STATUS)
        return read_status(head, line, size);
    if (!size)
        return head->state == CT_HEAD_DONE || end_block(head);
    return is_blank(*line) ? read_fold(head, line, size) : read_field(head, line, size);
}

/* ---- The length of the body ---- */

/* One member of a Content-Length list; false when it is no number, or another than before. */
static bool same_length(const char *text, size_t size, const char **known, size_t *known_size)
{
    text = trimmed(text, &size);
    while (size > 1 && *text == '0') {
        text++;
        size--;
    }
    for (size_t i = 0; i < size; i++)
        if (!is_digit(text[i]))
            return false;
    if (!size || (*known && (size != *known_size || memcmp(*known, text, size))))
        return false;
    *known = text;
    *known_size = size;
    return true;
}

static bool check_lengths(ct_head *head, bool *has_length)
{
    const char *known = NULL;
    size_t known_size = 0;
    *has_length = false;
    for (const ct_header *h = head->headers; h; h = h->next) {
        if (strcasecmp(h->name, "Content-Length"))
            continue;
        *has_length = true;
        for (const char *at = h->value;; at++) {
            size_t const size = strcspn(at, ",");
            if (!same_length(at, size, &known, &known_size))
                return fail(head, "Content-Length is no number, or says two things (RFC 9112 "
                                  "section 6.3)");
            at += size;
            if (!*at)
                break;
        }
    }
    return true;
}

static bool check_codings(ct_head *head, bool has_length)
{
    unsigned count = 0;
    for (const ct_header *h = head->headers; h; h = h->next) {
        if (strcasecmp(h->name, "Transfer-Encoding"))
            continue;
        if (++count > 1 || strcasecmp(h->value, "chunked"))
            return fail(head, "Transfer-Encoding is something else than 'chunked' once (RFC 9112 "
                              "section 6.1)");
    }
    if (count && has_length)
        return fail(head, "Transfer-Encoding and Content-Length together (RFC 9112 section 6.3)");
    if (count && !strcmp(head->version, "1.0"))
        return fail(head, "Transfer-Encoding in HTTP/1.0 (RFC 9112 section 6.1)");
    return true;
}

bool ct_head_finish(ct_head *head)
{
    bool has_length;
    if (head->trouble)
        return false;
    if (head->state != CT_HEAD_DONE)
        return fail(head,
                    "the answer's head breaks off before its blank line (RFC 9112 section 2.1)");
    return check_lengths(head, &has_length) && check_codings(head, has_length);
}

#include "http/chunks.h"

#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"

void ct_chunks_start(ct_chunks *c)
{
    ct_buf_clear(&c->line);
    c->state = CT_CHUNK_SIZE;
    c->left = 0;
}

static bool malformed(ct_head *head)
{
    return ct_head_fail(head, "malformed chunk in the response (RFC 9112 section 7.1)");
}

/* ---- The size line: 1*HEXDIG *( BWS ";" BWS token [ BWS "=" BWS ( token / quoted ) ] ) ---- */

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t");
}

/* Returns the end of a quoted string, or NULL if it is not one. */
static const char *skip_quoted(const char *at)
{
    for (at++; *at && *at != '"'; at++)
        if (*at == '\\' && !*++at)
            return NULL;
    return *at ? at + 1 : NULL;
}

static const char *skip_value(const char *at)
{
    if (*at == '"')
        return skip_quoted(at);
    size_t const size = ct_token_size(at, strlen(at));
    return size ? at + size : NULL;
}

/* Returns the end of an extension, or NULL if it is not one. */
static const char *skip_extension(const char *at)
{
    at = skip_blanks(at);
    if (*at != ';')
        return NULL;
    at = skip_blanks(at + 1);
    size_t const name = ct_token_size(at, strlen(at));
    if (!name)
        return NULL;
    at += name;
    const char *sign = skip_blanks(at);
    return *sign == '=' ? skip_value(skip_blanks(sign + 1)) : at;
}

static bool read_size(ct_chunks *c, const char *line, ct_head *head)
{
    const char *at = line;
    c->left = 0;
    for (int digit; (digit = ct_hex_value(*at)) >= 0; at++) {
        if (c->left >> 60)
            return malformed(head); /* beyond 64 bits */
        c->left = c->left << 4 | (unsigned)digit;
    }
    if (at == line)
        return malformed(head);
    while (at && *at)
        at = skip_extension(at);
    c->state = c->left ? CT_CHUNK_DATA : CT_CHUNK_TRAILERS;
    return at || malformed(head);
}

/* ---- Lines ---- */

/* Reads a size line, or the empty line after the data. */
static bool read_own_line(ct_chunks *c, ct_head *head)
{
    char *line = c->line.bytes;
    size_t const size = c->line.size;
    if (size < 2 || line[size - 2] != '\r' || memchr(line, '\0', size))
        return malformed(head);
    line[size - 2] = '\0';
    if (c->state == CT_CHUNK_SIZE)
        return !memchr(line, '\r', size - 2) ? read_size(c, line, head) : malformed(head);
    c->state = CT_CHUNK_SIZE;
    return size == 2 || malformed(head);
}

static bool is_blank_line(const ct_buf *line)
{
    return line->size == 1 || (line->size == 2 && line->bytes[0] == '\r');
}

static bool end_line(ct_chunks *c, ct_head *head)
{
    bool ok = true;
    if (c->state != CT_CHUNK_TRAILERS)
        ok = read_own_line(c, head);
    else if (is_blank_line(&c->line))
        c->state = CT_CHUNK_DONE;
    else
        ok = ct_head_line(head, c->line.bytes, c->line.size);
    ct_buf_clear(&c->line);
    return ok;
}

static bool is_line_too_long(const ct_chunks *c)
{
    return c->state != CT_CHUNK_TRAILERS && c->line.size > CT_LIMIT_CHUNK_LINE;
}

/* Reads as much of a line as has arrived. Returns the number of bytes, 0 for an error. */
static size_t take_line(ct_chunks *c, const char *bytes, size_t size, ct_head *head)
{
    const char *end = memchr(bytes, '\n', size);
    size_t const count = end ? (size_t)(end - bytes) + 1 : size;
    /* Two bytes follow the data: an error is reported without waiting for the end of a line. */
    if (c->state == CT_CHUNK_DATA_END && *bytes != (c->line.size ? '\n' : '\r'))
        return malformed(head);
    if (!ct_buf_add(&c->line, bytes, count) || is_line_too_long(c))
        return ct_head_limit(head, c->state == CT_CHUNK_TRAILERS
                                       ? "the header section is too large"
                                       : "the size line of a chunk is too long");
    return !end || end_line(c, head) ? count : 0;
}

static size_t take_data(ct_chunks *c, const char *bytes, size_t size, ct_buf *body)
{
    size_t const count = c->left < size ? (size_t)c->left : size;
    if (!ct_buf_add(body, bytes, count))
        return 0;
    c->left -= count;
    if (!c->left)
        c->state = CT_CHUNK_DATA_END;
    return count;
}

bool ct_chunks_read(ct_chunks *c, const char *bytes, size_t size, ct_head *head, ct_buf *body)
{
    while (size && c->state != CT_CHUNK_DONE) {
        size_t const taken = c->state == CT_CHUNK_DATA ? take_data(c, bytes, size, body)
                                                       : take_line(c, bytes, size, head);
        if (!taken)
            return false;
        bytes += taken;
        size -= taken;
    }
    return true;
}

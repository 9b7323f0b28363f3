#include "report/transcript.h"
#include "report/print_text.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "lang/json/json.h"
#include "report/print_text.h"
#include "report/style.h"

enum {
    LINES_MAX = 200,   /* of one body */
    LINE_LIMIT = 400,  /* bytes of one line */
    BINARY_SHOWN = 32, /* bytes of a binary body */
    INDENT_MAX = 20    /* levels that are indented further */
};

/* ---- JSON ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && is_blank(*at))
        at++;
    return at;
}

/* After the closing quote. */
static const char *text_end(const char *at, const char *end)
{
    for (at++; at < end && *at != '"'; at++)
        if (*at == '\\' && at + 1 < end)
            at++;
    return at < end ? at + 1 : end;
}

static void new_line(ct_buf *out, unsigned depth)
{
    ct_buf_printf(out, "\n%*s", 2 * (int)(depth < INDENT_MAX ? depth : INDENT_MAX), "");
}

void ct_transcript_indent(ct_buf *out, const char *json, size_t size)
{
    const char *const end = json + size;
    unsigned depth = 0;
    for (const char *at = skip_blanks(json, end); at < end; at = skip_blanks(at, end)) {
        char const c = *at;
        if (c == '"') {
            const char *after = text_end(at, end);
            ct_buf_add(out, at, (size_t)(after - at));
            at = after;
            continue;
        }
        const char *next = skip_blanks(at + 1, end);
        bool const opens = c == '{' || c == '[', closes = c == '}' || c == ']';
        bool const is_empty = opens && next < end && (*next == '}' || *next == ']');
        if (closes && depth && out->size && !strchr("{[", out->bytes[out->size - 1]))
            new_line(out, depth - 1);
        depth = closes && depth ? depth - 1 : depth + opens;
        ct_buf_char(out, c);
        if ((opens && !is_empty) || c == ',')
            new_line(out, depth);
        else if (c == ':')
            ct_buf_char(out, ' ');
        at++;
    }
}

/* Only JSON may be indented. A truncated body cannot be parsed, so that its media type decides. */
static bool is_json(const ct_body *body, const ct_header *headers)
{
    const ct_header *type = ct_header_find(headers, "Content-Type");
    if (body->whole > body->size)
        return type && type->value && strcasestr(type->value, "json");
    ct_arena *scratch = ct_arena_new();
    ct_json_error error;
    bool const is_read = ct_json_read(scratch, body->bytes, body->size, &error);
    ct_arena_free(scratch);
    return is_read;
}

/* ---- Bodies ---- */

/* A body may be cut within a character. */
static bool is_text(const ct_body *body)
{
    enum { CHARACTER_MAX = 4 };
    size_t const valid = ct_utf8_valid_size(body->bytes, body->size);
    bool const is_cut = body->whole > body->size;
    return !memchr(body->bytes, '\0', body->size) &&
           (valid == body->size || (is_cut && body->size - valid < CHARACTER_MAX));
}

static void begin_line(ct_buf *out, const char *mark, const ct_print_options *how)
{
    ct_buf_text(out, how->margin);
    ct_style(out, CT_ROLE_ASIDE, how->has_color, mark);
    ct_buf_char(out, ' ');
}

static void add_line(ct_buf *out, const char *mark, const char *line, size_t size,
                     const ct_print_options *how)
{
    ct_arena *scratch = ct_arena_new();
    begin_line(out, mark, how);
    if (size && line[size - 1] == '\r')
        size--; /* a line break of its own kind */
    size_t const shown = size < 2 * LINE_LIMIT ? size : 2 * LINE_LIMIT;
    ct_print_text(out, ct_arena_copy(scratch, line, shown), LINE_LIMIT);
    ct_buf_char(out, '\n');
    ct_arena_free(scratch);
}

static void add_note(ct_buf *out, const char *mark, const char *note, const ct_print_options *how)
{
    begin_line(out, mark, how);
    ct_style(out, CT_ROLE_ASIDE, how->has_color, note);
    ct_buf_char(out, '\n');
}

static void add_lines(ct_buf *out, const char *mark, const char *text, size_t size,
                      const ct_print_options *how)
{
    const char *const end = text + size;
    unsigned lines = 0;
    for (const char *at = text; at < end; lines++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        const char *const line_end = stop ? stop : end;
        if (lines < LINES_MAX)
            add_line(out, mark, at, (size_t)(line_end - at), how);
        at = stop ? stop + 1 : end;
    }
    char note[48];
    snprintf(note, sizeof note, "(%u more lines)", lines - LINES_MAX);
    if (lines > LINES_MAX)
        add_note(out, mark, note, how);
}

static void add_binary(ct_buf *out, const char *mark, const ct_body *body,
                       const ct_print_options *how)
{
    begin_line(out, mark, how);
    ct_buf_text(out, "(binary, ");
    ct_print_size(out, body->whole);
    ct_buf_char(out, ':');
    for (size_t i = 0; i < body->size && i < BINARY_SHOWN; i++)
        ct_buf_printf(out, " %02x", (unsigned)(unsigned char)body->bytes[i]);
    ct_buf_text(out, body->whole > BINARY_SHOWN ? " ...)\n" : ")\n");
}

static void add_body(ct_buf *out, const char *mark, const ct_body *body, const ct_header *headers,
                     const ct_print_options *how)
{
    ct_buf indented = CT_BUF(CT_BUF_ANY);
    if (!body->bytes || !body->size)
        return;
    ct_buf_printf(out, "%s", how->margin);
    ct_style(out, CT_ROLE_ASIDE, how->has_color, mark);
    ct_buf_char(out, '\n');
    if (!is_text(body)) {
        add_binary(out, mark, body, how);
        return;
    }
    if (is_json(body, headers))
        ct_transcript_indent(&indented, body->bytes, body->size);
    if (indented.size)
        add_lines(out, mark, indented.bytes, indented.size, how);
    else
        add_lines(out, mark, body->bytes, body->size, how);
    ct_buf_free(&indented);
    if (body->whole <= body->size)
        return;
    ct_buf note = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&note, "(truncated: ");
    ct_print_size(&note, body->whole);
    ct_buf_text(&note, " in total)");
    add_note(out, mark, ct_buf_str(&note), how);
    ct_buf_free(&note);
}

/* ---- Requests and responses ---- */

static void add_headers(ct_buf *out, const char *mark, const ct_header *header,
                        const ct_print_options *how)
{
    for (; header; header = header->next) {
        begin_line(out, mark, how);
        ct_print_text(out, header->name, LINE_LIMIT);
        ct_buf_text(out, ": ");
        ct_print_text(out, header->value ? header->value : "", LINE_LIMIT);
        ct_buf_char(out, '\n');
    }
}

static void add_request(ct_buf *out, const ct_request *request, const ct_print_options *how)
{
    begin_line(out, ">", how);
    ct_style_begin(out, CT_ROLE_PLACE, how->has_color);
    ct_print_text(out, request->method, LINE_LIMIT);
    ct_buf_char(out, ' ');
    ct_print_text(out, request->url, 2 * LINE_LIMIT);
    ct_style_end(out, CT_ROLE_PLACE, how->has_color);
    ct_buf_char(out, '\n');
    add_headers(out, ">", request->headers, how);
    add_body(out, ">", &request->body, request->headers, how);
}

static void add_response(ct_buf *out, const ct_exchange *exchange, const ct_print_options *how)
{
    const ct_response *response = exchange->response;
    begin_line(out, "<", how);
    ct_style_begin(out, CT_ROLE_PLACE, how->has_color);
    ct_buf_text(out, "HTTP/");
    ct_print_text(out, response->version ? response->version : "?", LINE_LIMIT);
    ct_buf_printf(out, " %u ", response->status);
    ct_print_text(out, response->reason ? response->reason : "", LINE_LIMIT);
    ct_style_end(out, CT_ROLE_PLACE, how->has_color);
    ct_buf_text(out, "  (");
    ct_print_duration(out, exchange->elapsed_us);
    ct_buf_text(out, ")\n");
    add_headers(out, "<", response->headers, how);
    add_body(out, "<", &response->body, response->headers, how);
    if (response->trailers)
        add_note(out, "<", "(trailers)", how);
    add_headers(out, "<", response->trailers, how);
}

static void add_silence(ct_buf *out, ct_failure failure, const ct_print_options *how)
{
    char note[48] = "(no response)";
    if (failure != CT_FAILURE_NONE && failure != CT_FAILURE_OTHER)
        snprintf(note, sizeof note, "(no response: %s)", ct_failure_name(failure));
    add_note(out, "<", note, how);
}

static void add_heading(ct_buf *out, const ct_step_result *step, unsigned ordinal,
                        const ct_print_options *how)
{
    ct_buf name = CT_BUF(CT_BUF_ANY);
    ct_print_step_name(&name, step, ordinal);
    if (step->attempts > 1)
        ct_buf_printf(&name, ", the last of %u attempts", step->attempts);
    if (name.size > 2)
        ct_buf_printf(out, "%s%s\n", how->margin, name.bytes + 2);
    ct_buf_free(&name);
}

void ct_transcript(ct_buf *out, const ct_step_result *step, unsigned ordinal,
                   const ct_print_options *how)
{
    const ct_exchange *exchange = step->exchange;
    if (!exchange)
        return;
    add_heading(out, step, ordinal, how);
    add_request(out, exchange->request, how);
    if (exchange->response)
        add_response(out, exchange, how);
    else
        add_silence(out, exchange->failure, how);
}

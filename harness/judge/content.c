#include "judge/content.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

bool ct_status_excludes_content(unsigned status)
{
    return status < 200 || status == 204 || status == 304;
}

/* A response to HEAD may leave these out, and one without content has no use for them (RFC 9110
 * sections 8.3 to 8.6, 9.3.2 and 15.4.5). */
static bool describes_content(const char *header)
{
    static const char *const names[] = {"Content-Type", "Content-Encoding", "Content-Language",
                                        "Content-Length"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcasecmp(header, names[i]))
            return true;
    return false;
}

static bool is_any_about_content(const ct_alternative *alternatives)
{
    for (; alternatives; alternatives = alternatives->next)
        for (const ct_expect *e = alternatives->expects; e; e = e->next)
            if (ct_expect_is_about_content(e))
                return true;
    return false;
}

bool ct_expect_is_about_content(const ct_expect *expect)
{
    switch (expect->subject) {
    case CT_SUBJECT_JSON:
    case CT_SUBJECT_PATH:
    case CT_SUBJECT_TEXT:
    case CT_SUBJECT_BYTES:
        return true;
    case CT_SUBJECT_HEADER:
        return describes_content(expect->name);
    case CT_SUBJECT_ONE_OF:
        return is_any_about_content(expect->alternatives);
    default:
        return false;
    }
}

const ct_response_row *ct_row_of_status(const ct_operation *operation, unsigned status)
{
    const ct_response_row *best = NULL;
    for (const ct_response_row *row = operation->responses; row; row = row->next)
        if (status >= row->low && status <= row->high && (!best || row->low == row->high))
            best = row;
    return best;
}

bool ct_row_covers_content(const ct_response_row *row, const ct_operation *operation,
                           const ct_exchange *exchange)
{
    const ct_response *response = exchange->response;
    bool const is_head = exchange->request && !strcmp(exchange->request->method, "HEAD");
    /* 205 must not have content either (section 15.3.6), but unlike the others it can. */
    bool const is_empty = ct_status_excludes_content(response->status) ||
                          (response->status == 205 && !response->body.size);
    if (is_head && strcmp(operation->plan->method, "HEAD") != 0)
        return false;
    return !is_empty || row->low == row->high;
}

/* ---- Media types ---- */

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t");
}

/* Returns the end of a parameter's value, which may be a quoted string. */
static const char *read_value(const char *at, ct_media_parameter *p)
{
    bool const is_quoted = *at == '"';
    p->value = at + is_quoted;
    if (is_quoted)
        for (at++; *at && *at != '"'; at++)
            at += *at == '\\' && at[1];
    else
        at += strcspn(at, "; \t");
    p->value_size = (size_t)(at - p->value);
    return at;
}

bool ct_media_parameter_next(const char **at, ct_media_parameter *parameter)
{
    const char *name = *at + strcspn(*at, ";");
    if (!*name)
        return false;
    name = skip_blanks(name + 1);
    *parameter = (ct_media_parameter){.name = name, .name_size = strcspn(name, "=; \t")};
    const char *rest = skip_blanks(name + parameter->name_size);
    *at = *rest == '=' ? read_value(skip_blanks(rest + 1), parameter) : rest;
    return true;
}

/* ---- Bodies that cannot be read ---- */

/* UTF-8 and what is a part of it. */
static bool is_utf8(const ct_media_parameter *charset)
{
    static const char *const names[] = {"utf-8", "utf8", "us-ascii", "ascii"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == charset->value_size &&
            !strncasecmp(names[i], charset->value, charset->value_size))
            return true;
    return false;
}

static bool find_other_charset(const ct_response *response, ct_media_parameter *charset)
{
    const ct_header *type = ct_header_find(response->headers, "Content-Type");
    const char *at = type ? type->value : "";
    while (ct_media_parameter_next(&at, charset))
        if (charset->name_size == 7 && !strncasecmp(charset->name, "charset", 7))
            return charset->value_size && !is_utf8(charset);
    return false;
}

static const char *what_it_starts_like(const ct_body *body)
{
    static const struct {
        const char *start, *what;
        size_t size;
    } rows[] = {
        {"\x1F\x8B", "the body starts like gzip data, but there is no Content-Encoding", 2},
        {"\xFF\xFE", "the body starts like UTF-16, and only UTF-8 is supported", 2},
        {"\xFE\xFF", "the body starts like UTF-16, and only UTF-8 is supported", 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (body->size >= rows[i].size && !memcmp(body->bytes, rows[i].start, rows[i].size))
            return rows[i].what;
    return NULL;
}

const char *ct_content_why_unreadable(const ct_response *response, const ct_redactor *redactor,
                                      ct_arena *arena)
{
    enum { SHOWN_MAX = 40 };
    ct_media_parameter charset;
    if (!find_other_charset(response, &charset))
        return what_it_starts_like(&response->body);
    const char *name =
        ct_redact_text(redactor, arena, ct_arena_copy(arena, charset.value, charset.value_size));
    size_t const size = ct_utf8_cut(name, strlen(name), SHOWN_MAX);
    return ct_arena_printf(arena,
                           "the charset '%.*s%s' (Content-Type) is not supported: only UTF-8 is",
                           (int)size, name, name[size] ? "..." : "");
}

#include "judge/notes.h"

#include <string.h>
#include <strings.h>

#include "judge/content.h"

static ct_response_note **add(ct_arena *arena, ct_response_note **end, const char *text)
{
    ct_response_note *note = ct_new(arena, ct_response_note);
    note->text = text;
    *end = note;
    return &note->next;
}

/* "text/plain; charset", "text/plain; charset=" or "text/plain; charset=\"\"". */
static bool has_empty_charset(const char *type)
{
    ct_media_parameter p;
    while (ct_media_parameter_next(&type, &p))
        if (p.name_size == 7 && !strncasecmp(p.name, "charset", 7) && !p.value_size)
            return true;
    return false;
}

/* Fields that a recipient needs before the body; of these two the framing is checked elsewhere. */
static bool belongs_to_head(const char *name)
{
    static const char *const names[] = {"Content-Type", "Content-Encoding", "Content-Range",
                                        "Trailer",      "Set-Cookie",       "Location",
                                        "Retry-After",  "WWW-Authenticate"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcasecmp(names[i], name))
            return true;
    return false;
}

static ct_response_note **add_of_trailers(ct_arena *arena, const ct_response_body *received,
                                          ct_response_note **end)
{
    for (const ct_header *h = received->exchange->response->trailers; h; h = h->next)
        if (belongs_to_head(h->name))
            end = add(arena, end,
                      ct_arena_printf(arena,
                                      "trailer %s: this field must precede the body (RFC 9110 "
                                      "section 6.5.1)",
                                      h->name));
    return end;
}

/* One that names a coding and was not coded, although nothing looked at it. */
static bool is_plain_json(const ct_response_body *received)
{
    const ct_body *body = &received->exchange->response->body;
    ct_json_error error;
    return body->size && strchr("{[", *body->bytes) && ct_response_body_coding(received) &&
           ct_json_read(received->arena, body->bytes, body->size, &error);
}

ct_response_note **ct_notes_add(ct_arena *arena, const ct_response_body *received,
                                ct_response_note **end)
{
    const ct_response *r = received->exchange->response;
    const ct_header *type = ct_header_find(r->headers, "Content-Type");
    if (r->has_excess)
        end = add(arena, end,
                  "bytes after the end of the response were ignored (RFC 9112 section 6.3)");
    if (r->status == 205 && r->body.size)
        end = add(arena, end, "a 205 response has content (RFC 9110 section 15.3.6)");
    if (type && has_empty_charset(type->value))
        end =
            add(arena, end, "Content-Type has a charset without a value (RFC 9110 section 8.3.2)");
    if (is_plain_json(received))
        end = add(arena, end,
                  "Content-Encoding names a coding, but the body is plain JSON (RFC 9110 section "
                  "8.4)");
    return add_of_trailers(arena, received, end);
}

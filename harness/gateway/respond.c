/* Writes responses in the style of the variant: JSON, headers and framing. */
#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "gateway/operation.h"
#include "lang/json/json.h"

/* ---- The body --------------------------------------------------------------------------- */

/* Adds properties that real gateways send, and unknown ones: clients must ignore both. */
static void add_properties(json_t *body, const char *request_id)
{
    const char *name;
    json_t *member;
    size_t index;
    json_t *element;
    json_object_foreach(body, name, member)
    {
        json_array_foreach(member, index, element) if (json_is_object(element))
            json_object_set_new(element, "remarks", json_pack("[n, b, {}]", 1));
    }
    json_object_set_new(body, "request_id", json_string(request_id));
    json_object_set_new(body, "details", json_pack("{s:n, s:[]}", "cause", "more"));
}

static json_t *reversed(const json_t *value)
{
    if (json_is_array(value)) {
        json_t *copy = json_array();
        for (size_t i = json_array_size(value); i-- > 0;)
            json_array_append_new(copy, reversed(json_array_get(value, i)));
        return copy;
    }
    if (!json_is_object(value))
        return json_incref((json_t *)value);
    json_t *copy = json_object();
    enum { MEMBERS_MAX = 32 };
    const char *names[MEMBERS_MAX], *name;
    size_t count = 0;
    json_t *member;
    json_object_foreach(ct_json_iterable(value), name, member) if (count < MEMBERS_MAX)
        names[count++] = name;
    while (count-- > 0)
        json_object_set_new(copy, names[count], reversed(json_object_get(value, names[count])));
    return copy;
}

/* Each character of the strings of a JSON text as \\uXXXX, if it has none already. */
static void write_escaped(ct_buf *out, const char *json, size_t size)
{
    bool in_string = false;
    for (const char *at = json, *end = json + size; at < end;) {
        if (*at == '\\') {
            ct_buf_add(out, at, 2);
            at += 2;
            continue;
        }
        in_string ^= *at == '"';
        if (!in_string || *at == '"') {
            ct_buf_char(out, *at++);
            continue;
        }
        uint32_t const c = (uint32_t)ct_utf8_next(&at, end);
        if (c < 0x10000)
            ct_buf_printf(out, "\\u%04x", c);
        else
            ct_buf_printf(out, "\\u%04X\\u%04X", 0xD7C0 + (c >> 10), 0xDC00 + (c & 0x3FF));
    }
}

static void write_body(ct_buf *text, const json_t *body, ct_text_style style)
{
    ct_json_write(text, body, style == CT_TEXT_PRETTY ? CT_JSON_PRETTY : CT_JSON_COMPACT);
    if (style == CT_TEXT_LINE_BREAK)
        ct_buf_char(text, '\n');
    if (style != CT_TEXT_ESCAPED)
        return;
    ct_buf escaped = CT_BUF(CT_BUF_ANY);
    write_escaped(&escaped, text->bytes, text->size);
    ct_buf_free(text);
    *text = escaped;
}

/* ---- The head --------------------------------------------------------------------------- */

static void add_header(ct_response *response, const char *name, const char *value, ct_arena *arena)
{
    ct_header *header = ct_new(arena, ct_header);
    *header = (ct_header){name, value, response->headers};
    response->headers = header;
}

static void respell_names(ct_response *response, ct_name_style style, ct_arena *arena)
{
    for (ct_header *h = response->headers; h && style != CT_NAMES_USUAL; h = h->next) {
        char *name = ct_arena_text(arena, h->name);
        for (char *c = name; *c; c++)
            *c = (char)(style == CT_NAMES_LOWER ? tolower((unsigned char)*c)
                                                : toupper((unsigned char)*c));
        h->name = name;
    }
}

static void add_framing(ct_response *response, ct_framing_style style, ct_arena *arena)
{
    if (style == CT_FRAMING_HTTP_1_0)
        response->version = "1.0";
    if (style == CT_FRAMING_CLOSING || style == CT_FRAMING_HTTP_1_0)
        add_header(response, "Connection", "close", arena);
    if (style == CT_FRAMING_CHUNKED && response->body.bytes)
        add_header(response, "Transfer-Encoding", "chunked", arena);
}

static void add_more(ct_response *response, ct_arena *arena)
{
    add_header(response, "Strict-Transport-Security", "max-age=31536000;", arena);
    add_header(response, "Set-Cookie", "a=1; Secure", arena);
    add_header(response, "Set-Cookie", "b=2; HttpOnly", arena);
    add_header(response, "X-Empty", "", arena);
    add_header(response, "Server", "api-gateway", arena);
}

const ct_response *ct_respond(const ct_call *call, unsigned status, const char *request_id)
{
    const ct_behaviour *how = &call->gateway->variant->behaviour;
    ct_response *response = ct_new(call->arena, ct_response);
    *response = (ct_response){.status = status, .version = "1.1", .reason = ""};
    if (how->has_more_headers)
        add_more(response, call->arena);
    if (!how->has_no_request_id)
        add_header(response, "X-Request-Id", request_id, call->arena);
    if (call->response) {
        json_t *body = call->response;
        ct_buf text = CT_BUF(CT_BUF_ANY);
        if (how->has_more_properties)
            add_properties(body, request_id);
        if (how->is_reversed)
            body = ct_json_own(call->arena, reversed(body));
        write_body(&text, body, how->text);
        response->body.size = response->body.whole = text.size;
        response->body.bytes = ct_buf_finish(&text, call->arena);
        add_header(response, "Content-Type", how->media_type ? how->media_type : "application/json",
                   call->arena);
    }
    add_framing(response, how->framing, call->arena);
    respell_names(response, how->names, call->arena);
    return response;
}

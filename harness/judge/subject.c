#include "judge/subject.h"

#include <string.h>
#include <strings.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "base/utf8.h"
#include "judge/satisfiable.h"

const json_t *ct_response_body_json(ct_response_body *received)
{
    const ct_body *body = &received->exchange->response->body;
    if (!received->was_read && body->size && !ct_response_body_coding(received))
        received->json = ct_json_read(received->arena, body->bytes, body->size, &received->error);
    received->was_read = true;
    return received->json;
}

const char *ct_response_body_json_error(const ct_response_body *received, ct_arena *arena)
{
    const ct_json_error *error = &received->error;
    if (error->is_too_many)
        return ct_arena_printf(arena, "response body has %s", error->what);
    return ct_arena_printf(arena, "%sline %u, column %u: %s",
                           error->is_limit ? "cannot parse the response body: " : "", error->line,
                           error->column, error->what);
}

ct_arena *ct_response_body_scratch(ct_response_body *received)
{
    if (!received->scratch)
        received->scratch = ct_arena_new();
    return received->scratch;
}

void ct_response_body_clear_scratch(ct_response_body *received)
{
    if (received->scratch)
        ct_arena_reset(received->scratch);
}

void ct_response_body_free_scratch(ct_response_body *received)
{
    ct_arena_free(received->scratch);
    received->scratch = NULL;
}

/* Header bytes that are not UTF-8 are read as ISO 8859-1, so that no byte gets lost. */
static json_t *header_text(const char *value)
{
    size_t const size = strlen(value);
    if (ct_utf8_valid_size(value, size) == size)
        return json_stringn_nocheck(value, size);
    ct_buf text = CT_BUF(CT_BUF_ANY);
    for (size_t i = 0; i < size; i++)
        ct_utf8_add(&text, (unsigned char)value[i]);
    json_t *json = json_stringn_nocheck(text.bytes, text.size);
    ct_buf_free(&text);
    return json;
}

static json_t *values_of(ct_response_body *received, const ct_header *fields, const char *name)
{
    json_t *list = ct_json_own(ct_response_body_scratch(received), json_array());
    for (const ct_header *h = ct_header_find(fields, name); h; h = ct_header_find(h->next, name))
        json_array_append_new(list, header_text(h->value));
    return list;
}

json_t *ct_response_header_values(ct_response_body *received, const char *name)
{
    return values_of(received, received->exchange->response->headers, name);
}

/* "identity" means that the body is not encoded; a server should not send it (RFC 9110 section
 * 8.4.1), but some do. */
static bool names_coding(const char *value)
{
    static const char none[] = "identity";
    for (const char *at = value; *(at += strspn(at, ", \t"));) {
        size_t const size = strcspn(at, ", \t");
        if (size != sizeof none - 1 || strncasecmp(at, none, size) != 0)
            return true;
        at += size;
    }
    return false;
}

const char *ct_response_body_coding(const ct_response_body *received)
{
    static const char name[] = "Content-Encoding";
    const ct_response *response = received->exchange->response;
    const ct_header *h = response->body.size ? ct_header_find(response->headers, name) : NULL;
    while (h && !names_coding(h->value))
        h = ct_header_find(h->next, name);
    return h ? h->value : NULL;
}

static const json_t *one_or_all(const ct_expect *expect, json_t *list)
{
    size_t const count = json_array_size(list);
    if (!count)
        return NULL;
    return count > 1 || ct_shape_wants_list(expect->shape) ? list : json_array_get(list, 0);
}

static const json_t *read_header_value(ct_response_body *received, const ct_expect *expect)
{
    return one_or_all(expect, ct_response_header_values(received, expect->name));
}

const json_t *ct_subject_trailer(ct_response_body *received, const ct_expect *expect)
{
    return one_or_all(expect,
                      values_of(received, received->exchange->response->trailers, expect->name));
}

/* The one value of a singular query, the array of all values of any other. */
static const json_t *read_path_value(ct_response_body *received, const ct_expect *expect,
                                     ct_judging *judging)
{
    ct_path_nodes *nodes = ct_new(ct_response_body_scratch(received), ct_path_nodes);
    bool const is_singular = ct_path_is_singular(expect->path);
    if (!ct_path_select(expect->path, ct_response_body_json(received),
                        ct_response_body_scratch(received), judging->budget, nodes)) {
        ct_judging_give_up(judging, nodes->gave_up);
        return NULL;
    }
    judging->nodes = nodes;
    judging->is_singular = is_singular;
    if (is_singular && !nodes->count)
        judging->missing = ct_path_singular_place(expect->path, ct_response_body_scratch(received));
    if (is_singular)
        return nodes->count ? nodes->hits[0].value : NULL;
    json_t *list = ct_json_own(ct_response_body_scratch(received), json_array());
    for (size_t i = 0; i < nodes->count; i++)
        json_array_append(list, ct_json_iterable(nodes->hits[i].value));
    return list;
}

static const json_t *read_bytes(ct_response_body *received)
{
    const ct_body *body = &received->exchange->response->body;
    unsigned char digest[CT_SHA256_SIZE];
    char hex[CT_SHA256_TEXT];
    json_t *facts = ct_json_own(ct_response_body_scratch(received), json_object());
    ct_sha256(body->size ? body->bytes : "", body->size, digest);
    ct_hex(digest, sizeof digest, hex);
    json_object_set_new_nocheck(facts, "length", json_integer((json_int_t)body->size));
    json_object_set_new_nocheck(facts, "sha256", json_string_nocheck(hex));
    return facts;
}

static const json_t *read_time_value(ct_response_body *received)
{
    const ct_exchange *x = received->exchange;
    json_t *facts = ct_json_own(ct_response_body_scratch(received), json_object());
    json_object_set_new_nocheck(facts, "total", json_integer((json_int_t)x->elapsed_us));
    json_object_set_new_nocheck(facts, "first_byte", json_integer((json_int_t)x->first_byte_us));
    return facts;
}

const json_t *ct_subject_value(ct_response_body *received, const ct_expect *expect,
                               ct_judging *judging)
{
    const ct_response *response = received->exchange->response;
    switch (expect->subject) {
    case CT_SUBJECT_STATUS:
        return ct_json_own(ct_response_body_scratch(received), json_integer(response->status));
    case CT_SUBJECT_HEADER:
        return read_header_value(received, expect);
    case CT_SUBJECT_JSON:
        return ct_response_body_json(received);
    case CT_SUBJECT_PATH:
        return read_path_value(received, expect, judging);
    case CT_SUBJECT_TEXT:
        return ct_json_own(ct_response_body_scratch(received),
                           json_stringn_nocheck(response->body.size ? response->body.bytes : "",
                                                response->body.size));
    case CT_SUBJECT_BYTES:
        return read_bytes(received);
    case CT_SUBJECT_TIME:
        return read_time_value(received);
    default:
        return NULL;
    }
}

/* A path selects in JSON: where the response has no body, even `!absent` says nothing about one. Of
 * `json` only what takes absence, `json: !absent`, is about a missing body. */
static bool needs_body(const ct_expect *expect)
{
    return expect->subject == CT_SUBJECT_PATH ||
           (expect->subject == CT_SUBJECT_JSON && !ct_shape_takes_absence(expect->shape));
}

ct_obstacle ct_subject_obstacle(ct_response_body *received, const ct_expect *expect)
{
    const ct_body *body = &received->exchange->response->body;
    if (!body->size)
        return needs_body(expect) ? CT_NO_BODY : CT_NO_OBSTACLE;
    if (expect->subject == CT_SUBJECT_JSON || expect->subject == CT_SUBJECT_PATH)
        return ct_response_body_json(received) ? CT_NO_OBSTACLE : CT_NOT_JSON;
    bool const is_text = expect->subject != CT_SUBJECT_TEXT ||
                         (!ct_response_body_coding(received) &&
                          ct_utf8_valid_size(body->bytes, body->size) == body->size);
    return is_text ? CT_NO_OBSTACLE : CT_NOT_TEXT;
}

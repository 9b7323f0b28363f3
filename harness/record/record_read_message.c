/* Requests, answers and what was agreed on with the peer, as a record has them. */
#include <string.h>

#include "record/record_parts.h"

typedef struct message_words {
    ct_request request;
    ct_response response;
    const json_t *headers, *headers_base64, *trailers, *trailers_base64;
} message_words;

typedef struct body_words {
    uint64_t whole;
    bool is_cut;
    const char *text;
    const json_t *base64;
} body_words;

bool ct_record_keep_json(ct_member_reader *m, const json_t *value, void *slot)
{
    (void)m;
    *(const json_t **)slot = value;
    return true;
}

/* ---- Requests and answers ---- */

static const ct_member request_tls_members[] = {
    {"ca", ct_member_text, offsetof(ct_tls, ca), false},
    {"client_cert", ct_member_text, offsetof(ct_tls, client_cert), false},
    {"client_key", ct_member_text, offsetof(ct_tls, client_key), false},
    {"client_key_password", ct_member_text, offsetof(ct_tls, client_key_password), false},
    {"min_version", ct_member_text, offsetof(ct_tls, min_version), false},
    {"max_version", ct_member_text, offsetof(ct_tls, max_version), false},
    {"insecure", ct_member_bool, offsetof(ct_tls, is_insecure), false},
    {0},
};

static bool read_request_tls(ct_member_reader *m, const json_t *value, void *slot)
{
    ct_tls *tls = ct_new(m->arena, ct_tls);
    *(const ct_tls **)slot = tls;
    return ct_members_read(m, value, request_tls_members, tls);
}

static const ct_member body_members[] = {
    {"size", ct_member_u64, offsetof(body_words, whole), true},
    {"is_cut", ct_member_bool, offsetof(body_words, is_cut), false},
    {"text", ct_member_text, offsetof(body_words, text), false},
    {"base64", ct_record_keep_json, offsetof(body_words, base64), false},
    {0},
};

static bool read_body(ct_member_reader *m, const json_t *value, void *slot)
{
    ct_body *body = slot;
    body_words words = {0};
    if (!ct_members_read(m, value, body_members, &words))
        return false;
    if (!words.text == !words.base64)
        return ct_members_fail(m, "a body has either 'text' or 'base64'");
    body->bytes = words.text;
    body->size = words.text ? strlen(words.text) : 0;
    body->whole = words.whole;
    if (words.base64)
        body->bytes = ct_members_base64(m, words.base64, &body->size);
    if (!body->bytes)
        return false;
    if (words.is_cut != (body->whole > body->size) || body->whole < body->size)
        return ct_members_fail(m, "its size is not that of its bytes");
    return true;
}

typedef struct header_list {
    ct_header **end;
    const json_t *bytes; /* the twin, or NULL */
    size_t index;
} header_list;

static bool add_header(ct_member_reader *m, const json_t *value, void *slot)
{
    header_list *list = slot;
    const json_t *bytes = json_array_get(list->bytes, list->index++);
    if (json_array_size(value) != 2 || (list->bytes && json_array_size(bytes) != 2))
        return ct_members_expected(m, "a name and a value", value);
    ct_header *header = ct_new(m->arena, ct_header);
    header->name = ct_members_exact(m, json_array_get(value, 0), json_array_get(bytes, 0));
    if (!header->name)
        return false;
    header->value = ct_members_exact(m, json_array_get(value, 1), json_array_get(bytes, 1));
    *list->end = header;
    list->end = &header->next;
    return header->value;
}

static bool read_headers(ct_member_reader *m, const message_words *words, ct_header **headers)
{
    header_list list = {headers, words->headers_base64, 0};
    if (list.bytes && json_array_size(list.bytes) != json_array_size(words->headers))
        return ct_members_fail(m, "'headers_base64' is no twin of 'headers'");
    return ct_members_each_of(m, "headers", words->headers, add_header, &list);
}

static bool read_trailers(ct_member_reader *m, const message_words *words, ct_header **trailers)
{
    header_list list = {trailers, words->trailers_base64, 0};
    if (list.bytes && json_array_size(list.bytes) != json_array_size(words->trailers))
        return ct_members_fail(m, "'trailers_base64' is no twin of 'trailers'");
    return !words->trailers ||
           ct_members_each_of(m, "trailers", words->trailers, add_header, &list);
}

static const ct_member request_members[] = {
    {"method", ct_member_text, offsetof(message_words, request.method), true},
    {"url", ct_member_text, offsetof(message_words, request.url), true},
    {"is_safe", ct_member_bool, offsetof(message_words, request.is_safe), true},
    {"headers", ct_record_keep_json, offsetof(message_words, headers), true},
    {"headers_base64", ct_record_keep_json, offsetof(message_words, headers_base64), false},
    {"body", read_body, offsetof(message_words, request.body), false},
    {"tls", read_request_tls, offsetof(message_words, request.tls), false},
    {0},
};

bool ct_record_read_request(ct_member_reader *m, const json_t *value, void *slot)
{
    message_words *words = ct_new(m->arena, message_words);
    const ct_record_reading *reading = m->user;
    words->request.route = reading->route;
    *(const ct_request **)slot = &words->request;
    return ct_members_read(m, value, request_members, words) &&
           read_headers(m, words, &words->request.headers);
}

static const ct_member response_members[] = {
    {"version", ct_member_text, offsetof(message_words, response.version), false},
    {"status", ct_member_uint, offsetof(message_words, response.status), true},
    {"reason", ct_member_text, offsetof(message_words, response.reason), false},
    {"headers", ct_record_keep_json, offsetof(message_words, headers), true},
    {"headers_base64", ct_record_keep_json, offsetof(message_words, headers_base64), false},
    {"body", read_body, offsetof(message_words, response.body), false},
    {"trailers", ct_record_keep_json, offsetof(message_words, trailers), false},
    {"trailers_base64", ct_record_keep_json, offsetof(message_words, trailers_base64), false},
    {0},
};

bool ct_record_read_response(ct_member_reader *m, const json_t *value, void *slot)
{
    message_words *words = ct_new(m->arena, message_words);
    *(const ct_response **)slot = &words->response;
    return ct_members_read(m, value, response_members, words) &&
           read_headers(m, words, &words->response.headers) &&
           read_trailers(m, words, &words->response.trailers);
}

static const ct_member tls_members[] = {
    {"version", ct_member_text, offsetof(ct_tls_facts, version), false},
    {"cipher", ct_member_text, offsetof(ct_tls_facts, cipher), false},
    {"subject", ct_member_text, offsetof(ct_tls_facts, subject), false},
    {"sha256", ct_member_text, offsetof(ct_tls_facts, sha256), false},
    {0},
};

bool ct_record_read_tls(ct_member_reader *m, const json_t *value, void *slot)
{
    ct_tls_facts *tls = ct_new(m->arena, ct_tls_facts);
    *(const ct_tls_facts **)slot = tls;
    return ct_members_read(m, value, tls_members, tls);
}

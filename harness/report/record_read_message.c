/* Requests, answers and what was agreed on with the peer, as a record has them. */
#include <string.h>

#include "report/record_parts.h"

typedef struct message_words {
    ct_request request;
    ct_response response;
    const json_t *headers, *headers_base64;
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

static const ct_member request_members[] = {
    {"method", ct_member_text, offsetof(message_words, request.method), true},
    {"url", ct_member_text, offsetof(message_words, request.url), true},
    {"is_safe", ct_member_bool, offsetof(message_words, request.is_safe), true},
    {"headers", ct_record_keep_json, offsetof(message_words, headers), true},
    {"headers_base64", ct_record_keep_json, offsetof(message_words, headers_base64), false},
    {"body", read_body, offsetof(message_words, request.body), false},
    {0},
};

bool ct_record_read_request(ct_member_reader *m, const json_t *value, void *slot)
{
    message_words *words = ct_new(m->arena, message_words);
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
    {0},
};

bool ct_record_read_response(ct_member_reader *m, const json_t *value, void *slot)
{
    message_words *words = ct_new(m->arena, message_words);
    *(const ct_response **)slot = &words->response;
    return ct_members_read(m, value, response_members, words) &&
           read_headers(m, words, &words->response.headers);
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

/* Requests, responses and TLS facts of a record. */
#include <string.h>

#include "model/body_text.h"
#include "record/record_parts.h"

typedef struct message_fields {
    ct_request request;
    ct_response response;
    const json_t *headers, *headers_base64, *trailers, *trailers_base64;
} message_fields;

typedef struct body_fields {
    uint64_t whole;
    bool is_cut;
    const char *text;
    const json_t *base64;
} body_fields;

bool ct_record_keep_json(ct_json_field_reader *m, const json_t *value, void *slot)
{
    (void)m;
    *(const json_t **)slot = value;
    return true;
}

/* ---- Requests and responses ---- */

static const ct_json_field request_tls_table[] = {
    {"ca", ct_json_field_string, offsetof(ct_tls, ca), false},
    {"client_cert", ct_json_field_string, offsetof(ct_tls, client_cert), false},
    {"client_key", ct_json_field_string, offsetof(ct_tls, client_key), false},
    {"client_key_password", ct_json_field_string, offsetof(ct_tls, client_key_password), false},
    {"min_version", ct_json_field_string, offsetof(ct_tls, min_version), false},
    {"max_version", ct_json_field_string, offsetof(ct_tls, max_version), false},
    {"insecure", ct_json_field_bool, offsetof(ct_tls, is_insecure), false},
    {0},
};

static bool read_request_tls(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_tls *tls = ct_new(m->arena, ct_tls);
    *(const ct_tls **)slot = tls;
    return ct_json_bind_read(m, value, request_tls_table, tls);
}

static const ct_json_field body_table[] = {
    {"size", ct_json_field_u64, offsetof(body_fields, whole), true},
    {"is_cut", ct_json_field_bool, offsetof(body_fields, is_cut), false},
    {"text", ct_json_field_string, offsetof(body_fields, text), false},
    {"base64", ct_record_keep_json, offsetof(body_fields, base64), false},
    {0},
};

static bool read_body(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_body *body = slot;
    body_fields fields = {0};
    if (!ct_json_bind_read(m, value, body_table, &fields))
        return false;
    if (!fields.text == !fields.base64)
        return ct_json_bind_fail(m, "a body must have either 'text' or 'base64'");
    body->bytes = fields.text;
    body->size = fields.text ? strlen(fields.text) : 0;
    body->whole = fields.whole;
    if (fields.base64)
        body->bytes = ct_json_bind_base64(m, fields.base64, &body->size);
    if (!body->bytes)
        return false;
    size_t size;
    if (fields.base64 && ct_body_is_text(body, &size))
        return ct_json_bind_fail(m, "text must be in 'text', not in 'base64'");
    if (fields.is_cut != (body->whole > body->size) || body->whole < body->size)
        return ct_json_bind_fail(m, "'size' does not match the content");
    return true;
}

typedef struct header_list {
    ct_header **end;
    const json_t *bytes; /* the twin, or NULL */
    size_t index;
} header_list;

static bool add_header(ct_json_field_reader *m, const json_t *value, void *slot)
{
    header_list *list = slot;
    const json_t *bytes = json_array_get(list->bytes, list->index++);
    if (json_array_size(value) != 2 || (list->bytes && json_array_size(bytes) != 2))
        return ct_json_bind_expected(m, "a name and a value", value);
    ct_header *header = ct_new(m->arena, ct_header);
    header->name = ct_json_bind_exact(m, json_array_get(value, 0), json_array_get(bytes, 0));
    if (!header->name)
        return false;
    header->value = ct_json_bind_exact(m, json_array_get(value, 1), json_array_get(bytes, 1));
    *list->end = header;
    list->end = &header->next;
    return header->value;
}

static bool read_headers(ct_json_field_reader *m, const message_fields *fields, ct_header **headers)
{
    header_list list = {headers, fields->headers_base64, 0};
    if (list.bytes && json_array_size(list.bytes) != json_array_size(fields->headers))
        return ct_json_bind_fail(m, "'headers_base64' is not as long as 'headers'");
    return ct_json_bind_each_of(m, "headers", fields->headers, add_header, &list);
}

static bool read_trailers(ct_json_field_reader *m, const message_fields *fields,
                          ct_header **trailers)
{
    header_list list = {trailers, fields->trailers_base64, 0};
    if (list.bytes && json_array_size(list.bytes) != json_array_size(fields->trailers))
        return ct_json_bind_fail(m, "'trailers_base64' is not as long as 'trailers'");
    return !fields->trailers ||
           ct_json_bind_each_of(m, "trailers", fields->trailers, add_header, &list);
}

static const ct_json_field request_table[] = {
    {"method", ct_json_field_string, offsetof(message_fields, request.method), true},
    {"url", ct_json_field_string, offsetof(message_fields, request.url), true},
    {"is_safe", ct_json_field_bool, offsetof(message_fields, request.is_safe), true},
    {"headers", ct_record_keep_json, offsetof(message_fields, headers), true},
    {"headers_base64", ct_record_keep_json, offsetof(message_fields, headers_base64), false},
    {"body", read_body, offsetof(message_fields, request.body), false},
    {"tls", read_request_tls, offsetof(message_fields, request.tls), false},
    {0},
};

bool ct_record_read_request(ct_json_field_reader *m, const json_t *value, void *slot)
{
    message_fields *fields = ct_new(m->arena, message_fields);
    const ct_record_reader *reading = m->user;
    fields->request.route = reading->route;
    *(const ct_request **)slot = &fields->request;
    return ct_json_bind_read(m, value, request_table, fields) &&
           read_headers(m, fields, &fields->request.headers);
}

static const ct_json_field response_table[] = {
    {"version", ct_json_field_string, offsetof(message_fields, response.version), false},
    {"status", ct_json_field_uint, offsetof(message_fields, response.status), true},
    {"reason", ct_json_field_string, offsetof(message_fields, response.reason), false},
    {"headers", ct_record_keep_json, offsetof(message_fields, headers), true},
    {"headers_base64", ct_record_keep_json, offsetof(message_fields, headers_base64), false},
    {"body", read_body, offsetof(message_fields, response.body), false},
    {"trailers", ct_record_keep_json, offsetof(message_fields, trailers), false},
    {"trailers_base64", ct_record_keep_json, offsetof(message_fields, trailers_base64), false},
    {0},
};

bool ct_record_read_response(ct_json_field_reader *m, const json_t *value, void *slot)
{
    message_fields *fields = ct_new(m->arena, message_fields);
    *(const ct_response **)slot = &fields->response;
    return ct_json_bind_read(m, value, response_table, fields) &&
           read_headers(m, fields, &fields->response.headers) &&
           read_trailers(m, fields, &fields->response.trailers);
}

static const ct_json_field tls_table[] = {
    {"version", ct_json_field_string, offsetof(ct_tls_facts, version), false},
    {"cipher", ct_json_field_string, offsetof(ct_tls_facts, cipher), false},
    {"subject", ct_json_field_string, offsetof(ct_tls_facts, subject), false},
    {"issuer", ct_json_field_string, offsetof(ct_tls_facts, issuer), false},
    {"sha256", ct_json_field_string, offsetof(ct_tls_facts, sha256), false},
    {"public_key_sha256", ct_json_field_string, offsetof(ct_tls_facts, public_key_sha256), false},
    {"valid_from", ct_json_field_time, offsetof(ct_tls_facts, valid_from), false},
    {"valid_until", ct_json_field_time, offsetof(ct_tls_facts, valid_until), false},
    {0},
};

bool ct_record_read_tls(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_tls_facts *tls = ct_new(m->arena, ct_tls_facts);
    *(const ct_tls_facts **)slot = tls;
    return ct_json_bind_read(m, value, tls_table, tls);
}

/* Recognizes invalid requests in more detail than the refusal of the gateway does. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "lang/json/json.h"
#include "mutation/behaviour_parts.h"
#include "mutation/fault.h"

static bool has(const char *text, const char *part)
{
    return text && strstr(text, part);
}

static bool is_hex(const char *text)
{
    enum { HEX_DIGITS = 32 };
    return strlen(text) == HEX_DIGITS && strspn(text, "0123456789abcdefABCDEF") == HEX_DIGITS;
}

/* Whether `longer` is the text with an addition at its end or, below, at its start. */
static bool begins_with(const char *longer, const char *text)
{
    size_t const size = strlen(text);
    return strlen(longer) > size && !strncmp(longer, text, size);
}

static bool ends_with(const char *longer, const char *text)
{
    size_t const size = strlen(text), whole = strlen(longer);
    return whole > size && !strcmp(longer + whole - size, text);
}

/* ---- Authentication --------------------------------------------------------------------- */

/* `value` is that of X-Auth-Token, NULL without it; `good` is a token with all permissions. */
static bool is_of_token(ct_call *call, ct_request_fault request_fault, const char *value,
                        const char *good)
{
    size_t const given = value ? strlen(value) : 0;
    switch (request_fault) {
    case CT_REQUEST_FAULT_TOKEN:
        return true;
    case CT_REQUEST_FAULT_TOKEN_BAD:
        return given > 0;
    case CT_REQUEST_FAULT_TOKEN_MISSING:
        return !value;
    case CT_REQUEST_FAULT_TOKEN_EMPTY:
        return value && !given;
    case CT_REQUEST_FAULT_TOKEN_LONGER_BEFORE:
        return value && ends_with(value, good);
    case CT_REQUEST_FAULT_TOKEN_LONGER_AFTER:
        return value && begins_with(value, good);
    case CT_REQUEST_FAULT_TOKEN_OLD:
        return has(value, "MII");
    case CT_REQUEST_FAULT_TOKEN_WITH_SPACES:
        return has(value, " ");
    case CT_REQUEST_FAULT_TOKEN_OF_HEX:
        return value && is_hex(value);
    case CT_REQUEST_FAULT_TOKEN_EVERY_SECOND:
        return ++ct_gateway_marks_of(call->gateway)->refused_tokens % 2 == 0;
    case CT_REQUEST_FAULT_TOKEN_AS_BEARER:
        return has(ct_call_header(call, "Authorization"), good);
    case CT_REQUEST_FAULT_TOKEN_AS_SUBJECT:
        return has(ct_call_header(call, "X-Subject-Token"), good);
    case CT_REQUEST_FAULT_TOKEN_IN_COOKIE:
        return has(ct_call_header(call, "Cookie"), good);
    case CT_REQUEST_FAULT_TOKEN_IN_QUERY:
        return has(strchr(call->request->target, '?'), good);
    case CT_REQUEST_FAULT_TOKEN_IN_BODY:
        return has(ct_call_body(call), good);
    default:
        return false;
    }
}

/* ---- Path ------------------------------------------------------------------------------- */

static bool has_beyond_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return *text;
}

static bool is_malformed_instance(ct_request_fault request_fault, const char *id)
{
    switch (request_fault) {
    case CT_REQUEST_FAULT_INSTANCE:
        return true;
    case CT_REQUEST_FAULT_INSTANCE_SPACE:
        return strchr(id, ' ');
    case CT_REQUEST_FAULT_INSTANCE_CHARACTER:
        return strpbrk(id, "!\"#$%&'()*+,./:;<=>?@[\\]^`{|}~");
    case CT_REQUEST_FAULT_INSTANCE_BEYOND_ASCII:
        return has_beyond_ascii(id);
    case CT_REQUEST_FAULT_INSTANCE_TOO_LONG:
        return strlen(id) > 64;
    default:
        return false;
    }
}

/* Whether the id starts or ends with that of a gateway. */
static bool is_longer_instance(const ct_call *call, const char *id)
{
    ct_request_fault const request_fault = ct_fault_of(call)->request_fault;
    if (!ct_id_is_plain(id))
        return false;
    for (const ct_instance *i = call->gateway->data->instances; i; i = i->next)
        if ((request_fault == CT_REQUEST_FAULT_INSTANCE_LONGER_AFTER && begins_with(id, i->id)) ||
            (request_fault == CT_REQUEST_FAULT_INSTANCE_LONGER_BEFORE && ends_with(id, i->id)))
            return true;
    return false;
}

static bool is_unknown_instance(ct_request_fault request_fault, const char *id)
{
    return request_fault == CT_REQUEST_FAULT_INSTANCE ||
           (request_fault == CT_REQUEST_FAULT_INSTANCE_HYPHENS && strchr(id, '-')) ||
           (request_fault == CT_REQUEST_FAULT_INSTANCE_HEX && is_hex(id));
}

static bool is_of_quota(const ct_call *call, ct_request_fault request_fault, const char *id)
{
    if (request_fault == CT_REQUEST_FAULT_QUOTA)
        return true;
    for (const ct_quota *q = call->gateway->quotas; q; q = q->next)
        if ((request_fault == CT_REQUEST_FAULT_QUOTA_LONGER_AFTER && begins_with(id, q->id)) ||
            (request_fault == CT_REQUEST_FAULT_QUOTA_LONGER_BEFORE && ends_with(id, q->id)))
            return true;
    return false;
}

/* ---- Body: not JSON --------------------------------------------------------------------- */

static bool has_bare_id(const char *body)
{
    const char *list = strchr(body, '[');
    return list && isalnum((unsigned char)list[1]);
}

static bool is_of_text(const ct_call *call, ct_request_fault request_fault, const char *body)
{
    size_t const size = strlen(body);
    bool const is_object = *body == '{';
    switch (request_fault) {
    case CT_REQUEST_FAULT_BODY_NONE:
        return !size && !ct_call_header(call, "Content-Type");
    case CT_REQUEST_FAULT_BODY_EMPTY:
        return !size && ct_call_header(call, "Content-Type");
    case CT_REQUEST_FAULT_JSON_COMMA_TOO_MANY:
        return strstr(body, ",]") || strstr(body, ",}");
    case CT_REQUEST_FAULT_JSON_COMMA_MISSING:
        return strstr(body, "\" \"");
    case CT_REQUEST_FAULT_JSON_TEXT_AFTER:
        return is_object && strchr(body, '}') && body[size - 1] != '}';
    case CT_REQUEST_FAULT_JSON_TEXT_BEFORE:
        return !is_object && strchr(body, '{');
    case CT_REQUEST_FAULT_JSON_TRUNCATED:
        return is_object && !strchr(body, '}');
    case CT_REQUEST_FAULT_JSON_BARE_NAME:
        return strstr(body, "{app_ids");
    case CT_REQUEST_FAULT_JSON_BARE_ID:
        return has_bare_id(body);
    case CT_REQUEST_FAULT_FORM:
        return !strncmp(body, "app_ids=", 8);
    default:
        return false;
    }
}

/* ---- Body: JSON other than an object with app_ids --------------------------------------- */

/* JSON_TRUE stands for both booleans. */
static bool list_has(const json_t *list, json_type type)
{
    size_t index;
    const json_t *element;
    json_array_foreach(list, index, element)
    {
        if (json_typeof(element) == type || (type == JSON_TRUE && json_is_false(element)))
            return true;
    }
    return false;
}

/* A string that contains JSON: an id has no brackets. */
static bool is_text_of_json(const json_t *value)
{
    return json_is_string(value) && strpbrk(json_string_value(value), "[{");
}

/* Whether it has app_ids in another case. */
static bool has_nearly(const json_t *object)
{
    const char *name;
    const json_t *member;
    json_object_foreach(ct_json_iterable(object), name, member)
    {
        if (!strcasecmp(name, "app_ids") && strcmp(name, "app_ids"))
            return true;
    }
    return false;
}

static bool is_of_json(ct_request_fault request_fault, const json_t *json)
{
    switch (request_fault) {
    case CT_REQUEST_FAULT_ARRAY_OF_IDS:
        return list_has(json, JSON_STRING);
    case CT_REQUEST_FAULT_ARRAY_OF_OBJECTS:
        return list_has(json, JSON_OBJECT);
    case CT_REQUEST_FAULT_STRING:
        return json_is_string(json) && !is_text_of_json(json);
    case CT_REQUEST_FAULT_STRING_OF_JSON:
        return is_text_of_json(json);
    case CT_REQUEST_FAULT_NUMBER:
        return json_is_number(json);
    case CT_REQUEST_FAULT_BOOLEAN:
        return json_is_boolean(json);
    case CT_REQUEST_FAULT_NULL:
        return json_is_null(json);
    case CT_REQUEST_FAULT_IDS_MISSING:
        return json_is_object(json) && !json_object_get(json, "app_ids");
    case CT_REQUEST_FAULT_IDS_CAMEL_CASE:
        return json_object_get(json, "appIds");
    case CT_REQUEST_FAULT_IDS_HYPHEN:
        return json_object_get(json, "app-ids");
    case CT_REQUEST_FAULT_IDS_SINGULAR:
        return json_is_string(json_object_get(json, "app_id"));
    case CT_REQUEST_FAULT_IDS_LIST_IN_SINGULAR:
        return json_is_array(json_object_get(json, "app_id"));
    case CT_REQUEST_FAULT_IDS_WRAPPED:
        return json_object_get(json_object_get(json, "body"), "app_ids");
    case CT_REQUEST_FAULT_IDS_ANY_CASE:
        return has_nearly(json);
    default:
        return false;
    }
}

/* ---- app_ids ---------------------------------------------------------------------------- */

static bool is_in_list(ct_request_fault request_fault, const json_t *list)
{
    size_t const count = json_array_size(list);
    const json_t *first = json_array_get(list, 0);
    const json_t *last = count ? json_array_get(list, count - 1) : NULL;
    switch (request_fault) {
    case CT_REQUEST_FAULT_ID_NUMBER:
        return list_has(list, JSON_INTEGER);
    case CT_REQUEST_FAULT_ID_NUMBER_AFTER:
        return json_is_string(first) && json_is_number(last);
    case CT_REQUEST_FAULT_ID_NUMBERS_ALONE:
        return json_is_number(first) && json_is_number(last);
    case CT_REQUEST_FAULT_ID_NULL:
        return list_has(list, JSON_NULL);
    case CT_REQUEST_FAULT_ID_BOOLEAN:
        return list_has(list, JSON_TRUE);
    case CT_REQUEST_FAULT_ID_OBJECT:
        return list_has(list, JSON_OBJECT);
    case CT_REQUEST_FAULT_ID_ARRAY:
        return list_has(list, JSON_ARRAY);
    case CT_REQUEST_FAULT_ID_AFTER_STRING:
        return json_is_string(first);
    case CT_REQUEST_FAULT_ID_BEFORE_STRING:
        return json_is_string(last);
    case CT_REQUEST_FAULT_ID_BESIDE_STRING:
        return count > 1 && list_has(list, JSON_STRING);
    default:
        return false;
    }
}

static bool is_of_app_ids(ct_request_fault request_fault, const json_t *app_ids)
{
    switch (request_fault) {
    case CT_REQUEST_FAULT_IDS_NULL:
        return json_is_null(app_ids);
    case CT_REQUEST_FAULT_IDS_STRING:
        return json_is_string(app_ids) && !is_text_of_json(app_ids);
    case CT_REQUEST_FAULT_IDS_STRING_OF_JSON:
        return is_text_of_json(app_ids);
    case CT_REQUEST_FAULT_IDS_OBJECT:
        return json_is_object(app_ids);
    case CT_REQUEST_FAULT_IDS_NUMBER:
        return json_is_number(app_ids);
    case CT_REQUEST_FAULT_IDS_BOOLEAN:
        return json_is_boolean(app_ids);
    default:
        return is_in_list(request_fault, app_ids);
    }
}

static bool is_of_body(const ct_call *call, ct_request_fault request_fault)
{
    ct_json_error error;
    const char *body = ct_call_body(call);
    const json_t *json = ct_json_read(call->arena, body, strlen(body), &error);
    if (!ct_call_binds(call))
        return false;
    return request_fault == CT_REQUEST_FAULT_BODY ||
           (json ? is_of_json(request_fault, json) ||
                       is_of_app_ids(request_fault, json_object_get(json, "app_ids"))
                 : is_of_text(call, request_fault, body));
}

/* ---- By refusal ------------------------------------------------------------------------- */

static bool is_of_credential(ct_request_fault request_fault, const char *id)
{
    return request_fault == CT_REQUEST_FAULT_CREDENTIAL ||
           (request_fault == CT_REQUEST_FAULT_CREDENTIAL_HYPHENS && strchr(id, '-')) ||
           (request_fault == CT_REQUEST_FAULT_CREDENTIAL_HEX && is_hex(id));
}

bool ct_request_fault_is_in(ct_call *call, ct_refusal refusal)
{
    ct_request_fault const request_fault = ct_fault_of(call)->request_fault;
    const ct_token *good = call->gateway->data->tokens;
    const char *instance = ct_parameter_find(call->path, "instance_id");
    switch (refusal) {
    case CT_TOKEN_MISSING:
    case CT_TOKEN_UNKNOWN:
    case CT_TOKEN_EXPIRED:
        return good &&
               is_of_token(call, request_fault, ct_call_header(call, "X-Auth-Token"), good->value);
    case CT_KEY_UNKNOWN:
        return request_fault == CT_REQUEST_FAULT_KEY && call->gateway->data->keys;
    case CT_SIGNATURE_WRONG:
        return request_fault == CT_REQUEST_FAULT_SIGNATURE && call->gateway->data->keys;
    case CT_SIGNATURE_STALE:
        return request_fault == CT_REQUEST_FAULT_SIGNATURE_DATE && call->gateway->data->keys;
    case CT_PERMISSION_MISSING:
        return request_fault == CT_REQUEST_FAULT_PERMISSION;
    case CT_PROJECT_FOREIGN:
        return request_fault == CT_REQUEST_FAULT_PROJECT;
    case CT_INSTANCE_MISSING:
        return is_unknown_instance(request_fault, instance) || is_longer_instance(call, instance);
    case CT_QUOTA_MISSING:
        return is_of_quota(call, request_fault, ct_parameter_find(call->path, "app_quota_id"));
    case CT_PARAMETER_INVALID:
        if (call->detail && !strcmp(call->detail, "instance_id"))
            return is_malformed_instance(request_fault, instance) ||
                   is_longer_instance(call, instance);
        return is_of_body(call, request_fault);
    case CT_PARAMETER_MISSING:
    case CT_BODY_INVALID:
        return is_of_body(call, request_fault);
    case CT_CREDENTIAL_MISSING:
        return ct_call_binds(call) && is_of_credential(request_fault, call->detail);
    case CT_BINDING_MISSING:
        return request_fault == CT_REQUEST_FAULT_BINDING;
    case CT_BACK_END_FAILED:
        return request_fault == CT_REQUEST_FAULT_FAILURE;
    default:
        return false;
    }
}

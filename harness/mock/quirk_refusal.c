/* What a wrong gateway lets through: what becomes of a refusal. */

#include <string.h>
#include <strings.h>

#include "data/json.h"
#include "mock/quirk_call.h"

ct_quirk ct_quirk_of(const ct_call *call)
{
    return call->gateway->variant->behaviour.quirk;
}

bool ct_call_binds(const ct_call *call)
{
    return call->operation && call->operation->act == ct_bind_act;
}

const char *ct_call_body(const ct_call *call)
{
    const ct_body *body = &call->request->body;
    return ct_arena_copy(call->arena, body->bytes ? body->bytes : "", body->size);
}

/* ---- Who asks --------------------------------------------------------------------------- */

const char *ct_call_header(const ct_call *call, const char *name)
{
    const ct_header *header = ct_header_find(call->request->headers, name);
    return header ? header->value : NULL;
}

static bool has(const char *text, const char *part)
{
    return text && strstr(text, part);
}

/* `value` is what X-Auth-Token carries, NULL without it; `good` a token that may do all. */
static bool takes_token(const ct_call *call, const char *value, const char *good)
{
    size_t const size = strlen(good), given = value ? strlen(value) : 0;
    switch (ct_quirk_of(call)) {
    case CT_QUIRK_TOKEN_UNCHECKED:
        return true;
    case CT_QUIRK_TOKEN_ANY:
        return given > 0;
    case CT_QUIRK_TOKEN_MISSING_GOOD:
        return !value;
    case CT_QUIRK_TOKEN_EMPTY_GOOD:
        return value && !given;
    case CT_QUIRK_TOKEN_BY_ENDING:
        return given > size && !strcmp(value + given - size, good);
    case CT_QUIRK_TOKEN_BY_BEGINNING:
        return given > size && !strncmp(value, good, size);
    case CT_QUIRK_TOKEN_DATED_GOOD:
        return has(value, "MII");
    case CT_QUIRK_TOKEN_AS_BEARER:
        return has(ct_call_header(call, "Authorization"), good);
    case CT_QUIRK_TOKEN_AS_SUBJECT:
        return has(ct_call_header(call, "X-Subject-Token"), good);
    case CT_QUIRK_TOKEN_IN_COOKIE:
        return has(ct_call_header(call, "Cookie"), good);
    case CT_QUIRK_TOKEN_IN_QUERY:
        return has(strchr(call->request->target, '?'), good);
    case CT_QUIRK_TOKEN_IN_BODY:
        return has(ct_call_body(call), good);
    case CT_QUIRK_SECOND_ACCEPTED:
        return ++call->gateway->refused % 2 == 0;
    default:
        return false;
    }
}

static bool overlooks_token(ct_call *call)
{
    const ct_token *good = call->gateway->data->tokens;
    if (!good || !takes_token(call, ct_call_header(call, "X-Auth-Token"), good->value))
        return false;
    call->token = good;
    return true;
}

static bool overlooks_signature(ct_call *call, ct_quirk quirk)
{
    if (ct_quirk_of(call) != quirk || !call->gateway->data->keys)
        return false;
    call->token = &call->gateway->data->keys->grant;
    return true;
}

/* ---- What the path names ---------------------------------------------------------------- */

static const ct_instance *instance_by_beginning(const ct_call *call)
{
    const char *id = ct_parameter_find(call->path, "instance_id");
    for (const ct_instance *i = call->gateway->data->instances; i; i = i->next)
        if (!strncmp(i->id, id, strlen(i->id)))
            return i;
    return NULL;
}

static bool overlooks_instance(ct_call *call)
{
    const ct_instance *instance = NULL;
    if (ct_quirk_of(call) == CT_QUIRK_INSTANCE_BY_BEGINNING)
        instance = instance_by_beginning(call);
    else if (ct_quirk_of(call) == CT_QUIRK_INSTANCE_UNCHECKED)
        instance = call->gateway->data->instances;
    if (instance)
        call->instance = instance;
    return instance;
}

/* One of the same gateway that is not `but`. */
const ct_quota *ct_call_quota(const ct_call *call, const ct_quota *but)
{
    for (const ct_quota *quota = call->gateway->quotas; quota; quota = quota->next)
        if (quota != but && !strcmp(quota->instance_id, call->instance->id))
            return quota;
    return NULL;
}

static bool overlooks_quota(ct_call *call)
{
    call->quota = ct_quirk_of(call) == CT_QUIRK_QUOTA_UNCHECKED ? ct_call_quota(call, NULL) : NULL;
    return call->quota;
}

static bool overlooks_failure(ct_call *call)
{
    if (ct_quirk_of(call) != CT_QUIRK_FAILURE_HIDDEN)
        return false;
    call->instance = call->gateway->data->instances;
    return true;
}

/* ---- What the body says ----------------------------------------------------------------- */

/* Whatever credential's id stands anywhere in the body. */
json_t *ct_call_ids(const ct_call *call)
{
    json_t *ids = ct_json_own(call->arena, json_object());
    const char *body = ct_call_body(call);
    for (const ct_app *app = call->gateway->apps; app; app = app->next)
        if (strstr(body, app->facts->id))
            json_object_set_new(ids, app->facts->id, json_null());
    return ids;
}

bool ct_list_has(const json_t *list, json_type type)
{
    size_t index;
    const json_t *element;
    json_array_foreach(list, index,
                       element) if (json_typeof(element) == type ||
                                    (type == JSON_TRUE && json_is_false(element))) return true;
    return false;
}

static bool is_string_at(const json_t *list, size_t index)
{
    return json_is_string(json_array_get(list, index));
}

/* A member that is app_ids but for upper and lower case, and not app_ids. */
static bool has_nearly(const json_t *object)
{
    const char *name;
    const json_t *member;
    json_object_foreach(ct_json_iterable(object), name,
                        member) if (!strcasecmp(name, "app_ids") &&
                                    strcmp(name, "app_ids")) return true;
    return false;
}

static bool takes_no_json(const ct_call *call, const char *body)
{
    size_t const size = strlen(body);
    switch (ct_quirk_of(call)) {
    case CT_QUIRK_BODY_OPTIONAL:
        return !size;
    case CT_QUIRK_BODY_TRAILING_COMMA:
        return strstr(body, ",]") || strstr(body, ",}");
    case CT_QUIRK_BODY_TEXT_BEHIND:
        return *body == '{' && strchr(body, '}') && body[size - 1] != '}';
    case CT_QUIRK_BODY_TRUNCATED:
        return *body == '{' && !strchr(body, '}');
    case CT_QUIRK_BODY_FORM:
        return !strncmp(body, "app_ids=", 8);
    default:
        return false;
    }
}

static bool takes_app_ids(const ct_call *call, const json_t *app_ids)
{
    size_t const count = json_array_size(app_ids);
    switch (ct_quirk_of(call)) {
    case CT_QUIRK_IDS_NULL:
        return json_is_null(app_ids);
    case CT_QUIRK_IDS_STRING:
        return json_is_string(app_ids);
    case CT_QUIRK_IDS_OBJECT:
        return json_is_object(app_ids);
    case CT_QUIRK_IDS_NUMBER:
        return json_is_number(app_ids);
    case CT_QUIRK_IDS_BOOLEAN:
        return json_is_boolean(app_ids);
    case CT_QUIRK_ID_NUMBER:
        return ct_list_has(app_ids, JSON_INTEGER);
    case CT_QUIRK_ID_NULL:
        return ct_list_has(app_ids, JSON_NULL);
    case CT_QUIRK_ID_BOOLEAN:
        return ct_list_has(app_ids, JSON_TRUE);
    case CT_QUIRK_ID_OBJECT:
        return ct_list_has(app_ids, JSON_OBJECT);
    case CT_QUIRK_ID_ARRAY:
        return ct_list_has(app_ids, JSON_ARRAY);
    case CT_QUIRK_ID_FIRST_CHECKED:
        return is_string_at(app_ids, 0);
    case CT_QUIRK_ID_LAST_CHECKED:
        return count && is_string_at(app_ids, count - 1);
    default:
        return false;
    }
}

static bool takes_json(const ct_call *call, const json_t *json)
{
    switch (ct_quirk_of(call)) {
    case CT_QUIRK_BODY_ARRAY:
        return json_is_array(json);
    case CT_QUIRK_BODY_STRING:
        return json_is_string(json);
    case CT_QUIRK_BODY_NUMBER:
        return json_is_number(json);
    case CT_QUIRK_BODY_BOOLEAN:
        return json_is_boolean(json);
    case CT_QUIRK_BODY_NULL:
        return json_is_null(json);
    case CT_QUIRK_IDS_CAMEL_CASE:
        return json_object_get(json, "appIds");
    case CT_QUIRK_IDS_SINGULAR:
        return json_object_get(json, "app_id");
    case CT_QUIRK_IDS_ANY_CASE:
        return has_nearly(json);
    case CT_QUIRK_IDS_OPTIONAL:
        return json_is_object(json) && !json_object_get(json, "app_ids");
    default:
        return takes_app_ids(call, json_object_get(json, "app_ids"));
    }
}

static bool overlooks_body(ct_call *call)
{
    ct_json_trouble trouble;
    const char *body = ct_call_body(call);
    const json_t *json = ct_json_read(call->arena, body, strlen(body), &trouble);
    if (!ct_call_binds(call) || !(json ? takes_json(call, json) : takes_no_json(call, body)))
        return false;
    call->app_ids = ct_call_ids(call);
    return true;
}

/* Answers as if it were there, and binds those that are. */
static bool overlooks_credential(ct_call *call)
{
    const char *id;
    json_t *none;
    if (ct_quirk_of(call) != CT_QUIRK_ID_UNKNOWN_GOOD || !ct_call_binds(call))
        return false;
    json_t *applies = json_array();
    json_object_foreach(call->app_ids, id, none)
    {
        ct_credential const facts = {.id = id};
        ct_app stranger = {.facts = &facts, .bound_ns = call->now_ns};
        ct_app *app = ct_app_find(call, id);
        if (app)
            ct_app_bind(call, app);
        json_array_append_new(applies, ct_app_show_binding(call, app ? app : &stranger));
    }
    call->answer = ct_json_own(call->arena, json_pack("{s:o}", "applies", applies));
    return true;
}

/* ---- A refusal -------------------------------------------------------------------------- */

static bool overlooks(ct_call *call, ct_refusal refusal)
{
    bool const is_of_gateway = call->detail && !strcmp(call->detail, "instance_id");
    switch (refusal) {
    case CT_TOKEN_MISSING:
    case CT_TOKEN_UNKNOWN:
    case CT_TOKEN_EXPIRED:
        return overlooks_token(call);
    case CT_KEY_UNKNOWN:
        return overlooks_signature(call, CT_QUIRK_KEY_UNCHECKED);
    case CT_SIGNATURE_WRONG:
        return overlooks_signature(call, CT_QUIRK_SIGNATURE_UNCHECKED);
    case CT_SIGNATURE_STALE:
        return overlooks_signature(call, CT_QUIRK_DATE_UNCHECKED);
    case CT_PERMISSION_MISSING:
        return ct_quirk_of(call) == CT_QUIRK_PERMISSION_UNCHECKED;
    case CT_PROJECT_FOREIGN:
        return ct_quirk_of(call) == CT_QUIRK_PROJECT_UNCHECKED;
    case CT_INSTANCE_MISSING:
        return overlooks_instance(call);
    case CT_QUOTA_MISSING:
        return overlooks_quota(call);
    case CT_BACK_END_FAILED:
        return overlooks_failure(call);
    case CT_PARAMETER_INVALID:
        if (is_of_gateway)
            return ct_quirk_of(call) == CT_QUIRK_INSTANCE_FORM_UNCHECKED ||
                   overlooks_instance(call);
        return overlooks_body(call);
    case CT_PARAMETER_MISSING:
    case CT_BODY_INVALID:
        return overlooks_body(call);
    case CT_CREDENTIAL_MISSING:
        return overlooks_credential(call);
    case CT_BINDING_MISSING:
        return ct_quirk_of(call) == CT_QUIRK_UNBIND_UNBOUND_GOOD;
    default:
        return false;
    }
}

ct_refusal ct_quirk_refusal(ct_call *call, ct_refusal refusal)
{
    if (ct_quirk_of(call) == CT_QUIRK_NONE)
        return refusal;
    if (overlooks(call, refusal))
        return CT_NOT_REFUSED;
    if (ct_quirk_of(call) == CT_QUIRK_IDS_EMPTY_FAILS && strstr(ct_call_body(call), "[]"))
        return CT_BACK_END_FAILED;
    if (ct_quirk_of(call) == CT_QUIRK_INSTANCE_AS_QUOTA && refusal == CT_INSTANCE_MISSING)
        return CT_QUOTA_MISSING;
    if (ct_quirk_of(call) == CT_QUIRK_QUOTA_AS_INSTANCE && refusal == CT_QUOTA_MISSING)
        return CT_INSTANCE_MISSING;
    return refusal;
}

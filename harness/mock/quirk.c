/* What the gateway does when it is wrong on purpose: four places where it asks whether it is. */
#include "mock/quirk.h"

#include <string.h>
#include <strings.h>

#include "data/json.h"
#include "mock/gateway_call.h"

static ct_quirk quirk_of(const ct_call *call)
{
    return call->gateway->variant->behaviour.quirk;
}

static bool is_binding(const ct_call *call)
{
    return call->operation && call->operation->act == ct_bind_act;
}

static const char *body_of(const ct_call *call)
{
    const ct_body *body = &call->request->body;
    return ct_arena_copy(call->arena, body->bytes ? body->bytes : "", body->size);
}

/* ---- Who asks --------------------------------------------------------------------------- */

static const char *header_of(const ct_call *call, const char *name)
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
    switch (quirk_of(call)) {
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
    case CT_QUIRK_TOKEN_ANY_CASE:
        return value && !strcasecmp(value, good);
    case CT_QUIRK_TOKEN_DATED_GOOD:
        return has(value, "MII");
    case CT_QUIRK_TOKEN_AS_BEARER:
        return has(header_of(call, "Authorization"), good);
    case CT_QUIRK_TOKEN_AS_SUBJECT:
        return has(header_of(call, "X-Subject-Token"), good);
    case CT_QUIRK_TOKEN_IN_COOKIE:
        return has(header_of(call, "Cookie"), good);
    case CT_QUIRK_TOKEN_IN_QUERY:
        return has(strchr(call->request->target, '?'), good);
    case CT_QUIRK_TOKEN_IN_BODY:
        return has(body_of(call), good);
    case CT_QUIRK_SECOND_ACCEPTED:
        return ++call->gateway->refused % 2 == 0;
    default:
        return false;
    }
}

static bool overlooks_token(ct_call *call)
{
    const ct_token *good = call->gateway->data->tokens;
    if (!good || !takes_token(call, header_of(call, "X-Auth-Token"), good->value))
        return false;
    call->token = good;
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
    if (quirk_of(call) == CT_QUIRK_INSTANCE_BY_BEGINNING)
        instance = instance_by_beginning(call);
    else if (quirk_of(call) == CT_QUIRK_INSTANCE_UNCHECKED)
        instance = call->gateway->data->instances;
    if (instance)
        call->instance = instance;
    return instance;
}

/* One of the same gateway that is not `but`. */
static const ct_quota *any_quota(const ct_call *call, const ct_quota *but)
{
    for (const ct_quota *quota = call->gateway->data->quotas; quota; quota = quota->next)
        if (quota != but && !strcmp(quota->instance_id, call->instance->id))
            return quota;
    return NULL;
}

static bool overlooks_quota(ct_call *call)
{
    call->quota = quirk_of(call) == CT_QUIRK_QUOTA_UNCHECKED ? any_quota(call, NULL) : NULL;
    return call->quota;
}

static bool overlooks_failure(ct_call *call)
{
    if (quirk_of(call) != CT_QUIRK_FAILURE_HIDDEN)
        return false;
    call->instance = call->gateway->data->instances;
    return true;
}

/* ---- What the body says ----------------------------------------------------------------- */

/* Whatever credential's id stands anywhere in the body. */
static json_t *ids_in(const ct_call *call)
{
    json_t *ids = ct_json_own(call->arena, json_object());
    const char *body = body_of(call);
    for (const ct_app *app = call->gateway->apps; app; app = app->next)
        if (strstr(body, app->facts->id))
            json_object_set_new(ids, app->facts->id, json_null());
    return ids;
}

static bool has_element(const json_t *list, json_type type)
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
    switch (quirk_of(call)) {
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
    switch (quirk_of(call)) {
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
        return has_element(app_ids, JSON_INTEGER);
    case CT_QUIRK_ID_NULL:
        return has_element(app_ids, JSON_NULL);
    case CT_QUIRK_ID_BOOLEAN:
        return has_element(app_ids, JSON_TRUE);
    case CT_QUIRK_ID_OBJECT:
        return has_element(app_ids, JSON_OBJECT);
    case CT_QUIRK_ID_ARRAY:
        return has_element(app_ids, JSON_ARRAY);
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
    switch (quirk_of(call)) {
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
    const char *body = body_of(call);
    const json_t *json = ct_json_read(call->arena, body, strlen(body), &trouble);
    if (!is_binding(call) || !(json ? takes_json(call, json) : takes_no_json(call, body)))
        return false;
    call->app_ids = ids_in(call);
    return true;
}

/* Answers as if it were there, and binds those that are. */
static bool overlooks_credential(ct_call *call)
{
    const char *id;
    json_t *none;
    if (quirk_of(call) != CT_QUIRK_ID_UNKNOWN_GOOD || !is_binding(call))
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
    case CT_PERMISSION_MISSING:
        return quirk_of(call) == CT_QUIRK_PERMISSION_UNCHECKED;
    case CT_PROJECT_FOREIGN:
        return quirk_of(call) == CT_QUIRK_PROJECT_UNCHECKED;
    case CT_INSTANCE_MISSING:
        return overlooks_instance(call);
    case CT_QUOTA_MISSING:
        return overlooks_quota(call);
    case CT_BACK_END_FAILED:
        return overlooks_failure(call);
    case CT_PARAMETER_INVALID:
        if (is_of_gateway)
            return quirk_of(call) == CT_QUIRK_INSTANCE_FORM_UNCHECKED || overlooks_instance(call);
        return overlooks_body(call);
    case CT_PARAMETER_MISSING:
    case CT_BODY_INVALID:
        return overlooks_body(call);
    case CT_CREDENTIAL_MISSING:
        return overlooks_credential(call);
    case CT_BINDING_MISSING:
        return quirk_of(call) == CT_QUIRK_UNBIND_UNBOUND_GOOD;
    default:
        return false;
    }
}

ct_refusal ct_quirk_refusal(ct_call *call, ct_refusal refusal)
{
    if (quirk_of(call) == CT_QUIRK_NONE)
        return refusal;
    if (overlooks(call, refusal))
        return CT_NOT_REFUSED;
    if (quirk_of(call) == CT_QUIRK_INSTANCE_AS_QUOTA && refusal == CT_INSTANCE_MISSING)
        return CT_QUOTA_MISSING;
    if (quirk_of(call) == CT_QUIRK_QUOTA_AS_INSTANCE && refusal == CT_QUOTA_MISSING)
        return CT_INSTANCE_MISSING;
    return refusal;
}

static void bind_anyway(ct_call *call)
{
    const char *id;
    json_t *none;
    const ct_quota *wanted =
        ct_quota_find(call->gateway->data, ct_parameter_find(call->path, "app_quota_id"));
    call->instance = call->gateway->data->instances;
    call->quota = wanted ? wanted : call->gateway->data->quotas;
    json_object_foreach(ids_in(call), id, none)
    {
        ct_app *app = ct_app_find(call, id);
        if (app)
            ct_app_bind(call, app);
    }
}

void ct_quirk_refused(ct_call *call, unsigned status)
{
    static const struct {
        ct_quirk quirk;
        unsigned status;
    } rows[] = {{CT_QUIRK_REFUSED_400_BINDS, 400},
                {CT_QUIRK_REFUSED_401_BINDS, 401},
                {CT_QUIRK_REFUSED_403_BINDS, 403},
                {CT_QUIRK_REFUSED_404_BINDS, 404}};
    bool const is_half_good = call->quota && call->app_ids;
    if (!is_binding(call))
        return;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (quirk_of(call) == rows[i].quirk && status == rows[i].status)
            bind_anyway(call);
    if (quirk_of(call) == CT_QUIRK_BINDS_GOOD_HALF && is_half_good)
        bind_anyway(call);
}

/* ---- Before it is done ------------------------------------------------------------------ */

static bool is_any_bound(const ct_call *call, bool was_unbound)
{
    const char *id;
    json_t *none;
    json_object_foreach(call->app_ids, id, none)
    {
        const ct_app *app = ct_app_find(call, id);
        if (app && (was_unbound ? app->was_unbound : app->quota == call->quota))
            return true;
    }
    return false;
}

static bool has_parameters(const char *media_type)
{
    return media_type && strchr(media_type, ';');
}

ct_refusal ct_quirk_forestall(ct_call *call)
{
    const ct_header *token = ct_header_find(call->request->headers, "X-Auth-Token");
    ct_quirk const quirk = quirk_of(call);
    if (quirk == CT_QUIRK_NONE || !is_binding(call))
        return CT_NOT_REFUSED;
    if (quirk == CT_QUIRK_TOKEN_REFUSED)
        return CT_TOKEN_UNKNOWN;
    if (quirk == CT_QUIRK_TOKEN_NAME_CASE && token && strcmp(token->name, "X-Auth-Token"))
        return CT_TOKEN_MISSING;
    if (quirk == CT_QUIRK_BODY_CHARSET_REFUSED && has_parameters(header_of(call, "Content-Type")))
        return ct_call_refuse(call, CT_BODY_INVALID, "the media type");
    if (quirk == CT_QUIRK_SECOND_FAILS && call->gateway->asked++ % 2)
        return CT_BACK_END_FAILED;
    if (quirk == CT_QUIRK_AGAIN_FAILS && is_any_bound(call, false))
        return CT_BACK_END_FAILED;
    if (quirk == CT_QUIRK_UNBINDS_FOR_GOOD && is_any_bound(call, true))
        return ct_call_refuse(call, CT_BOUND_TO_ANOTHER, "");
    return CT_NOT_REFUSED;
}

/* ---- When it is done -------------------------------------------------------------------- */

/* The first or the last of the credentials asked for stays bound, or none; `move`: to there. */
static void keep_one(ct_call *call, bool keeps_first, bool keeps_last, const ct_quota *move)
{
    const char *id;
    json_t *none;
    size_t const count = json_object_size(call->app_ids);
    size_t index = 0;
    json_object_foreach(call->app_ids, id, none)
    {
        ct_app *app = ct_app_find(call, id);
        bool const stays = (keeps_first && !index) || (keeps_last && index + 1 == count);
        index++;
        if (app && !stays)
            app->quota = move;
    }
}

static void bind_all(ct_call *call)
{
    for (ct_app *app = call->gateway->apps; app; app = app->next)
        if (!strcmp(app->facts->instance_id, call->instance->id))
            ct_app_bind(call, app);
}

static json_t *show_all(const ct_call *call)
{
    json_t *applies = json_array();
    for (const ct_app *app = call->gateway->apps; app; app = app->next)
        if (app->quota == call->quota)
            json_array_append_new(applies, ct_app_show_binding(call, app));
    return applies;
}

static void answer_with(ct_call *call, const char *member, const char *text)
{
    size_t index;
    json_t *binding;
    json_array_foreach(json_object_get(call->answer, "applies"), index, binding)
    {
        json_object_set_new(binding, member, json_string(text));
    }
}

/* Each element of a member twice. */
static void answer_twice(ct_call *call, const char *member)
{
    json_t *list = json_object_get(call->answer, member);
    for (size_t i = 0, count = json_array_size(list); i < count; i++)
        json_array_append(list, json_array_get(list, i));
}

static void keep_answered(ct_call *call, bool is_first)
{
    json_t *list = json_object_get(call->answer, "applies");
    while (json_array_size(list) > 1)
        json_array_remove(list, is_first ? 1 : 0);
}

static void change_binding(ct_call *call)
{
    ct_app *before = call->gateway->last;
    const ct_quota *other = any_quota(call, call->quota);
    const ct_credential *first = call->gateway->data->credentials;
    switch (quirk_of(call)) {
    case CT_QUIRK_QUOTA_ALWAYS_LAST:
        keep_one(call, false, false, other);
        break;
    case CT_QUIRK_BINDS_NOTHING:
        keep_one(call, false, false, NULL);
        break;
    case CT_QUIRK_LOSES_SECOND:
        keep_one(call, true, false, NULL);
        break;
    case CT_QUIRK_BINDS_FIRST:
        keep_one(call, true, false, NULL);
        keep_answered(call, true);
        break;
    case CT_QUIRK_BINDS_LAST:
        keep_one(call, false, true, NULL);
        keep_answered(call, false);
        break;
    case CT_QUIRK_BINDS_ALL:
        bind_all(call);
        break;
    case CT_QUIRK_ANSWERS_ALL:
        json_object_set_new(call->answer, "applies", show_all(call));
        break;
    case CT_QUIRK_ANSWERS_LAST_CALL:
        if (before)
            answer_with(call, "app_id", before->facts->id);
        break;
    case CT_QUIRK_ANSWERS_FIRST_ID:
        answer_with(call, "app_id", first->id);
        break;
    case CT_QUIRK_ANSWERS_OTHER_QUOTA:
        answer_with(call, "app_quota_id", other ? other->id : "");
        break;
    case CT_QUIRK_ANSWERS_TWICE:
        answer_twice(call, "applies");
        break;
    case CT_QUIRK_RACE:
        if (before && !json_object_get(call->app_ids, before->facts->id))
            before->quota = NULL;
        break;
    default:
        break;
    }
}

static void change_unbinding(ct_call *call)
{
    ct_app *app = ct_app_find(call, ct_parameter_find(call->path, "app_id"));
    if (quirk_of(call) == CT_QUIRK_UNBINDS_NOTHING)
        app->quota = call->quota;
    for (app = call->gateway->apps; app && quirk_of(call) == CT_QUIRK_UNBINDS_ALL; app = app->next)
        if (app->quota == call->quota)
            app->quota = NULL;
}

static void list_unbound(ct_call *call)
{
    json_t *list = json_object_get(call->answer, "apps");
    for (const ct_app *app = call->gateway->apps; app; app = app->next)
        if (!app->quota && app->was_unbound)
            json_array_append_new(list, ct_app_show_binding(call, app));
}

static void list_time(ct_call *call, const char *time)
{
    size_t index;
    json_t *app;
    json_array_foreach(json_object_get(call->answer, "apps"), index, app)
    {
        json_object_set_new(app, "bound_time", json_string(time));
    }
}

static void count_wrongly(ct_call *call, const char *member)
{
    json_int_t const count = json_integer_value(json_object_get(call->answer, member));
    json_object_set_new(call->answer, member, json_integer(count + 1));
}

static void change_list(ct_call *call)
{
    switch (quirk_of(call)) {
    case CT_QUIRK_LISTS_NOTHING:
        json_array_clear(json_object_get(call->answer, "apps"));
        break;
    case CT_QUIRK_LISTS_UNBOUND:
        list_unbound(call);
        break;
    case CT_QUIRK_LISTS_NO_TIME:
        list_time(call, "0001-01-01T00:00:00Z");
        break;
    case CT_QUIRK_LISTS_OTHER_TIME:
        list_time(call, "2020-09-19T07:40:00Z");
        break;
    case CT_QUIRK_LISTS_WRONG_SIZE:
        count_wrongly(call, "size");
        break;
    case CT_QUIRK_LISTS_WRONG_TOTAL:
        count_wrongly(call, "total");
        break;
    case CT_QUIRK_LISTS_TWICE:
        answer_twice(call, "apps");
        break;
    default:
        break;
    }
}

static void remember(ct_call *call)
{
    const char *id;
    json_t *none;
    json_object_foreach(call->app_ids, id, none)
    {
        call->gateway->last = ct_app_find(call, id);
        return;
    }
}

void ct_quirk_granted(ct_call *call)
{
    if (quirk_of(call) == CT_QUIRK_NONE)
        return;
    if (is_binding(call)) {
        change_binding(call);
        remember(call);
    } else if (call->operation->act == ct_unbind_act) {
        change_unbinding(call);
    } else {
        change_list(call);
    }
}

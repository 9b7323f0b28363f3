/* bindings.c - operations on the credentials of a quota: bind, unbind, list. */
#include <string.h>

#include "gateway/operation.h"
#include "gateway/timestamp.h"
#include "lang/json/json.h"

/* A credential of another instance is not found, so that a response does not reveal that it exists.
 */
ct_app *ct_app_find(const ct_call *call, const char *id)
{
    for (ct_app *app = call->gateway->apps; app; app = app->next)
        if (!strcmp(app->facts->id, id))
            return strcmp(app->facts->instance_id, call->instance->id) ? NULL : app;
    return NULL;
}

/* ---- bind ------------------------------------------------------------------------------- */

static ct_refusal refuse_json(ct_call *call, const ct_json_error *error)
{
    const char *detail = error->offset >= call->request->body.size
                             ? "unexpected end of JSON input"
                             : ct_arena_printf(call->arena, "line %u, column %u: %s", error->line,
                                               error->column, error->what);
    return ct_operation_refuse(call, CT_BODY_INVALID, detail);
}

static ct_refusal refuse_type(ct_call *call, const json_t *found, const char *wanted)
{
    return ct_operation_refuse(call, CT_BODY_INVALID,
                               ct_arena_printf(call->arena, "cannot read %s from the JSON type %s",
                                               wanted, ct_json_type(found)));
}

/* Collects the ids in an object, which keeps their order and finds duplicates in constant time. */
static ct_refusal read_app_ids(ct_call *call, const json_t *list)
{
    const ct_behaviour *how = &call->gateway->variant->behaviour;
    size_t index;
    json_t *id;
    call->app_ids = ct_json_own(call->arena, json_object());
    json_array_foreach(list, index, id)
    {
        if (!json_is_string(id))
            return refuse_type(call, id, "an id in app_ids");
        if (json_string_length(id) != strlen(json_string_value(id)) ||
            !ct_id_is_plain(json_string_value(id)))
            return ct_operation_refuse(call, CT_PARAMETER_INVALID, "app_ids");
        if (how->refuses_twice && json_object_get(call->app_ids, json_string_value(id)))
            return ct_operation_refuse(call, CT_PARAMETER_INVALID, "app_ids");
        json_object_set_new(call->app_ids, json_string_value(id), json_null());
    }
    if (!json_object_size(call->app_ids) && !how->accepts_empty)
        return ct_operation_refuse(call, CT_PARAMETER_INVALID, "app_ids");
    return CT_NOT_REFUSED;
}

ct_refusal ct_body_read(ct_call *call, const json_t **object)
{
    ct_json_error error = {0};
    const ct_body *body = &call->request->body;
    const json_t *json =
        ct_json_read(call->arena, body->bytes ? body->bytes : "", body->size, &error);
    if (!json)
        return refuse_json(call, &error);
    if (!json_is_object(json))
        return refuse_type(call, json, "the request");
    *object = json;
    return CT_NOT_REFUSED;
}

ct_refusal ct_bind_read(ct_call *call)
{
    const json_t *json = NULL;
    ct_refusal const refusal = ct_body_read(call, &json);
    if (refusal)
        return refusal;
    const json_t *app_ids = json_object_get(json, "app_ids");
    if (!app_ids || json_is_null(app_ids))
        return ct_operation_refuse(call, CT_PARAMETER_MISSING, "app_ids");
    if (!json_is_array(app_ids))
        return refuse_type(call, app_ids, "app_ids");
    return read_app_ids(call, app_ids);
}

static ct_refusal check_can_be_bound(ct_call *call, const char *id)
{
    const ct_app *app = ct_app_find(call, id);
    if (!app)
        return ct_operation_refuse(call, CT_CREDENTIAL_MISSING, id);
    if (app->quota && app->quota != call->quota)
        return ct_operation_refuse(call, CT_BOUND_TO_ANOTHER, id);
    if (app->quota && call->gateway->variant->behaviour.refuses_rebinding)
        return ct_operation_refuse(call, CT_BOUND_TO_THE_QUOTA, id);
    return CT_NOT_REFUSED;
}

void ct_app_bind(ct_call *call, ct_app *app)
{
    app->quota = call->quota;
    app->bound_ns = call->now_ns;
}

json_t *ct_app_show_binding(const ct_call *call, const ct_app *app)
{
    ct_clock_style const style = call->gateway->variant->behaviour.clock;
    return json_pack("{s:s, s:s, s:s}", "app_id", app->facts->id, "app_quota_id", call->quota->id,
                     "bound_time", ct_timestamp_show_as(app->bound_ns, style, call->arena));
}

static json_t *bind_one(ct_call *call, const char *id)
{
    ct_app *app = ct_app_find(call, id);
    ct_app_bind(call, app);
    return ct_app_show_binding(call, app);
}

/* All credentials are checked before the first is bound, so that a refused request binds nothing.
 */
ct_refusal ct_bind_act(ct_call *call)
{
    const char *id;
    json_t *none;
    json_object_foreach(call->app_ids, id, none)
    {
        ct_refusal const refusal = check_can_be_bound(call, id);
        if (refusal)
            return refusal;
    }
    json_t *applies = json_array();
    json_object_foreach(call->app_ids, id, none) json_array_append_new(applies, bind_one(call, id));
    call->response = ct_json_own(call->arena, json_pack("{s:o}", "applies", applies));
    return CT_NOT_REFUSED;
}

/* ---- unbind ----------------------------------------------------------------------------- */

ct_refusal ct_unbind_read(ct_call *call)
{
    if (!ct_id_is_plain(ct_parameter_find(call->path, "app_id")))
        return ct_operation_refuse(call, CT_PARAMETER_INVALID, "app_id");
    return CT_NOT_REFUSED;
}

ct_refusal ct_unbind_act(ct_call *call)
{
    const char *id = ct_parameter_find(call->path, "app_id");
    ct_app *app = ct_app_find(call, id);
    if (!app)
        return ct_operation_refuse(call, CT_CREDENTIAL_MISSING, id);
    if (app->quota != call->quota)
        return ct_operation_refuse(call, CT_BINDING_MISSING, call->quota->id);
    app->quota = NULL;
    app->was_unbound = true;
    return CT_NOT_REFUSED;
}

/* ---- list ------------------------------------------------------------------------------- */

enum { LIMIT_DEFAULT = 20, LIMIT_MAX = 500 }; /* entries of a page */

/* Reads an integer of at most nine digits. A missing or empty parameter is 0. */
static bool read_number(const ct_parameter *query, const char *name, long *number)
{
    const char *text = ct_parameter_find(query, name), *digits = text;
    *number = 0;
    if (!text)
        return true;
    digits += *text == '-';
    for (const char *at = digits; *at; at++) {
        if (*at < '0' || *at > '9' || at - digits >= 9)
            return false;
        *number = *number * 10 + (*at - '0');
    }
    if (digits > text)
        *number = -*number;
    return digits == text || *digits;
}

ct_refusal ct_page_read(ct_call *call, const ct_parameter *query, long *offset, long *limit)
{
    if (!read_number(query, "offset", offset))
        return ct_operation_refuse(call, CT_PARAMETER_INVALID, "offset");
    if (!read_number(query, "limit", limit))
        return ct_operation_refuse(call, CT_PARAMETER_INVALID, "limit");
    const ct_gateway_hooks *hooks = ct_hooks_of(call->gateway);
    if (hooks->page)
        hooks->page(hooks, offset, limit);
    *limit = *limit <= 0 ? LIMIT_DEFAULT : *limit > LIMIT_MAX ? LIMIT_MAX : *limit;
    return CT_NOT_REFUSED;
}

ct_refusal ct_list_bound_read(ct_call *call)
{
    long offset, limit;
    return ct_page_read(call, ct_route_query(call->request->target, call->arena), &offset, &limit);
}

/* Real gateways list the time in whole seconds, because it comes from their database, although the
 * response to the bind request has a fraction. */
static json_t *show_app(const ct_call *call, const ct_app *app)
{
    return json_pack("{s:s, s:s, s:i, s:s*, s:s*, s:s*, s:s, s:s, s:s}", "app_id", app->facts->id,
                     "name", app->facts->name, "status", 1, "app_key", app->facts->app_key,
                     "remark", app->facts->note, "register_time", app->facts->register_time,
                     "app_quota_id", app->quota->id, "app_quota_name", app->quota->name,
                     "bound_time", ct_timestamp_show_second(app->bound_ns, call->arena));
}

ct_refusal ct_list_bound_act(ct_call *call)
{
    const ct_parameter *query = ct_route_query(call->request->target, call->arena);
    const char *name = ct_parameter_find(query, "app_name");
    long offset, limit, total = 0;
    ct_refusal const refusal = ct_page_read(call, query, &offset, &limit);
    if (refusal)
        return refusal;
    json_t *apps = json_array();
    for (const ct_app *app = call->gateway->apps; app; app = app->next) {
        if (app->quota != call->quota || (name && !strstr(app->facts->name, name)))
            continue;
        if (total++ >= offset && (long)json_array_size(apps) < limit)
            json_array_append_new(apps, show_app(call, app));
    }
    call->response =
        ct_json_own(call->arena, json_pack("{s:i, s:i, s:o}", "size", (int)json_array_size(apps),
                                           "total", (int)total, "apps", apps));
    return CT_NOT_REFUSED;
}

/* objects.c - operations on credentials and quotas: create, list, delete. Objects of the data can
 * be deleted too. The memory of a deleted object that a request created is reused, so that a
 * gateway that serves for days does not grow. */
#include <string.h>

#include "gateway/operation.h"
#include "gateway/timestamp.h"
#include "lang/json/json.h"

enum { NAME_MIN = 3, APP_NAME_MAX = 64, QUOTA_NAME_MAX = 255, REMARK_MAX = 255, KEY_MAX = 200 };
enum { MADE_MAX = 50 }; /* credentials and quotas together; real gateways have a limit too */

/* A created credential or quota with its strings. A character takes at most four bytes of UTF-8. */
struct ct_made {
    ct_app app;
    ct_credential facts;
    ct_quota quota;
    char id[33], name[4 * QUOTA_NAME_MAX + 1], note[4 * REMARK_MAX + 1];
    char app_key[KEY_MAX + 1], app_secret[KEY_MAX + 1], time[48];
    struct ct_made *next;
};

ct_refusal ct_read_nothing(ct_call *call)
{
    (void)call;
    return CT_NOT_REFUSED;
}

/* ---- Strings ------------------------------------------------------------------------------ */

static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

static size_t characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += (*text & 0xC0) != 0x80;
    return count;
}

/* A name starts with a letter, followed by letters, digits and '_'. Every non-ASCII character
 * counts as a letter: real gateways allow Chinese ones. */
static bool is_name(const char *text, size_t most)
{
    size_t const size = characters(text);
    if (size < NAME_MIN || size > most || !is_letter((unsigned char)*text))
        return false;
    for (const char *at = text; *at; at++)
        if (!is_letter((unsigned char)*at) && *at != '_' && (*at < '0' || *at > '9'))
            return false;
    return true;
}

static ct_refusal invalid(ct_call *call, const char *name)
{
    return ct_operation_refuse(call, CT_PARAMETER_INVALID, name);
}

/* Reads an optional string; "" if it is missing. Returns false if it is not a string, has a NUL or
 * more than `most` characters. */
static bool read_text(const json_t *object, const char *name, size_t most, const char **text)
{
    const json_t *member = json_object_get(object, name);
    *text = member ? json_string_value(member) : "";
    return *text && strlen(*text) == (member ? json_string_length(member) : 0) &&
           characters(*text) <= most && strlen(*text) <= 4 * most;
}

static ct_refusal read_names(ct_call *call, size_t most)
{
    const json_t *body = NULL;
    const char *text;
    ct_refusal const refusal = ct_body_read(call, &body);
    if (refusal)
        return refusal;
    if (!json_object_get(body, "name"))
        return ct_operation_refuse(call, CT_PARAMETER_MISSING, "name");
    if (!read_text(body, "name", most, &text) || !is_name(text, most))
        return invalid(call, "name");
    if (!read_text(body, "remark", REMARK_MAX, &text))
        return invalid(call, "remark");
    call->json = body;
    return CT_NOT_REFUSED;
}

/* ---- Making ----------------------------------------------------------------------------- */

static struct ct_made *take(ct_call *call)
{
    ct_gateway *gateway = call->gateway;
    struct ct_made *made = gateway->made_spare;
    if (made)
        gateway->made_spare = made->next;
    else if (gateway->made_count++ < MADE_MAX)
        made = ct_new(gateway->arena, struct ct_made);
    else
        gateway->made_count--;
    if (made)
        memset(made, 0, sizeof *made);
    return made;
}

static void give_back(ct_gateway *gateway, struct ct_made *made)
{
    made->next = gateway->made_spare;
    gateway->made_spare = made;
}

static void keep(char *slot, size_t room, const char *text)
{
    size_t const size = strlen(text);
    memcpy(slot, text, size < room ? size : room - 1);
}

#define KEEP(slot, text) keep(slot, sizeof(slot), text)

/* Fills in what credentials and quotas have in common. */
static void name_it(ct_call *call, struct ct_made *made)
{
    const char *note = json_string_value(json_object_get(call->json, "remark"));
    KEEP(made->id, ct_operation_new_id(call));
    KEEP(made->name, json_string_value(json_object_get(call->json, "name")));
    KEEP(made->note, note ? note : "");
    KEEP(made->time, ct_timestamp_show_second(call->now_ns, call->arena));
}

/* ---- Credentials ------------------------------------------------------------------------ */

static json_t *show_app(const ct_app *app)
{
    const ct_credential *facts = app->facts;
    return json_pack("{s:s, s:s, s:s*, s:s, s:s*, s:s*, s:s*, s:s*, s:i, s:s}", "id", facts->id,
                     "name", facts->name, "remark", facts->note, "creator", "USER", "app_key",
                     facts->app_key, "app_secret", facts->app_secret, "register_time",
                     facts->register_time, "update_time", facts->register_time, "status", 1,
                     "app_type", "apig");
}

ct_refusal ct_create_app_read(ct_call *call)
{
    const char *key, *secret;
    ct_refusal const refusal = read_names(call, APP_NAME_MAX);
    if (refusal)
        return refusal;
    if (!read_text(call->json, "app_key", KEY_MAX, &key) || strlen(key) > KEY_MAX)
        return invalid(call, "app_key");
    if (!read_text(call->json, "app_secret", KEY_MAX, &secret) || strlen(secret) > KEY_MAX)
        return invalid(call, "app_secret");
    return CT_NOT_REFUSED;
}

static bool is_app_of(const ct_call *call, const ct_app *app)
{
    return !strcmp(app->facts->instance_id, call->instance->id);
}

static struct ct_made *make_app(ct_call *call)
{
    struct ct_made *made = take(call);
    const char *key = json_string_value(json_object_get(call->json, "app_key"));
    const char *secret = json_string_value(json_object_get(call->json, "app_secret"));
    if (!made)
        return NULL;
    name_it(call, made);
    KEEP(made->app_key, key && *key ? key : ct_operation_new_id(call));
    KEEP(made->app_secret, secret && *secret ? secret : ct_operation_new_id(call));
    made->facts = (ct_credential){.id = made->id,
                                  .name = made->name,
                                  .instance_id = call->instance->id,
                                  .app_key = made->app_key,
                                  .app_secret = made->app_secret,
                                  .note = made->note,
                                  .register_time = made->time};
    made->app = (ct_app){.facts = &made->facts, .made = made};
    return made;
}

ct_refusal ct_create_app_act(ct_call *call)
{
    const char *name = json_string_value(json_object_get(call->json, "name"));
    ct_app **tail = &call->gateway->apps;
    for (; *tail; tail = &(*tail)->next)
        if (is_app_of(call, *tail) && !strcmp((*tail)->facts->name, name))
            return ct_operation_refuse(call, CT_NAME_TAKEN, name);
    struct ct_made *made = make_app(call);
    if (!made)
        return CT_TOO_MANY;
    *tail = &made->app;
    call->response = ct_json_own(call->arena, show_app(&made->app));
    return CT_NOT_REFUSED;
}

ct_refusal ct_delete_app_read(ct_call *call)
{
    return ct_id_is_plain(ct_parameter_find(call->path, "app_id")) ? CT_NOT_REFUSED
                                                                   : invalid(call, "app_id");
}

ct_refusal ct_delete_app_act(ct_call *call)
{
    const char *id = ct_parameter_find(call->path, "app_id");
    ct_app *app = ct_app_find(call, id), **at = &call->gateway->apps;
    const ct_gateway_hooks *hooks = ct_hooks_of(call->gateway);
    if (!app)
        return ct_operation_refuse(call, CT_CREDENTIAL_MISSING, id);
    while (*at != app)
        at = &(*at)->next;
    *at = app->next;
    if (hooks->deleted)
        hooks->deleted(hooks, call->gateway, app);
    if (app->made)
        give_back(call->gateway, app->made);
    return CT_NOT_REFUSED;
}

/* ---- Quotas ----------------------------------------------------------------------------- */

static json_t *show_quota(const ct_call *call, const ct_quota *quota)
{
    int bound = 0;
    for (const ct_app *app = call->gateway->apps; app; app = app->next)
        bound += app->quota == quota;
    return json_pack("{s:s, s:s, s:i, s:s, s:i, s:s*, s:s*, s:i}", "app_quota_id", quota->id,
                     "name", quota->name, "call_limits", quota->call_limits, "time_unit",
                     quota->time_unit ? quota->time_unit : "MINUTE", "time_interval",
                     quota->time_interval, "remark", quota->note, "create_time", quota->create_time,
                     "bound_app_num", bound);
}

static bool is_count(const json_t *object, const char *name)
{
    json_int_t const count = json_integer_value(json_object_get(object, name));
    return count >= 1 && count <= INT32_MAX;
}

static bool is_time_unit(const char *text)
{
    static const char *const units[] = {"SECOND", "MINUTE", "HOUR", "DAY"};
    for (size_t i = 0; text && i < sizeof units / sizeof *units; i++)
        if (!strcmp(units[i], text))
            return true;
    return false;
}

ct_refusal ct_create_quota_read(ct_call *call)
{
    static const char *const needed[] = {"call_limits", "time_unit", "time_interval"};
    ct_refusal const refusal = read_names(call, QUOTA_NAME_MAX);
    if (refusal)
        return refusal;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!json_object_get(call->json, needed[i]))
            return ct_operation_refuse(call, CT_PARAMETER_MISSING, needed[i]);
    if (!is_count(call->json, "call_limits"))
        return invalid(call, "call_limits");
    if (!is_time_unit(json_string_value(json_object_get(call->json, "time_unit"))))
        return invalid(call, "time_unit");
    return is_count(call->json, "time_interval") ? CT_NOT_REFUSED : invalid(call, "time_interval");
}

static struct ct_made *make_quota(ct_call *call)
{
    struct ct_made *made = take(call);
    if (!made)
        return NULL;
    name_it(call, made);
    KEEP(made->app_key, json_string_value(json_object_get(call->json, "time_unit")));
    made->quota = (ct_quota){
        .id = made->id,
        .name = made->name,
        .instance_id = call->instance->id,
        .time_unit = made->app_key,
        .note = made->note,
        .create_time = made->time,
        .call_limits = (int)json_integer_value(json_object_get(call->json, "call_limits")),
        .time_interval = (int)json_integer_value(json_object_get(call->json, "time_interval")),
        .made = made};
    return made;
}

ct_refusal ct_create_quota_act(ct_call *call)
{
    const char *name = json_string_value(json_object_get(call->json, "name"));
    ct_quota **tail = &call->gateway->quotas;
    for (; *tail; tail = &(*tail)->next)
        if (!strcmp((*tail)->instance_id, call->instance->id) && !strcmp((*tail)->name, name))
            return ct_operation_refuse(call, CT_QUOTA_NAME_TAKEN, name);
    struct ct_made *made = make_quota(call);
    if (!made)
        return CT_TOO_MANY;
    *tail = &made->quota;
    call->response = ct_json_own(call->arena, show_quota(call, &made->quota));
    return CT_NOT_REFUSED;
}

/* Its credentials become unbound. */
ct_refusal ct_delete_quota_act(ct_call *call)
{
    ct_quota **at = &call->gateway->quotas;
    while (*at != call->quota)
        at = &(*at)->next;
    *at = call->quota->next;
    for (ct_app *app = call->gateway->apps; app; app = app->next)
        if (app->quota == call->quota)
            app->quota = NULL;
    if (call->quota->made)
        give_back(call->gateway, call->quota->made);
    return CT_NOT_REFUSED;
}

/* ---- Lists ------------------------------------------------------------------------------ */

/* The filters of a list request, and the page that results. */
typedef struct listing {
    const char *id, *name;
    bool is_precise;
    long offset, limit, total;
    json_t *items;
} listing;

static ct_refusal begin_list(ct_call *call, listing *list)
{
    const ct_parameter *query = ct_route_query(call->request->target, call->arena);
    const char *precise = ct_parameter_find(query, "precise_search");
    *list = (listing){.id = ct_parameter_find(query, "id"),
                      .name = ct_parameter_find(query, "name"),
                      .is_precise = precise && strstr(precise, "name")};
    return ct_page_read(call, query, &list->offset, &list->limit);
}

ct_refusal ct_list_read(ct_call *call)
{
    listing list;
    return begin_list(call, &list);
}

static bool is_requested(const listing *list, const char *id, const char *name)
{
    if (list->id && *list->id && strcmp(list->id, id))
        return false;
    if (!list->name || !*list->name)
        return true;
    return list->is_precise ? !strcmp(name, list->name) : strstr(name, list->name) != NULL;
}

static bool is_on_page(listing *list)
{
    return list->total++ >= list->offset && (long)json_array_size(list->items) < list->limit;
}

static ct_refusal end_list(ct_call *call, listing *list, const char *name)
{
    call->response = ct_json_own(call->arena, json_pack("{s:i, s:i, s:o}", "size",
                                                        (int)json_array_size(list->items), "total",
                                                        (int)list->total, name, list->items));
    return CT_NOT_REFUSED;
}

ct_refusal ct_list_apps_act(ct_call *call)
{
    listing list;
    ct_refusal const refusal = begin_list(call, &list);
    if (refusal)
        return refusal;
    list.items = json_array();
    for (const ct_app *app = call->gateway->apps; app; app = app->next)
        if (is_app_of(call, app) && is_requested(&list, app->facts->id, app->facts->name) &&
            is_on_page(&list))
            json_array_append_new(list.items, show_app(app));
    return end_list(call, &list, "apps");
}

ct_refusal ct_list_quotas_act(ct_call *call)
{
    listing list;
    ct_refusal const refusal = begin_list(call, &list);
    if (refusal)
        return refusal;
    list.items = json_array();
    for (const ct_quota *quota = call->gateway->quotas; quota; quota = quota->next)
        if (!strcmp(quota->instance_id, call->instance->id) &&
            is_requested(&list, quota->id, quota->name) && is_on_page(&list))
            json_array_append_new(list.items, show_quota(call, quota));
    return end_list(call, &list, "quotas");
}

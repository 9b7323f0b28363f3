/* The behaviour faults: what a gateway with a fault does before and after a request. */
#include "mutation/fault_kinds.h"

#include <string.h>

#include "lang/json/json.h"
#include "mutation/behaviour_parts.h"
#include "mutation/fault_hooks.h"

/* ---- Refused requests ------------------------------------------------------------------- */

static bool keeps_strays(ct_behaviour_fault fault)
{
    return fault == CT_BEHAVIOUR_FAULT_BINDS || fault == CT_BEHAVIOUR_FAULT_BINDS_WHILE ||
           fault == CT_BEHAVIOUR_FAULT_BINDS_LATER;
}

/* Carries out a refused bind request: with the quota of its path, or with any if it is unknown. */
static void bind_anyway(ct_call *call)
{
    const char *id;
    json_t *none;
    const ct_quota *wanted =
        ct_quota_find(call->gateway, ct_parameter_find(call->path, "app_quota_id"));
    bool const is_later = ct_behaviour_fault_of(call) == CT_BEHAVIOUR_FAULT_BINDS_LATER;
    call->instance = call->gateway->data->instances;
    call->quota = wanted ? wanted : call->gateway->quotas;
    const json_t *ids = ct_call_ids(call);
    json_object_foreach(ct_json_iterable(ids), id, none)
    {
        ct_app *app = ct_app_find(call, id);
        if (!app)
            continue;
        ct_app_marks_of(call->gateway, app)->stray = call->quota;
        if (!is_later)
            ct_app_bind(call, app);
    }
}

/* The clean-up of a case unbinds its credentials: what it left is not to disturb the next case. */
static void forget_strays(ct_call *call)
{
    const char *id = ct_parameter_find(call->path, "app_id");
    for (ct_app *app = call->gateway->apps; app && id; app = app->next)
        if (!strcmp(app->facts->id, id))
            ct_app_marks_of(call->gateway, app)->stray = NULL;
}

/* Replaces the error code by that of another error. */
static void miscode(ct_call *call, ct_refusal refusal)
{
    ct_refusal const other = refusal == CT_INSTANCE_MISSING ? CT_QUOTA_MISSING : CT_BACK_END_FAILED;
    const ct_wording *wording = ct_wording_find(call->gateway->variant->wording, other);
    json_object_set_new(call->response, "error_code", json_string(wording->code));
}

static void refused(const ct_gateway_hooks *self, ct_call *call, ct_refusal refusal)
{
    (void)self;
    ct_behaviour_fault const behaviour_fault = ct_behaviour_fault_of(call);
    bool const is_miscoded = behaviour_fault == CT_BEHAVIOUR_FAULT_MISCODED;
    if (!call->operation || !(is_miscoded || keeps_strays(behaviour_fault)))
        return;
    forget_strays(call);
    if (!ct_call_binds(call) || !ct_request_fault_is_in(call, refusal))
        return;
    if (is_miscoded)
        miscode(call, refusal);
    else
        bind_anyway(call);
}

/* A request was accepted: binds, or unbinds again, what was refused before. */
static void settle_strays(ct_call *call)
{
    if (!keeps_strays(ct_behaviour_fault_of(call)))
        return;
    for (ct_app *app = call->gateway->apps; app; app = app->next) {
        if (ct_app_marks_of(call->gateway, app)->stray &&
            ct_behaviour_fault_of(call) == CT_BEHAVIOUR_FAULT_BINDS_WHILE)
            app->quota = NULL;
        if (ct_app_marks_of(call->gateway, app)->stray &&
            ct_behaviour_fault_of(call) == CT_BEHAVIOUR_FAULT_BINDS_LATER)
            app->quota = ct_app_marks_of(call->gateway, app)->stray;
        ct_app_marks_of(call->gateway, app)->stray = NULL;
    }
}

/* ---- Before a bind request -------------------------------------------------------------- */

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

/* Whether what the previous request bound is still bound to the same quota. */
static bool is_last_bound(const ct_call *call)
{
    const ct_app *last = ct_gateway_marks_of(call->gateway)->last;
    return last && last->quota == call->quota;
}

static bool has_parameters(const char *media_type)
{
    return media_type && strchr(media_type, ';');
}

static ct_refusal before(const ct_gateway_hooks *self, ct_call *call)
{
    (void)self;
    ct_behaviour_fault const behaviour_fault = ct_behaviour_fault_of(call);
    if (!ct_call_binds(call))
        return CT_NOT_REFUSED;
    settle_strays(call);
    ct_gateway_marks_of(call->gateway)->is_repeated = is_last_bound(call);
    if (behaviour_fault == CT_BEHAVIOUR_FAULT_TOKEN_REFUSED)
        return CT_TOKEN_UNKNOWN;
    if (behaviour_fault == CT_BEHAVIOUR_FAULT_PATH_UNKNOWN)
        return CT_NO_SUCH_API;
    if (behaviour_fault == CT_BEHAVIOUR_FAULT_PROJECT_REFUSED)
        return CT_PROJECT_FOREIGN;
    if (behaviour_fault == CT_BEHAVIOUR_FAULT_IDS_ONE_REFUSED &&
        json_object_size(call->app_ids) == 1)
        return ct_operation_refuse(call, CT_PARAMETER_INVALID, "app_ids");
    if (behaviour_fault == CT_BEHAVIOUR_FAULT_BODY_CHARSET_REFUSED &&
        has_parameters(ct_call_header(call, "Content-Type")))
        return ct_operation_refuse(call, CT_BODY_INVALID, "the media type");
    if (behaviour_fault == CT_BEHAVIOUR_FAULT_SECOND_FAILS &&
        ct_gateway_marks_of(call->gateway)->bind_requests++ % 2)
        return CT_BACK_END_FAILED;
    if (behaviour_fault == CT_BEHAVIOUR_FAULT_AGAIN_FAILS && is_any_bound(call, false))
        return CT_BACK_END_FAILED;
    if (behaviour_fault == CT_BEHAVIOUR_FAULT_UNBINDS_FOR_GOOD && is_any_bound(call, true))
        return ct_operation_refuse(call, CT_BOUND_TO_ANOTHER, "");
    return CT_NOT_REFUSED;
}

/* ---- Accepted requests ------------------------------------------------------------------ */

/* Keeps only the first, only the last or none of the requested credentials bound. The others move
 * to the quota `move`; NULL: they are unbound. */
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
        if (!strcmp(app->facts->instance_id, call->instance->id)) {
            ct_app_marks_of(call->gateway, app)->stray =
                app->quota == call->quota ? ct_app_marks_of(call->gateway, app)->stray
                                          : call->quota;
            ct_app_bind(call, app);
        }
}

static json_t *show_all(const ct_call *call)
{
    json_t *applies = json_array();
    for (const ct_app *app = call->gateway->apps; app; app = app->next)
        if (app->quota == call->quota)
            json_array_append_new(applies, ct_app_show_binding(call, app));
    return applies;
}

static void set_in_bindings(ct_call *call, const char *member, const char *text)
{
    size_t index;
    json_t *binding;
    json_array_foreach(json_object_get(call->response, "applies"), index, binding)
    {
        json_object_set_new(binding, member, json_string(text));
    }
}

/* Repeats each element of an array of the response. */
static void respond_twice(ct_call *call, const char *member)
{
    json_t *list = json_object_get(call->response, member);
    for (size_t i = 0, count = json_array_size(list); i < count; i++)
        json_array_append(list, json_array_get(list, i));
}

static void keep_reported(ct_call *call, bool is_first)
{
    json_t *list = json_object_get(call->response, "applies");
    while (json_array_size(list) > 1)
        json_array_remove(list, is_first ? 1 : 0);
}

static void change_binding(ct_call *call)
{
    ct_app *before = ct_gateway_marks_of(call->gateway)->last;
    const ct_quota *other = ct_call_quota(call, call->quota);
    const ct_credential *first = call->gateway->data->credentials;
    switch (ct_behaviour_fault_of(call)) {
    case CT_BEHAVIOUR_FAULT_QUOTA_ALWAYS_LAST:
        keep_one(call, false, false, other);
        break;
    case CT_BEHAVIOUR_FAULT_BINDS_NOTHING:
        keep_one(call, false, false, NULL);
        break;
    case CT_BEHAVIOUR_FAULT_LOSES_SECOND:
        keep_one(call, true, false, NULL);
        break;
    case CT_BEHAVIOUR_FAULT_BINDS_FIRST:
        keep_one(call, true, false, NULL);
        keep_reported(call, true);
        break;
    case CT_BEHAVIOUR_FAULT_BINDS_LAST:
        keep_one(call, false, true, NULL);
        keep_reported(call, false);
        break;
    case CT_BEHAVIOUR_FAULT_BINDS_ALL:
        bind_all(call);
        break;
    case CT_BEHAVIOUR_FAULT_BINDS_ALL_BESIDE:
        if (ct_gateway_marks_of(call->gateway)->is_repeated)
            bind_all(call);
        break;
    case CT_BEHAVIOUR_FAULT_ANSWERS_ALL:
        json_object_set_new(call->response, "applies", show_all(call));
        break;
    case CT_BEHAVIOUR_FAULT_ANSWERS_LAST_CALL:
        if (before)
            set_in_bindings(call, "app_id", before->facts->id);
        break;
    case CT_BEHAVIOUR_FAULT_ANSWERS_FIRST_ID:
        set_in_bindings(call, "app_id", first->id);
        break;
    case CT_BEHAVIOUR_FAULT_ANSWERS_OTHER_QUOTA:
        set_in_bindings(call, "app_quota_id", other ? other->id : "");
        break;
    case CT_BEHAVIOUR_FAULT_ANSWERS_TWICE:
        respond_twice(call, "applies");
        break;
    case CT_BEHAVIOUR_FAULT_RACE:
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
    for (ct_app *each = call->gateway->apps; each; each = each->next)
        if (ct_app_marks_of(call->gateway, each)->stray &&
            ct_behaviour_fault_of(call) == CT_BEHAVIOUR_FAULT_BINDS_ALL_BESIDE)
            each->quota = NULL;
    forget_strays(call);
    ct_gateway_marks_of(call->gateway)->is_list_stale = false;
    if (ct_behaviour_fault_of(call) == CT_BEHAVIOUR_FAULT_UNBINDS_NOTHING)
        app->quota = call->quota;
    for (app = call->gateway->apps;
         app && ct_behaviour_fault_of(call) == CT_BEHAVIOUR_FAULT_UNBINDS_ALL; app = app->next)
        if (app->quota == call->quota)
            app->quota = NULL;
}

static void list_unbound(ct_call *call)
{
    json_t *list = json_object_get(call->response, "apps");
    for (const ct_app *app = call->gateway->apps; app; app = app->next)
        if (!app->quota && app->was_unbound)
            json_array_append_new(list, ct_app_show_binding(call, app));
}

static void list_time(ct_call *call, const char *time)
{
    size_t index;
    json_t *app;
    json_array_foreach(json_object_get(call->response, "apps"), index, app)
    {
        json_object_set_new(app, "bound_time", json_string(time));
    }
}

/* Only the first list after a bind request is wrong. */
static void list_last_call(ct_call *call)
{
    json_t *list = json_object_get(call->response, "apps");
    for (size_t i = json_array_size(list);
         ct_gateway_marks_of(call->gateway)->is_list_stale && i-- > 0;) {
        const char *id = json_string_value(json_object_get(json_array_get(list, i), "app_id"));
        if (!ct_app_marks_of(call->gateway, ct_app_find(call, id))->is_of_last_request)
            json_array_remove(list, i);
    }
    ct_gateway_marks_of(call->gateway)->is_list_stale = false;
}

/* Sends one number as the other. */
static void count_as(ct_call *call, const char *member, const char *other)
{
    json_object_set(call->response, member, json_object_get(call->response, other));
}

static void change_list(ct_call *call)
{
    switch (ct_behaviour_fault_of(call)) {
    case CT_BEHAVIOUR_FAULT_LISTS_NOTHING:
        json_array_clear(json_object_get(call->response, "apps"));
        break;
    case CT_BEHAVIOUR_FAULT_LISTS_UNBOUND:
        list_unbound(call);
        break;
    case CT_BEHAVIOUR_FAULT_LISTS_LAST_CALL:
        list_last_call(call);
        break;
    case CT_BEHAVIOUR_FAULT_LISTS_NO_TIME:
        list_time(call, "0001-01-01T00:00:00Z");
        break;
    case CT_BEHAVIOUR_FAULT_LISTS_OTHER_TIME:
        list_time(call, "2020-09-19T07:40:00Z");
        break;
    case CT_BEHAVIOUR_FAULT_LISTS_WRONG_SIZE:
        count_as(call, "size", "total");
        break;
    case CT_BEHAVIOUR_FAULT_LISTS_WRONG_TOTAL:
        count_as(call, "total", "size");
        break;
    case CT_BEHAVIOUR_FAULT_LISTS_TWICE:
        respond_twice(call, "apps");
        break;
    default:
        break;
    }
}

static void remember(ct_call *call)
{
    const char *id = json_object_iter_key(json_object_iter(call->app_ids));
    ct_gateway_marks_of(call->gateway)->last = id ? ct_app_find(call, id) : NULL;
    ct_gateway_marks_of(call->gateway)->is_list_stale = true;
    for (ct_app *app = call->gateway->apps; app; app = app->next)
        ct_app_marks_of(call->gateway, app)->is_of_last_request =
            json_object_get(call->app_ids, app->facts->id);
}

static void accepted(const ct_gateway_hooks *self, ct_call *call)
{
    /* What was remembered of the previous request counts for all faults of the gateway. */
    const ct_fault_hooks *next = ((const ct_fault_hooks *)self)->next;
    while (next && next->fault->mutate)
        next = next->next;
    if (ct_call_binds(call)) {
        change_binding(call);
        if (!next)
            remember(call);
    } else if (call->operation->act == ct_unbind_act) {
        change_unbinding(call);
    } else if (call->operation->act == ct_list_bound_act) {
        change_list(call);
    }
}

/* ---- Marks and hooks -------------------------------------------------------------------- */

struct ct_gateway_marks *ct_gateway_marks_of(ct_gateway *gateway)
{
    if (!gateway->marks)
        gateway->marks = ct_new(gateway->arena, struct ct_gateway_marks);
    return gateway->marks;
}

struct ct_app_marks *ct_app_marks_of(ct_gateway *gateway, ct_app *app)
{
    struct ct_gateway_marks *all = ct_gateway_marks_of(gateway);
    if (app->marks)
        return app->marks;
    if (all->spare) {
        app->marks = all->spare;
        all->spare = app->marks->next_spare;
        *app->marks = (struct ct_app_marks){0};
    } else {
        app->marks = ct_new(gateway->arena, struct ct_app_marks);
    }
    return app->marks;
}

/* Keeps the state for reuse, so that a gateway that serves for days does not grow. */
static void deleted(const ct_gateway_hooks *self, ct_gateway *gateway, const ct_app *app)
{
    struct ct_gateway_marks *all = ct_gateway_marks_of(gateway);
    (void)self;
    if (all->last == app)
        all->last = NULL;
    if (app->marks) {
        app->marks->next_spare = all->spare;
        all->spare = app->marks;
    }
}

static void page(const ct_gateway_hooks *self, long *offset, long *limit)
{
    ct_behaviour_fault const fault = ((const ct_fault_hooks *)self)->fault->behaviour_fault;
    if (fault == CT_BEHAVIOUR_FAULT_LIST_LIMIT_IGNORED)
        *limit = 0;
    if (fault == CT_BEHAVIOUR_FAULT_LIST_OFFSET_IGNORED)
        *offset = 0;
}

const ct_gateway_hooks ct_behaviour_hooks = {
    .before = before,
    .refusal = ct_behaviour_fault_refusal,
    .refused = refused,
    .accepted = accepted,
    .page = page,
    .deleted = deleted,
};

#include "gateway/gateway.h"

#include <inttypes.h>
#include <string.h>

#include "base/limits.h"
#include "gateway/operation.h"
#include "gateway/timestamp.h"
#include "lang/json/json.h"

#define OF_INSTANCE "/v2/{project_id}/apigw/instances/{instance_id}"
#define OF_QUOTA OF_INSTANCE "/app-quotas/{app_quota_id}"

static const ct_operation operations[] = {
    {"bind", "POST", OF_QUOTA "/binding-apps", "apig:clientQuota:bindApp", 201, ct_bind_read,
     ct_bind_act},
    {"list", "GET", OF_QUOTA "/bound-apps", "apig:clientQuota:get", 200, ct_list_bound_read,
     ct_list_bound_act},
    {"unbind", "DELETE", OF_QUOTA "/bound-apps/{app_id}", "apig:clientQuota:unbindApp", 204,
     ct_unbind_read, ct_unbind_act},
    {"create-credential", "POST", OF_INSTANCE "/apps", "apig:apps:create", 201, ct_create_app_read,
     ct_create_app_act},
    {"list-credentials", "GET", OF_INSTANCE "/apps", "apig:apps:list", 200, ct_list_read,
     ct_list_apps_act},
    {"delete-credential", "DELETE", OF_INSTANCE "/apps/{app_id}", "apig:apps:delete", 204,
     ct_delete_app_read, ct_delete_app_act},
    {"create-quota", "POST", OF_INSTANCE "/app-quotas", "apig:clientQuota:create", 201,
     ct_create_quota_read, ct_create_quota_act},
    {"list-quotas", "GET", OF_INSTANCE "/app-quotas", "apig:clientQuota:list", 200, ct_list_read,
     ct_list_quotas_act},
    {"delete-quota", "DELETE", OF_QUOTA, "apig:clientQuota:delete", 204, ct_read_nothing,
     ct_delete_quota_act},
    {0},
};

ct_gateway *ct_gateway_new(const ct_gateway_data *data, const ct_variant *variant, ct_arena *arena)
{
    ct_gateway *gateway = ct_new(arena, ct_gateway);
    ct_app **tail = &gateway->apps;
    ct_quota **quota = &gateway->quotas;
    gateway->data = data;
    gateway->variant = variant;
    gateway->arena = arena;
    ct_random_bytes(gateway->token_key, sizeof gateway->token_key);
    for (const ct_credential *facts = data->credentials; facts; facts = facts->next) {
        *tail = ct_new(arena, ct_app);
        (*tail)->facts = facts;
        tail = &(*tail)->next;
    }
    for (const ct_quota *facts = data->quotas; facts; facts = facts->next) {
        *quota = ct_new(arena, ct_quota);
        **quota = *facts;
        (*quota)->call_limits = (*quota)->time_interval = 1;
        (*quota)->next = NULL;
        quota = &(*quota)->next;
    }
    return gateway;
}

const ct_quota *ct_quota_find(const ct_gateway *gateway, const char *id)
{
    const ct_quota *quota = gateway->quotas;
    while (quota && strcmp(quota->id, id))
        quota = quota->next;
    return quota;
}

/* ---- checks ----------------------------------------------------------------------------- */

ct_refusal ct_operation_refuse(ct_call *call, ct_refusal refusal, const char *detail)
{
    call->detail = detail;
    return refusal;
}

static ct_refusal check_size(ct_call *call)
{
    return call->request->body.whole > CT_LIMIT_MOCK_BODY ? CT_BODY_TOO_LARGE : CT_NOT_REFUSED;
}

static ct_refusal find_operation(ct_call *call)
{
    for (const ct_operation *o = operations; o->method; o++)
        if (!strcmp(o->method, call->request->method) &&
            ct_route_match(o->path, call->request->target, &call->path, call->arena)) {
            call->operation = o;
            return CT_NOT_REFUSED;
        }
    return CT_NO_SUCH_API;
}

static ct_refusal check_permission(ct_call *call)
{
    if (strcmp(ct_parameter_find(call->path, "project_id"), call->token->project_id))
        return CT_PROJECT_FOREIGN;
    return ct_names_have(call->token->permissions, call->operation->permission)
               ? CT_NOT_REFUSED
               : CT_PERMISSION_MISSING;
}

static ct_refusal check_path(ct_call *call)
{
    if (!ct_id_is_of_instance(ct_parameter_find(call->path, "instance_id")))
        return ct_operation_refuse(call, CT_PARAMETER_INVALID, "instance_id");
    const char *quota = ct_parameter_find(call->path, "app_quota_id");
    if (!quota)
        return CT_NOT_REFUSED;
    bool const is_strict = call->gateway->variant->behaviour.is_strict_in_path;
    if (!ct_id_is_plain(quota) || (is_strict && !ct_id_is_of_instance(quota)))
        return ct_operation_refuse(call, CT_PARAMETER_INVALID, "app_quota_id");
    return CT_NOT_REFUSED;
}

static ct_refusal check_form(ct_call *call)
{
    return call->operation->read(call);
}

static ct_refusal find_instance(ct_call *call)
{
    const char *id = ct_parameter_find(call->path, "instance_id");
    call->instance = ct_instance_find(call->gateway->data, id);
    if (!call->instance || strcmp(call->instance->project_id, call->token->project_id))
        return ct_operation_refuse(call, CT_INSTANCE_MISSING, id);
    return call->instance->back_end_fails ? CT_BACK_END_FAILED : CT_NOT_REFUSED;
}

static ct_refusal find_quota(ct_call *call)
{
    const char *id = ct_parameter_find(call->path, "app_quota_id");
    if (!id)
        return CT_NOT_REFUSED;
    call->quota = ct_quota_find(call->gateway, id);
    if (!call->quota || strcmp(call->quota->instance_id, call->instance->id))
        return ct_operation_refuse(call, CT_QUOTA_MISSING, id);
    return CT_NOT_REFUSED;
}

static ct_refusal act(ct_call *call)
{
    return call->operation->act(call);
}

typedef ct_check *const check_order[9];

/* The order of a real gateway: front end, authentication, permission, form of the request,
 * existence of the objects. */
static const check_order usual = {
    check_size,       find_operation, ct_check_authentication,
    check_permission, check_path,     check_form,
    find_instance,    find_quota,     act,
};

/* The documentation defines no order, so these conform as well. */
static const check_order existence_first = {
    check_size,       find_operation, ct_check_authentication,
    check_permission, check_path,     find_instance,
    find_quota,       check_form,     act,
};
static const check_order body_first = {
    check_size,       find_operation, ct_check_authentication,
    check_permission, check_form,     check_path,
    find_instance,    find_quota,     act,
};

static const check_order *order_of(const ct_gateway *gateway)
{
    if (gateway->variant->behaviour.looks_before_body)
        return &existence_first;
    return gateway->variant->behaviour.reads_before_path ? &body_first : &usual;
}

/* ---- responses -------------------------------------------------------------------------- */

/* Spreads a counter over all bits: the finalizer of splitmix64. */
static uint64_t mix(uint64_t bits)
{
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
    return bits ^ (bits >> 31);
}

const char *ct_operation_new_id(const ct_call *call)
{
    call->gateway->responses++;
    uint64_t const high = mix((uint64_t)call->now_ns);
    uint64_t const low = mix(high + call->gateway->responses * 0x9e3779b97f4a7c15u);
    return ct_arena_printf(call->arena, "%016" PRIx64 "%016" PRIx64, high, low);
}

static const char *fill_in(const ct_wording *wording, const char *detail, ct_arena *arena)
{
    const char *gap = strstr(wording->message, "{}");
    if (!gap)
        return wording->message;
    return ct_arena_printf(arena, "%.*s%s%s", (int)(gap - wording->message), wording->message,
                           detail ? detail : "", gap + 2);
}

static const ct_response *refuse(ct_call *call, ct_refusal refusal, const char *request_id)
{
    const ct_wording *wording = ct_wording_find(call->gateway->variant->wording, refusal);
    const char *message = fill_in(wording, call->detail, call->arena);
    json_t *body = wording->is_front_door
                       ? json_pack("{s:s, s:s, s:s}", "error_msg", message, "error_code",
                                   wording->code, "request_id", request_id)
                       : json_pack("{s:s, s:s}", "error_code", wording->code, "error_msg", message);
    call->response = ct_json_own(call->arena, body);
    const ct_gateway_hooks *hooks = ct_hooks_of(call->gateway);
    if (hooks->refused)
        hooks->refused(hooks, call, refusal);
    return ct_respond(call, wording->status, request_id);
}

/* Runs a check; a hook can replace or ignore its refusal. */
static ct_refusal pass(ct_call *call, ct_check *check)
{
    ct_refusal const refusal = check(call);
    const ct_gateway_hooks *hooks = ct_hooks_of(call->gateway);
    return refusal && hooks->refusal ? hooks->refusal(hooks, call, refusal) : refusal;
}

static const ct_response *respond(ct_gateway *gateway, const ct_gateway_request *request,
                                  int64_t now_ns, ct_arena *arena)
{
    int64_t const skew_ns = (int64_t)gateway->variant->behaviour.clock_skew_s * CT_NANOSECONDS;
    ct_call call = {
        .gateway = gateway, .request = request, .now_ns = now_ns + skew_ns, .arena = arena};
    const ct_response *of_identity = ct_identity_respond(&call);
    if (of_identity)
        return of_identity;
    const ct_gateway_hooks *hooks = ct_hooks_of(gateway);
    const check_order *order = order_of(gateway);
    const char *request_id = ct_operation_new_id(&call);
    ct_refusal refusal = CT_NOT_REFUSED;
    for (size_t i = 0; i < sizeof *order / sizeof **order && !refusal; i++) {
        if ((*order)[i] == act && hooks->before)
            refusal = hooks->before(hooks, &call);
        if (!refusal)
            refusal = pass(&call, (*order)[i]);
    }
    if (refusal)
        return refuse(&call, refusal, request_id);
    if (hooks->accepted)
        hooks->accepted(hooks, &call);
    return ct_respond(&call, call.operation->status, request_id);
}

const ct_response *ct_gateway_respond(ct_gateway *gateway, const ct_gateway_request *request,
                                      int64_t now_ns, ct_arena *arena)
{
    const ct_gateway_hooks *hooks = ct_hooks_of(gateway);
    const ct_response *good = respond(gateway, request, now_ns, arena);
    return hooks->response
               ? hooks->response(hooks, gateway,
                                 ct_gateway_operation(request->method, request->target, arena),
                                 good, arena)
               : good;
}

const char *ct_gateway_operation(const char *method, const char *target, ct_arena *arena)
{
    const ct_parameter *ignored;
    for (const ct_operation *o = operations; o->method; o++)
        if (!strcmp(o->method, method) && ct_route_match(o->path, target, &ignored, arena))
            return o->name;
    return NULL;
}

bool ct_gateway_operation_request(const char *name, const char **method, const char **path)
{
    for (const ct_operation *o = operations; o->method; o++)
        if (!strcmp(o->name, name)) {
            *method = o->method;
            *path = o->path;
            return true;
        }
    return false;
}

const ct_gateway_hooks *ct_hooks_of(const ct_gateway *gateway)
{
    static const ct_gateway_hooks none;
    return gateway->variant->behaviour.hooks ? gateway->variant->behaviour.hooks : &none;
}

const ct_variant *ct_gateway_variant(const ct_gateway *gateway)
{
    return gateway->variant;
}

#include "mock/gateway.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/limits.h"
#include "data/json.h"
#include "mock/gateway_call.h"
#include "mock/timestamp.h"

static const ct_operation operations[] = {
    {"POST",
     "/v2/{project_id}/apigw/instances/{instance_id}/app-quotas/{app_quota_id}"
     "/binding-apps",
     "apig:clientQuota:bindApp", 201, ct_bind_read, ct_bind_act},
    {"GET",
     "/v2/{project_id}/apigw/instances/{instance_id}/app-quotas/{app_quota_id}"
     "/bound-apps",
     "apig:clientQuota:get", 200, ct_list_bound_read, ct_list_bound_act},
    {"DELETE",
     "/v2/{project_id}/apigw/instances/{instance_id}/app-quotas/{app_quota_id}"
     "/bound-apps/{app_id}",
     "apig:clientQuota:unbindApp", 204, ct_unbind_read, ct_unbind_act},
    {0},
};

ct_gateway *ct_gateway_new(const ct_gateway_data *data, const ct_variant *variant, ct_arena *arena)
{
    ct_gateway *gateway = ct_new(arena, ct_gateway);
    ct_app **tail = &gateway->apps;
    gateway->data = data;
    gateway->variant = variant;
    for (const ct_credential *facts = data->credentials; facts; facts = facts->next) {
        *tail = ct_new(arena, ct_app);
        (*tail)->facts = facts;
        tail = &(*tail)->next;
    }
    return gateway;
}

/* ---- checks ----------------------------------------------------------------------------- */

ct_refusal ct_call_refuse(ct_call *call, ct_refusal refusal, const char *detail)
{
    call->detail = detail;
    return refusal;
}

static const char *header_value(const ct_header *headers, const char *name)
{
    while (headers && strcasecmp(headers->name, name))
        headers = headers->next;
    return headers ? headers->value : NULL;
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

static ct_refusal check_token(ct_call *call)
{
    const char *value = header_value(call->request->headers, "X-Auth-Token");
    if (!value || !*value)
        return CT_TOKEN_MISSING;
    call->token = ct_token_find(call->gateway->data, value);
    if (!call->token)
        return CT_TOKEN_UNKNOWN;
    if (call->token->expires_ns && call->token->expires_ns <= call->now_ns)
        return ct_call_refuse(call, CT_TOKEN_EXPIRED,
                              ct_timestamp_show(call->token->expires_ns, call->arena));
    return CT_NOT_REFUSED;
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
        return ct_call_refuse(call, CT_PARAMETER_INVALID, "instance_id");
    if (!ct_id_is_plain(ct_parameter_find(call->path, "app_quota_id")))
        return ct_call_refuse(call, CT_PARAMETER_INVALID, "app_quota_id");
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
        return ct_call_refuse(call, CT_INSTANCE_MISSING, id);
    return call->instance->back_end_fails ? CT_BACK_END_FAILED : CT_NOT_REFUSED;
}

static ct_refusal find_quota(ct_call *call)
{
    const char *id = ct_parameter_find(call->path, "app_quota_id");
    call->quota = ct_quota_find(call->gateway->data, id);
    if (!call->quota || strcmp(call->quota->instance_id, call->instance->id))
        return ct_call_refuse(call, CT_QUOTA_MISSING, id);
    return CT_NOT_REFUSED;
}

static ct_refusal act(ct_call *call)
{
    return call->operation->act(call);
}

/* In the order of a real gateway: the front door, who, whether they may, what they wrote, whether
 * it is there. */
static ct_check *const checks[] = {
    check_size,    find_operation, check_token, check_permission, check_path, check_form,
    find_instance, find_quota,     act,
};

/* ---- answers ---------------------------------------------------------------------------- */

/* Spreads a counter over all bits (the finalizer of splitmix64). */
static uint64_t mix(uint64_t bits)
{
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
    return bits ^ (bits >> 31);
}

/* Never the same twice in one gateway, and hardly ever in two. */
static const char *new_request_id(const ct_call *call)
{
    call->gateway->answered++;
    uint64_t const high = mix((uint64_t)call->now_ns);
    uint64_t const low = mix(high + call->gateway->answered * 0x9e3779b97f4a7c15u);
    return ct_arena_printf(call->arena, "%016" PRIx64 "%016" PRIx64, high, low);
}

static void add_header(ct_response *response, const char *name, const char *value, ct_arena *arena)
{
    ct_header *header = ct_new(arena, ct_header);
    *header = (ct_header){name, value, response->headers};
    response->headers = header;
}

static const ct_response *respond(const ct_call *call, unsigned status, const char *request_id)
{
    ct_response *response = ct_new(call->arena, ct_response);
    *response = (ct_response){.status = status, .version = "1.1", .reason = ""};
    add_header(response, "X-Request-Id", request_id, call->arena);
    if (!call->answer)
        return response;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_json_write(&text, call->answer, CT_JSON_COMPACT);
    response->body.size = response->body.whole = text.size;
    response->body.bytes = ct_buf_finish(&text, call->arena);
    add_header(response, "Content-Type", "application/json", call->arena);
    return response;
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
    json_t *answer =
        wording->is_front_door
            ? json_pack("{s:s, s:s, s:s}", "error_msg", message, "error_code", wording->code,
                        "request_id", request_id)
            : json_pack("{s:s, s:s}", "error_code", wording->code, "error_msg", message);
    call->answer = ct_json_own(call->arena, answer);
    return respond(call, wording->status, request_id);
}

const ct_response *ct_gateway_answer(ct_gateway *gateway, const ct_gateway_request *request,
                                     int64_t now_ns, ct_arena *arena)
{
    ct_call call = {.gateway = gateway, .request = request, .now_ns = now_ns, .arena = arena};
    const char *request_id = new_request_id(&call);
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        ct_refusal const refusal = checks[i](&call);
        if (refusal)
            return refuse(&call, refusal, request_id);
    }
    return respond(&call, call.operation->status, request_id);
}

/* The behaviour faults: a refusal that is ignored, or replaced by another one. */
#include <string.h>

#include "lang/json/json.h"
#include "mutation/behaviour_parts.h"
#include "mutation/fault_hooks.h"

const ct_fault *ct_fault_of(const ct_call *call)
{
    return call->fault ? call->fault : ((const ct_fault_hooks *)ct_hooks_of(call->gateway))->fault;
}

ct_behaviour_fault ct_behaviour_fault_of(const ct_call *call)
{
    return ct_fault_of(call)->behaviour_fault;
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

const char *ct_call_header(const ct_call *call, const char *name)
{
    const ct_header *header = ct_header_find(call->request->headers, name);
    return header ? header->value : NULL;
}

json_t *ct_call_ids(const ct_call *call)
{
    json_t *ids = ct_json_own(call->arena, json_object());
    const char *body = ct_call_body(call);
    for (const ct_app *app = call->gateway->apps; app; app = app->next)
        if (strstr(body, app->facts->id))
            json_object_set_new(ids, app->facts->id, json_null());
    return ids;
}

const ct_quota *ct_call_quota(const ct_call *call, const ct_quota *but)
{
    for (const ct_quota *quota = call->gateway->quotas; quota; quota = quota->next)
        if (quota != but && !strcmp(quota->instance_id, call->instance->id))
            return quota;
    return NULL;
}

/* ---- Ignored ---------------------------------------------------------------------------- */

/* Reports each requested credential as bound, and binds those that exist. */
static void bind_strangers(ct_call *call)
{
    const char *id;
    json_t *none, *applies = json_array();
    json_object_foreach(call->app_ids, id, none)
    {
        ct_credential const facts = {.id = id};
        ct_app stranger = {.facts = &facts, .bound_ns = call->now_ns};
        ct_app *app = ct_app_find(call, id);
        if (app)
            ct_app_bind(call, app);
        json_array_append_new(applies, ct_app_show_binding(call, app ? app : &stranger));
    }
    call->response = ct_json_own(call->arena, json_pack("{s:o}", "applies", applies));
}

/* Supplies what the ignored check would have found, because the following ones need it. */
static void go_on(ct_call *call, ct_refusal refusal)
{
    switch (refusal) {
    case CT_TOKEN_MISSING:
    case CT_TOKEN_UNKNOWN:
    case CT_TOKEN_EXPIRED:
        call->token = call->gateway->data->tokens;
        break;
    case CT_KEY_UNKNOWN:
    case CT_SIGNATURE_WRONG:
    case CT_SIGNATURE_STALE:
        call->token = &call->gateway->data->keys->grant;
        break;
    case CT_INSTANCE_MISSING:
    case CT_BACK_END_FAILED:
        call->instance = call->gateway->data->instances;
        break;
    case CT_QUOTA_MISSING:
        call->quota = ct_call_quota(call, NULL);
        break;
    case CT_PARAMETER_INVALID:
    case CT_PARAMETER_MISSING:
    case CT_BODY_INVALID:
        if (ct_call_binds(call))
            call->app_ids = ct_call_ids(call);
        break;
    case CT_CREDENTIAL_MISSING:
        bind_strangers(call);
        break;
    default:
        break;
    }
}

/* Whether the gateway has what the following checks need. */
static bool can_go_on(const ct_call *call, ct_refusal refusal)
{
    bool const needs_instance = refusal == CT_INSTANCE_MISSING || refusal == CT_BACK_END_FAILED;
    return (!needs_instance || call->gateway->data->instances) &&
           (refusal != CT_QUOTA_MISSING || ct_call_quota(call, NULL));
}

/* ---- Replaced --------------------------------------------------------------------------- */

static bool is_quota_there(const ct_call *call)
{
    return ct_quota_find(call->gateway, ct_parameter_find(call->path, "app_quota_id"));
}

ct_refusal ct_behaviour_fault_refusal(const ct_gateway_hooks *self, ct_call *call,
                                      ct_refusal refusal)
{
    (void)self;
    switch (ct_behaviour_fault_of(call)) {
    case CT_BEHAVIOUR_FAULT_ACCEPTED:
        if (!ct_request_fault_is_in(call, refusal) || !can_go_on(call, refusal))
            return refusal;
        go_on(call, refusal);
        return CT_NOT_REFUSED;
    case CT_BEHAVIOUR_FAULT_IDS_EMPTY_FAILS:
        return strstr(ct_call_body(call), "[]") ? CT_BACK_END_FAILED : refusal;
    case CT_BEHAVIOUR_FAULT_INSTANCE_AS_QUOTA:
        return refusal == CT_INSTANCE_MISSING ? CT_QUOTA_MISSING : refusal;
    case CT_BEHAVIOUR_FAULT_QUOTA_AS_INSTANCE:
        return refusal == CT_QUOTA_MISSING ? CT_INSTANCE_MISSING : refusal;
    case CT_BEHAVIOUR_FAULT_BOTH_UNKNOWN_FAILS:
        return refusal == CT_INSTANCE_MISSING && !is_quota_there(call) ? CT_BACK_END_FAILED
                                                                       : refusal;
    default:
        return refusal;
    }
}

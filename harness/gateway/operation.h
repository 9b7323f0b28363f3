/* operation.h - the state of a gateway, and of one request that it serves. Internal to the gateway
 * and its hooks.
 *
 * A request passes a list of checks. A check stores what it finds in the ct_call, or returns the
 * reason why the request is refused. The first refusal ends the list and becomes the response.
 *
 * The order of the checks is that of gateway.c: size, operation, authentication, permission, path,
 * form of the request, gateway, quota. A variant can have another order of the last four. Only the
 * last step, `act`, changes objects and bindings, so a refused request changes none of them.
 */
#ifndef CT_GATEWAY_OPERATION_H
#define CT_GATEWAY_OPERATION_H

#include <jansson.h>

#include "base/digest.h"
#include "gateway/gateway.h"
#include "gateway/route.h"

/* A credential and its binding: it can be bound to one quota at a time. It lives until a request
 * deletes it; its memory is used again then. */
typedef struct ct_app {
    const ct_credential *facts;
    const ct_quota *quota;      /* NULL: not bound */
    int64_t bound_ns;           /* time of the binding, nanoseconds since 1970 UTC */
    bool was_unbound;           /* at least once */
    struct ct_app_marks *marks; /* owned by the hooks; NULL: none */
    struct ct_made *made;       /* memory of a credential that a request created, else NULL */
    struct ct_app *next;
} ct_app;

struct ct_gateway {
    const ct_gateway_data *data;
    const ct_variant *variant;
    ct_arena *arena;
    ct_app *apps;                            /* those of the data, then the created ones in order */
    ct_quota *quotas;                        /* likewise */
    struct ct_made *made_spare;              /* objects.c: memory of deleted objects, for reuse */
    size_t made_count;                       /* objects.c: allocated so far */
    unsigned char token_key[CT_SHA256_SIZE]; /* authenticates the tokens that it issues */
    struct ct_key_state *keys;               /* authenticate.c: refused signatures */
    uint64_t responses;                      /* number of requests so far */
    struct ct_gateway_marks *marks;          /* owned by the hooks; NULL: none */
};

/* One request. Members after `operation` are NULL until a check sets them. It lives on the stack of
 * ct_gateway_respond(); what it refers to belongs to its arena, the gateway or the request. */
typedef struct ct_call {
    ct_gateway *gateway;
    const ct_gateway_request *request;
    int64_t now_ns;           /* time of the request by the clock of the gateway */
    ct_arena *arena;          /* of the response */
    const ct_parameter *path; /* path parameters */
    const struct ct_operation *operation;
    const ct_token *token; /* who sends it, and with which permissions */
    const ct_instance *instance;
    const ct_quota *quota;
    const json_t *json; /* the request body that describes a new object */
    json_t *app_ids;    /* to bind: an object whose names are the ids, each once, in order */
    json_t *response;   /* body of the response, or NULL for none */
    const char *detail; /* inserted into the message of a refusal, or NULL */
    const struct ct_fault *fault; /* owned by the hooks: the one that runs; NULL: they have one */
} ct_call;

/* A check. Returns CT_NOT_REFUSED, or why the request is refused, after setting call->detail if the
 * message of that refusal has a gap. */
typedef ct_refusal ct_check(ct_call *call);

/* An operation of the API. The table in gateway.c has all of them; each is static. */
typedef struct ct_operation {
    const char *name;          /* "bind" */
    const char *method, *path; /* path: a template of route.h */
    const char *permission;    /* required action */
    unsigned status;           /* of success */
    ct_check *read;            /* validates the form of query, body and further path parameters */
    ct_check *act;             /* after all other checks: carries it out and sets call->response */
} ct_operation;

/* Returns the hooks of the gateway. Never NULL; without hooks, every function of the table is. */
const ct_gateway_hooks *ct_hooks_of(const ct_gateway *gateway);

/* Sets the detail and returns `refusal`, so that a check can end with it.
 * call:   in, out
 * detail: in; borrowed until the response is written; NULL: none */
ct_refusal ct_operation_refuse(ct_call *call, ct_refusal refusal, const char *detail);

/* respond.c: returns the response with the body call->response, in the style of the variant. */
const ct_response *ct_respond(const ct_call *call, unsigned status, const char *request_id);

/* bindings.c: returns the credential with that id, or NULL if call->instance has none. It belongs
 * to the gateway. */
ct_app *ct_app_find(const ct_call *call, const char *id);

/* Binds the credential to call->quota, at the time of the request. An earlier binding is replaced.
 * */
void ct_app_bind(ct_call *call, ct_app *app);

/* Returns a new JSON object that describes the binding to call->quota. The caller owns it. */
json_t *ct_app_show_binding(const ct_call *call, const ct_app *app);

/* Returns the quota with that id, of any instance, or NULL. The caller checks that its instance is
 * that of the call. */
const ct_quota *ct_quota_find(const ct_gateway *gateway, const char *id);

/* Returns a new id of 32 hexadecimal digits, in the arena of the call. It is unique within the
 * gateway, and almost certainly between gateways. */
const char *ct_operation_new_id(const ct_call *call);

/* bindings.c: reads the body, whatever its Content-Type is.
 * object: out; a JSON object that belongs to the arena of the call; set only without a refusal
 * Returns a refusal if the body is not a JSON object. */
ct_refusal ct_body_read(ct_call *call, const json_t **object);

/* bindings.c: reads offset and limit of a query.
 * query:  in; NULL: the defaults
 * offset: out
 * limit:  out; in range: a larger one is lowered, 0 and less is the default
 * Returns a refusal if one of them is not a number. */
ct_refusal ct_page_read(ct_call *call, const ct_parameter *query, long *offset, long *limit);

/* authenticate.c: sets call->token from a token or a signature, or refuses the request. A refused
 * signature counts against its key, which is locked after six of them in a row. */
ct_check ct_check_authentication;

/* Returns the value of a new token, in `arena`. It is not stored: it has the user and the expiry in
 * it, and an HMAC of both with the key of the gateway, so that no other gateway accepts it.
 * user:       in; index of the user in the data
 * expires_ns: in; nanoseconds since 1970 UTC, cut to seconds */
const char *ct_token_issue(const ct_gateway *gateway, size_t user, int64_t expires_ns,
                           ct_arena *arena);

/* identity.c: serves the requests of the identity service, whose errors have another form. Returns
 * NULL for a path that is not one of its paths. */
const ct_response *ct_identity_respond(ct_call *call);

/* bindings.c: operations on the bindings of a quota. */
ct_check ct_bind_read, ct_bind_act;
ct_check ct_unbind_read, ct_unbind_act;
ct_check ct_list_bound_read, ct_list_bound_act;

/* objects.c: operations on credentials and quotas. */
ct_check ct_create_app_read, ct_create_app_act, ct_delete_app_read, ct_delete_app_act;
ct_check ct_create_quota_read, ct_create_quota_act, ct_delete_quota_act;
ct_check ct_list_read, ct_list_apps_act, ct_list_quotas_act, ct_read_nothing;

#endif

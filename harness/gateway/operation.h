/* operation.h - one request on its way through the gateway. Of gateway.c and its operations.
 *
 * A call passes one check after the other. A check adds what it found out, or
 * names why the call is refused; the first refusal is the answer.
 */
#ifndef CT_GATEWAY_OPERATION_H
#define CT_GATEWAY_OPERATION_H

#include <jansson.h>

#include "base/digest.h"
#include "gateway/gateway.h"
#include "gateway/route.h"

/* A credential, and the one quota that it may have. */
typedef struct ct_app {
    const ct_credential *facts;
    const ct_quota *quota; /* NULL: none */
    int64_t bound_ns;
    bool was_unbound;
    struct ct_app_marks *marks; /* kept by hooks; NULL: none */
    struct ct_made *made;       /* by a request: what is behind it; NULL: the data has it */
    struct ct_app *next;
} ct_app;

struct ct_gateway {
    const ct_gateway_data *data;
    const ct_variant *variant;
    ct_arena *arena;
    ct_app *apps;               /* in the order of the data, and then of making */
    ct_quota *quotas;           /* the same */
    struct ct_made *made_spare; /* objects.c: of what was taken away */
    size_t made_count;
    unsigned char token_key[CT_SHA256_SIZE]; /* of the tokens that it gives out */
    struct ct_key_state *keys;               /* authenticate.c: what became of signatures */
    uint64_t responses;                      /* requests so far */
    struct ct_gateway_marks *marks;          /* kept by hooks; NULL: none */
};

typedef struct ct_call {
    ct_gateway *gateway;
    const ct_gateway_request *request;
    int64_t now_ns;
    ct_arena *arena;
    const ct_parameter *path; /* the parameters in it */
    const struct ct_operation *operation;
    const ct_token *token; /* from here on: what the checks found */
    const ct_instance *instance;
    const ct_quota *quota;
    const json_t *json; /* the body of what is made */
    json_t *app_ids;    /* to be bound: an object, its names are the ids, each once, in order */
    json_t *answer;     /* NULL: without a body */
    const char *detail; /* of a refusal, or NULL */
} ct_call;

typedef ct_refusal ct_check(ct_call *call);

typedef struct ct_operation {
    const char *name;          /* "bind" */
    const char *method, *path; /* a template of route.h */
    const char *permission;
    unsigned status; /* when it is done */
    ct_check *read;  /* the form of what it needs beyond project, gateway and quota */
    ct_check *act;   /* all is right so far: looks up the rest, does it, answers */
} ct_operation;

/* The hooks of the gateway, never NULL. */
const ct_gateway_hooks *ct_hooks_of(const ct_gateway *gateway);

/* Refuses, with a detail. */
ct_refusal ct_operation_refuse(ct_call *call, ct_refusal refusal, const char *detail);

/* respond.c: the answer that call->answer is the body of, as the variant writes it. */
const ct_response *ct_respond(const ct_call *call, unsigned status, const char *request_id);

/* bindings.c: the credential of that id, of the call's gateway; NULL: none. */
ct_app *ct_app_find(const ct_call *call, const char *id);

/* Binds a credential that is there. */
void ct_app_bind(ct_call *call, ct_app *app);

/* A binding as it is answered. */
json_t *ct_app_show_binding(const ct_call *call, const ct_app *app);

/* A quota of any gateway; NULL: none. */
const ct_quota *ct_quota_find(const ct_gateway *gateway, const char *id);

/* 32 hex digits: never the same twice in one gateway, and hardly ever in two. */
const char *ct_operation_new_id(const ct_call *call);

/* bindings.c: the body as a JSON object, or why it is refused. */
ct_refusal ct_body_read(ct_call *call, const json_t **object);

/* bindings.c: which part of a list the query asks for. */
ct_refusal ct_page_read(ct_call *call, const ct_parameter *query, long *offset, long *limit);

/* authenticate.c: who asks, by a token or a signature; call->token says what they may do. */
ct_check ct_check_authentication;

/* The value of a token for a user of the data, by its place there, that ends then. */
const char *ct_token_issue(const ct_gateway *gateway, size_t user, int64_t expires_ns,
                           ct_arena *arena);

/* identity.c: the identity service, which has paths and answers of its own. NULL for a path that
 * is not its. */
const ct_response *ct_identity_respond(ct_call *call);

/* bindings.c: the operations over a quota's credentials. */
ct_check ct_bind_read, ct_bind_act;
ct_check ct_unbind_read, ct_unbind_act;
ct_check ct_list_bound_read, ct_list_bound_act;

/* objects.c: credentials and quotas themselves. */
ct_check ct_create_app_read, ct_create_app_act, ct_delete_app_read, ct_delete_app_act;
ct_check ct_create_quota_read, ct_create_quota_act, ct_delete_quota_act;
ct_check ct_list_read, ct_list_apps_act, ct_list_quotas_act, ct_read_nothing;

#endif

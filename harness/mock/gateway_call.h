/* gateway_call.h - one request on its way through the gateway. Of gateway.c and its operations.
 *
 * A call passes one check after the other. A check adds what it found out, or
 * names why the call is refused; the first refusal is the answer.
 */
#ifndef CT_MOCK_GATEWAY_CALL_H
#define CT_MOCK_GATEWAY_CALL_H

#include <jansson.h>

#include "mock/gateway.h"
#include "mock/route.h"

/* A credential, and the one quota that it may have. */
typedef struct ct_app {
    const ct_credential *facts;
    const ct_quota *quota; /* NULL: none */
    int64_t bound_ns;
    bool was_unbound;
    /* for gateways that are wrong on purpose */
    const ct_quota *stray; /* bound to it, or to be, though no call that was granted asked */
    bool is_of_last_call;  /* that bound */
    struct ct_app *next;
} ct_app;

struct ct_gateway {
    const ct_gateway_data *data;
    const ct_variant *variant;
    ct_app *apps;      /* in the order of the data */
    uint64_t answered; /* requests so far */
    /* for those that are wrong on purpose */
    uint64_t asked, refused; /* calls that might bind, and that prove nobody */
    ct_app *last;            /* what the last call bound, the first of it */
    bool is_list_old;        /* there was such a call, and no list since */
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
    json_t *app_ids;    /* to be bound: an object, its names are the ids, each once, in order */
    json_t *answer;     /* NULL: without a body */
    const char *detail; /* of a refusal, or NULL */
    bool is_beside;     /* what the last call bound is bound there still; only with a quirk */
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

/* Refuses, with a detail. */
ct_refusal ct_call_refuse(ct_call *call, ct_refusal refusal, const char *detail);

/* respond.c: the answer that call->answer is the body of, as the variant writes it. */
const ct_response *ct_respond(const ct_call *call, unsigned status, const char *request_id);

/* bindings.c: the credential of that id, of the call's gateway; NULL: none. */
ct_app *ct_app_find(const ct_call *call, const char *id);

/* Binds a credential that is there. */
void ct_app_bind(ct_call *call, ct_app *app);

/* A binding as it is answered. */
json_t *ct_app_show_binding(const ct_call *call, const ct_app *app);

/* quirk.c: where a wrong gateway does otherwise. A gateway without a quirk passes through. */
ct_refusal ct_quirk_forestall(ct_call *call); /* everything is right so far, and nothing is done */
ct_refusal ct_quirk_refusal(ct_call *call, ct_refusal refusal); /* what becomes of a refusal */
void ct_quirk_refused(ct_call *call, ct_refusal refusal); /* in the end; call->answer can change */
void ct_quirk_granted(ct_call *call); /* it was done; call->answer can be changed */

/* bindings.c: the operations over a quota's credentials. */
ct_check ct_bind_read, ct_bind_act;
ct_check ct_unbind_read, ct_unbind_act;
ct_check ct_list_bound_read, ct_list_bound_act;

#endif

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
    struct ct_app *next;
} ct_app;

struct ct_gateway {
    const ct_gateway_data *data;
    const ct_variant *variant;
    ct_app *apps;      /* in the order of the data */
    uint64_t answered; /* requests so far */
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
} ct_call;

typedef ct_refusal ct_check(ct_call *call);

typedef struct ct_operation {
    const char *method, *path; /* a template of route.h */
    const char *permission;
    unsigned status; /* when it is done */
    ct_check *read;  /* the form of what it needs beyond project, gateway and quota */
    ct_check *act;   /* all is right so far: looks up the rest, does it, answers */
} ct_operation;

/* Refuses, with a detail. */
ct_refusal ct_call_refuse(ct_call *call, ct_refusal refusal, const char *detail);

/* bindings.c: the operations over a quota's credentials. */
ct_check ct_bind_read, ct_bind_act;
ct_check ct_unbind_read, ct_unbind_act;
ct_check ct_list_bound_read, ct_list_bound_act;

#endif

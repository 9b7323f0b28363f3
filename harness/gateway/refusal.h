/* refusal.h - every way in which the gateway says no, and in which words.
 *
 * The gateway decides why it refuses; the table says how that is worded. A
 * variant that words some refusals otherwise brings rows of its own, which are
 * looked at first.
 */
#ifndef CT_GATEWAY_REFUSAL_H
#define CT_GATEWAY_REFUSAL_H

#include <stdbool.h>

typedef enum ct_refusal {
    CT_NOT_REFUSED,
    CT_NO_SUCH_API,        /* no route has this method and path */
    CT_BODY_TOO_LARGE,     /* over CT_LIMIT_MOCK_BODY */
    CT_TOKEN_MISSING,      /* no X-Auth-Token, or an empty one */
    CT_TOKEN_UNKNOWN,      /* one that nobody gave out */
    CT_TOKEN_EXPIRED,      /* detail: since when */
    CT_KEY_UNKNOWN,        /* detail: the access key */
    CT_KEY_LOCKED,         /* after too many refusals */
    CT_SIGNATURE_WRONG,    /* detail: the canonical request */
    CT_SIGNATURE_STALE,    /* detail: its date */
    CT_PERMISSION_MISSING, /* the token does not allow the action */
    CT_PROJECT_FOREIGN,    /* the path's project is not the token's */
    CT_PARAMETER_INVALID,  /* detail: its name */
    CT_PARAMETER_MISSING,  /* detail: its name */
    CT_BODY_INVALID,       /* not JSON, or of another type; detail: what is wrong */
    CT_BACK_END_FAILED,    /* everything was right but the gateway */
    CT_INSTANCE_MISSING,   /* detail: its id */
    CT_QUOTA_MISSING,      /* detail: its id */
    CT_CREDENTIAL_MISSING, /* detail: its id */
    CT_BINDING_MISSING,    /* to be unbound; detail: the quota's id */
    CT_BOUND_TO_THE_QUOTA, /* already, where that is refused; detail: the credential's id */
    CT_BOUND_TO_ANOTHER,   /* detail: the credential's id */
    CT_NAME_TAKEN,         /* by another credential; detail: the name */
    CT_QUOTA_NAME_TAKEN,   /* by another quota; detail: the name */
    CT_TOO_MANY,           /* there is no room for another one */
    CT_REFUSALS
} ct_refusal;

typedef struct ct_wording {
    ct_refusal refusal;
    unsigned status;
    const char *code;
    const char *message; /* {} stands for the detail */
    bool is_front_door;  /* worded by the gateway in front of the API: with a request_id */
} ct_wording;

/* The row for a refusal: of `first` where it has one, else the usual one. `first` ends with
 * CT_NOT_REFUSED and may be NULL. */
const ct_wording *ct_wording_find(const ct_wording *first, ct_refusal refusal);

#endif

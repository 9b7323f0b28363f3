/* refusal.h - why a request is refused, and the error response for each reason.
 *
 * The gateway decides the reason; a table has its status, error code and message. A variant can
 * have rows of its own, which take precedence over the default ones. A detail that comes from the
 * request is untrusted; it becomes part of a JSON string, which escapes it.
 */
#ifndef CT_GATEWAY_REFUSAL_H
#define CT_GATEWAY_REFUSAL_H

#include <stdbool.h>

typedef enum ct_refusal {
    CT_NOT_REFUSED,
    CT_NO_SUCH_API,        /* no operation has this method and path */
    CT_BODY_TOO_LARGE,     /* over CT_LIMIT_MOCK_BODY */
    CT_TOKEN_MISSING,      /* no X-Auth-Token, or an empty one */
    CT_TOKEN_UNKNOWN,      /* was not issued by this gateway */
    CT_TOKEN_EXPIRED,      /* detail: time of expiry */
    CT_KEY_UNKNOWN,        /* detail: the access key */
    CT_KEY_LOCKED,         /* too many refused signatures */
    CT_SIGNATURE_WRONG,    /* detail: the canonical request */
    CT_SIGNATURE_STALE,    /* too old or too new; detail: its date */
    CT_PERMISSION_MISSING, /* the token does not allow the action */
    CT_PROJECT_FOREIGN,    /* the project of the path is not that of the token */
    CT_PARAMETER_INVALID,  /* detail: its name */
    CT_PARAMETER_MISSING,  /* detail: its name */
    CT_BODY_INVALID,       /* not JSON, or of another type; detail: what is wrong */
    CT_BACK_END_FAILED,    /* internal error */
    CT_INSTANCE_MISSING,   /* detail: its id */
    CT_QUOTA_MISSING,      /* detail: its id */
    CT_CREDENTIAL_MISSING, /* detail: its id */
    CT_BINDING_MISSING,    /* nothing to unbind; detail: id of the quota */
    CT_BOUND_TO_THE_QUOTA, /* in variants that refuse it; detail: id of the credential */
    CT_BOUND_TO_ANOTHER,   /* bound to another quota; detail: id of the credential */
    CT_NAME_TAKEN,         /* a credential has this name; detail: the name */
    CT_QUOTA_NAME_TAKEN,   /* a quota has this name; detail: the name */
    CT_TOO_MANY,           /* no further objects can be created */
    CT_REFUSALS
} ct_refusal;

/* The error response for a reason. */
typedef struct ct_wording {
    ct_refusal refusal;
    unsigned status;
    const char *code;
    const char *message; /* {} is replaced by the detail */
    bool is_front_door;  /* sent by the API gateway front end, whose body has a request_id too */
} ct_wording;

/* Returns the row for a refusal, from `first` if it has one, otherwise from the default table.
 * Never NULL. `first` ends with a row for CT_NOT_REFUSED, or is NULL. */
const ct_wording *ct_wording_find(const ct_wording *first, ct_refusal refusal);

#endif

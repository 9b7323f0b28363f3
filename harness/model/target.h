/* target.h - one gateway: its address, its ids, its secrets, what it lets us do.
 *
 * Read from a target file, changed by the command line before the run, const
 * from then on.
 */
#ifndef CT_MODEL_TARGET_H
#define CT_MODEL_TARGET_H

#include <jansson.h>
#include <stdbool.h>

#include "model/suite.h"

/* How requests prove who sends them; http/signer.h does it. */
typedef enum ct_target_auth {
    CT_TARGET_TOKEN, /* by the headers of an operation's `credential` */
    CT_TARGET_AKSK,  /* by a signature, SDK-HMAC-SHA256 */
    CT_TARGET_BASIC, /* by a user and a password */
    CT_TARGET_AUTHS
} ct_target_auth;

typedef struct ct_auth_kind {
    const char *name;         /* "aksk" */
    const char *capability;   /* "auth-aksk" */
    const char *const *needs; /* the secrets that it cannot do without; ends with NULL */
} ct_auth_kind;

/* The row of each kind; ends with a NULL name. */
extern const ct_auth_kind ct_auth_kinds[CT_TARGET_AUTHS + 1];

typedef struct ct_target {
    const ct_source *source; /* NULL without a target file */
    const char *name;
    const char *url; /* "https://host:port/prefix", no slash at the end; NULL: nothing is sent */
    ct_loc url_where;
    const char *host; /* of the url, without port and brackets */
    ct_pair *vars;
    json_t *values;  /* name -> value: vars, secrets, --var and --secret, all resolved */
    json_t *secrets; /* the names in `values` that are secret -> true */
    struct ct_name *capabilities; /* with those that `auth` gives */
    ct_target_auth auth;
    ct_loc auth_where;
    bool is_read_only;
    const char *confirm_host;
    ct_loc confirm_where;
    unsigned timeout_ms, parallel, rate, throttle_ms; /* 0: not said */
    const ct_tls *tls;                                /* NULL: as usual */
    const ct_case *before; /* its own steps, as a case without an operation; or NULL */
} ct_target;

#endif

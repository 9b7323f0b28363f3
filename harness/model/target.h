/* target.h - the server that is tested: its URL, variables, secrets and capabilities.
 *
 * load/target.c makes it from a target file and the command line. It belongs to the arena it was
 * read into, and is const from then on. A value of the command line took precedence over the same
 * value of the file.
 *
 * `secrets` lists every value that must never be shown. The redactor of the run gets all of them
 * before the first request. */
#ifndef CT_MODEL_TARGET_H
#define CT_MODEL_TARGET_H

#include <jansson.h>
#include <stdbool.h>

#include "model/suite.h"

/* How requests are authenticated; http/signer.h does it. A header that a request sets itself is
 * never replaced. A step can select another way (ct_auth).
 */
typedef enum ct_target_auth {
    CT_TARGET_TOKEN, /* the headers of an operation's `credential` */
    CT_TARGET_AKSK,  /* a signature, SDK-HMAC-SHA256: http/sdk_hmac.h */
    CT_TARGET_BASIC, /* user and password (RFC 7617) */
    CT_TARGET_AUTHS
} ct_target_auth;

/* What a kind of authentication is called and needs. A target without one of these secrets is an
 * error before the first request. */
typedef struct ct_auth_kind {
    const char *name;         /* as a target file writes it: "aksk" */
    const char *capability;   /* that a target with it has: "auth-aksk" */
    const char *const *needs; /* names of the secrets that it requires; ends with NULL */
} ct_auth_kind;

/* One row for each ct_target_auth, in this order; ends with a NULL name. Static, and never changed.
 * load/target_auth.c reads it, http/signer.c has a function for each row. */
extern const ct_auth_kind ct_auth_kinds[CT_TARGET_AUTHS + 1];

/* The target of a run. The URL was checked: http or https, a host, no query and no fragment. */
typedef struct ct_target {
    const ct_source *source; /* NULL without a target file */
    const char *name;        /* for reports; may hold secrets that must be masked */
    const char *url;         /* see lang/base_url.h; NULL: nothing can be sent */
    ct_loc url_where;
    const char *host; /* of `url`, without port and brackets; NULL without `url` */
    ct_pair *vars;    /* as written, before --var */
    json_t *values;   /* name -> value: vars, secrets, --var and --secret, all resolved */
    json_t *secrets;  /* name -> true, for the names in `values` that are secret */
    struct ct_name *capabilities; /* what it supports, with the capability of `auth` */
    ct_target_auth auth;
    ct_loc auth_where;
    bool is_read_only;        /* cases that write are skipped */
    const char *confirm_host; /* required before writing to a host other than localhost, or NULL */
    ct_loc confirm_where;
    unsigned timeout_ms, parallel, rate, throttle_ms; /* 0: not set; rate is per second */
    const ct_tls *tls;                                /* NULL: the default */
    const ct_case *before; /* its steps, of the kind CT_CASE_SETUP; NULL: none */
} ct_target;

#endif

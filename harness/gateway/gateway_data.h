/* gateway_data.h - what the reference gateway knows when it starts.
 *
 * Facts, read from YAML and never changed: many gateways can begin with the
 * same ones. They belong to the arena that they were loaded into. Every
 * mistake of every file is noted before the load fails.
 */
#ifndef CT_GATEWAY_GATEWAY_DATA_H
#define CT_GATEWAY_GATEWAY_DATA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "lang/yaml/bind.h"

typedef struct ct_project {
    const char *id, *name;
    ct_loc where;
    struct ct_project *next;
} ct_project;

/* What the API calls a gateway, or an instance. */
typedef struct ct_instance {
    const char *id, *name, *project_id;
    bool back_end_fails; /* every request that reaches its data is an internal error */
    ct_loc where;
    struct ct_instance *next;
} ct_instance;

typedef struct ct_quota {
    const char *id, *name, *instance_id;
    const char *time_unit, *note, *create_time; /* as they are listed; NULL: left out */
    int call_limits, time_interval;
    struct ct_made *made; /* by a request: what is behind it; NULL: the data has it */
    ct_loc where;
    struct ct_quota *next;
} ct_quota;

/* What the API calls a credential, or an app. */
typedef struct ct_credential {
    const char *id, *name, *instance_id;
    const char *app_key, *note, *register_time; /* as they are listed; NULL: left out */
    const char *app_secret;                     /* the same, where it is asked for by itself */
    ct_loc where;
    struct ct_credential *next;
} ct_credential;

typedef struct ct_token {
    const char *value, *user, *project_id;
    ct_name *permissions; /* the actions it allows: apig:clientQuota:bindApp */
    int64_t expires_ns;   /* 0: never */
    ct_loc where;
    struct ct_token *next;
} ct_token;

/* A pair of keys that signs requests. */
typedef struct ct_key {
    const char *access_key, *secret_key;
    const char *security_token; /* must come with them; NULL: none */
    ct_token grant;             /* what it is good for: a token without a value */
    ct_loc where;
    struct ct_key *next;
} ct_key;

/* Who gets a token for a password. */
typedef struct ct_user {
    const char *name, *domain, *password;
    ct_token grant; /* what that token is good for */
    ct_loc where;
    struct ct_user *next;
} ct_user;

typedef struct ct_gateway_data {
    ct_project *projects;
    ct_instance *instances;
    ct_quota *quotas;
    ct_credential *credentials;
    ct_token *tokens;
    ct_key *keys;
    ct_user *users;
} ct_gateway_data;

/* Reads one file, or all *.yaml of a folder but faults.yaml, in name order, as if they were one.
 * NULL after noting every mistake: also an id twice, and an id of something that is not there. */
const ct_gateway_data *ct_gateway_data_load(ct_arena *arena, const char *path, ct_diag *diag);

/* NULL when there is none; a NULL id is of nothing. */
const ct_instance *ct_instance_find(const ct_gateway_data *data, const char *id);
const ct_token *ct_token_find(const ct_gateway_data *data, const char *value);
const ct_key *ct_key_find(const ct_gateway_data *data, const char *access_key);
const ct_user *ct_user_find(const ct_gateway_data *data, const char *name);

/* The form of a gateway's id: 32 hexadecimal digits, or a UUID with its hyphens. */
bool ct_id_is_of_instance(const char *id);

/* The form of the other ids: 1 to 64 letters, digits, hyphens and underscores. */
bool ct_id_is_plain(const char *id);

#endif

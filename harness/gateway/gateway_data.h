/* gateway_data.h - the initial data of a reference gateway: its objects, tokens, keys and users.
 *
 * Read from YAML and never changed afterwards, so that several gateways can share it. All of it
 * lives in the arena that it was loaded into. Each `where` is the place in the file, for messages.
 * Loading reports every mistake of every file before it fails.
 *
 * Invariants after loading: ids are unique in their kind; every project, instance
 * and quota that an object refers to exists. Strings are never NULL unless their comment permits
 * it. Tokens, keys and passwords are test data, which are not masked.
 */
#ifndef CT_GATEWAY_GATEWAY_DATA_H
#define CT_GATEWAY_GATEWAY_DATA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "lang/yaml/bind.h"

/* A project, which owns gateways. */
typedef struct ct_project {
    const char *id, *name;
    ct_loc where;
    struct ct_project *next;
} ct_project;

/* A gateway; its API says "instance" too. */
typedef struct ct_instance {
    const char *id, *name, *project_id;
    bool back_end_fails; /* each request for its objects is an internal error */
    ct_loc where;
    struct ct_instance *next;
} ct_instance;

/* A credential quota: credentials are bound to it. */
typedef struct ct_quota {
    const char *id, *name, *instance_id;
    const char *time_unit, *note, *create_time; /* as in lists; NULL: left out */
    int call_limits, time_interval; /* calls per interval, and its number of time units */
    struct ct_made *made;           /* memory of an object that a request created, else NULL */
    ct_loc where;
    struct ct_quota *next;
} ct_quota;

/* A credential; its API says "app" too. */
typedef struct ct_credential {
    const char *id, *name, *instance_id;
    const char *app_key, *note, *register_time; /* as in lists; NULL: left out */
    const char *app_secret; /* as in the response that creates it; NULL: left out */
    ct_loc where;
    struct ct_credential *next;
} ct_credential;

/* A token, and what its holder may do. */
typedef struct ct_token {
    const char *value, *user, *project_id;
    ct_name *permissions; /* allowed actions, such as apig:clientQuota:bindApp */
    int64_t expires_ns;   /* nanoseconds since 1970 UTC; 0: never */
    ct_loc where;
    struct ct_token *next;
} ct_token;

/* A pair of keys for signed requests. */
typedef struct ct_key {
    const char *access_key, *secret_key;
    const char *security_token; /* required with temporary keys; NULL: none */
    ct_token grant;             /* its permissions: a token without a value */
    ct_loc where;
    struct ct_key *next;
} ct_key;

/* A user of the identity service, who gets a token for a password. */
typedef struct ct_user {
    const char *name, *domain, *password;
    ct_token grant; /* permissions of these tokens */
    ct_loc where;
    struct ct_user *next;
} ct_user;

/* Linked lists, in the order of the files; NULL: empty. */
typedef struct ct_gateway_data {
    ct_project *projects;
    ct_instance *instances;
    ct_quota *quotas;
    ct_credential *credentials;
    ct_token *tokens;
    ct_key *keys;
    ct_user *users;
} ct_gateway_data;

/* Reads a file, or every *.yaml file of a folder except faults.yaml, in the order of their names
 * and as if they were one file.
 * arena: owns the data
 * path:  in; of a file or a folder
 * Returns NULL after adding every mistake to `diag`: duplicate ids and references to missing
 * objects too. */
const ct_gateway_data *ct_gateway_data_load(ct_arena *arena, const char *path, ct_diag *diag);

/* Each returns the object with that key, or NULL if there is none or the key is NULL. Keys are
 * compared byte by byte. The result belongs to the data. */
const ct_instance *ct_instance_find(const ct_gateway_data *data, const char *id);
const ct_token *ct_token_find(const ct_gateway_data *data, const char *value);
const ct_key *ct_key_find(const ct_gateway_data *data, const char *access_key);
const ct_user *ct_user_find(const ct_gateway_data *data, const char *name);

/* Returns whether an id has the form of a gateway id: 32 hexadecimal digits, or a UUID with its
 * hyphens. */
bool ct_id_is_of_instance(const char *id);

/* Returns whether an id has the form of any other id: 1 to 64 ASCII letters, digits, hyphens and
 * underscores.
 */
bool ct_id_is_plain(const char *id);

#endif

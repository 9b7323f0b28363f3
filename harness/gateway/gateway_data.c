#include "gateway/gateway_data.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/ascii.h"
#include "gateway/timestamp.h"

/* ---- forms ------------------------------------------------------------------------------ */

bool ct_id_is_of_instance(const char *id)
{
    size_t const size = strlen(id);
    bool const is_uuid = size == 36;
    if (!is_uuid && size != 32)
        return false;
    for (size_t i = 0; i < size; i++) {
        bool const wants_hyphen = is_uuid && (i == 8 || i == 13 || i == 18 || i == 23);
        if (wants_hyphen ? id[i] != '-' : !ct_is_hex(id[i]))
            return false;
    }
    return true;
}

bool ct_id_is_plain(const char *id)
{
    size_t const size = strlen(id);
    for (size_t i = 0; i < size; i++)
        if (!ct_is_letter_or_digit(id[i]) && id[i] != '-' && id[i] != '_')
            return false;
    return size >= 1 && size <= 64;
}

/* ---- fields ----------------------------------------------------------------------------- */

static bool bind_id(ct_binder *binder, const ct_yaml *node, void *slot)
{
    if (!ct_bind_text(binder, node, slot))
        return false;
    if (!ct_id_is_plain(*(const char **)slot))
        return ct_bind_fail(binder, node, CT_ERR_INVALID_VALUE,
                            "invalid id '%s': expected 1 to 64 letters, "
                            "digits, hyphens and underscores",
                            node->text);
    return true;
}

static bool bind_instance_id(ct_binder *binder, const ct_yaml *node, void *slot)
{
    if (!ct_bind_text(binder, node, slot))
        return false;
    if (!ct_id_is_of_instance(*(const char **)slot))
        return ct_bind_fail(binder, node, CT_ERR_INVALID_VALUE,
                            "invalid gateway id '%s': expected a UUID "
                            "or 32 hexadecimal digits",
                            node->text);
    return true;
}

static bool bind_moment(ct_binder *binder, const ct_yaml *node, void *slot)
{
    if (!ct_bind_expect(binder, node, CT_YAML_SCALAR))
        return false;
    if (!ct_timestamp_parse(node->text, slot))
        return ct_bind_fail(binder, node, CT_ERR_INVALID_VALUE,
                            "expected a time such as 2020-09-19T07:43:11Z, "
                            "got '%s'",
                            node->text);
    return true;
}

static const ct_field project_fields[] = {
    {"id", bind_id, offsetof(ct_project, id), true, "as in the path"},
    {"name", ct_bind_text, offsetof(ct_project, name), true, "for readers only"},
    {0},
};

static const ct_field instance_fields[] = {
    {"id", bind_instance_id, offsetof(ct_instance, id), true, "as in the path"},
    {"name", ct_bind_text, offsetof(ct_instance, name), true, "for readers only"},
    {"project_id", bind_id, offsetof(ct_instance, project_id), true, "its project"},
    {"back_end_fails", ct_bind_bool, offsetof(ct_instance, back_end_fails), false,
     "whether each request for its objects is an internal error (default: false)"},
    {0},
};

static const ct_field quota_fields[] = {
    {"id", bind_id, offsetof(ct_quota, id), true, "as in the path"},
    {"name", ct_bind_text, offsetof(ct_quota, name), true, "as in lists"},
    {"instance_id", bind_instance_id, offsetof(ct_quota, instance_id), true, "its gateway"},
    {0},
};

static const ct_field credential_fields[] = {
    {"id", bind_id, offsetof(ct_credential, id), true, "as in app_ids"},
    {"name", ct_bind_text, offsetof(ct_credential, name), true, "as in lists and searches"},
    {"instance_id", bind_instance_id, offsetof(ct_credential, instance_id), true, "its gateway"},
    {"app_key", ct_bind_text, offsetof(ct_credential, app_key), false, "as in lists"},
    {"remark", ct_bind_text, offsetof(ct_credential, note), false, "as in lists"},
    {"register_time", ct_bind_text, offsetof(ct_credential, register_time), false, "as in lists"},
    {0},
};

static const ct_field token_fields[] = {
    {"value", ct_bind_text, offsetof(ct_token, value), true, "the value of X-Auth-Token"},
    {"user", ct_bind_text, offsetof(ct_token, user), true, "its user, for readers only"},
    {"project_id", bind_id, offsetof(ct_token, project_id), true, "its project"},
    {"permissions", ct_bind_names, offsetof(ct_token, permissions), true,
     "allowed actions, such as apig:clientQuota:bindApp"},
    {"expires_at", bind_moment, offsetof(ct_token, expires_ns), false,
     "time of expiry (default: never)"},
    {0},
};

static const ct_field key_fields[] = {
    {"access_key", ct_bind_text, offsetof(ct_key, access_key), true,
     "public identifier of the pair of keys"},
    {"secret_key", ct_bind_text, offsetof(ct_key, secret_key), true, "key of the signature"},
    {"security_token", ct_bind_text, offsetof(ct_key, security_token), false,
     "the value of X-Security-Token, for temporary keys"},
    {"user", ct_bind_text, offsetof(ct_key, grant.user), true, "its user, for readers only"},
    {"project_id", bind_id, offsetof(ct_key, grant.project_id), true, "its project"},
    {"permissions", ct_bind_names, offsetof(ct_key, grant.permissions), true,
     "allowed actions, such as apig:clientQuota:bindApp"},
    {0},
};

static const ct_field user_fields[] = {
    {"name", ct_bind_text, offsetof(ct_user, name), true, "user name"},
    {"domain", ct_bind_text, offsetof(ct_user, domain), true, "account of the user"},
    {"password", ct_bind_text, offsetof(ct_user, password), true, "password of the user"},
    {"project_id", bind_id, offsetof(ct_user, grant.project_id), true,
     "project that tokens can be scoped to"},
    {"permissions", ct_bind_names, offsetof(ct_user, grant.permissions), true,
     "actions that its tokens allow"},
    {0},
};

/* ---- lists ------------------------------------------------------------------------------ */

/* The layout of one kind of record: bind_list() and find() treat all kinds alike. */
typedef struct record_kind {
    const char *name;
    const ct_field *fields;
    size_t size, key, where, next; /* size in bytes; offsets of the other fields */
    bool is_secret;                /* the key must not appear in a message */
} record_kind;

#define KIND(name, type, fields, key, is_secret)                                                   \
    {                                                                                              \
        name, fields, sizeof(type), offsetof(type, key), offsetof(type, where),                    \
            offsetof(type, next), is_secret                                                        \
    }

static const record_kind projects = KIND("project", ct_project, project_fields, id, false),
                         instances = KIND("gateway", ct_instance, instance_fields, id, false),
                         quotas = KIND("quota", ct_quota, quota_fields, id, false),
                         credentials =
                             KIND("credential", ct_credential, credential_fields, id, false),
                         tokens = KIND("token", ct_token, token_fields, value, true),
                         keys = KIND("key", ct_key, key_fields, access_key, true),
                         users = KIND("user", ct_user, user_fields, name, false);

/* Reads a pointer at an offset of a record. memcpy(), because its type differs by kind. */
static void *pointer_at(const void *record, size_t offset)
{
    void *pointer;
    memcpy(&pointer, (const char *)record + offset, sizeof pointer);
    return pointer;
}

static const void *find(const record_kind *kind, const void *records, const char *key)
{
    while (key && records && strcmp(pointer_at(records, kind->key), key))
        records = pointer_at(records, kind->next);
    return key ? records : NULL;
}

static bool bind_list(ct_binder *binder, const ct_yaml *list, void *slot, const record_kind *kind)
{
    char *tail = slot; /* where the pointer to the next record goes */
    if (!ct_bind_expect(binder, list, CT_YAML_LIST))
        return false;
    while (pointer_at(tail, 0))
        tail = (char *)pointer_at(tail, 0) + kind->next;
    for (const ct_yaml *item = list->child; item; item = item->next) {
        void *record = ct_arena_alloc(binder->arena, kind->size);
        memcpy((char *)record + kind->where, &item->where, sizeof(ct_loc));
        if (!ct_bind(binder, item, kind->fields, record))
            continue;
        const char *key = pointer_at(record, kind->key);
        if (find(kind, pointer_at(slot, 0), key))
            ct_bind_fail(binder, item, CT_ERR_DUPLICATE_ID, "duplicate %s%s%s%s", kind->name,
                         kind->is_secret ? "" : " '", kind->is_secret ? "" : key,
                         kind->is_secret ? "" : "'");
        memcpy(tail, &record, sizeof record);
        tail = (char *)record + kind->next;
    }
    return true;
}

#define BIND(kind)                                                                                 \
    static bool bind_##kind(ct_binder *binder, const ct_yaml *node, void *slot)                    \
    {                                                                                              \
        return bind_list(binder, node, slot, &kind);                                               \
    }

BIND(projects)
BIND(instances)
BIND(quotas)
BIND(credentials)
BIND(tokens)
BIND(keys)
BIND(users)

static const ct_field data_fields[] = {
    {"projects", bind_projects, offsetof(ct_gateway_data, projects), false, "owners of gateways"},
    {"gateways", bind_instances, offsetof(ct_gateway_data, instances), false,
     "gateways, which own quotas and credentials"},
    {"quotas", bind_quotas, offsetof(ct_gateway_data, quotas), false, "credential quotas"},
    {"credentials", bind_credentials, offsetof(ct_gateway_data, credentials), false, "credentials"},
    {"tokens", bind_tokens, offsetof(ct_gateway_data, tokens), false,
     "tokens with their permissions"},
    {"keys", bind_keys, offsetof(ct_gateway_data, keys), false, "pairs of keys that sign requests"},
    {"users", bind_users, offsetof(ct_gateway_data, users), false, "users of the identity service"},
    {0},
};

/* ---- references ------------------------------------------------------------------------- */

static void must_be_there(ct_diag *diag, const record_kind *kind, const void *records,
                          const char *id, ct_loc where)
{
    size_t count = 0;
    if (find(kind, records, id))
        return;
    for (const void *at = records; at; at = pointer_at(at, kind->next))
        count++;
    const char **names = ct_arena_alloc(diag->arena, (count + 1) * sizeof *names);
    for (size_t i = 0; i < count; i++, records = pointer_at(records, kind->next))
        names[i] = pointer_at(records, kind->key);
    ct_fail(diag, CT_ERR_UNKNOWN_NAME, where, "unknown %s '%s'", kind->name, id);
    ct_hint_nearest(diag, id, names);
}

static void check_references(const ct_gateway_data *data, ct_diag *diag)
{
    for (const ct_instance *i = data->instances; i; i = i->next)
        must_be_there(diag, &projects, data->projects, i->project_id, i->where);
    for (const ct_quota *q = data->quotas; q; q = q->next)
        must_be_there(diag, &instances, data->instances, q->instance_id, q->where);
    for (const ct_credential *c = data->credentials; c; c = c->next)
        must_be_there(diag, &instances, data->instances, c->instance_id, c->where);
    for (const ct_token *t = data->tokens; t; t = t->next)
        must_be_there(diag, &projects, data->projects, t->project_id, t->where);
    for (const ct_key *k = data->keys; k; k = k->next)
        must_be_there(diag, &projects, data->projects, k->grant.project_id, k->where);
    for (const ct_user *u = data->users; u; u = u->next)
        must_be_there(diag, &projects, data->projects, u->grant.project_id, u->where);
}

/* ---- files ------------------------------------------------------------------------------ */

static void load_file(ct_binder *binder, const char *path, ct_gateway_data *data)
{
    const ct_source *source = ct_source_read(binder->arena, path, binder->diag);
    const ct_yaml *root = source ? ct_yaml_parse(binder->arena, source, binder->diag) : NULL;
    if (root)
        ct_bind(binder, root, data_fields, data);
}

/* faults.yaml belongs to mutation testing: it does not describe a conforming gateway. */
static int is_data(const struct dirent *entry)
{
    size_t const size = strlen(entry->d_name);
    return entry->d_name[0] != '.' && size > 5 && !strcmp(entry->d_name + size - 5, ".yaml") &&
           strcmp(entry->d_name, "faults.yaml");
}

/* alphasort() would depend on the locale of the user. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool load_folder(ct_binder *binder, const char *path, ct_gateway_data *data)
{
    struct dirent **entries;
    int const count = scandir(path, &entries, is_data, by_name);
    if (count < 0)
        return ct_fail(binder->diag, CT_ERR_CANNOT_READ, CT_NOWHERE, "cannot read folder '%s': %s",
                       path, strerror(errno));
    for (int i = 0; i < count; i++) {
        load_file(binder, ct_arena_printf(binder->arena, "%s/%s", path, entries[i]->d_name), data);
        free(entries[i]);
    }
    free(entries);
    if (!count)
        return ct_fail(binder->diag, CT_ERR_CANNOT_READ, CT_NOWHERE, "no *.yaml file in '%s'",
                       path);
    return true;
}

const ct_gateway_data *ct_gateway_data_load(ct_arena *arena, const char *path, ct_diag *diag)
{
    ct_gateway_data *data = ct_new(arena, ct_gateway_data);
    ct_binder binder = {.arena = arena, .diag = diag};
    unsigned const mistakes = diag->count;
    struct stat status;
    if (!stat(path, &status) && S_ISDIR(status.st_mode))
        load_folder(&binder, path, data);
    else
        load_file(&binder, path, data);
    if (diag->count == mistakes) /* otherwise a missing object may only be one with a mistake */
        check_references(data, diag);
    return diag->count == mistakes ? data : NULL;
}

const ct_instance *ct_instance_find(const ct_gateway_data *data, const char *id)
{
    return find(&instances, data->instances, id);
}

const ct_token *ct_token_find(const ct_gateway_data *data, const char *value)
{
    return find(&tokens, data->tokens, value);
}

const ct_key *ct_key_find(const ct_gateway_data *data, const char *access_key)
{
    return find(&keys, data->keys, access_key);
}

const ct_user *ct_user_find(const ct_gateway_data *data, const char *name)
{
    return find(&users, data->users, name);
}

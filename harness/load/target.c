#include "load/target.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "lang/base_url.h"
#include "lang/json/json.h"
#include "load/check.h"
#include "load/loading.h"
#include "load/redact_diag.h"
#include "load/target_auth.h"
#include "load/tls.h"
#include "model/redact/redact.h"

/* ---- Secrets: from the environment or a file, never written literally ---- */

typedef struct secret_values {
    const char *env, *file;
} secret_values;

static const ct_field secret_fields[] = {
    {"env", ct_bind_text, offsetof(secret_values, env), false,
     "the environment variable with the secret"},
    {"file", ct_bind_text, offsetof(secret_values, file), false,
     "the file with the secret, relative to this file"},
    {0},
};

typedef struct reading {
    /* First, so that a binder's `user` is a ct_loading here, too (tls.c). Of the target's steps:
     * without suite and operation. */
    ct_loading loading;
    ct_arena *arena;
    ct_diag *diag;
    ct_target *target;
    bool is_masked;
} reading;

static bool keep_secret(reading *r, const char *name, const char *value, size_t size, ct_loc where)
{
    while (size &&
           strchr("\r\n",
                  value[size - 1])) /* the last line break of a file is not part of the secret */
        size--;
    if (size < CT_LIMIT_SECRET_MIN)
        return ct_fail(r->diag, CT_ERR_INVALID_SECRET, where, "secret '%s' is %s", name,
                       size ? "shorter than 6 bytes" : "empty");
    if (ct_utf8_valid_size(value, size) != size || memchr(value, '\0', size))
        return ct_fail(r->diag, CT_ERR_INVALID_SECRET, where, "secret '%s' is not valid UTF-8",
                       name);
    json_object_set_new_nocheck(r->target->values, name, json_stringn_nocheck(value, size));
    json_object_set_new_nocheck(r->target->secrets, name, json_true());
    return true;
}

static bool keep_mask(reading *r, const char *name)
{
    json_object_set_new_nocheck(r->target->values, name, json_string(CT_MASK));
    json_object_set_new_nocheck(r->target->secrets, name, json_true());
    return true;
}

static bool secret_from_env(reading *r, const char *name, const char *variable, ct_loc where)
{
    const char *value = r->is_masked ? NULL : getenv(variable);
    if (r->is_masked)
        return keep_mask(r, name);
    if (!value)
        return ct_fail(r->diag, CT_ERR_UNDEFINED_SECRET, where,
                       "secret '%s' is not set: environment variable '%s' is undefined", name,
                       variable);
    return keep_secret(r, name, value, strlen(value), where);
}

static bool secret_from_file(reading *r, const char *name, const char *path, ct_loc where)
{
    static const char *const what = "secret '%s' is not set: cannot read '%s': %s";
    if (r->is_masked)
        return keep_mask(r, name);
    char *value = ct_malloc(CT_LIMIT_SECRET + 1);
    int const file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t size = -1, got = 0;
    if (file >= 0)
        for (size = 0; size <= CT_LIMIT_SECRET &&
                       (got = read(file, value + size, (size_t)(CT_LIMIT_SECRET + 1 - size))) > 0;)
            size += got;
    int const error = errno;
    if (file >= 0)
        close(file);
    bool ok;
    if (size < 0 || got < 0)
        ok = ct_fail(r->diag, CT_ERR_UNDEFINED_SECRET, where, what, name, path, strerror(error));
    else if (size > CT_LIMIT_SECRET)
        ok = ct_fail(r->diag, CT_ERR_LIMIT_EXCEEDED, where, "secret '%s' is longer than %d bytes",
                     name, CT_LIMIT_SECRET);
    else
        ok = keep_secret(r, name, value, (size_t)size, where);
    explicit_bzero(value, CT_LIMIT_SECRET + 1);
    free(value);
    return ok;
}

static const char *beside(ct_arena *arena, const char *file, const char *path)
{
    const char *slash = strrchr(file, '/');
    if (*path == '/' || !slash)
        return path;
    return ct_arena_printf(arena, "%.*s/%s", (int)(slash - file), file, path);
}

static bool name_is_free(reading *r, const char *name, ct_loc where)
{
    if (!ct_variable_name_is_valid(name))
        return ct_fail(r->diag, CT_ERR_INVALID_VARIABLE_NAME, where, "invalid variable name '%s'",
                       name);
    if (!ct_check_not_generated(r->diag, name, where))
        return false;
    return !json_object_get(r->target->values, name) ||
           ct_fail(r->diag, CT_ERR_RESERVED_NAME, where,
                   "variable '%s' is already defined as a secret", name);
}

static bool read_secrets(ct_binder *binder, const ct_yaml *node)
{
    reading *r = binder->user;
    bool ok = true;
    if (!ct_bind_expect(binder, node, CT_YAML_MAP))
        return false;
    for (const ct_yaml *child = node->child; child; child = child->next) {
        secret_values values = {0};
        if (child->kind != CT_YAML_MAP) {
            ok = ct_fail(r->diag, CT_ERR_LITERAL_SECRET, child->where, "literal secret");
            ct_hint(r->diag, "write {env: VARIABLE} or {file: PATH}");
            continue;
        }
        ok = name_is_free(r, child->key, child->key_where) && ok;
        if (!ct_bind(binder, child, secret_fields, &values))
            ok = false;
        else if (!values.env == !values.file)
            ok = ct_fail(r->diag, CT_ERR_CONFLICTING_KEYS, child->where,
                         "a secret requires either 'env' or 'file'");
        else if (values.env)
            ok = secret_from_env(r, child->key, values.env, child->where) && ok;
        else
            ok = secret_from_file(r, child->key,
                                  beside(r->arena, child->where.source->name, values.file),
                                  child->where) &&
                 ok;
    }
    return ok;
}

static bool bind_secrets(ct_binder *binder, const ct_yaml *node, void *slot)
{
    reading *r = binder->user;
    const ct_diagnostic *last = r->diag->last;
    (void)slot;
    bool const ok = read_secrets(binder, node);
    ct_redact_diag_notes(r->diag, last, node);
    return ok;
}

/* ---- The rest of the file ---- */

typedef struct limit_values {
    unsigned timeout_ms, parallel, rate, throttle_ms;
} limit_values;

static bool bind_rate(ct_binder *binder, const ct_yaml *node, void *slot)
{
    const char *text;
    if (!ct_bind_text(binder, node, &text))
        return false;
    return ct_rate_parse(text, slot) ||
           ct_fail(binder->diag, CT_ERR_INVALID_VALUE, node->where,
                   "invalid rate '%s': expected requests per second, such as 20/s", text);
}

static bool bind_parallel(ct_binder *binder, const ct_yaml *node, void *slot)
{
    return ct_bind_uint(binder, node, slot) &&
           (*(unsigned *)slot <= CT_LIMIT_PARALLEL ||
            ct_fail(binder->diag, CT_ERR_LIMIT_EXCEEDED, node->where,
                    "'parallel' must not be above %d", CT_LIMIT_PARALLEL));
}

static const ct_field limit_fields[] = {
    {"timeout", ct_bind_duration, offsetof(limit_values, timeout_ms), false,
     "the timeout of each request"},
    {"parallel", bind_parallel, offsetof(limit_values, parallel), false,
     "the number of cases that run in parallel"},
    {"rate", bind_rate, offsetof(limit_values, rate), false,
     "the rate limit in requests per second, such as 20/s"},
    {"throttle", ct_bind_duration, offsetof(limit_values, throttle_ms), false,
     "the total time to wait after 429 and 503"},
    {0},
};

static bool bind_limits(ct_binder *binder, const ct_yaml *node, void *slot)
{
    limit_values values = {0};
    ct_target *target = slot;
    bool const ok = ct_bind(binder, node, limit_fields, &values);
    target->timeout_ms = values.timeout_ms;
    target->parallel = values.parallel;
    target->rate = values.rate;
    target->throttle_ms = values.throttle_ms;
    return ok;
}

static bool bind_confirm_host(ct_binder *binder, const ct_yaml *node, void *slot)
{
    ct_target *target = slot;
    target->confirm_where = node->where;
    return ct_bind_text(binder, node, &target->confirm_host);
}

static bool bind_url(ct_binder *binder, const ct_yaml *node, void *slot)
{
    ct_target *target = slot;
    target->url_where = node->where;
    return ct_bind_text(binder, node, &target->url);
}

/* The steps of a target are a case of their own kind. */
static bool bind_before(ct_binder *binder, const ct_yaml *node, void *slot)
{
    reading *r = binder->user;
    ct_case *before = ct_new(r->arena, ct_case);
    ct_loading *loading = &r->loading;
    ct_binder steps = ct_loading_binder(loading);
    (void)slot;
    *before = (ct_case){.kind = CT_CASE_SETUP,
                        .where = node->key_where,
                        .id = "before",
                        .base_id = "before",
                        .full_name = "before",
                        .title = "The target's own steps, ahead of all cases"};
    if (!ct_bind_before_steps(&steps, node, &before->steps))
        return false;
    r->target->before = before->steps ? before : NULL;
    return true;
}

static const ct_field target_fields[] = {
    {"name", ct_bind_text, offsetof(ct_target, name), false, "the name in reports"},
    {"url", bind_url, 0, false, "the base URL: scheme, host, optionally a port and a path prefix"},
    {"vars", ct_bind_vars, offsetof(ct_target, vars), false, "variables for its cases"},
    {"secrets", bind_secrets, 0, false, "NAME: {env: VARIABLE} or {file: PATH}"},
    {"capabilities", ct_bind_names, offsetof(ct_target, capabilities), false,
     "what the target supports"},
    {"auth", ct_bind_target_auth, 0, false,
     "token: the operation's credential headers; aksk: signatures; basic: user and password"},
    {"tls", ct_bind_target_tls, offsetof(ct_target, tls), false, "TLS options"},
    {"limits", bind_limits, 0, false, "timeout, rate, parallel and throttle"},
    {"read_only", ct_bind_bool, offsetof(ct_target, is_read_only), false,
     "true: skip cases that write"},
    {"confirm_host", bind_confirm_host, 0, false, "the host to which write requests may be sent"},
    {"before", bind_before, 0, false, "steps that run once, before all cases"},
    {0},
};

typedef struct undefined {
    reading *reading;
    const ct_scope *scope;
} undefined;

static void report_undefined(void *user, const char *name, ct_loc where)
{
    const undefined *u = user;
    if (ct_scope_find(u->scope, name))
        return;
    ct_fail_once(u->reading->diag, CT_ERR_UNDEFINED_VARIABLE, where, "undefined variable '%s'",
                 name);
    ct_hint(u->reading->diag, "use run_id, a secret, or a variable that is defined above");
}

static bool resolve_vars(reading *r, const char *run_id)
{
    json_t *always = ct_json_own(r->arena, json_object());
    json_object_set_new_nocheck(always, "run_id", json_string(run_id ? run_id : ""));
    ct_scope const outer = {.vars = always}, scope = {.outer = &outer, .vars = r->target->values};
    bool ok = true;
    for (const ct_pair *pair = r->target->vars; pair; pair = pair->next) {
        undefined search = {r, &scope};
        const char *missing;
        if (!pair->value || !ct_variable_name_is_valid(pair->name))
            continue; /* reported */
        ok = name_is_free(r, pair->name, pair->where) && ok;
        ct_value_each_variable(pair->value, report_undefined, &search);
        json_t *value = ct_value_fill(pair->value, &scope, r->arena, &missing);
        if (value)
            json_object_set_nocheck(r->target->values, pair->name, value);
        ok = ok && value;
    }
    return ok;
}

static bool read_file(reading *r, const ct_target_fields *values)
{
    ct_source const *source = ct_source_read(r->arena, values->file, r->diag);
    ct_arena *nodes = ct_arena_new();
    ct_binder binder = {.arena = r->arena, .diag = r->diag, .user = r};
    static const ct_yaml_reading how = {.place = ct_place_of_controls};
    const ct_yaml *root = source ? ct_yaml_parse_as(nodes, source, &how, r->diag) : NULL;
    r->target->source = source;
    bool ok = root && ct_bind(&binder, root, target_fields, r->target);
    ct_arena_free(nodes);
    return resolve_vars(r, values->run_id) && ok;
}

/* ---- The command line ---- */

/* Splits "NAME=REST". Returns a copy of NAME, or NULL if there is no '=' or no name. */
static char *split_name(reading *r, const char *text, const char **rest)
{
    const char *equals = strchr(text, '=');
    if (!equals || equals == text)
        return NULL;
    *rest = equals + 1;
    return ct_arena_copy(r->arena, text, (size_t)(equals - text));
}

static bool set_json_var(reading *r, const char *name, const char *text)
{
    ct_json_error error;
    json_t *value = ct_json_read(r->arena, text, strlen(text), &error);
    if (!value)
        return ct_fail(r->diag, CT_ERR_INVALID_JSON, CT_NOWHERE,
                       "invalid JSON in --var %s, column %u: %s", name, error.column, error.what);
    json_object_set_nocheck(r->target->values, name, value);
    return true;
}

static bool set_var(reading *r, const char *text)
{
    const char *rest;
    char *name = split_name(r, text, &rest);
    if (!name)
        return ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                       "invalid --var '%s': expected NAME=VALUE or NAME:=JSON", text);
    size_t const size = strlen(name);
    bool const is_json = size > 1 && name[size - 1] == ':';
    if (is_json)
        name[size - 1] = '\0';
    if (!ct_variable_name_is_valid(name))
        return ct_fail(r->diag, CT_ERR_INVALID_VARIABLE_NAME, CT_NOWHERE,
                       "invalid variable name '%s' in --var", name);
    if (!ct_check_not_generated(r->diag, name, CT_NOWHERE))
        return false;
    json_object_del(r->target->secrets, name);
    if (is_json)
        return set_json_var(r, name, rest);
    if (ct_utf8_valid_size(rest, strlen(rest)) != strlen(rest))
        return ct_fail(r->diag, CT_ERR_INVALID_ENCODING, CT_NOWHERE,
                       "the value of --var %s is not valid UTF-8", name);
    json_object_set_new_nocheck(r->target->values, name, json_string_nocheck(rest));
    return true;
}

static bool set_secret(reading *r, const char *text)
{
    const char *rest = "";
    const char *name = split_name(r, text, &rest);
    bool const is_env = !strncmp(rest, "env:", 4), is_file = !strncmp(rest, "file:", 5);
    /* The text is not shown: any part of it may be the secret. */
    if (!name || (!is_env && !is_file)) {
        ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                "invalid --secret: expected NAME=env:VARIABLE or NAME=file:PATH");
        return ct_hint(
            r->diag,
            "other users can see the arguments of a process: name the source of the secret");
    }
    if (!ct_variable_name_is_valid(name))
        return ct_fail(r->diag, CT_ERR_INVALID_VARIABLE_NAME, CT_NOWHERE,
                       "invalid variable name before '=' in --secret");
    if (!ct_check_not_generated(r->diag, name, CT_NOWHERE))
        return false;
    return is_env ? secret_from_env(r, name, rest + 4, CT_NOWHERE)
                  : secret_from_file(r, name, rest + 5, CT_NOWHERE);
}

/* ---- The base URL ---- */

static bool check_url(reading *r)
{
    ct_target *t = r->target;
    if (!t->url || !*t->url) {
        ct_fail(r->diag, CT_ERR_MISSING_KEY, t->source ? ct_loc_whole(t->source) : CT_NOWHERE,
                "the target has no URL");
        return ct_hint(r->diag, "add 'url' to the target file, or use --url URL");
    }
    /* Checked first, because the message about a malformed URL shows it. */
    bool const has_user = ct_mask_url(r->arena, t->url) != t->url;
    switch (has_user ? CT_BASE_URL_HAS_USER
                     : ct_base_url_read(r->arena, t->url, &t->url, &t->host)) {
    case CT_BASE_URL_GOOD:
        return true;
    case CT_BASE_URL_HAS_USER:
        return ct_fail(r->diag, CT_ERR_LITERAL_SECRET,
                       ct_redact_diag_location(r->arena, t->url_where),
                       "a URL must not contain a user or password");
    case CT_BASE_URL_MALFORMED:
        break;
    }
    ct_fail(r->diag, CT_ERR_INVALID_URL, t->url_where,
            "invalid URL '%s': expected " CT_BASE_URL_FORM, t->url);
    return strstr(t->url, "://") ? false
                                 : ct_hint(r->diag, "add a scheme, for example http://%s", t->url);
}

/* Returns "example.net:8080" or "[::1]:80" without the port. */
static const char *without_port(ct_arena *arena, const char *host)
{
    const char *end = *host == '[' ? strchr(host, ']') : NULL;
    if (end)
        return ct_arena_copy(arena, host + 1, (size_t)(end - host) - 1);
    return ct_arena_copy(arena, host, strcspn(host, ":"));
}

static bool check_host(reading *r)
{
    ct_target *t = r->target;
    t->host = without_port(r->arena, t->host);
    if (!t->confirm_host || !strcasecmp(t->confirm_host, t->host))
        return true;
    ct_fail(r->diag, CT_ERR_HOST_MISMATCH, t->confirm_where,
            "'confirm_host' is '%s', but the host of the URL is '%s'", t->confirm_host, t->host);
    size_t const size = strlen(t->host);
    bool const has_port =
        !strncasecmp(t->confirm_host, t->host, size) && t->confirm_host[size] == ':';
    return has_port ? ct_hint(r->diag, "write it without the port") : false;
}

/* Checks the client key with the pass phrase of the secrets. */
static bool check_client_key(reading *r)
{
    ct_target *t = r->target;
    ct_tls const with = {.client_key_password =
                             json_string_value(json_object_get(t->values, CT_CLIENT_KEY_PASSWORD))};
    if (json_object_get(t->secrets, CT_CLIENT_KEY_PASSWORD))
        t->tls = ct_tls_change(r->arena, t->tls, &with);
    return !t->tls || r->is_masked || ct_check_client_key(r->diag, t->tls);
}

const ct_target *ct_target_read(ct_arena *arena, const ct_target_fields *values, ct_diag *diag)
{
    ct_target *target = ct_new(arena, ct_target);
    reading r = {.arena = arena, .diag = diag, .target = target, .is_masked = values->is_masked};
    unsigned const errors = diag->count;
    r.loading = (ct_loading){.arena = arena, .diag = diag, .lacks_pem_files = values->is_masked};
    r.loading.library = ct_file_resolver_open(&r.loading);
    target->values = ct_json_own(arena, json_object());
    target->secrets = ct_json_own(arena, json_object());
    if (values->file)
        read_file(&r, values);
    if (values->url) {
        target->url = ct_arena_text(arena, values->url);
        target->url_where = CT_NOWHERE;
    }
    for (size_t i = 0; i < values->var_count; i++)
        set_var(&r, values->vars[i]);
    for (size_t i = 0; i < values->secret_count; i++)
        set_secret(&r, values->secrets[i]);
    if (diag->count == errors && !(values->needs_no_url && !values->file && !values->url) &&
        check_url(&r))
        check_host(&r);
    if (diag->count == errors)
        ct_check_target_auth(arena, diag, target);
    if (values->tls.ca || values->tls.client_cert || values->tls.client_key ||
        values->tls.is_insecure)
        target->tls = ct_tls_change(arena, target->tls, &values->tls);
    if (diag->count == errors)
        check_client_key(&r);
    target->is_read_only = target->is_read_only || values->is_read_only;
    if (!target->name)
        target->name = target->url;
    return diag->count == errors ? target : NULL;
}

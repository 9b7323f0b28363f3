/* Binds TLS options: of a target, and of one request. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/private_key.h"
#include "load/loading.h"
#include "load/redact_diag.h"
#include "load/tls.h"

static const char password_hint[] =
    "define it under 'secrets' of the target file, as " CT_CLIENT_KEY_PASSWORD
    ": {env: VARIABLE}, or use --secret " CT_CLIENT_KEY_PASSWORD "=env:VARIABLE";

static bool bind_version(ct_binder *binder, const ct_yaml *node, void *slot)
{
    static const char *const names[] = {"1.0", "1.1", "1.2", "1.3", NULL};
    const char *text;
    if (!ct_bind_text(binder, node, &text))
        return false;
    for (size_t i = 0; names[i]; i++)
        if (!strcmp(names[i], text))
            *(const char **)slot = names[i];
    return *(const char **)slot ||
           ct_fail(binder->diag, CT_ERR_UNKNOWN_VALUE, node->where,
                   "unknown TLS version '%s': expected 1.0, 1.1, 1.2 or 1.3", text);
}

/* The path of a PEM file, relative to the file that names it. */
static bool bind_pem(ct_binder *binder, const ct_yaml *node, void *slot)
{
    const char *path;
    if (node->kind == CT_YAML_SCALAR && node->tag && !strcmp(node->tag, "!absent") && !node->text) {
        *(const char **)slot = ""; /* removes that of the target */
        return true;
    }
    if (!ct_bind_text(binder, node, &path))
        return false;
    const char *file = node->where.source->name, *slash = strrchr(file, '/');
    if (*path != '/' && slash)
        path = ct_arena_printf(binder->arena, "%.*s/%s", (int)(slash - file), file, path);
    *(const char **)slot = path;
    const ct_loading *loading = binder->user;
    if (loading->lacks_pem_files)
        return true;
    return !access(path, R_OK) || ct_fail(binder->diag, CT_ERR_CANNOT_READ, node->where,
                                          "cannot read '%s': %s", path, strerror(errno));
}

static bool bind_client_key(ct_binder *binder, const ct_yaml *node, void *slot)
{
    ct_tls *tls = slot;
    tls->client_key_where = node->where;
    return bind_pem(binder, node, &tls->client_key);
}

static const ct_field tls_fields[] = {
    {"ca", bind_pem, offsetof(ct_tls, ca), false, "trusted CA certificates, a PEM file"},
    {"client_cert", bind_pem, offsetof(ct_tls, client_cert), false,
     "the client certificate, a PEM file"},
    {"client_key", bind_client_key, 0, false, "the key of the client certificate, a PEM file"},
    {"server_name", ct_bind_not_yet, 0, false, "the server name for SNI"},
    {"min_version", bind_version, offsetof(ct_tls, min_version), false,
     "the lowest TLS version: 1.0 to 1.3"},
    {"max_version", bind_version, offsetof(ct_tls, max_version), false,
     "the highest TLS version of a request: 1.0 to 1.3"},
    {"insecure", ct_bind_bool, offsetof(ct_tls, is_insecure), false,
     "true: do not verify the certificate of the target"},
    {0},
};

static bool check(ct_binder *binder, const ct_yaml *node, const ct_tls *tls)
{
    if (!node->child)
        return ct_fail(binder->diag, CT_ERR_NO_EFFECT, node->where, "'{}' has no effect");
    if (!tls->client_cert != !tls->client_key ||
        (tls->client_cert && !*tls->client_cert != !*tls->client_key))
        return ct_fail(binder->diag, CT_ERR_MISSING_KEY, node->where,
                       "'client_cert' and 'client_key' require each other");
    if (tls->min_version && tls->max_version && strcmp(tls->min_version, tls->max_version) > 0)
        return ct_fail(binder->diag, CT_ERR_CONFLICTING_KEYS, node->where,
                       "'min_version' is above 'max_version'");
    return true;
}

/* Users often write the pass phrase here, and no diagnostic may show it. Other errors of this
 * mapping are not reported then, because their excerpts could show its line. */
static bool has_no_password(ct_binder *binder, const ct_yaml *node)
{
    const ct_yaml *child = node->kind == CT_YAML_MAP ? node->child : NULL;
    while (child && !strcasestr(child->key, "pass"))
        child = child->next;
    if (!child)
        return true;
    ct_fail(binder->diag, CT_ERR_MISPLACED_KEY,
            child->kind == CT_YAML_SCALAR ? ct_redact_diag_location(binder->arena, child->where)
                                          : child->key_where,
            "the pass phrase of a client key is not allowed here");
    return ct_hint(binder->diag, password_hint);
}

static bool bind_tls(ct_binder *binder, const ct_yaml *node, void *slot)
{
    ct_tls *tls = ct_new(binder->arena, ct_tls);
    *(const ct_tls **)slot = tls;
    return ct_bind(binder, node, tls_fields, tls) && check(binder, node, tls);
}

bool ct_bind_request_tls(ct_binder *binder, const ct_yaml *node, void *slot)
{
    return has_no_password(binder, node) && bind_tls(binder, node, slot);
}

bool ct_bind_target_tls(ct_binder *binder, const ct_yaml *node, void *slot)
{
    const ct_yaml *max = node->kind == CT_YAML_MAP ? ct_yaml_get(node, "max_version") : NULL;
    if (!has_no_password(binder, node))
        return false;
    bool const ok = bind_tls(binder, node, slot);
    return !max ? ok
                : ct_fail(binder->diag, CT_ERR_MISPLACED_KEY, max->key_where,
                          "'max_version' is only allowed in 'tls' of a request");
}

bool ct_check_client_key(ct_diag *diag, const ct_tls *tls)
{
    const char *password = tls->client_key_password;
    if (!tls->client_key || !*tls->client_key)
        return true;
    switch (ct_private_key_try(tls->client_key, password)) {
    case CT_PRIVATE_KEY_USABLE:
        return true;
    case CT_PRIVATE_KEY_UNREADABLE:
        return ct_fail(diag, CT_ERR_INVALID_KEY, tls->client_key_where,
                       "client key '%s' is not a readable private key in PEM format",
                       tls->client_key);
    default:
        ct_fail(diag, password ? CT_ERR_INVALID_KEY : CT_ERR_UNDEFINED_SECRET,
                tls->client_key_where,
                password ? "secret '" CT_CLIENT_KEY_PASSWORD "' does not decrypt client key '%s'"
                         : "client key '%s' is encrypted, and the target has no pass phrase",
                tls->client_key);
        return !password && ct_hint(diag, password_hint);
    }
}

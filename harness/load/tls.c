/* How TLS is done: of a target, and of one request. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/private_key.h"
#include "load/loading.h"
#include "load/redact_diag.h"
#include "load/tls.h"

static const char password_hint[] =
    "give it in the target file under 'secrets', as " CT_CLIENT_KEY_PASSWORD
    ": {env: VARIABLE}, or with --secret " CT_CLIENT_KEY_PASSWORD "=env:VARIABLE";

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
           ct_fail(binder->diag, CT_E_VALUE, node->where,
                   "a version of TLS is 1.0, 1.1, 1.2 or 1.3, not '%s'", text);
}

/* A file that the transport reads: relative to the file that names it. */
static bool bind_pem(ct_binder *binder, const ct_yaml *node, void *slot)
{
    const char *path;
    if (node->kind == CT_YAML_SCALAR && node->tag && !strcmp(node->tag, "!absent") && !node->text) {
        *(const char **)slot = ""; /* takes the target's away */
        return true;
    }
    if (!ct_bind_text(binder, node, &path))
        return false;
    const char *file = node->where.source->name, *slash = strrchr(file, '/');
    if (*path != '/' && slash)
        path = ct_arena_printf(binder->arena, "%.*s/%s", (int)(slash - file), file, path);
    *(const char **)slot = path;
    return !access(path, R_OK) || ct_fail(binder->diag, CT_E_IO, node->where,
                                          "cannot read '%s': %s", path, strerror(errno));
}

static bool bind_client_key(ct_binder *binder, const ct_yaml *node, void *slot)
{
    ct_tls *tls = slot;
    tls->client_key_where = node->where;
    return bind_pem(binder, node, &tls->client_key);
}

static const ct_field tls_fields[] = {
    {"ca", bind_pem, offsetof(ct_tls, ca), false, "who is trusted, a PEM file"},
    {"client_cert", bind_pem, offsetof(ct_tls, client_cert), false, "our own, a PEM file"},
    {"client_key", bind_client_key, 0, false, "its key, a PEM file"},
    {"server_name", ct_bind_not_yet, 0, false, "asked for by SNI"},
    {"min_version", bind_version, offsetof(ct_tls, min_version), false, "1.0 to 1.3"},
    {"max_version", bind_version, offsetof(ct_tls, max_version), false,
     "1.0 to 1.3; of a request only"},
    {"insecure", ct_bind_bool, offsetof(ct_tls, is_insecure), false,
     "true: the target's certificate is not verified"},
    {0},
};

static bool check(ct_binder *binder, const ct_yaml *node, const ct_tls *tls)
{
    if (!node->child)
        return ct_fail(binder->diag, CT_E_VALUE, node->where, "'{}' changes nothing");
    if (!tls->client_cert != !tls->client_key ||
        (tls->client_cert && !*tls->client_cert != !*tls->client_key))
        return ct_fail(binder->diag, CT_E_MISSING, node->where,
                       "client_cert and client_key belong together");
    if (tls->min_version && tls->max_version && strcmp(tls->min_version, tls->max_version) > 0)
        return ct_fail(binder->diag, CT_E_VALUE, node->where, "min_version is above max_version");
    return true;
}

/* People write the pass phrase here first, and no message may show it. So whatever else is wrong in
 * this mapping, whose lines would be shown, is left for the next time. */
static bool has_no_password(ct_binder *binder, const ct_yaml *node)
{
    const ct_yaml *child = node->kind == CT_YAML_MAP ? node->child : NULL;
    while (child && !strcasestr(child->key, "pass"))
        child = child->next;
    if (!child)
        return true;
    ct_fail(binder->diag, CT_E_UNKNOWN,
            child->kind == CT_YAML_SCALAR ? ct_redact_diag_location(binder->arena, child->where)
                                          : child->key_where,
            "the pass phrase of a client key does not belong here");
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
                : ct_fail(binder->diag, CT_E_UNKNOWN, max->key_where,
                          "'max_version' belongs to the tls of a request");
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
        return ct_fail(diag, CT_E_VALUE, tls->client_key_where,
                       "the client key '%s' is not a readable PEM file of a private key",
                       tls->client_key);
    default:
        ct_fail(diag, password ? CT_E_VALUE : CT_E_MISSING, tls->client_key_where,
                password ? "the secret '" CT_CLIENT_KEY_PASSWORD
                           "' does not decrypt the client key '%s'"
                         : "the client key '%s' is encrypted, and the target has no pass phrase "
                           "for it",
                tls->client_key);
        return !password && ct_hint(diag, password_hint);
    }
}

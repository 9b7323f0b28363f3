#include "load/loading.h"

#include <string.h>
#include <strings.h>

#include "base/digest.h"
#include "base/map.h"

ct_binder ct_loading_binder(ct_loading *loading)
{
    return (ct_binder){loading->arena, loading->diag, loading, loading->library, loading->shared};
}

ct_file *ct_loading_add_file(ct_loading *loading, const ct_source *source)
{
    ct_file *file = ct_new(loading->arena, ct_file);
    file->source = source;
    *loading->next_file = file;
    loading->next_file = &file->next;
    return file;
}

static const unsigned char *digest_of(ct_loading *loading, const ct_file *file)
{
    if (file->sha256)
        return file->sha256;
    unsigned char *digest = ct_arena_alloc(loading->arena, CT_SHA256_SIZE);
    ct_sha256(file->source->text, file->source->size, digest);
    return digest;
}

bool ct_loading_unify_files(ct_loading *loading)
{
    ct_map known = {0};
    bool ok = true;
    ct_file **at = &loading->suite->files;
    while (*at) {
        const char *name = (*at)->source->name;
        const ct_file *first = ct_map_find(&known, name, strlen(name));
        if (!first) {
            ct_map_put(loading->arena, &known, name, strlen(name), *at);
            at = &(*at)->next;
            continue;
        }
        if (memcmp(digest_of(loading, first), digest_of(loading, *at), CT_SHA256_SIZE) != 0)
            ok = ct_fail(loading->diag, CT_ERR_FILE_CHANGED, CT_NOWHERE,
                         "'%s' changed while it was being read", name);
        *at = (*at)->next;
    }
    loading->next_file = at;
    return ok;
}

bool ct_bind_not_yet(ct_binder *binder, const ct_yaml *node, void *slot)
{
    (void)slot;
    return ct_fail(binder->diag, CT_ERR_UNSUPPORTED_KEY, node->key_where, "unsupported key '%s'",
                   node->key);
}

bool ct_bind_node(ct_binder *binder, const ct_yaml *node, void *slot)
{
    (void)binder;
    *(const ct_yaml **)slot = node;
    return true;
}

bool ct_bind_template(ct_binder *binder, const ct_yaml *node, void *slot)
{
    const char *text;
    const ct_template **t = slot;
    if (!ct_bind_text(binder, node, &text))
        return false;
    *t = ct_template_from_yaml(binder->arena, node, binder->diag);
    return *t != NULL;
}

bool ct_bind_id(ct_binder *binder, const ct_yaml *node, void *slot)
{
    static const char first[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._-";
    if (!ct_bind_text(binder, node, slot))
        return false;
    const char *id = *(const char **)slot;
    if (!strchr("._-", *id) && !id[strspn(id, first)])
        return true;
    *(const char **)slot = NULL;
    ct_fail(binder->diag, CT_ERR_INVALID_ID, node->where, "invalid id '%s'", id);
    return ct_hint(binder->diag,
                   "use letters, digits, '.', '_' and '-', and start with a letter or "
                   "digit");
}

bool ct_bind_variable(ct_binder *binder, const ct_yaml *node, void *slot)
{
    if (!ct_bind_text(binder, node, slot))
        return false;
    return ct_variable_name_is_valid(*(const char **)slot) ||
           ct_fail(binder->diag, CT_ERR_INVALID_VARIABLE_NAME, node->where,
                   "invalid variable name '%s'", node->text);
}

/* A variable has a value: tags, which match or remove something, are not allowed. */
static bool refuse_tags(ct_binder *binder, const ct_yaml *node)
{
    bool ok = true;
    if (node->tag)
        return ct_bind_expect(binder, node, node->kind);
    for (const ct_yaml *child = node->child; child; child = child->next)
        ok = refuse_tags(binder, child) && ok;
    return ok;
}

bool ct_bind_vars(ct_binder *binder, const ct_yaml *node, void *slot)
{
    ct_pair **tail = slot;
    bool ok = true;
    if (!ct_bind_expect(binder, node, CT_YAML_MAP))
        return false;
    for (const ct_yaml *child = node->child; child; child = child->next) {
        ct_pair *pair = ct_new(binder->arena, ct_pair);
        pair->name = ct_arena_text(binder->arena, child->key);
        pair->where = child->key_where;
        pair->value = refuse_tags(binder, child) ? ct_value_compile(binder, child) : NULL;
        if (!ct_variable_name_is_valid(child->key))
            ok = ct_fail(binder->diag, CT_ERR_INVALID_VARIABLE_NAME, child->key_where,
                         "invalid variable name '%s'", child->key);
        ok = ok && pair->value;
        *tail = pair;
        tail = &pair->next;
    }
    return ok;
}

ct_pair *ct_pair_find(ct_pair *pairs, const char *name, bool ignore_case)
{
    for (; pairs; pairs = pairs->next)
        if (ignore_case ? !strcasecmp(pairs->name, name) : !strcmp(pairs->name, name))
            return pairs;
    return NULL;
}

#include "certify/evidence_waivers.h"

#include <string.h>

#include "lang/yaml/yaml.h"

#define WAIVERS "waivers.yaml"

typedef struct waivers {
    const ct_yaml *list; /* NULL: no file */
    const char *vendor, *product;
} waivers;

/* ---- One waiver ---- */

static bool is_same_text(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

static bool is_same_scalar(const ct_yaml *a, const ct_yaml *b)
{
    if (!a->text || !b->text)
        return a->text == b->text;
    return a->size == b->size && !memcmp(a->text, b->text, a->size) &&
           ct_yaml_scalar_type(a) == ct_yaml_scalar_type(b);
}

static bool is_same(const ct_yaml *a, const ct_yaml *b)
{
    if (a->kind != b->kind || a->count != b->count || !is_same_text(a->tag, b->tag))
        return false;
    if (a->kind == CT_YAML_SCALAR)
        return is_same_scalar(a, b);
    const ct_yaml *other = b->child;
    for (const ct_yaml *inner = a->child; inner; inner = inner->next) {
        if (a->kind == CT_YAML_MAP)
            other = ct_yaml_get(b, inner->key);
        if (!other || !is_same(inner, other))
            return false;
        other = other->next;
    }
    return true;
}

static const char *text_of(const ct_yaml *waiver, const char *key)
{
    const ct_yaml *value = ct_yaml_get(waiver, key);
    return value ? value->text : NULL;
}

static bool is_for(const ct_yaml *waiver, const waivers *all)
{
    ct_waiver const named = {.vendor = text_of(waiver, "vendor"),
                             .product = text_of(waiver, "product")};
    return named.vendor && !named.product ? false
                                          : ct_waiver_is_for(&named, all->vendor, all->product);
}

/* ---- All waivers ---- */

static bool has(const waivers *all, const ct_yaml *waiver)
{
    for (const ct_yaml *one = all->list ? all->list->child : NULL; one; one = one->next)
        if (is_same(one, waiver))
            return true;
    return false;
}

static void report_missing(const waivers *from, const waivers *in, const char *what, ct_diag *diag)
{
    for (const ct_yaml *one = from->list ? from->list->child : NULL; one; one = one->next) {
        const char *requirement = text_of(one, "requirement"), *name = text_of(one, "case");
        if (is_for(one, from) && !has(in, one))
            ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE, "the waiver of '%s' for '%s' %s",
                    requirement ? requirement : "?", name ? name : "?", what);
    }
}

static bool read_list(ct_arena *arena, const ct_source *source, waivers *all, ct_diag *diag)
{
    const ct_yaml *root = source ? ct_yaml_parse(arena, source, diag) : NULL;
    all->list = root ? ct_yaml_get(root, "waivers") : NULL;
    if (root && (!all->list || all->list->kind != CT_YAML_LIST || root->count != 1))
        return ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE, "'%s' is not a list of waivers",
                       source->name);
    return root;
}

bool ct_evidence_waivers_check(ct_arena *arena, const char *folder, const json_t *manifest,
                               const json_t *claims, const ct_waivers *own, ct_diag *diag)
{
    unsigned const mistakes = diag->count;
    waivers sealed = {.vendor = json_string_value(json_object_get(claims, "vendor")),
                      .product = json_string_value(json_object_get(claims, "product"))};
    waivers current = sealed;
    if (json_object_get(manifest, WAIVERS)) {
        const char *path = ct_arena_printf(arena, "%s/" WAIVERS, folder);
        if (!read_list(arena, ct_source_read(arena, path, diag), &sealed, diag))
            return false;
    }
    if (own && !read_list(arena, own->source, &current, diag))
        return false;
    report_missing(&sealed, &current, "differs from the verifier's waivers, or is not among them",
                   diag);
    report_missing(&current, &sealed, "is not in '" WAIVERS "' of the evidence", diag);
    return diag->count == mistakes;
}

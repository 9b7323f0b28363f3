/* Reads requirements.yaml: one requirement of the API per row. */
#include <string.h>

#include "load/loading.h"

static bool bind_level(ct_binder *binder, const ct_yaml *node, void *slot)
{
    const char *names[CT_LEVELS + 1] = {NULL};
    const char *text;
    if (!ct_bind_text(binder, node, &text))
        return false;
    for (ct_level level = 0; level < CT_LEVELS; level++) {
        names[level] = ct_level_name(level);
        if (!strcmp(names[level], text)) {
            *(ct_level *)slot = level;
            return true;
        }
    }
    ct_fail(binder->diag, CT_ERR_UNKNOWN_VALUE, node->where, "unknown level '%s'", text);
    ct_hint(binder->diag, "MUST, MUST_NOT, SHOULD, SHOULD_NOT or MAY");
    return ct_hint_nearest(binder->diag, text, names);
}

static bool bind_reason(ct_binder *binder, const ct_yaml *node, void *slot)
{
    bool const is_null = node->kind == CT_YAML_SCALAR && !node->tag && node->text &&
                         ct_yaml_scalar_type(node) == CT_YAML_NULL;
    return is_null || ct_bind_text(binder, node, slot);
}

static const ct_field requirement_fields[] = {
    {"id", ct_bind_id, offsetof(ct_requirement, id), true, "never reused"},
    {"level", bind_level, offsetof(ct_requirement, level), true,
     "MUST, MUST_NOT, SHOULD, SHOULD_NOT or MAY"},
    {"text", ct_bind_text, offsetof(ct_requirement, text), true, "one requirement, one sentence"},
    {"source", ct_bind_text, offsetof(ct_requirement, source), true, "the place on the page"},
    {"not_tested", bind_reason, offsetof(ct_requirement, not_tested), false,
     "why no case can show it, or null"},
    {"about", ct_bind_about, offsetof(ct_requirement, about), false,
     "the place of a response that it is about, or a list of places"},
    {0},
};

static bool bind_requirements(ct_binder *binder, const ct_yaml *node, void *slot)
{
    ct_requirement **first = slot, **tail = slot;
    bool ok = true;
    if (!ct_bind_expect(binder, node, CT_YAML_LIST))
        return false;
    if (!node->child)
        return ct_fail(binder->diag, CT_ERR_EMPTY_VALUE, node->where,
                       "'requirements' without a row");
    for (const ct_yaml *item = node->child; item; item = item->next) {
        ct_requirement *r = ct_new(binder->arena, ct_requirement);
        r->where = item->where;
        if (!ct_bind(binder, item, requirement_fields, r)) {
            ok = false;
            continue;
        }
        for (const ct_requirement *other = *first; other; other = other->next)
            if (!strcmp(other->id, r->id))
                ok = ct_fail(binder->diag, CT_ERR_DUPLICATE_ID, ct_yaml_get(item, "id")->where,
                             "duplicate id '%s'", r->id);
        *tail = r;
        tail = &r->next;
    }
    return ok;
}

static const ct_field file_fields[] = {
    {"requirements", bind_requirements, 0, true, "the list of requirements"},
    {0},
};

ct_requirement *ct_requirements_read(ct_arena *arena, const ct_source *source, ct_diag *diag)
{
    ct_requirement *first = NULL;
    ct_arena *nodes = ct_arena_new();
    ct_binder binder = {.arena = arena, .diag = diag};
    const ct_yaml *root = ct_yaml_parse(nodes, source, diag);
    bool const ok = root && ct_bind(&binder, root, file_fields, &first);
    ct_arena_free(nodes);
    return ok ? first : NULL;
}

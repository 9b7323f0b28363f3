/* The body of a request, and how `with` changes it: objects are merged, all else replaces. */
#include <string.h>

#include "load/loading.h"

static bool is_object(const ct_value *value)
{
    return value && value->kind == CT_VALUE_OBJECT;
}

static ct_value_member *find_member(ct_value_member *members, const char *name)
{
    while (members && strcmp(members->name, name))
        members = members->next;
    return members;
}

/* An object of its own, without what is absent. */
static const ct_value *stripped(ct_arena *arena, const ct_value *value);

static ct_value_member *copy_members(ct_arena *arena, const ct_value_member *members,
                                     ct_value_member ***tail)
{
    ct_value_member *first = NULL, **end = &first;
    for (; members; members = members->next) {
        if (members->value->kind == CT_VALUE_ABSENT)
            continue;
        ct_value_member *copy = ct_new(arena, ct_value_member);
        *copy = *members;
        copy->value = stripped(arena, members->value);
        copy->next = NULL;
        *end = copy;
        end = &copy->next;
    }
    *tail = end;
    return first;
}

static const ct_value *stripped(ct_arena *arena, const ct_value *value)
{
    ct_value_member **tail;
    if (value->kind != CT_VALUE_OBJECT)
        return value;
    ct_value *copy = ct_new(arena, ct_value);
    *copy = *value;
    copy->is_exact = false;
    copy->members = copy_members(arena, value->members, &tail);
    return copy;
}

static void drop_member(ct_value_member **members, const char *name)
{
    for (; *members; members = &(*members)->next) {
        if (strcmp((*members)->name, name))
            continue;
        *members = (*members)->next;
        return;
    }
}

static const ct_value *merge(ct_binder *binder, const ct_value *base, const ct_value *change);

static bool merge_member(ct_binder *binder, ct_value *merged, ct_value_member ***tail,
                         const ct_value_member *change)
{
    ct_value_member *old = find_member(merged->members, change->name);
    if (change->value->kind == CT_VALUE_ABSENT) {
        if (!old)
            return ct_fail(binder->diag, CT_E_VALUE, change->where, "there is no '%s' to take away",
                           change->name);
        drop_member(&merged->members, change->name);
        *tail = &merged->members;
        while (**tail)
            *tail = &(**tail)->next;
        return true;
    }
    const ct_value *value = merge(binder, old ? old->value : NULL, change->value);
    if (!value)
        return false;
    if (old) {
        old->value = value;
        return true;
    }
    ct_value_member *added = ct_new(binder->arena, ct_value_member);
    *added = (ct_value_member){change->name, change->where, value, NULL};
    **tail = added;
    *tail = &added->next;
    return true;
}

/* Objects are merged member by member; everything else, and !exact, replaces. */
static const ct_value *merge(ct_binder *binder, const ct_value *base, const ct_value *change)
{
    if (!is_object(change) || change->is_exact || !is_object(base))
        return stripped(binder->arena, change);
    if (!change->members) {
        ct_fail(binder->diag, CT_E_VALUE, change->where, "'{}' changes nothing");
        ct_hint(binder->diag, "write !exact {} to send an empty object");
        return NULL;
    }
    ct_value *merged = ct_new(binder->arena, ct_value);
    ct_value_member **tail;
    bool ok = true;
    *merged = *base;
    merged->members = copy_members(binder->arena, base->members, &tail);
    for (const ct_value_member *m = change->members; m; m = m->next)
        ok = merge_member(binder, merged, &tail, m) && ok;
    return ok ? merged : NULL;
}

static bool bind_json(ct_binder *binder, const ct_yaml *node, ct_plan *plan)
{
    const ct_value *value = ct_value_compile(binder, node);
    if (!value)
        return false;
    if (value->kind == CT_VALUE_ABSENT) {
        plan->body_kind = CT_BODY_NONE;
        return true;
    }
    plan->json = merge(binder, plan->body_kind == CT_BODY_JSON ? plan->json : NULL, value);
    plan->body_kind = CT_BODY_JSON;
    return plan->json != NULL;
}

static bool bind_text(ct_binder *binder, const ct_yaml *node, ct_plan *plan)
{
    if (!ct_bind_expect(binder, node, CT_YAML_SCALAR))
        return false;
    if (ct_yaml_scalar_type(node) == CT_YAML_NULL) {
        ct_fail(binder->diag, CT_E_TYPE, node->where, "null is no text");
        return ct_hint(binder->diag, "json: !absent sends no body, text: '' an empty one");
    }
    plan->body_kind = CT_BODY_TEXT;
    plan->text = ct_template_from_yaml(binder->arena, node, binder->diag);
    return plan->text != NULL;
}

static bool bind_form(ct_binder *binder, const ct_yaml *node, ct_plan *plan)
{
    if (plan->body_kind != CT_BODY_FORM)
        plan->form = NULL;
    plan->body_kind = CT_BODY_FORM;
    return ct_bind_pairs(binder, node, &plan->form, false);
}

static bool bind_file(ct_binder *binder, const ct_yaml *node, ct_plan *plan)
{
    const char *path;
    if (!ct_bind_text(binder, node, &path))
        return false;
    plan->body_kind = CT_BODY_FILE;
    plan->file = binder->library->file(binder->library, path, node->where, binder->diag);
    return plan->file != NULL;
}

bool ct_bind_body(ct_binder *binder, const ct_body_words *words, ct_plan *plan)
{
    const ct_yaml *bodies[] = {words->json, words->text, words->form, words->file};
    const ct_yaml *first = NULL;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        if (bodies[i] && first)
            return ct_fail(binder->diag, CT_E_VALUE, bodies[i]->key_where,
                           "two kinds of body: '%s' and '%s'", first->key, bodies[i]->key);
        if (bodies[i])
            first = bodies[i];
    }
    return (!words->json || bind_json(binder, words->json, plan)) &&
           (!words->text || bind_text(binder, words->text, plan)) &&
           (!words->form || bind_form(binder, words->form, plan)) &&
           (!words->file || bind_file(binder, words->file, plan));
}

/* Merges the JSON body of `with` into that of the operation. */
#include <string.h>

#include "load/loading.h"

static bool is_object(const ct_value *value)
{
    return value && value->kind == CT_VALUE_OBJECT;
}

static ct_value_property *find_property(ct_value_property *members, const char *name)
{
    while (members && strcmp(members->name, name))
        members = members->next;
    return members;
}

/* A copy of an object without absent properties. */
static const ct_value *stripped(ct_arena *arena, const ct_value *value);

static ct_value_property *copy_properties(ct_arena *arena, const ct_value_property *members,
                                          ct_value_property ***tail)
{
    ct_value_property *first = NULL, **end = &first;
    for (; members; members = members->next) {
        if (members->value->kind == CT_VALUE_ABSENT)
            continue;
        ct_value_property *copy = ct_new(arena, ct_value_property);
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
    ct_value_property **tail;
    if (value->kind != CT_VALUE_OBJECT)
        return value;
    ct_value *copy = ct_new(arena, ct_value);
    *copy = *value;
    copy->is_exact = false;
    copy->members = copy_properties(arena, value->members, &tail);
    return copy;
}

static void drop_property(ct_value_property **members, const char *name)
{
    for (; *members; members = &(*members)->next) {
        if (strcmp((*members)->name, name))
            continue;
        *members = (*members)->next;
        return;
    }
}

/* Refuses !absent where there is nothing to remove. */
static bool refuse_absent(ct_binder *binder, const ct_value *value)
{
    bool ok = true;
    for (const ct_value_property *m = ct_value_properties(value); m; m = m->next) {
        if (m->value->kind != CT_VALUE_ABSENT)
            ok = refuse_absent(binder, m->value) && ok;
        else if (m->name)
            ok = ct_fail(binder->diag, CT_ERR_NO_EFFECT, m->where, "no '%s' to remove", m->name);
        else
            ok = ct_fail(binder->diag, CT_ERR_NO_EFFECT, m->value->where,
                         "an element of a list cannot be removed");
    }
    return ok;
}

static bool merge_property(ct_binder *binder, ct_value *merged, ct_value_property ***tail,
                           const ct_value_property *change)
{
    ct_value_property *old = find_property(merged->members, change->name);
    if (change->value->kind == CT_VALUE_ABSENT) {
        if (!old)
            return ct_fail(binder->diag, CT_ERR_NO_EFFECT, change->where, "no '%s' to remove",
                           change->name);
        drop_property(&merged->members, change->name);
        *tail = &merged->members;
        while (**tail)
            *tail = &(**tail)->next;
        return true;
    }
    const ct_value *value = ct_value_merge(binder, old ? old->value : NULL, change->value);
    if (!value)
        return false;
    if (old) {
        old->value = value;
        return true;
    }
    ct_value_property *added = ct_new(binder->arena, ct_value_property);
    *added = (ct_value_property){change->name, change->where, value, NULL};
    **tail = added;
    *tail = &added->next;
    return true;
}

const ct_value *ct_value_merge(ct_binder *binder, const ct_value *base, const ct_value *change)
{
    if (!is_object(change) || change->is_exact || !is_object(base))
        return refuse_absent(binder, change) ? stripped(binder->arena, change) : NULL;
    if (!change->members) {
        ct_fail(binder->diag, CT_ERR_NO_EFFECT, change->where, "'{}' has no effect");
        ct_hint(binder->diag, "write !exact {} to send an empty object");
        return NULL;
    }
    ct_value *merged = ct_new(binder->arena, ct_value);
    ct_value_property **tail;
    bool ok = true;
    *merged = *base;
    merged->members = copy_properties(binder->arena, base->members, &tail);
    for (const ct_value_property *m = change->members; m; m = m->next)
        ok = merge_property(binder, merged, &tail, m) && ok;
    return ok ? merged : NULL;
}

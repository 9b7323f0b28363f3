/* The JSON body of `with`: a change to the one of the operation. */
#include <string.h>

#include "load/loading.h"

static bool is_object(const ct_value *value)
{
    return value && value->kind == CT_VALUE_OBJECT;
}

static ct_value_property *find_member(ct_value_property *members, const char *name)
{
    while (members && strcmp(members->name, name))
        members = members->next;
    return members;
}

/* An object of its own, without what is absent. */
static const ct_value *stripped(ct_arena *arena, const ct_value *value);

static ct_value_property *copy_members(ct_arena *arena, const ct_value_property *members,
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
    copy->members = copy_members(arena, value->members, &tail);
    return copy;
}

static void drop_member(ct_value_property **members, const char *name)
{
    for (; *members; members = &(*members)->next) {
        if (strcmp((*members)->name, name))
            continue;
        *members = (*members)->next;
        return;
    }
}

/* Where nothing was before, nothing can be taken away. */
static bool refuse_absent(ct_binder *binder, const ct_value *value)
{
    bool ok = true;
    for (const ct_value_property *m = ct_value_properties(value); m; m = m->next) {
        if (m->value->kind != CT_VALUE_ABSENT)
            ok = refuse_absent(binder, m->value) && ok;
        else if (m->name)
            ok = ct_fail(binder->diag, CT_E_VALUE, m->where, "there is no '%s' to take away",
                         m->name);
        else
            ok = ct_fail(binder->diag, CT_E_VALUE, m->value->where,
                         "an element of a list cannot be taken away");
    }
    return ok;
}

static bool merge_member(ct_binder *binder, ct_value *merged, ct_value_property ***tail,
                         const ct_value_property *change)
{
    ct_value_property *old = find_member(merged->members, change->name);
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
        ct_fail(binder->diag, CT_E_VALUE, change->where, "'{}' changes nothing");
        ct_hint(binder->diag, "write !exact {} to send an empty object");
        return NULL;
    }
    ct_value *merged = ct_new(binder->arena, ct_value);
    ct_value_property **tail;
    bool ok = true;
    *merged = *base;
    merged->members = copy_members(binder->arena, base->members, &tail);
    for (const ct_value_property *m = change->members; m; m = m->next)
        ok = merge_member(binder, merged, &tail, m) && ok;
    return ok ? merged : NULL;
}

/* The kinds of `auth`, and the secrets that each needs. */
#include "load/target_auth.h"

#include <string.h>

bool ct_bind_target_auth(ct_binder *binder, const ct_yaml *node, void *slot)
{
    const char *names[CT_TARGET_AUTHS + 1] = {NULL};
    ct_target *target = slot;
    const char *text;
    if (!ct_bind_text(binder, node, &text))
        return false;
    target->auth_where = node->where;
    for (int kind = 0; kind < CT_TARGET_AUTHS; kind++) {
        names[kind] = ct_auth_kinds[kind].name;
        target->auth = (ct_target_auth)kind;
        if (!strcmp(text, names[kind]))
            return true;
    }
    ct_fail(binder->diag, CT_ERR_UNKNOWN_VALUE, node->where, "unknown auth '%s'", text);
    return ct_hint_nearest(binder->diag, text, names);
}

static bool is_captured(const ct_target *target, const char *name)
{
    for (const ct_step *step = target->before ? target->before->steps : NULL; step;
         step = step->next)
        for (const ct_capture *c = step->captures; c; c = c->next)
            if (c->is_secret && !strcmp(c->name, name))
                return true;
    return false;
}

/* A needed secret is one of the target's, or captured by its steps. */
static bool check_needs(ct_diag *diag, const ct_target *t, const ct_auth_kind *kind, ct_loc where)
{
    bool ok = true;
    for (const char *const *name = kind->needs; *name; name++) {
        if (json_object_get(t->secrets, *name) || is_captured(t, *name))
            continue;
        ok = ct_fail(diag, CT_ERR_UNDEFINED_SECRET, where, "'%s' requires the secret '%s'",
                     kind->name, *name);
        ct_hint(diag, "define it under 'secrets' of the target file, or use --secret");
    }
    return ok;
}

void ct_check_target_auth(ct_arena *arena, ct_diag *diag, ct_target *t)
{
    for (int kind = 0; kind < CT_TARGET_AUTHS; kind++)
        for (const ct_name *n = t->capabilities; n; n = n->next)
            if (!strcmp(n->text, ct_auth_kinds[kind].capability))
                check_needs(diag, t, &ct_auth_kinds[kind], n->where);
    check_needs(diag, t, &ct_auth_kinds[t->auth], t->auth_where);
    ct_name *name = ct_new(arena, ct_name);
    name->text = ct_auth_kinds[t->auth].capability;
    name->next = t->capabilities;
    t->capabilities = name;
}

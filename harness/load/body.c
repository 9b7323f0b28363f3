/* The body of a request: JSON, text, a form or a file. */

#include "load/loading.h"

static bool bind_json(ct_binder *binder, const ct_yaml *node, ct_plan *plan)
{
    const ct_value *value = ct_value_compile(binder, node);
    if (!value)
        return false;
    if (value->kind == CT_VALUE_ABSENT) {
        plan->body_kind = CT_BODY_NONE;
        return true;
    }
    plan->json = ct_value_merge(binder, plan->body_kind == CT_BODY_JSON ? plan->json : NULL, value);
    plan->body_kind = CT_BODY_JSON;
    return plan->json != NULL;
}

static bool bind_text(ct_binder *binder, const ct_yaml *node, ct_plan *plan)
{
    if (!ct_bind_expect(binder, node, CT_YAML_SCALAR))
        return false;
    if (ct_yaml_scalar_type(node) == CT_YAML_NULL) {
        ct_fail(binder->diag, CT_ERR_WRONG_TYPE, node->where, "expected a string, got null");
        return ct_hint(binder->diag,
                       "use json: !absent to send no body, or text: '' to send an empty one");
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
    return ct_bind_pairs(binder, node, &plan->form, CT_PAIR_PARAMETER);
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

bool ct_bind_body(ct_binder *binder, const ct_body_fields *values, ct_plan *plan)
{
    const ct_yaml *bodies[] = {values->json, values->text, values->form, values->file};
    const ct_yaml *first = NULL;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        if (bodies[i] && first)
            return ct_fail(binder->diag, CT_ERR_CONFLICTING_KEYS, bodies[i]->key_where,
                           "'%s' and '%s' exclude each other: a request has one body", first->key,
                           bodies[i]->key);
        if (bodies[i])
            first = bodies[i];
    }
    return (!values->json || bind_json(binder, values->json, plan)) &&
           (!values->text || bind_text(binder, values->text, plan)) &&
           (!values->form || bind_form(binder, values->form, plan)) &&
           (!values->file || bind_file(binder, values->file, plan));
}

/* Binds an operation: its base request, and what its cases share. */
#include <string.h>

#include "load/check.h"
#include "load/loading.h"

typedef struct operation_values {
    ct_operation op; /* first: the table fills it */
    const ct_yaml *request, *cases;
} operation_values;

static bool bind_needs(ct_binder *binder, const ct_yaml *node, void *slot)
{
    ct_need **tail = slot;
    bool ok = true;
    if (!ct_bind_expect(binder, node, CT_YAML_MAP))
        return false;
    for (const ct_yaml *child = node->child; child; child = child->next) {
        ct_need *need = ct_new(binder->arena, ct_need);
        need->capability =
            strcmp(child->key, "always") ? ct_arena_text(binder->arena, child->key) : NULL;
        need->where = child->key_where;
        ok = ct_bind_names(binder, child, &need->names) && ok;
        for (const ct_name *name = need->names; name; name = name->next)
            if (!ct_variable_name_is_valid(name->text))
                ok = ct_fail(binder->diag, CT_ERR_INVALID_VARIABLE_NAME, name->where,
                             "invalid variable name '%s'", name->text);
            else
                ok = ct_check_not_generated(binder->diag, name->text, name->where) && ok;
        *tail = need;
        tail = &need->next;
    }
    return ok;
}

static bool is_absent(const ct_yaml *node)
{
    return node->kind == CT_YAML_SCALAR && node->tag && !strcmp(node->tag, "!absent") &&
           !node->text;
}

static bool bind_lock(ct_binder *binder, const ct_yaml *node, void *slot)
{
    return is_absent(node) || ct_bind_template(binder, node, slot);
}

#define AT(member) offsetof(operation_values, member)

static const ct_field operation_fields[] = {
    {"operation", ct_bind_id, AT(op.id), true, "the id of the operation"},
    {"title", ct_bind_text, AT(op.title), false, "what it does"},
    {"needs", bind_needs, AT(op.needs), false,
     "variables that the target provides: always, and for each capability"},
    {"request", ct_bind_node, AT(request), true, "the base request"},
    {"credential", ct_bind_headers, AT(op.credential), false,
     "authentication headers for targets with auth: token"},
    {"responses", ct_bind_responses, AT(op.responses), false,
     "documented responses by status or class, with the keys of expect"},
    {"lock", bind_lock, AT(op.lock), false, "cases with the same lock never run in parallel"},
    {"vars", ct_bind_vars, AT(op.vars), false, "variables of all its cases"},
    {"tags", ct_bind_names, AT(op.tags), false, "tags of all its cases"},
    {"timeout", ct_bind_duration, AT(op.timeout_ms), false, "the timeout of each request"},
    {"mask", ct_bind_names, AT(op.mask), false, "headers and JSON properties that are secret"},
    {"cases", ct_bind_node, AT(cases), false, "the cases, if they are in the same file"},
    {0},
};

static bool is_known(const char *key)
{
    for (const ct_field *field = operation_fields; field->key; field++)
        if (!strcmp(field->key, key))
            return true;
    return false;
}

/* Refuses cases without an operation, and files that have neither. */
static bool check_kind(ct_loading *loading, const ct_yaml *root)
{
    bool has_cases = false;
    for (const ct_yaml *m = root->kind == CT_YAML_MAP ? root->child : NULL; m; m = m->next) {
        bool const is_cases = !strcmp(m->key, "cases");
        has_cases = has_cases || is_cases;
        if (is_known(m->key) && !is_cases)
            return true;
    }
    if (root->kind != CT_YAML_MAP || root->tag || !root->child)
        return true; /* reported by ct_bind() */
    ct_fail(loading->diag, CT_ERR_NOT_A_CASE_FILE, root->child->key_where,
            has_cases ? "cases without an operation"
                      : "this is not a case file: it has neither an operation nor cases");
    return ct_hint(loading->diag,
                   has_cases ? "add 'operation' to this file, or an operation.yaml beside it"
                             : "add a list under 'cases'");
}

static bool check_unique(ct_loading *loading, const ct_operation *op)
{
    for (const ct_operation *other = loading->suite->operations; other; other = other->next)
        if (op->id && !strcmp(other->id, op->id)) {
            ct_fail(loading->diag, CT_ERR_DUPLICATE_ID, op->where, "duplicate operation '%s'",
                    op->id);
            return ct_note(loading->diag, "first defined in '%s'", other->source->name);
        }
    return true;
}

static void add_operation(ct_suite *suite, ct_operation *op)
{
    ct_operation **tail = &suite->operations;
    while (*tail)
        tail = &(*tail)->next;
    *tail = op;
}

bool ct_operation_bind(ct_loading *loading, const ct_yaml *root, const ct_source *source,
                       const ct_yaml **cases)
{
    operation_values *values = ct_new(loading->arena, operation_values);
    ct_binder binder = ct_loading_binder(loading);
    ct_operation *op = &values->op;
    if (!check_kind(loading, root))
        return false;
    bool ok = ct_bind(&binder, root, operation_fields, values);
    const ct_yaml *id = ct_yaml_get(root, "operation");
    op->source = source;
    op->where = id ? id->where : root->where;
    *cases = values->cases;
    if (values->request) {
        op->plan = ct_plan_bind(&binder, values->request);
        ok = ok && op->plan && ct_check_row_bodies(&binder, op);
    }
    if (!op->plan || !check_unique(loading, op))
        return false; /* its cases would only repeat the error */
    if (!op->id)
        op->id = "?"; /* reported; its cases may have errors of their own */
    add_operation(loading->suite, op);
    loading->operation = op;
    return ok;
}

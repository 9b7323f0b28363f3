#include "lang/yaml/value.h"

#include <string.h>

#include "lang/json/json.h"
#include "lang/yaml/intern.h"

static ct_value *new_value(ct_arena *arena, ct_value_kind kind, ct_loc where)
{
    ct_value *value = ct_new(arena, ct_value);
    value->kind = kind;
    value->where = where;
    return value;
}

const ct_value_property *ct_value_properties(const ct_value *value)
{
    return value->kind == CT_VALUE_OBJECT || value->kind == CT_VALUE_ARRAY ? value->members : NULL;
}

static const ct_value *compile_template(ct_binder *binder, const ct_yaml *node)
{
    ct_value *value = new_value(binder->arena, CT_VALUE_TEMPLATE, node->where);
    value->text = ct_template_from_yaml(binder->arena, node, binder->diag);
    return value->text ? value : NULL;
}

static const ct_value *compile_literal(ct_binder *binder, const ct_yaml *node)
{
    ct_intern_kind const kind = node->is_quoted ? CT_INTERN_QUOTED : CT_INTERN_PLAIN;
    const ct_value *known = ct_intern_find(binder->shared, kind, node->text, node->size);
    if (known)
        return known;
    ct_value *value = new_value(binder->arena, CT_VALUE_LITERAL, node->where);
    value->literal = ct_yaml_json(binder->arena, node, binder->diag);
    value->lexeme = ct_arena_copy(binder->arena, node->text, node->size);
    if (!value->literal)
        return NULL;
    return ct_intern_keep(binder->shared, kind, value->lexeme, node->size, value);
}

static bool check_name(ct_binder *binder, const ct_yaml *entry)
{
    if (!strstr(entry->key, "$(") && !strstr(entry->key, "${"))
        return true;
    return ct_fail(binder->diag, CT_ERR_VARIABLE_NOT_ALLOWED, entry->key_where,
                   "variable in a property name");
}

static const ct_value *compile_collection(ct_binder *binder, const ct_yaml *node)
{
    bool const is_map = node->kind == CT_YAML_MAP;
    bool ok = true;
    ct_value *value =
        new_value(binder->arena, is_map ? CT_VALUE_OBJECT : CT_VALUE_ARRAY, node->where);
    ct_value_property **tail = &value->members;
    value->is_exact = node->tag != NULL;
    for (const ct_yaml *child = node->child; child; child = child->next) {
        ct_value_property *member = ct_new(binder->arena, ct_value_property);
        member->value = ct_value_compile(binder, child);
        ok = member->value && ok;
        if (is_map) {
            ok = check_name(binder, child) && ok;
            member->name =
                ct_intern_name(binder->shared, binder->arena, child->key, strlen(child->key));
            member->where = child->key_where;
        }
        *tail = member;
        tail = &member->next;
    }
    return ok ? value : NULL;
}

const ct_value *ct_value_compile(ct_binder *binder, const ct_yaml *node)
{
    if (node->tag && !strcmp(node->tag, "!absent") && node->kind == CT_YAML_SCALAR && !node->text)
        return new_value(binder->arena, CT_VALUE_ABSENT, node->where);
    if (node->tag && !strcmp(node->tag, "!exact") && node->kind == CT_YAML_MAP)
        return compile_collection(binder, node);
    if (node->tag) {
        ct_fail(binder->diag, CT_ERR_MISPLACED_TAG, node->where,
                strcmp(node->tag, "!absent") ? "tag '%s' is not allowed here"
                                             : "tag '%s' does not take a value",
                node->tag);
        return NULL;
    }
    if (node->kind != CT_YAML_SCALAR)
        return compile_collection(binder, node);
    return memchr(node->text, '$', node->size) ? compile_template(binder, node)
                                               : compile_literal(binder, node);
}

const ct_value *ct_value_of_variable(ct_arena *arena, const char *name, ct_loc where)
{
    ct_value *value = new_value(arena, CT_VALUE_TEMPLATE, where);
    ct_diag unused = {.arena = arena};
    const char *text = ct_arena_printf(arena, "$(%s)", name);
    value->text = ct_template_compile(arena, text, strlen(text), where, &unused);
    return value;
}

static json_t *fill_members(const ct_value *value, const ct_scope *scope, ct_arena *arena,
                            const char **missing)
{
    bool const is_object = value->kind == CT_VALUE_OBJECT;
    json_t *filled = ct_json_own(arena, is_object ? json_object() : json_array());
    for (const ct_value_property *m = value->members; m; m = m->next) {
        if (m->value->kind == CT_VALUE_ABSENT)
            continue;
        json_t *inner = ct_value_fill(m->value, scope, arena, missing);
        if (!inner)
            return NULL;
        if (is_object)
            json_object_set_nocheck(filled, m->name, inner);
        else
            json_array_append(filled, inner);
    }
    return filled;
}

json_t *ct_value_fill(const ct_value *value, const ct_scope *scope, ct_arena *arena,
                      const char **missing)
{
    *missing = NULL;
    switch (value->kind) {
    case CT_VALUE_LITERAL:
        return value->literal;
    case CT_VALUE_TEMPLATE:
        return ct_template_value(value->text, scope, arena, missing);
    default:
        return fill_members(value, scope, arena, missing);
    }
}

bool ct_value_keeps_type(const ct_value *value)
{
    return value->kind == CT_VALUE_TEMPLATE && ct_template_keeps_type(value->text);
}

const char *ct_value_fill_text(const ct_value *value, const ct_scope *scope, ct_buf *out)
{
    if (value->kind == CT_VALUE_TEMPLATE)
        return ct_template_text(value->text, scope, out);
    if (value->kind == CT_VALUE_LITERAL && json_is_string(value->literal)) /* it may contain NUL */
        ct_value_as_text(out, value->literal);
    else if (value->kind == CT_VALUE_LITERAL)
        ct_buf_text(out, value->lexeme);
    return NULL;
}

void ct_value_each_variable(const ct_value *value, ct_template_visit *visit, void *user)
{
    if (value->kind == CT_VALUE_TEMPLATE)
        ct_template_each_variable(value->text, visit, user);
    for (const ct_value_property *m = ct_value_properties(value); m; m = m->next)
        ct_value_each_variable(m->value, visit, user);
}

#include "judge/shape.h"

#include <string.h>

#include "judge/matcher.h"
#include "judge/matchers.h"
#include "lang/yaml/intern.h"

static bool unknown_tag(ct_binder *binder, const ct_yaml *node)
{
    const char *names[32] = {NULL};
    size_t count = 0;
    for (const ct_matcher *m = ct_matchers; m->tag; m++)
        names[count++] = m->tag;
    ct_fail(binder->diag, CT_ERR_UNKNOWN_TAG, node->where, "unknown tag '%s'", node->tag);
    size_t const size = strlen(node->tag);
    if (strchr(",]}", node->tag[size - 1]))
        return ct_hint(binder->diag, "write a space after a tag without a value, before '%c'",
                       node->tag[size - 1]);
    ct_hint_word(binder->diag, CT_WORD_TAG, node->tag, names);
    return false;
}

static const ct_matcher *written_as_itself(const ct_yaml *node)
{
    return node->kind == CT_YAML_SCALAR ? &ct_match_literal
           : node->kind == CT_YAML_LIST ? &ct_match_array
                                        : &ct_match_object;
}

static const ct_shape *prepare(const ct_shape_context *context, const ct_yaml *node,
                               const ct_matcher *matcher)
{
    ct_shape *shape = ct_new(context->binder->arena, ct_shape);
    shape->where = node->where;
    shape->matcher = matcher;
    shape->is_exact = context->is_exact;
    return matcher->prepare(context, node, shape) ? shape : NULL;
}

static bool is_status_class(const ct_yaml *node)
{
    return node->size == 3 && node->text[0] >= '1' && node->text[0] <= '5' &&
           !strcmp(node->text + 1, "xx");
}

/* An element of a list (which has no key) is not a list. */
static const ct_shape *compile_status(const ct_shape_context *context, const ct_yaml *node)
{
    ct_diag *diag = context->binder->diag;
    if (node->tag) {
        ct_fail(diag, CT_ERR_MISPLACED_TAG, node->where, "tag '%s' is not allowed here", node->tag);
        ct_hint(diag, "%s", ct_status_syntax);
        return NULL;
    }
    if (node->kind == CT_YAML_LIST && node->key)
        return prepare(context, node, &ct_match_status_list);
    if (node->kind != CT_YAML_SCALAR) {
        ct_fail(diag, CT_ERR_INVALID_STATUS, node->where, "invalid status");
        ct_hint(diag, "%s", ct_status_syntax);
        return NULL;
    }
    return prepare(context, node,
                   !node->is_quoted && is_status_class(node) ? &ct_match_status_class
                                                             : &ct_match_literal);
}

/* Objects whose members are fixed; the caller saw to their names. */
static const ct_shape *compile_facts(const ct_shape_context *context, const ct_yaml *node,
                                     ct_prepare_fn *fill)
{
    ct_shape *shape = ct_new(context->binder->arena, ct_shape);
    shape->where = node->where;
    shape->matcher = &ct_match_object;
    return fill(context, node, shape) ? shape : NULL;
}

const ct_shape *ct_shape_compile_in(const ct_shape_context *context, const ct_yaml *node)
{
    switch (context->of) {
    case CT_SHAPE_OF_STATUS:
        return compile_status(context, node);
    case CT_SHAPE_OF_BYTES:
        return compile_facts(context, node, ct_prepare_bytes);
    case CT_SHAPE_OF_TIME:
        return compile_facts(context, node, ct_prepare_time);
    case CT_SHAPE_OF_DURATION:
        return prepare(context, node, &ct_match_at_most);
    default:
        break;
    }
    if (!node->tag)
        return prepare(context, node, written_as_itself(node));
    const ct_matcher *matcher = ct_matcher_find(node->tag);
    if (matcher)
        return prepare(context, node, matcher);
    unknown_tag(context->binder, node);
    return NULL;
}

const ct_shape *ct_shape_compile(ct_binder *binder, const ct_yaml *node, ct_shape_of of)
{
    ct_shape_context const context = {binder, of, false};
    return ct_shape_compile_in(&context, node);
}

bool ct_shape_compile_parts(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    ct_arena *arena = context->binder->arena;
    ct_part **tail = &shape->parts;
    bool ok = true;
    for (const ct_yaml *child = node->child; child; child = child->next) {
        ct_part *part = ct_new(arena, ct_part);
        if (child->key)
            part->name =
                ct_intern_name(context->binder->shared, arena, child->key, strlen(child->key));
        part->shape = ct_shape_compile_in(context, child);
        ok = part->shape && ok;
        *tail = part;
        tail = &part->next;
        shape->part_count++;
    }
    return ok;
}

const ct_shape *ct_shape_part(const ct_shape *shape, const char *name)
{
    for (const ct_part *part = shape->parts; part; part = part->next)
        if (part->name && !strcmp(part->name, name))
            return part->shape;
    return NULL;
}

bool ct_shape_takes_absence(const ct_shape *shape)
{
    return shape->matcher->takes_absence;
}

void ct_shape_each_variable(const ct_shape *shape, ct_template_visit *visit, void *user)
{
    if (shape->value)
        ct_value_each_variable(shape->value, visit, user);
    for (const ct_part *part = shape->parts; part; part = part->next)
        ct_shape_each_variable(part->shape, visit, user);
}

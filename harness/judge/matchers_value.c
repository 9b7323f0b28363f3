/* Tags over any value: there or not, one of, not, all, in a range. */
#include <string.h>

#include "judge/matchers.h"
#include "judge/nearest.h"
#include "judge/value_text.h"
#include "lang/json/json.h"
#include "lang/json/number.h"

bool ct_operand_text(const ct_shape_context *context, const ct_yaml *node, const char *what)
{
    bool const is_text = node->kind == CT_YAML_SCALAR && node->text && node->size;
    if (is_text && node->has_control && strcmp(node->tag, "!re") != 0) /* !re says it better */
        return ct_fail(context->binder->diag, CT_ERR_CONTROL_CHARACTER, node->where,
                       "control character in the value of '%s'", node->tag);
    if (is_text)
        return true;
    return ct_fail(context->binder->diag, CT_ERR_WRONG_TYPE, node->where, "'%s' requires %s",
                   node->tag, what);
}

/* ---- !any, !absent, !optional ---- */

bool ct_prepare_any(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    static const char *const types[] = {"string", "number", "integer", "boolean",
                                        "array",  "object", "null",    NULL};
    ct_diag *diag = context->binder->diag;
    if (node->kind != CT_YAML_SCALAR)
        return ct_fail(diag, CT_ERR_WRONG_TYPE, node->where,
                       "'!any' requires the name of a type or no value");
    if (!node->text)
        return true;
    if (node->size && !ct_operand_text(context, node, "the name of a type or no value"))
        return false;
    for (size_t i = 0; types[i]; i++)
        if (!strcmp(types[i], node->text))
            shape->operand = types[i];
    if (shape->operand)
        return context->of != CT_SHAPE_OF_TEXT || !strcmp(node->text, "string") ||
               ct_fail(diag, CT_ERR_NEVER_MATCHES, node->where,
                       "never matches: a header or text is always a string");
    ct_fail(diag, CT_ERR_UNKNOWN_VALUE, node->where, "unknown type '%s'", node->text);
    return ct_hint_nearest(diag, node->text, types);
}

bool ct_test_any(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                 const ct_value_place *value_place)
{
    const char *type = shape->operand;
    bool const holds = !type || !strcmp(type, ct_json_type(actual)) ||
                       (!strcmp(type, "number") && json_is_number(actual));
    return holds || ct_differ(shape, judging, actual, value_place, NULL);
}

void ct_describe_any(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    const char *type = shape->operand;
    (void)judging;
    if (!type)
        ct_buf_text(out, "any value");
    else
        ct_buf_printf(out, "%s %s", strchr("aio", *type) ? "an" : "a", type);
}

bool ct_prepare_absent(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    (void)shape;
    return (node->kind == CT_YAML_SCALAR && !node->text) ||
           ct_fail(context->binder->diag, CT_ERR_WRONG_TYPE, node->where,
                   "'!absent' does not take a value");
}

bool ct_test_absent(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                    const ct_value_place *value_place)
{
    return !actual || ct_differ(shape, judging, actual, value_place, NULL);
}

void ct_describe_absent(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    (void)shape;
    (void)judging;
    ct_buf_text(out, "nothing");
}

bool ct_prepare_optional(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    if (node->kind != CT_YAML_SCALAR || node->text)
        return ct_prepare_one(context, node, shape);
    ct_fail(context->binder->diag, CT_ERR_ALWAYS_MATCHES, node->where,
            "'!optional' without a matcher always matches");
    return ct_hint(context->binder->diag, "add a matcher for a present value: !optional [M]");
}

bool ct_test_optional(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                      const ct_value_place *value_place)
{
    return !actual || ct_shape_test(shape->parts->shape, judging, actual, value_place);
}

void ct_describe_optional(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    ct_buf_text(out, "nothing, or ");
    ct_shape_describe(shape->parts->shape, judging, out);
}

/* ---- Matchers of matchers ---- */

/* Inside a matcher there is always a value. */
static bool check_absence(ct_diag *diag, const char *name, const ct_shape *shape)
{
    bool ok = true;
    for (const ct_part *part = shape->parts; part; part = part->next) {
        if (!ct_shape_takes_absence(part->shape))
            continue;
        ok = ct_fail(diag, CT_ERR_MISPLACED_TAG, part->shape->where,
                     "'%s' is not allowed inside '%s'", part->shape->matcher->tag, name);
        ct_hint(diag, "write !optional around the whole expression if the value may be missing");
    }
    return ok;
}

bool ct_prepare_list(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    ct_diag *diag = context->binder->diag;
    const char *name = node->tag ? node->tag : "status"; /* of all lists only this has no tag */
    if (node->kind != CT_YAML_LIST)
        return ct_fail(diag, CT_ERR_WRONG_TYPE, node->where, "'%s' requires a list: %s [...]", name,
                       name);
    if (!node->child)
        return ct_fail(diag, CT_ERR_NEVER_MATCHES, node->where,
                       "never matches: '%s' has an empty list", name);
    return ct_shape_compile_parts(context, node, shape) && check_absence(diag, name, shape);
}

bool ct_prepare_one(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    if (!ct_prepare_list(context, node, shape))
        return false;
    if (shape->part_count == 1)
        return true;
    ct_fail(context->binder->diag, CT_ERR_INVALID_VALUE, node->where,
            "'%s' takes one matcher, got %u", node->tag, shape->part_count);
    return ct_hint(context->binder->diag, "combine several with !all [...] or !in [...]");
}

bool ct_prepare_in(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    if (node->kind != CT_YAML_SCALAR)
        return ct_prepare_list(context, node, shape);
    ct_yaml variable = *node;
    variable.tag = NULL;
    if (!ct_operand_text(context, node, "a list or a variable that contains one"))
        return false;
    shape->value = ct_value_compile(context->binder, &variable);
    if (!shape->value)
        return false;
    return (shape->value->kind == CT_VALUE_TEMPLATE &&
            ct_template_keeps_type(shape->value->text)) ||
           ct_fail(context->binder->diag, CT_ERR_WRONG_TYPE, node->where,
                   "'!in' requires a list or a variable that contains one");
}

static bool is_in_variable(const ct_shape *shape, ct_judging *judging, const json_t *actual)
{
    const json_t *list = ct_shape_value(shape, judging);
    if (!list)
        return false;
    if (!json_is_array(list))
        return ct_judging_give_up(judging, "the variable of '!in' is not a list");
    size_t const size = json_array_size(list);
    if (!ct_judging_spend(judging,
                          size + (json_is_real(actual) ? size * ct_json_weight(actual) : 0)))
        return false;
    for (size_t i = 0; i < size; i++)
        if (ct_json_equal(json_array_get(list, i), actual))
            return true;
    return false;
}

bool ct_test_in(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                const ct_value_place *value_place)
{
    if (shape->value)
        return is_in_variable(shape, judging, actual) ||
               ct_differ(shape, judging, actual, value_place, NULL);
    for (const ct_part *part = shape->parts; part; part = part->next)
        if (ct_shape_holds(part->shape, judging, actual, value_place))
            return true;
    return ct_differ(shape, judging, actual, value_place,
                     ct_nearest_alternative(shape, judging, actual, value_place));
}

void ct_describe_in(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    ct_buf_text(out, "one of ");
    if (shape->value)
        ct_value_text_add(out, judging, ct_shape_value(shape, judging));
    else
        ct_describe_parts(shape, judging, ", ", out);
}

bool ct_test_not(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                 const ct_value_place *value_place)
{
    return !ct_shape_holds(shape->parts->shape, judging, actual, value_place) ||
           ct_differ(shape, judging, actual, value_place, NULL);
}

void ct_describe_not(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    const ct_shape *inner = shape->parts->shape;
    bool const is_list = inner->matcher->test == ct_test_in && inner->parts;
    ct_buf_text(out, is_list ? "none of " : "anything except ");
    if (is_list)
        ct_describe_parts(inner, judging, ", ", out);
    else
        ct_shape_describe(inner, judging, out);
}

bool ct_test_all(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                 const ct_value_place *value_place)
{
    bool holds = true;
    for (const ct_part *part = shape->parts; part; part = part->next)
        holds = ct_shape_test(part->shape, judging, actual, value_place) && holds;
    return holds;
}

void ct_describe_all(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    ct_describe_parts(shape, judging, " and ", out);
}

/* ---- !range ---- */

static bool bind_bound(ct_binder *binder, const ct_yaml *node, void *slot)
{
    const ct_value **bound = slot;
    *bound = ct_value_compile(binder, node);
    if (!*bound)
        return false;
    bool const is_number = (*bound)->kind == CT_VALUE_LITERAL && json_is_number((*bound)->literal);
    bool const is_variable =
        (*bound)->kind == CT_VALUE_TEMPLATE && ct_template_keeps_type((*bound)->text);
    return is_number || is_variable ||
           ct_fail(binder->diag, CT_ERR_WRONG_TYPE, node->where, "'%s' must be a number",
                   node->key);
}

typedef struct range {
    const ct_value *min, *max, *above, *below;
} range;

static const ct_field range_fields[] = {
    {"min", bind_bound, offsetof(range, min), false, "at least this"},
    {"max", bind_bound, offsetof(range, max), false, "at most this"},
    {"above", bind_bound, offsetof(range, above), false, "more than this"},
    {"below", bind_bound, offsetof(range, below), false, "less than this"},
    {0},
};

static const json_t *constant(const ct_value *bound)
{
    return bound && bound->kind == CT_VALUE_LITERAL ? bound->literal : NULL;
}

/* Both bounds are constants, and no number is between them. */
static bool is_empty(const ct_value *low, const ct_value *high, bool touching_is_empty)
{
    const json_t *a = constant(low), *b = constant(high);
    if (!a || !b)
        return false;
    int const order = ct_number_compare(a, b);
    return order > 0 || (order == 0 && touching_is_empty);
}

/* Keeps the bounds as parts, so that their variables are found like any other. */
static void add_bound(ct_arena *arena, ct_shape *shape, const char *name, const ct_value *bound)
{
    if (!bound)
        return;
    ct_shape *literal = ct_new(arena, ct_shape);
    literal->where = shape->where;
    literal->matcher = &ct_match_literal;
    literal->value = bound;
    ct_part *part = ct_new(arena, ct_part);
    *part = (ct_part){name, literal, shape->parts};
    shape->parts = part;
    shape->part_count++;
}

bool ct_prepare_range(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    range r = {0};
    ct_yaml map = *node;
    map.tag = NULL;
    if (context->of == CT_SHAPE_OF_TEXT)
        return ct_fail(context->binder->diag, CT_ERR_NEVER_MATCHES, node->where,
                       "never matches: a header or text is never a number");
    if (node->kind != CT_YAML_MAP)
        return ct_fail(context->binder->diag, CT_ERR_WRONG_TYPE, node->where,
                       "'!range' requires {min, max, above, below}");
    if (!ct_bind(context->binder, &map, range_fields, &r))
        return false;
    if (!node->child)
        return ct_fail(context->binder->diag, CT_ERR_NO_EXPECTATIONS, node->where,
                       "'!range' has no bound");
    if (is_empty(r.min, r.max, false) || is_empty(r.above, r.max, true) ||
        is_empty(r.min, r.below, true) || is_empty(r.above, r.below, true))
        return ct_fail(context->binder->diag, CT_ERR_NEVER_MATCHES, node->where,
                       "never matches: no number is in this range");
    ct_arena *arena = context->binder->arena;
    add_bound(arena, shape, "below", r.below);
    add_bound(arena, shape, "above", r.above);
    add_bound(arena, shape, "max", r.max);
    add_bound(arena, shape, "min", r.min);
    return true;
}

static const ct_value *bound_of(const ct_shape *shape, const char *name)
{
    const ct_shape *bound = ct_shape_part(shape, name);
    return bound ? bound->value : NULL;
}

/* The lower bounds of one exceed the upper bounds of the other. */
static bool lies_above(const ct_shape *a, const ct_shape *b)
{
    const ct_value *min = bound_of(a, "min"), *above = bound_of(a, "above");
    const ct_value *max = bound_of(b, "max"), *below = bound_of(b, "below");
    return is_empty(min, max, false) || is_empty(above, max, true) || is_empty(min, below, true) ||
           is_empty(above, below, true);
}

bool ct_ranges_exclude(const ct_shape *a, const ct_shape *b)
{
    return a->matcher->test == ct_test_range && b->matcher->test == ct_test_range &&
           (lies_above(a, b) || lies_above(b, a));
}

static bool is_within(const char *bound, int order)
{
    return !strcmp(bound, "min")     ? order >= 0
           : !strcmp(bound, "max")   ? order <= 0
           : !strcmp(bound, "above") ? order > 0
                                     : order < 0;
}

bool ct_test_range(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                   const ct_value_place *value_place)
{
    if (!json_is_number(actual))
        return ct_differ(shape, judging, actual, value_place, NULL);
    for (const ct_part *part = shape->parts; part; part = part->next) {
        const json_t *bound = ct_shape_value(part->shape, judging);
        if (!bound)
            return false;
        if (!json_is_number(bound))
            return ct_judging_give_up(judging, "a bound of '!range' is not a number");
        if (!is_within(part->name, ct_number_compare(actual, bound)))
            return ct_differ(shape, judging, actual, value_place, NULL);
    }
    return true;
}

void ct_describe_range(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    ct_buf_text(out, "a number with ");
    ct_describe_parts(shape, judging, ", ", out);
}

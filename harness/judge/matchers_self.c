/* What is written as itself: literals, objects, arrays, and !exact around them. */
#include <string.h>

#include "judge/matchers.h"
#include "judge/text_difference.h"
#include "judge/value_text.h"
#include "lang/json/json.h"

/* ---- Scalars ---- */

const char ct_status_syntax[] = "write a number, a class such as 4xx, or a list of these";

static bool prepare_status(const ct_shape_context *context, const ct_yaml *node)
{
    ct_diag *diag = context->binder->diag;
    bool const is_number = ct_yaml_scalar_type(node) == CT_YAML_NUMBER;
    bool const is_variable = !node->is_quoted && !strncmp(node->text, "$(", 2) &&
                             strcspn(node->text, ")") == node->size - 1;
    if (!is_number && !is_variable) {
        ct_fail(diag, CT_ERR_INVALID_STATUS, node->where, "invalid status '%s'", node->text);
        return ct_hint(diag, "%s", ct_status_syntax);
    }
    if (is_number && (node->size != 3 || node->text[0] < '1' || node->text[0] > '5' ||
                      strspn(node->text, "0123456789") != 3))
        return ct_fail(diag, CT_ERR_INVALID_STATUS, node->where,
                       "status must be between 100 and 599, got '%s'", node->text);
    return true;
}

static bool prepare_literal(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    ct_yaml as_text = *node;
    if (context->of == CT_SHAPE_OF_STATUS && !prepare_status(context, node))
        return false;
    if (context->of == CT_SHAPE_OF_TEXT) {
        if (ct_yaml_scalar_type(node) == CT_YAML_NULL) {
            ct_fail(context->binder->diag, CT_ERR_WRONG_TYPE, node->where,
                    "expected a string, got null");
            return ct_hint(context->binder->diag,
                           "quote it if it is a string, or write !absent for a missing value");
        }
        as_text.is_quoted = true; /* everything plain is text here, variables too */
    }
    shape->value = ct_value_compile(context->binder, &as_text);
    if (!shape->value)
        return false;
    bool const is_text =
        shape->value->kind == CT_VALUE_TEMPLATE && !ct_template_keeps_type(shape->value->text);
    return context->of != CT_SHAPE_OF_STATUS || !is_text ||
           ct_fail(context->binder->diag, CT_ERR_NEVER_MATCHES, node->where,
                   "never matches: a status is a number, and this value is always a string");
}

static bool test_value(const ct_shape *shape, ct_judging *judging, const json_t *expected,
                       const json_t *actual, const ct_value_place *value_place);

/* An object or array that came from a variable is compared like one that was written. */
static bool test_object_value(const ct_shape *shape, ct_judging *judging, const json_t *expected,
                              const json_t *actual, const ct_value_place *value_place)
{
    bool holds = true;
    const char *name;
    size_t size;
    json_t *member;
    json_object_keylen_foreach(ct_json_iterable(expected), name, size, member)
    {
        ct_value_place const inner = {value_place, name, size, 0};
        holds = test_value(shape, judging, member, json_object_getn(actual, name, size), &inner) &&
                holds;
    }
    return holds && (!shape->is_exact || json_object_size(expected) == json_object_size(actual) ||
                     ct_differ(shape, judging, actual, value_place, "it has further properties"));
}

static bool test_array_value(const ct_shape *shape, ct_judging *judging, const json_t *expected,
                             const json_t *actual, const ct_value_place *value_place)
{
    size_t const size = json_array_size(expected);
    bool holds = true;
    if (size != json_array_size(actual))
        return ct_differ(shape, judging, actual, value_place, "the number of elements differs");
    for (size_t i = 0; i < size; i++) {
        ct_value_place const inner = {value_place, NULL, 0, i};
        holds = test_value(shape, judging, json_array_get(expected, i), json_array_get(actual, i),
                           &inner) &&
                holds;
    }
    return holds;
}

static bool test_value(const ct_shape *shape, ct_judging *judging, const json_t *expected,
                       const json_t *actual, const ct_value_place *value_place)
{
    if (!ct_judging_spend(judging, json_is_real(actual) ? ct_json_weight(actual) : 1))
        return false;
    if (actual && json_is_object(expected) && json_is_object(actual))
        return test_object_value(shape, judging, expected, actual, value_place);
    if (actual && json_is_array(expected) && json_is_array(actual))
        return test_array_value(shape, judging, expected, actual, value_place);
    if (actual && ct_json_equal(expected, actual))
        return true;
    return ct_differ_value(judging, shape->where, expected, actual, value_place);
}

static bool test_literal(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                         const ct_value_place *value_place)
{
    const json_t *expected = ct_shape_value(shape, judging);
    if (!expected)
        return false;
    if (json_is_object(expected) || json_is_array(expected))
        return test_value(shape, judging, expected, actual, value_place);
    if (ct_json_equal(expected, actual))
        return true;
    ct_difference **const slot = judging->tail;
    ct_differ(shape, judging, actual, value_place,
              ct_value_text_near_miss(judging, expected, actual));
    if (!judging->is_quiet && *slot)
        ct_text_difference_add(judging, expected, actual, value_place, *slot);
    return false;
}

static void describe_literal(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    ct_value_text_add(out, judging, ct_shape_value(shape, judging));
}

const ct_matcher ct_match_literal = {.prepare = prepare_literal,
                                     .test = test_literal,
                                     .describe = describe_literal,
                                     .kinds = CT_KIND_ANY};

/* ---- Objects ---- */

static bool prepare_object(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    if (context->of != CT_SHAPE_OF_JSON)
        return ct_fail(context->binder->diag, CT_ERR_WRONG_TYPE, node->where,
                       "expected a string, got a mapping");
    bool ok = true;
    for (const ct_yaml *child = node->child; child; child = child->next)
        if (strstr(child->key, "$(") || strstr(child->key, "${"))
            ok = ct_fail(context->binder->diag, CT_ERR_VARIABLE_NOT_ALLOWED, child->key_where,
                         "variable in a property name");
    return ct_shape_compile_parts(context, node, shape) && ok;
}

static bool test_member(const ct_part *part, ct_judging *judging, const json_t *value,
                        const ct_value_place *value_place)
{
    ct_value_place const inner = {value_place, part->name, strlen(part->name), 0};
    return ct_shape_test(part->shape, judging, value, &inner);
}

enum { PARTS_A_STEP = 8 }; /* that find_part() compares */

static const ct_part *find_part(const ct_shape *shape, const char *name, size_t size)
{
    for (const ct_part *part = shape->parts; part; part = part->next)
        if (strlen(part->name) == size && !memcmp(part->name, name, size))
            return part;
    return NULL;
}

/* In the order of the document; what is missing in it comes last. */
static bool test_members(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                         const ct_value_place *value_place)
{
    bool holds = true;
    const char *name;
    size_t size;
    json_t *member;
    json_object_keylen_foreach(ct_json_iterable(actual), name, size, member)
    {
        if (!ct_judging_spend(judging, 1 + shape->part_count / PARTS_A_STEP))
            return false;
        const ct_part *part = find_part(shape, name, size);
        if (part)
            holds = test_member(part, judging, member, value_place) && holds;
    }
    for (const ct_part *part = shape->parts; part; part = part->next)
        if (!json_object_get(actual, part->name))
            holds = test_member(part, judging, NULL, value_place) && holds;
    return holds;
}

static bool test_no_others(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                           const ct_value_place *value_place)
{
    bool holds = true;
    const char *name;
    size_t size;
    json_t *member;
    json_object_keylen_foreach(ct_json_iterable(actual), name, size, member)
    {
        ct_value_place const inner = {value_place, name, size, 0};
        if (!ct_judging_spend(judging, 1 + shape->part_count / PARTS_A_STEP))
            return false;
        if (!find_part(shape, name, size))
            holds = ct_differ_unexpected(judging, shape->where, member, &inner);
    }
    return holds;
}

static bool test_object(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                        const ct_value_place *value_place)
{
    if (!json_is_object(actual))
        return ct_differ(shape, judging, actual, value_place, NULL);
    bool const holds = test_members(shape, judging, actual, value_place);
    return shape->is_exact ? test_no_others(shape, judging, actual, value_place) && holds : holds;
}

static void describe_object(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    (void)judging;
    ct_buf_text(out, "an object");
    const char *between = " with ";
    for (const ct_part *part = shape->parts; part; part = part->next, between = ", ") {
        if (part->shape->matcher->takes_absence)
            continue;
        ct_buf_printf(out, "%s'%s'", between, part->name);
    }
    if (shape->is_exact)
        ct_buf_text(out, " and no other properties");
}

const ct_matcher ct_match_object = {.prepare = prepare_object,
                                    .test = test_object,
                                    .describe = describe_object,
                                    .kinds = CT_KIND_OBJECT};

/* ---- Arrays ---- */

/* `!optional` may end a list. */
static bool check_elements(const ct_shape_context *context, const ct_shape *shape)
{
    bool ok = true;
    for (const ct_part *part = shape->parts; part; part = part->next)
        if (part->shape->matcher->test == ct_test_absent)
            ok = ct_fail(context->binder->diag, CT_ERR_MISPLACED_TAG, part->shape->where,
                         "'!absent' is not allowed as an element of a list");
    return ok;
}

static bool prepare_array(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    if (context->of == CT_SHAPE_OF_TEXT && !node->child) {
        ct_fail(context->binder->diag, CT_ERR_NO_EXPECTATIONS, node->where, "empty list");
        return ct_hint(context->binder->diag, "write !absent to expect no such header");
    }
    return ct_shape_compile_parts(context, node, shape) && check_elements(context, shape);
}

static bool test_elements(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                          const ct_value_place *value_place)
{
    bool holds = true;
    size_t i = 0;
    for (const ct_part *part = shape->parts; part; part = part->next, i++) {
        ct_value_place const inner = {value_place, NULL, 0, i};
        holds = ct_shape_test(part->shape, judging, json_array_get(actual, i), &inner) && holds;
    }
    for (; i < json_array_size(actual); i++) {
        ct_value_place const inner = {value_place, NULL, 0, i};
        holds = ct_differ_unexpected(judging, shape->where, json_array_get(actual, i), &inner);
    }
    return holds;
}

static const char *array_hint(const ct_shape *shape, ct_judging *judging, const json_t *actual)
{
    json_t *expected = ct_json_own(judging->arena, json_array());
    for (const ct_part *part = shape->parts; part; part = part->next) {
        if (part->shape->matcher != &ct_match_literal)
            return NULL;
        json_array_append(expected, ct_shape_value(part->shape, judging));
    }
    return ct_value_text_near_miss(judging, expected, actual);
}

static bool test_array(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                       const ct_value_place *value_place)
{
    if (!json_is_array(actual))
        return ct_differ(shape, judging, actual, value_place, NULL);
    ct_difference **first = judging->tail;
    if (test_elements(shape, judging, actual, value_place))
        return true;
    const char *hint = judging->is_quiet || !*first ? NULL : array_hint(shape, judging, actual);
    if (hint)
        (*first)->hint = hint;
    return false;
}

static void describe_array(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    ct_buf_char(out, '[');
    ct_describe_parts(shape, judging, ", ", out);
    ct_buf_char(out, ']');
}

const ct_matcher ct_match_array = {.prepare = prepare_array,
                                   .test = test_array,
                                   .describe = describe_array,
                                   .wants_list = true,
                                   .kinds = CT_KIND_ARRAY};

/* ---- Status classes and lists of statuses ---- */

static bool prepare_status_class(const ct_shape_context *context, const ct_yaml *node,
                                 ct_shape *shape)
{
    unsigned *class = ct_new(context->binder->arena, unsigned);
    *class = (unsigned)(node->text[0] - '0');
    shape->operand = class;
    return true;
}

static bool test_status_class(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                              const ct_value_place *value_place)
{
    unsigned const class = *(const unsigned *)shape->operand;
    return json_integer_value(actual) / 100 == (json_int_t) class ||
           ct_differ(shape, judging, actual, value_place, NULL);
}

static void describe_status_class(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    (void)judging;
    ct_buf_printf(out, "%uxx", *(const unsigned *)shape->operand);
}

const ct_matcher ct_match_status_class = {.prepare = prepare_status_class,
                                          .test = test_status_class,
                                          .describe = describe_status_class,
                                          .kinds = CT_KIND_NUMBER};

const ct_matcher ct_match_status_list = {.prepare = ct_prepare_list,
                                         .test = ct_test_in,
                                         .describe = ct_describe_in,
                                         .kinds = CT_KIND_NUMBER};

/* ---- !exact ---- */

/* From here on it is an object or array like any other, but for `is_exact`. */
bool ct_prepare_exact(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    ct_shape_context below = *context;
    ct_yaml untagged = *node;
    if (node->kind == CT_YAML_SCALAR)
        return ct_fail(context->binder->diag, CT_ERR_WRONG_TYPE, node->where,
                       "'!exact' requires {...} or [...]");
    below.is_exact = true;
    untagged.tag = NULL;
    shape->is_exact = true;
    shape->matcher = node->kind == CT_YAML_MAP ? &ct_match_object : &ct_match_array;
    return shape->matcher->prepare(&below, &untagged, shape);
}

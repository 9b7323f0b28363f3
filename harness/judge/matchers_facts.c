/* Matchers of facts about the whole response: {length, sha256} and {total, first_byte}; and
 * !schema, which takes a value whole. */
#include <stdlib.h>
#include <string.h>

#include "base/datetime.h"
#include "judge/matchers.h"
#include "judge/value_text.h"
#include "lang/json/json.h"
#include "lang/json/number.h"
#include "lang/schema/file_resolver.h"

/* ---- bytes ---- */

/* A tag or a variable decides when there is an received. */
static bool is_settled(const ct_yaml *node)
{
    return node && !node->tag && (node->kind != CT_YAML_SCALAR || !strstr(node->text, "$("));
}

static bool check_length(ct_binder *binder, const ct_yaml *node)
{
    int64_t value = -1;
    if (!is_settled(node))
        return true;
    if (node->kind == CT_YAML_SCALAR && ct_yaml_scalar_type(node) == CT_YAML_NUMBER)
        ct_number_to_int(ct_yaml_scalar(binder->arena, node, binder->diag), &value);
    return value >= 0 ||
           ct_fail(binder->diag, CT_ERR_WRONG_TYPE, node->where, "expected a whole number");
}

static bool check_sha256(ct_binder *binder, const ct_yaml *node)
{
    if (!is_settled(node))
        return true;
    if (node->kind == CT_YAML_SCALAR && node->size == 64 &&
        strspn(node->text, "0123456789abcdef") == 64)
        return true;
    ct_fail(binder->diag, CT_ERR_INVALID_VALUE, node->where,
            "invalid SHA-256 digest: expected 64 lower-case hex digits");
    return ct_hint(binder->diag, "run 'sha256sum FILE' to compute it");
}

bool ct_prepare_bytes(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    ct_shape_context inner = *context;
    inner.of = CT_SHAPE_OF_JSON;
    bool const is_length = check_length(context->binder, ct_yaml_get(node, "length"));
    bool const is_digest = check_sha256(context->binder, ct_yaml_get(node, "sha256"));
    return ct_shape_compile_parts(&inner, node, shape) && is_length && is_digest;
}

/* ---- time ---- */

static bool prepare_at_most(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    unsigned *most = ct_new(context->binder->arena, unsigned);
    shape->operand = most;
    return ct_bind_duration(context->binder, node, most);
}

static bool test_at_most(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                         const ct_value_place *value_place)
{
    uint64_t const microseconds = (uint64_t)json_integer_value(actual);
    if (microseconds <= *(const unsigned *)shape->operand * UINT64_C(1000))
        return true;
    char most[CT_DURATION_TEXT], took[CT_DURATION_TEXT];
    ct_duration_text(*(const unsigned *)shape->operand, most);
    ct_duration_text((microseconds + 999) / 1000, took);
    ct_difference const facts = {.where = shape->where,
                                 .expected = ct_arena_printf(judging->arena, "at most %s", most),
                                 .actual = ct_arena_text(judging->arena, took),
                                 .mismatch = CT_MISMATCH_VALUE};
    return ct_differ_facts(judging, &facts, actual, value_place);
}

static void describe_at_most(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    char most[CT_DURATION_TEXT];
    (void)judging;
    ct_duration_text(*(const unsigned *)shape->operand, most);
    ct_buf_printf(out, "at most %s", most);
}

const ct_matcher ct_match_at_most = {
    .prepare = prepare_at_most, .test = test_at_most, .describe = describe_at_most};

bool ct_prepare_time(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    ct_shape_context inner = *context;
    inner.of = CT_SHAPE_OF_DURATION;
    return ct_shape_compile_parts(&inner, node, shape);
}

/* ---- !schema ---- */

typedef struct reference {
    const char *text;
    const ct_schema *schema;
} reference;

bool ct_prepare_schema(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    ct_binder *binder = context->binder;
    if (!ct_operand_text(context, node,
                         "a file: !schema bindings.json, or !schema all.json#/$defs/x"))
        return false;
    reference *r = ct_new(binder->arena, reference);
    r->text = ct_arena_copy(binder->arena, node->text, node->size);
    r->schema =
        binder->library->schema(binder->library, r->text, ct_yaml_text_where(node), binder->diag);
    shape->operand = r;
    return r->schema != NULL;
}

const ct_schema *ct_shape_schema(const ct_shape *shape)
{
    return shape->matcher->test == ct_test_schema ? ((const reference *)shape->operand)->schema
                                                  : NULL;
}

/* The place that a JSON pointer leads to from a value's place. */
static const ct_value_place *place_at(ct_judging *judging, const json_t *value,
                                      const ct_value_place *value_place, const char *pointer)
{
    const ct_value_place *inner = value_place;
    while (*pointer == '/' && value) {
        size_t const size = strcspn(pointer + 1, "/");
        ct_value_place *next = ct_new(judging->arena, ct_value_place);
        *next = (ct_value_place){inner, NULL, 0, 0};
        if (json_is_array(value)) {
            next->index = (size_t)strtoull(pointer + 1, NULL, 10);
            value = json_array_get(value, next->index);
        } else {
            ct_buf name = CT_BUF(CT_BUF_ANY);
            for (const char *at = pointer + 1; at < pointer + 1 + size; at++)
                ct_buf_char(&name, *at != '~' ? *at : *++at == '0' ? '~' : '/');
            next->size = name.size;
            next->name = ct_buf_finish(&name, judging->arena);
            value = json_object_getn(value, next->name, next->size);
        }
        inner = next;
        pointer += 1 + size;
    }
    return inner;
}

/* "bindings.json#/properties/id/type": the file of the reference, or another one with its URI. */
static const char *keyword_text(ct_judging *judging, const reference *r, const char *location)
{
    return *location != '#' ? location
                            : ct_arena_printf(judging->arena, "%.*s%s", (int)strcspn(r->text, "#"),
                                              r->text, location);
}

static void differ_by_schema(const ct_shape *shape, ct_judging *judging, const json_t *value,
                             const ct_value_place *value_place, const ct_schema_failure *failure)
{
    static const ct_mismatch mismatches[] = {
        [CT_SCHEMA_OTHER_VALUE] = CT_MISMATCH_VALUE,
        [CT_SCHEMA_OTHER_TYPE] = CT_MISMATCH_TYPE,
        [CT_SCHEMA_IS_MISSING] = CT_MISMATCH_MISSING,
        [CT_SCHEMA_IS_UNEXPECTED] = CT_MISMATCH_UNEXPECTED,
    };
    const ct_value_place *inner = place_at(judging, value, value_place, failure->instance);
    bool const is_shown =
        failure->mismatch == CT_SCHEMA_IS_MISSING || !ct_value_text_is_hidden(judging, inner);
    ct_difference const facts = {
        .where = shape->where,
        .expected = ct_value_text_masked(judging, failure->expected),
        .actual = is_shown ? ct_value_text_masked(judging, failure->actual) : CT_MASK,
        .hint = failure->hint ? ct_value_text_masked(judging, failure->hint) : NULL,
        .schema = keyword_text(judging, shape->operand, failure->schema),
        .mismatch = mismatches[failure->mismatch],
    };
    ct_differ_facts(judging, &facts, NULL, inner);
}

bool ct_test_schema(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                    const ct_value_place *value_place)
{
    const reference *r = shape->operand;
    switch (ct_schema_test(r->schema, actual, judging->budget)) {
    case CT_SCHEMA_ACCEPTS:
        return true;
    case CT_SCHEMA_GAVE_UP:
        if (!ct_judging_spend(judging, 1))
            return false;
        return ct_judging_give_up(judging, "the schema validation exceeded its limit");
    default:
        break;
    }
    if (judging->is_quiet)
        return false;
    const ct_schema_result *result =
        ct_schema_check(judging->arena, r->schema, actual, judging->budget);
    for (const ct_schema_failure *f = result->failures; f; f = f->next)
        differ_by_schema(shape, judging, actual, value_place, f);
    if (!result->failures)
        ct_differ(shape, judging, actual, value_place, NULL);
    return false;
}

void ct_describe_schema(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    const reference *r = shape->operand;
    (void)judging;
    ct_buf_printf(out, "a value that %s accepts", r->text);
}

/* Keywords about a single value: type, const, enum, and those about numbers. */
#include <string.h>

#include "lang/json/json.h"
#include "lang/json/json_hash.h"
#include "lang/json/number.h"
#include "lang/schema/schema_keywords.h"

/* -------------------------------------------------------------------- type */

typedef struct type_name {
    const char *name, *noun;
    unsigned types;
} type_name;

static const type_name type_names[] = {
    {"null", "null", CT_ON(JSON_NULL)},
    {"boolean", "a boolean", CT_ON(JSON_TRUE) | CT_ON(JSON_FALSE)},
    {"object", "an object", CT_ON_OBJECT},
    {"array", "an array", CT_ON_ARRAY},
    {"number", "a number", CT_ON_NUMBER},
    {"string", "a string", CT_ON_STRING},
    {"integer", "an integer", CT_ON(JSON_INTEGER) | CT_ON_WHOLE_REAL},
    {0},
};

typedef struct type_operand {
    unsigned types;
    const char *expected; /* "a string or null" */
} type_operand;

static bool check_type(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const type_operand *type = rule->with.own;
    const json_t *value = frame->instance->value;
    if (type->types & CT_ON(json_typeof(value)))
        return true;
    if ((type->types & CT_ON_WHOLE_REAL) && json_is_real(value) && ct_number_is_integer(value))
        return true;
    return ct_refuse(run, frame, rule, ct_shown(run, value), "%s", type->expected);
}

static const type_name *find_type(const json_t *name)
{
    const char *text = ct_json_text(name);
    for (const type_name *type = type_names; text && type->name; type++)
        if (!strcmp(type->name, text))
            return type;
    return NULL;
}

static bool add_type(ct_compiler *c, const ct_building *b, const json_t *name, unsigned *types)
{
    static const char *const names[] = {"null",   "boolean", "object",  "array",
                                        "number", "string",  "integer", NULL};
    const type_name *type = find_type(name);
    if (!ct_json_text(name))
        return ct_must_be(c, b, name, "the name of a type, or an array of such names");
    if (!type) {
        ct_wrong(c, b, CT_ERR_INVALID_SCHEMA, "unknown type '%s'", json_string_value(name));
        return ct_hint_nearest(c->diag, json_string_value(name), names);
    }
    if ((*types & type->types) == type->types)
        return ct_wrong(c, b, CT_ERR_INVALID_SCHEMA, "duplicate type '%s'", type->name);
    *types |= type->types;
    return true;
}

static const char *expected_types(ct_compiler *c, const json_t *value)
{
    size_t const count = json_is_array(value) ? json_array_size(value) : 1;
    ct_buf out = CT_BUF(CT_BUF_ANY);
    for (size_t i = 0; i < count; i++) {
        const type_name *type = find_type(json_is_array(value) ? json_array_get(value, i) : value);
        ct_buf_text(&out, !i ? "" : i + 1 < count ? ", " : " or ");
        ct_buf_text(&out, type->noun);
    }
    return ct_buf_finish(&out, c->arena);
}

void ct_compile_type(ct_compiler *c, ct_building *b, const json_t *value)
{
    unsigned types = 0;
    bool is_fine = true;
    if (!json_array_size(value))
        is_fine = add_type(c, b, value, &types);
    for (size_t i = 0; i < json_array_size(value); i++)
        is_fine = add_type(c, b, json_array_get(value, i), &types) && is_fine;
    if (!is_fine)
        return;
    type_operand *operand = ct_new(c->arena, type_operand);
    *operand = (type_operand){types, expected_types(c, value)};
    ct_rule *rule = ct_add_rule(b, CT_ON_ANY, check_type);
    rule->weight = 1;
    rule->with.own = operand;
}

/* ------------------------------------------------------------- const, enum */

static bool check_const(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    if (ct_json_equal(rule->with.value, frame->instance->value))
        return true;
    return ct_refuse(run, frame, rule, ct_shown(run, frame->instance->value), "%s",
                     ct_shown_plain(run, rule->with.value));
}

void ct_compile_const(ct_compiler *c, ct_building *b, const json_t *value)
{
    (void)c;
    ct_rule *rule = ct_add_rule(b, CT_ON_ANY, check_const);
    rule->weight = 0;
    rule->with.value = value;
}

typedef struct enum_operand {
    const json_t *values;
    uint64_t *hashes; /* NULL for few values */
} enum_operand;

static bool is_among(ct_schema_run *run, const enum_operand *operand, const json_t *value)
{
    size_t const count = json_array_size(operand->values);
    if (!ct_schema_spend(run, count / 16 + (operand->hashes ? ct_json_weight(value) : 0)))
        return false;
    uint64_t const hash = operand->hashes ? ct_json_hash(value) : 0;
    for (size_t i = 0; i < count; i++)
        if ((!operand->hashes || operand->hashes[i] == hash) &&
            ct_json_equal(json_array_get(operand->values, i), value))
            return true;
    return false;
}

enum { ENUM_SHOWN = 8, ENUM_FEW = 8 };

static const char *shown_values(ct_schema_run *run, const json_t *values)
{
    size_t const count = json_array_size(values);
    if (!ct_schema_reports_failures(run))
        return "";
    ct_buf out = CT_BUF(CT_BUF_ANY);
    for (size_t i = 0; i < count && i < ENUM_SHOWN; i++) {
        bool const is_last = i + 1 == count;
        ct_buf_text(&out, !i ? "" : is_last ? " or " : ", ");
        ct_buf_text(&out, ct_shown_plain(run, json_array_get(values, i)));
    }
    if (count > ENUM_SHOWN)
        ct_buf_printf(&out, " or %zu more", count - ENUM_SHOWN);
    return ct_buf_finish(&out, run->arena);
}

static bool check_enum(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const enum_operand *operand = rule->with.own;
    const json_t *value = frame->instance->value;
    if (is_among(run, operand, value) || run->gave_up)
        return !run->gave_up;
    if (!json_array_size(operand->values))
        return ct_refuse(run, frame, rule, ct_shown(run, value), "no value");
    return ct_refuse(run, frame, rule, ct_shown(run, value), "%s",
                     shown_values(run, operand->values));
}

void ct_compile_enum(ct_compiler *c, ct_building *b, const json_t *value)
{
    size_t const count = json_array_size(value);
    if (!json_is_array(value)) {
        ct_must_be(c, b, value, "an array");
        return;
    }
    enum_operand *operand = ct_new(c->arena, enum_operand);
    operand->values = value;
    if (count > ENUM_FEW) {
        operand->hashes = ct_arena_alloc(c->arena, count * sizeof *operand->hashes);
        for (size_t i = 0; i < count; i++)
            operand->hashes[i] = ct_json_hash(json_array_get(value, i));
    }
    ct_rule *rule = ct_add_rule(b, CT_ON_ANY, check_enum);
    rule->weight = 0;
    rule->with.own = operand;
}

/* ----------------------------------------------------------------- numbers */

static bool refuse_number(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule,
                          const char *relation)
{
    return ct_refuse(run, frame, rule, ct_shown(run, frame->instance->value), "%s %s", relation,
                     ct_shown_plain(run, rule->with.value));
}

static bool check_multiple(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const json_t *value = frame->instance->value, *divisor = rule->with.value;
    if (!ct_schema_spend(run, ct_json_weight(value) * ct_json_weight(divisor) * 64))
        return false; /* a long division costs the product of the numbers of digits */
    bool const is_multiple = json_is_integer(value) && json_is_integer(divisor)
                                 ? json_integer_value(value) % json_integer_value(divisor) == 0
                                 : ct_number_is_multiple(value, divisor);
    return is_multiple || refuse_number(run, frame, rule, "a multiple of");
}

static bool check_maximum(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const json_t *value = frame->instance->value, *limit = rule->with.value;
    return ct_number_compare(value, limit) <= 0 || refuse_number(run, frame, rule, "at most");
}

static bool check_minimum(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const json_t *value = frame->instance->value, *limit = rule->with.value;
    return ct_number_compare(value, limit) >= 0 || refuse_number(run, frame, rule, "at least");
}

static bool check_below(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const json_t *value = frame->instance->value, *limit = rule->with.value;
    return ct_number_compare(value, limit) < 0 || refuse_number(run, frame, rule, "a number below");
}

static bool check_above(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const json_t *value = frame->instance->value, *limit = rule->with.value;
    return ct_number_compare(value, limit) > 0 || refuse_number(run, frame, rule, "a number above");
}

static void add_number_rule(ct_compiler *c, ct_building *b, const json_t *value,
                            ct_rule_check *check)
{
    if (json_is_number(value))
        ct_add_rule(b, CT_ON_NUMBER, check)->with.value = value;
    else
        ct_must_be(c, b, value, "a number");
}

void ct_compile_multiple_of(ct_compiler *c, ct_building *b, const json_t *value)
{
    json_t *zero = ct_number_from_int(c->scratch, 0);
    if (json_is_number(value) && ct_number_compare(value, zero) <= 0)
        ct_must_be(c, b, value, "a number above 0");
    else
        add_number_rule(c, b, value, check_multiple);
}

void ct_compile_maximum(ct_compiler *c, ct_building *b, const json_t *value)
{
    add_number_rule(c, b, value, check_maximum);
}

void ct_compile_minimum(ct_compiler *c, ct_building *b, const json_t *value)
{
    add_number_rule(c, b, value, check_minimum);
}

void ct_compile_exclusive_maximum(ct_compiler *c, ct_building *b, const json_t *value)
{
    add_number_rule(c, b, value, check_below);
}

void ct_compile_exclusive_minimum(ct_compiler *c, ct_building *b, const json_t *value)
{
    add_number_rule(c, b, value, check_above);
}

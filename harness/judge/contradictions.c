/* Matchers of one `!all` that exclude each other, although each of them can match by itself. */
#include <string.h>

#include "base/limits.h"
#include "judge/matchers.h"
#include "judge/value_text.h"
#include "lang/json/json.h"

/* ---- Constants ---- */

static const json_t *constant_of(const ct_shape *shape)
{
    bool const is_constant =
        shape->matcher == &ct_match_literal && shape->value->kind == CT_VALUE_LITERAL;
    return is_constant ? shape->value->literal : NULL;
}

/* A time within a distance of now depends on when the response comes. */
static bool depends_on_time(const ct_shape *shape)
{
    if (shape->matcher->test == ct_test_date_time)
        return true;
    for (const ct_part *part = shape->parts; part; part = part->next)
        if (depends_on_time(part->shape))
            return true;
    return false;
}

/* True as well if it depends on a variable or on the time. */
static bool may_match(ct_judging *judging, const ct_shape *shape, const json_t *value)
{
    judging->gave_up = NULL;
    return depends_on_time(shape) || ct_shape_holds(shape, judging, value, NULL) ||
           judging->gave_up;
}

/* The first part that does not match a value; NULL if all may. */
static const ct_shape *objector(ct_judging *judging, const ct_shape *all, const json_t *value)
{
    for (const ct_part *part = all->parts; part; part = part->next)
        if (!may_match(judging, part->shape, value))
            return part->shape;
    return NULL;
}

/* The part that excludes every value of an enumeration (a literal, or !in of literals), if there
 * is one; NULL as well if the shape is not an enumeration. */
static const ct_shape *objector_to(ct_judging *judging, const ct_shape *all, const ct_shape *shape)
{
    const ct_shape *found = NULL;
    if (constant_of(shape))
        return objector(judging, all, constant_of(shape));
    if (shape->matcher->test != ct_test_in)
        return NULL;
    for (const ct_part *part = shape->parts; part; part = part->next) {
        const json_t *value = constant_of(part->shape);
        found = value ? objector(judging, all, value) : NULL;
        if (!found)
            return NULL;
    }
    return found;
}

static bool check_constants(ct_binder *binder, const ct_shape *all)
{
    ct_scope const no_variables = {.vars = ct_json_own(binder->arena, json_object())};
    ct_budget budget = ct_budget_new(NULL, NULL);
    ct_judging judging = {.arena = binder->arena,
                          .scope = &no_variables,
                          .redactor = ct_redactor_new(binder->arena),
                          .budget = &budget};
    for (const ct_part *part = all->parts; part; part = part->next) {
        const ct_shape *other = objector_to(&judging, all, part->shape);
        if (!other)
            continue;
        ct_buf words = CT_BUF(CT_BUF_ANY);
        ct_shape_describe(part->shape, &judging, &words);
        ct_fail(binder->diag, CT_ERR_NEVER_MATCHES, other->where, "never matches together with %s",
                ct_buf_str(&words));
        ct_buf_free(&words);
        return false;
    }
    return true;
}

/* ---- Sizes ---- */

typedef struct sizes {
    uint64_t min, max;
} sizes;

static sizes sizes_of_array(const ct_shape *shape)
{
    sizes of = {0, shape->part_count};
    for (const ct_part *part = shape->parts; part; part = part->next)
        of.min += !ct_shape_takes_absence(part->shape);
    return of;
}

static sizes sizes_of(const ct_shape *shape)
{
    const ct_matcher *m = shape->matcher;
    sizes of = {0, UINT64_MAX};
    if (m->test == ct_test_len)
        ct_len_bounds(shape, &of.min, &of.max);
    else if (m == &ct_match_array)
        of = sizes_of_array(shape);
    else if (m->test == ct_test_unordered)
        of = (sizes){shape->part_count, shape->part_count};
    else if (m->test == ct_test_each)
        of.min = 1;
    return of;
}

static bool check_sizes(ct_binder *binder, const ct_shape *all)
{
    sizes left = {0, UINT64_MAX};
    for (const ct_part *part = all->parts; part; part = part->next) {
        sizes const of = sizes_of(part->shape);
        left.min = of.min > left.min ? of.min : left.min;
        left.max = of.max < left.max ? of.max : left.max;
        if (left.min > left.max)
            return ct_fail(binder->diag, CT_ERR_NEVER_MATCHES, part->shape->where,
                           "never matches: the matchers before it require another length");
    }
    return true;
}

/* ---- Ranges ---- */

static bool check_ranges(ct_binder *binder, const ct_shape *all)
{
    for (const ct_part *a = all->parts; a; a = a->next)
        for (const ct_part *b = a->next; b; b = b->next)
            if (ct_ranges_exclude(a->shape, b->shape))
                return ct_fail(binder->diag, CT_ERR_NEVER_MATCHES, b->shape->where,
                               "never matches: no number is in this range and in the one before");
    return true;
}

bool ct_all_check_together(ct_binder *binder, const ct_shape *all)
{
    return check_constants(binder, all) && check_sizes(binder, all) && check_ranges(binder, all);
}

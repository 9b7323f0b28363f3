/* The table, and what all its rows share. */
#include "judge/matcher.h"

#include <string.h>

#include "base/limits.h"
#include "judge/matchers.h"
#include "judge/satisfiable.h"
#include "judge/text_difference.h"
#include "judge/value_text.h"
#include "lang/json/json.h"

const ct_matcher ct_matchers[] = {
    {"!any", "[type]", "is present; of that JSON type", ct_prepare_any, ct_test_any,
     ct_describe_any, false, false, CT_KIND_ANY},
    {"!absent", "", "is missing", ct_prepare_absent, ct_test_absent, ct_describe_absent, true,
     false, CT_KIND_ANY},
    {"!optional", "[M]", "is missing, or matches M", ct_prepare_optional, ct_test_optional,
     ct_describe_optional, true, false, CT_KIND_ANY},
    {"!re", "'PATTERN'", "is a string in which the pattern is found", ct_prepare_re, ct_test_re,
     ct_describe_re, false, false, CT_KIND_STRING},
    {"!format", "NAME", "is a string in that JSON Schema format", ct_prepare_format, ct_test_format,
     ct_describe_format, false, false, CT_KIND_STRING},
    {"!date-time", "{within, of, after, before}",
     "is an RFC 3339 date-time with a time zone, within the bounds", ct_prepare_date_time,
     ct_test_date_time, ct_describe_date_time, false, false, CT_KIND_STRING},
    {"!media-type", "T/S", "is that media type; parameters and case are ignored",
     ct_prepare_media_type, ct_test_media_type, ct_describe_media_type, false, false,
     CT_KIND_STRING},
    {"!schema", "FILE[#POINTER]", "is valid against that JSON Schema", ct_prepare_schema,
     ct_test_schema, ct_describe_schema, false, false, CT_KIND_ANY},
    {"!in", "[M...] or $(list)", "matches one", ct_prepare_in, ct_test_in, ct_describe_in, false,
     false, CT_KIND_ANY},
    {"!not", "[M]", "does not match", ct_prepare_one, ct_test_not, ct_describe_not, false, false,
     CT_KIND_ANY},
    {"!all", "[M...]", "matches all", ct_prepare_list, ct_test_all, ct_describe_all, false, false,
     CT_KIND_ANY},
    {"!len", "N or {min, max}", "is a string, an array or an object of that size", ct_prepare_len,
     ct_test_len, ct_describe_len, false, false, CT_KIND_STRING | CT_KIND_ARRAY | CT_KIND_OBJECT},
    {"!range", "{min, max, above, below}", "is a number within the bounds", ct_prepare_range,
     ct_test_range, ct_describe_range, false, false, CT_KIND_NUMBER},
    {"!contains", "[M...]",
     "is an array with a different element for each M, or a string with each M", ct_prepare_list,
     ct_test_contains, ct_describe_contains, false, true, CT_KIND_STRING | CT_KIND_ARRAY},
    {"!unordered", "[M...]", "is an array whose elements match these one to one, in any order",
     ct_prepare_list, ct_test_unordered, ct_describe_unordered, false, true, CT_KIND_ARRAY},
    {"!each", "[M]", "is a non-empty array, and each element matches", ct_prepare_one, ct_test_each,
     ct_describe_each, false, true, CT_KIND_ARRAY},
    {"!each-if-any", "[M]", "is an array, possibly empty, and each element matches", ct_prepare_one,
     ct_test_each_if_any, ct_describe_each_if_any, false, true, CT_KIND_ARRAY},
    {"!exact", "{...} or [...]", "has these properties and no others, in each object below, too",
     ct_prepare_exact, NULL, NULL, false, false,
     CT_KIND_ANY}, /* becomes an object or array when prepared */
    {0},
};

const ct_matcher *ct_matcher_find(const char *tag)
{
    for (const ct_matcher *m = ct_matchers; m->tag; m++)
        if (!strcmp(m->tag, tag))
            return m;
    return NULL;
}

bool ct_shape_test(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                   const ct_value_place *value_place)
{
    /* A number's text may be of any length. */
    if (!ct_judging_spend(judging, json_is_real(actual) ? ct_json_weight(actual) : 1))
        return false;
    if (!actual && !shape->matcher->takes_absence)
        return ct_differ(shape, judging, NULL, value_place, NULL);
    return shape->matcher->test(shape, judging, actual, value_place);
}

bool ct_shape_holds(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                    const ct_value_place *value_place)
{
    bool const was_quiet = judging->is_quiet;
    unsigned const count = judging->count;
    judging->is_quiet = true;
    bool const holds = ct_shape_test(shape, judging, actual, value_place);
    judging->is_quiet = was_quiet;
    judging->count = count;
    return holds;
}

static ct_difference *add_difference(ct_judging *judging, ct_loc where,
                                     const ct_value_place *value_place)
{
    if (judging->gave_up || ++judging->count > CT_LIMIT_DIFFERENCES || judging->is_quiet)
        return NULL;
    ct_difference *d = ct_new(judging->arena, ct_difference);
    d->where = where;
    d->path = ct_value_text_path(judging, value_place);
    *judging->tail = d;
    judging->tail = &d->next;
    return d;
}

static ct_mismatch mismatch_of(const ct_shape *shape, const json_t *actual)
{
    if (!actual)
        return CT_MISMATCH_MISSING;
    if (shape->matcher->test == ct_test_absent)
        return CT_MISMATCH_UNEXPECTED;
    return ct_shape_accepts_kind(shape, actual) ? CT_MISMATCH_VALUE : CT_MISMATCH_TYPE;
}

bool ct_differ(const ct_shape *shape, ct_judging *judging, const json_t *actual,
               const ct_value_place *value_place, const char *hint)
{
    ct_difference *d = add_difference(judging, shape->where, value_place);
    if (!d)
        return false;
    ct_buf expected = CT_BUF(CT_BUF_ANY);
    ct_shape_describe(shape, judging, &expected);
    d->expected = ct_buf_finish(&expected, judging->arena);
    d->actual = ct_value_text_at(judging, actual, value_place);
    d->hint = hint;
    d->mismatch = mismatch_of(shape, actual);
    return false;
}

bool ct_differ_value(ct_judging *judging, ct_loc where, const json_t *expected,
                     const json_t *actual, const ct_value_place *value_place)
{
    ct_difference *d = add_difference(judging, where, value_place);
    if (!d)
        return false;
    bool const is_same_type = actual && (json_typeof(expected) == json_typeof(actual) ||
                                         (json_is_number(expected) && json_is_number(actual)));
    d->expected = ct_value_text(judging, expected);
    d->actual = ct_value_text_at(judging, actual, value_place);
    d->mismatch = !actual        ? CT_MISMATCH_MISSING
                  : is_same_type ? CT_MISMATCH_VALUE
                                 : CT_MISMATCH_TYPE;
    ct_text_difference_add(judging, expected, actual, value_place, d);
    return false;
}

static const char *unexpected_text(ct_judging *judging, const ct_value_place *value_place)
{
    if (!value_place->name)
        return "no further element";
    ct_buf text = CT_BUF(CT_BUF_ANY);
    const char *name = ct_value_text_masked(
        judging, ct_arena_copy(judging->arena, value_place->name, value_place->size));
    ct_buf_text(&text, "no property '");
    ct_value_text_cut(&text, name, strlen(name));
    ct_buf_char(&text, '\'');
    return ct_buf_finish(&text, judging->arena);
}

bool ct_differ_unexpected(ct_judging *judging, ct_loc where, const json_t *actual,
                          const ct_value_place *value_place)
{
    ct_difference *d = add_difference(judging, where, value_place);
    if (!d)
        return false;
    d->expected = unexpected_text(judging, value_place);
    d->actual = ct_value_text_at(judging, actual, value_place);
    d->mismatch = CT_MISMATCH_UNEXPECTED;
    return false;
}

bool ct_differ_facts(ct_judging *judging, const ct_difference *facts, const json_t *actual,
                     const ct_value_place *value_place)
{
    ct_difference *d = add_difference(judging, facts->where, value_place);
    if (!d)
        return false;
    d->expected = facts->expected;
    d->actual = facts->actual ? facts->actual : ct_value_text_at(judging, actual, value_place);
    d->hint = facts->hint;
    d->schema = facts->schema;
    d->diff = facts->diff;
    d->mismatch = facts->mismatch;
    return false;
}

bool ct_judging_give_up(ct_judging *judging, const char *why)
{
    if (!judging->gave_up)
        judging->gave_up = why;
    return false;
}

bool ct_judging_spend(ct_judging *judging, size_t steps)
{
    return ct_budget_spend(judging->budget, steps) ||
           ct_judging_give_up(judging, judging->budget->stopped);
}

json_t *ct_shape_value(const ct_shape *shape, ct_judging *judging)
{
    const char *missing;
    json_t *value = ct_value_fill(shape->value, judging->scope, judging->arena, &missing);
    if (!value)
        ct_judging_give_up(judging,
                           ct_arena_printf(judging->arena, "undefined variable '%s'", missing));
    return value;
}

void ct_shape_describe(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    shape->matcher->describe(shape, judging, out);
}

void ct_describe_parts(const ct_shape *shape, ct_judging *judging, const char *between, ct_buf *out)
{
    enum { REPORTED_MAX = 20 };
    unsigned reported = 0;
    for (const ct_part *part = shape->parts; part; part = part->next, reported++) {
        if (reported == REPORTED_MAX) {
            ct_buf_printf(out, "%sand %u more", between, shape->part_count - reported);
            return;
        }
        if (reported)
            ct_buf_text(out, between);
        if (part->name)
            ct_buf_printf(out, "%s ", part->name);
        ct_shape_describe(part->shape, judging, out);
    }
}

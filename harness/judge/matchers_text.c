/* Tags over text: patterns, formats, times, media types. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/datetime.h"
#include "base/limits.h"
#include "judge/matchers.h"
#include "judge/value_text.h"
#include "lang/json/json.h"
#include "lang/regex/regex.h"
#include "lang/schema/schema.h"
#include "lang/yaml/intern.h"

/* ---- !re ---- */

typedef struct pattern {
    const char *text;
    const ct_regex *regex;
} pattern;

/* "$(name)" in a pattern was meant as a variable: as a pattern it would match nothing at all. */
static bool has_variable(const char *text, size_t *offset)
{
    const char *at = strstr(text, "$(");
    if (!at || !(at[2] == '_' || (at[2] >= 'a' && at[2] <= 'z') || (at[2] >= 'A' && at[2] <= 'Z')))
        return false;
    *offset = (size_t)(at - text);
    return true;
}

bool ct_check_pattern(ct_binder *binder, const ct_yaml *node)
{
    ct_loc const where = ct_yaml_text_where(node);
    size_t offset;
    if (node->has_escape) {
        ct_fail(binder->diag, CT_ERR_INVALID_PATTERN, where,
                "escape in a pattern in double quotes");
        return ct_hint(binder->diag,
                       "use single quotes or a block (!re |-), in which YAML replaces no escapes");
    }
    return !has_variable(node->text, &offset) ||
           ct_fail(binder->diag, CT_ERR_VARIABLE_NOT_ALLOWED,
                   ct_loc_within(where, node->text, offset, 2), "variable in a pattern");
}

bool ct_prepare_re(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    ct_binder *binder = context->binder;
    if (!ct_operand_text(context, node, "a pattern that is not empty"))
        return false;
    ct_loc const where = ct_yaml_text_where(node);
    if (!node->is_quoted) {
        ct_fail(binder->diag, CT_ERR_INVALID_PATTERN, where, "a pattern must be quoted");
        return ct_hint(binder->diag, "write !re '%s'", node->text);
    }
    if (!ct_check_pattern(binder, node))
        return false;
    shape->operand = ct_intern_find(binder->shared, CT_INTERN_PATTERN, node->text, node->size);
    if (shape->operand)
        return true;
    pattern *p = ct_new(binder->arena, pattern);
    p->text = ct_arena_copy(binder->arena, node->text, node->size);
    p->regex = ct_regex_compile(binder->arena, p->text, node->size, 0, where, binder->diag);
    if (!p->regex)
        return false;
    shape->operand = ct_intern_keep(binder->shared, CT_INTERN_PATTERN, p->text, node->size, p);
    return true;
}

bool ct_test_re(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                const ct_value_place *value_place)
{
    const pattern *p = shape->operand;
    if (!json_is_string(actual))
        return ct_differ(shape, judging, actual, value_place, NULL);
    switch (ct_regex_find(p->regex, json_string_value(actual), json_string_length(actual), NULL, 0,
                          judging->budget)) {
    case CT_REGEX_YES:
        return true;
    case CT_REGEX_NO:
        return ct_differ(shape, judging, actual, value_place, NULL);
    default:
        if (!ct_judging_spend(judging, 1))
            return false;
        return ct_judging_give_up(judging, "a pattern exceeded the step limit");
    }
}

void ct_describe_re(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    const pattern *p = shape->operand;
    (void)judging;
    ct_buf_text(out, "a string that matches '");
    ct_value_text_cut(out, p->text, strlen(p->text));
    ct_buf_char(out, '\'');
}

/* ---- !format ---- */

bool ct_prepare_format(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    ct_diag *diag = context->binder->diag;
    if (!ct_operand_text(context, node, "the name of a format"))
        return false;
    shape->operand = ct_schema_format_find(node->text);
    if (shape->operand)
        return true;
    ct_fail(diag, CT_ERR_UNKNOWN_FORMAT, node->where, "unknown format '%s'", node->text);
    return ct_hint_nearest(diag, node->text, ct_schema_format_names());
}

bool ct_test_format(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                    const ct_value_place *value_place)
{
    if (!ct_judging_spend(judging, json_string_length(actual) / 4))
        return false;
    bool const holds =
        json_is_string(actual) && ct_schema_format_check(shape->operand, json_string_value(actual),
                                                         json_string_length(actual));
    return holds || ct_differ(shape, judging, actual, value_place, NULL);
}

void ct_describe_format(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    const ct_schema_format *format = shape->operand;
    (void)judging;
    ct_buf_printf(out, "a string that is %s", format->noun);
}

/* ---- !date-time ---- */

typedef struct window {
    unsigned within_ms; /* 0: any distance */
    const ct_yaml *of, *after, *before;
} window;

static bool keep_node(ct_binder *binder, const ct_yaml *node, void *slot)
{
    *(const ct_yaml **)slot = node;
    return ct_bind_expect(binder, node, CT_YAML_SCALAR);
}

static const ct_field window_fields[] = {
    {"within", ct_bind_duration, offsetof(window, within_ms), false, "at most so far from `of`"},
    {"of", keep_node, offsetof(window, of), false,
     "a time (default: when the response was complete)"},
    {"after", keep_node, offsetof(window, after), false, "this time or later"},
    {"before", keep_node, offsetof(window, before), false, "this time or earlier"},
    {0},
};

/* A bound is kept as a part, so that its variables are found like any other. */
static bool add_time(const ct_shape_context *context, ct_shape *shape, const ct_yaml *node)
{
    ct_nanoseconds time;
    ct_shape_context text = *context;
    if (!node)
        return true;
    text.of = CT_SHAPE_OF_TEXT;
    ct_part *part = ct_new(context->binder->arena, ct_part);
    *part = (ct_part){ct_arena_text(context->binder->arena, node->key), NULL, shape->parts};
    part->shape = ct_shape_compile_in(&text, node);
    if (!part->shape)
        return false;
    const ct_value *value = part->shape->value;
    if (value->kind == CT_VALUE_LITERAL &&
        ct_time_parse(node->text, node->size, &time) != CT_TIME_WELL_FORMED)
        return ct_fail(context->binder->diag, CT_ERR_INVALID_VALUE, node->where,
                       "invalid time '%s': expected RFC 3339 with a time zone", node->text);
    shape->parts = part;
    shape->part_count++;
    return true;
}

static bool check_window(ct_diag *diag, const ct_yaml *node, const window *w)
{
    ct_nanoseconds after, before;
    if (!node->child)
        return ct_fail(diag, CT_ERR_NO_EXPECTATIONS, node->where,
                       "empty mapping; use !date-time without a value to accept any time");
    if (w->of && !w->within_ms)
        return ct_fail(diag, CT_ERR_MISSING_KEY, w->of->key_where, "'of' requires 'within'");
    if (w->after && w->before &&
        ct_time_parse(w->after->text, w->after->size, &after) == CT_TIME_WELL_FORMED &&
        ct_time_parse(w->before->text, w->before->size, &before) == CT_TIME_WELL_FORMED &&
        after > before)
        return ct_fail(diag, CT_ERR_NEVER_MATCHES, w->before->where,
                       "never matches: no time is in this window");
    return true;
}

bool ct_prepare_date_time(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    window w = {0};
    ct_yaml map = *node;
    map.tag = NULL;
    if (node->kind == CT_YAML_SCALAR && !node->text)
        return true;
    if (node->kind != CT_YAML_MAP)
        return ct_fail(context->binder->diag, CT_ERR_WRONG_TYPE, node->where,
                       "'!date-time' requires {within, of, after, before} or no value");
    if (!ct_bind(context->binder, &map, window_fields, &w) ||
        !check_window(context->binder->diag, node, &w))
        return false;
    unsigned *within = ct_new(context->binder->arena, unsigned);
    *within = w.within_ms;
    shape->operand = within;
    return add_time(context, shape, w.before) && add_time(context, shape, w.after) &&
           add_time(context, shape, w.of);
}

/* The time of a bound; false after giving up, if its variable is not a time. */
static bool bound_time(const ct_shape *shape, ct_judging *judging, ct_nanoseconds *time)
{
    const json_t *value = ct_shape_value(shape, judging);
    if (!value)
        return false;
    return (json_is_string(value) &&
            ct_time_parse(json_string_value(value), json_string_length(value), time) ==
                CT_TIME_WELL_FORMED) ||
           ct_judging_give_up(
               judging, "a bound of '!date-time' is not an RFC 3339 date-time with a time zone");
}

static unsigned within_of(const ct_shape *shape)
{
    return shape->operand ? *(const unsigned *)shape->operand : 0;
}

static ct_nanoseconds apart(ct_nanoseconds a, ct_nanoseconds b)
{
    return a > b ? a - b : b - a;
}

static const char *time_hint(ct_judging *judging, ct_nanoseconds time, ct_nanoseconds centre)
{
    char distance[CT_DURATION_TEXT];
    ct_duration_text((uint64_t)(apart(time, centre) / 1000000), distance);
    return ct_arena_printf(judging->arena, "%s %s", distance, time > centre ? "later" : "earlier");
}

static bool test_distance(const ct_shape *shape, ct_judging *judging, ct_nanoseconds time,
                          const char **hint)
{
    unsigned const within = within_of(shape);
    ct_nanoseconds centre = (ct_nanoseconds)judging->received_at * 1000000;
    const ct_shape *of = ct_shape_part(shape, "of");
    if (!within)
        return true;
    if (of && !bound_time(of, judging, &centre))
        return false;
    if (apart(time, centre) <= (ct_nanoseconds)within * 1000000)
        return true;
    *hint = time_hint(judging, time, centre);
    return false;
}

static bool test_window(const ct_shape *shape, ct_judging *judging, ct_nanoseconds time,
                        const char **hint)
{
    ct_nanoseconds after, before;
    const ct_shape *a = ct_shape_part(shape, "after"), *b = ct_shape_part(shape, "before");
    if ((a && !bound_time(a, judging, &after)) || (b && !bound_time(b, judging, &before)))
        return false;
    return (!a || time >= after) && (!b || time <= before) &&
           test_distance(shape, judging, time, hint);
}

bool ct_test_date_time(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                       const ct_value_place *value_place)
{
    ct_nanoseconds time;
    const char *hint = NULL;
    if (!json_is_string(actual))
        return ct_differ(shape, judging, actual, value_place, NULL);
    switch (ct_time_parse(json_string_value(actual), json_string_length(actual), &time)) {
    case CT_TIME_WELL_FORMED:
        return test_window(shape, judging, time, &hint) ||
               ct_differ(shape, judging, actual, value_place, hint);
    case CT_TIME_NO_ZONE:
        return ct_differ(shape, judging, actual, value_place, "it has no time zone");
    default:
        return ct_differ(shape, judging, actual, value_place, NULL);
    }
}

void ct_describe_date_time(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    ct_buf_text(out, "an RFC 3339 date-time with a time zone");
    if (within_of(shape)) {
        char text[CT_TIME_TEXT], distance[CT_DURATION_TEXT];
        ct_time_text(judging->received_at, text);
        ct_duration_text(within_of(shape), distance);
        ct_buf_printf(out, " within %s", distance);
        if (!ct_shape_part(shape, "of"))
            ct_buf_printf(out, " of %s", text);
    }
    if (shape->parts) {
        ct_buf_char(out, ' ');
        ct_describe_parts(shape, judging, ", ", out);
    }
}

/* ---- !media-type ---- */

/* RFC 9110 section 5.6.2 */
static size_t token_size(const char *text)
{
    return strspn(text, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

/* The size of "type/subtype" at the start; 0 if it does not start so. */
static size_t media_type_size(const char *text)
{
    size_t const type = token_size(text);
    if (!type || text[type] != '/')
        return 0;
    size_t const subtype = token_size(text + type + 1);
    return subtype ? type + 1 + subtype : 0;
}

bool ct_prepare_media_type(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape)
{
    if (!ct_operand_text(context, node, "a media type: !media-type application/json"))
        return false;
    if (media_type_size(node->text) != node->size || strchr(node->text, '*'))
        return ct_fail(context->binder->diag, CT_ERR_INVALID_VALUE, node->where,
                       "invalid media type '%s': expected TYPE/SUBTYPE without parameters",
                       node->text);
    shape->operand =
        ct_intern_name(context->binder->shared, context->binder->arena, node->text, node->size);
    return true;
}

bool ct_test_media_type(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                        const ct_value_place *value_place)
{
    const char *wanted = shape->operand;
    if (!json_is_string(actual))
        return ct_differ(shape, judging, actual, value_place, NULL);
    const char *text = json_string_value(actual);
    size_t const size = media_type_size(text);
    const char *rest = text + size + strspn(text + size, " \t");
    bool const holds = size == strlen(wanted) && !strncasecmp(text, wanted, size) &&
                       (*rest == ';' || !*rest) && strlen(text) == json_string_length(actual);
    return holds || ct_differ(shape, judging, actual, value_place, NULL);
}

void ct_describe_media_type(const ct_shape *shape, ct_judging *judging, ct_buf *out)
{
    (void)judging;
    ct_buf_printf(out, "the media type %s", (const char *)shape->operand);
}

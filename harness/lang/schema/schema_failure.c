/* Builds failures: their wording, and the pointers to value and keyword. */
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "lang/json/json.h"
#include "lang/json/number.h"
#include "lang/json/pointer.h"
#include "lang/schema/schema_internal.h"

bool ct_schema_reports_failures(const ct_schema_run *run)
{
    return !run->silent && run->result->count < CT_LIMIT_SCHEMA_FAILURES;
}

bool ct_give_up(ct_schema_run *run, const char *format, ...)
{
    if (run->gave_up)
        return false;
    run->gave_up = "a limit was hit";
    if (!run->arena)
        return false;
    va_list values;
    va_start(values, format);
    run->gave_up = ct_arena_vprintf(run->arena, format, values);
    va_end(values);
    return false;
}

bool ct_schema_spend(ct_schema_run *run, size_t steps)
{
    if (!ct_budget_spend(run->budget, steps) && !run->gave_up)
        run->gave_up = run->budget->stopped;
    return !run->gave_up;
}

bool ct_give_up_pattern(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    if (!ct_schema_spend(run, 0))
        return false;
    return ct_give_up(run, "a pattern of '%s/%s' takes too long", frame->node->location,
                      rule->keyword);
}

static void add_pointer(ct_buf *out, const ct_instance_place *instance)
{
    if (!instance->up)
        return;
    add_pointer(out, instance->up);
    if (instance->name)
        ct_pointer_add(out, instance->name, instance->size);
    else
        ct_buf_printf(out, "/%zu", instance->index);
}

static const char *pointer_of(ct_schema_run *run, const ct_instance_place *instance)
{
    ct_buf pointer = CT_BUF(CT_BUF_ANY);
    add_pointer(&pointer, instance);
    return ct_buf_finish(&pointer, run->arena);
}

static void note_score(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    unsigned const score = 4 * frame->instance->depth + rule->weight;
    if (score > run->score)
        run->score = score;
}

/* Returns the size to which a string is shortened; it never splits a character. */
static size_t cut(const char *text, size_t size)
{
    if (size <= CT_LIMIT_VALUE)
        return size;
    size_t at = CT_LIMIT_VALUE;
    while (at && ((unsigned char)text[at] & 0xC0) == 0x80)
        at--;
    return at;
}

static const char *cut_text(ct_schema_run *run, const char *around, const char *text, size_t size)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    size_t const kept = cut(text, size);
    ct_buf_text(&out, around);
    ct_show_text(&out, text, kept);
    ct_buf_text(&out, kept < size ? "..." : "");
    ct_buf_text(&out, around);
    return ct_buf_finish(&out, run->arena);
}

static ct_schema_mismatch mismatch_of(const ct_rule *rule, const char *actual)
{
    if (!strcmp(actual, CT_SCHEMA_MISSING))
        return CT_SCHEMA_IS_MISSING;
    if (rule->check == ct_check_never)
        return CT_SCHEMA_IS_UNEXPECTED;
    return rule->keyword && !strcmp(rule->keyword, "type") ? CT_SCHEMA_OTHER_TYPE
                                                           : CT_SCHEMA_OTHER_VALUE;
}

bool ct_refuse_as(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule,
                  ct_refusal refusal)
{
    const ct_instance_place *place = frame->instance;
    if (run->silent) {
        note_score(run, frame, rule);
        return false;
    }
    if (++run->result->count > CT_LIMIT_SCHEMA_FAILURES)
        return false;
    ct_schema_failure *failure = ct_new(run->arena, ct_schema_failure);
    failure->instance = pointer_of(run, place);
    failure->schema =
        rule->keyword ? ct_arena_printf(run->arena, "%s/%s", frame->node->location, rule->keyword)
                      : frame->node->location;
    failure->expected = refusal.expected;
    failure->actual = refusal.actual;
    failure->mismatch = mismatch_of(rule, refusal.actual);
    failure->hint = place->is_name ? ct_arena_printf(run->arena, "of the property name %s",
                                                     cut_text(run, "'", place->name, place->size))
                                   : refusal.hint;
    if (run->last)
        run->last->next = failure;
    else
        run->result->failures = failure;
    run->last = failure;
    return false;
}

bool ct_refuse(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule, const char *actual,
               const char *expected, ...)
{
    ct_refusal refusal = {.expected = "", .actual = actual};
    if (ct_schema_reports_failures(run)) {
        va_list values;
        va_start(values, expected);
        refusal.expected = ct_arena_vprintf(run->arena, expected, values);
        va_end(values);
    }
    return ct_refuse_as(run, frame, rule, refusal);
}

bool ct_refuse_count(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule,
                     ct_miscount miscount)
{
    const char *actual =
        ct_schema_reports_failures(run)
            ? ct_arena_printf(run->arena, "%zu %s", miscount.count,
                              miscount.count == 1 ? miscount.one : miscount.several)
            : "";
    return ct_refuse(run, frame, rule, actual, "%s %zu %s", miscount.bound, miscount.limit,
                     miscount.limit == 1 ? miscount.one : miscount.several);
}

/* Reports at the path of the missing property, as the shape of a body does, so that both failures
 * have the same path. */
bool ct_refuse_missing(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule,
                       const char *name, size_t size, const char *hint)
{
    ct_instance_place const place = ct_json_property_place(frame, name, size, NULL);
    ct_frame missing = *frame;
    ct_refusal refusal = {.expected = "", .actual = CT_SCHEMA_MISSING, .hint = hint};
    missing.instance = &place;
    if (run->silent) /* the score is that of the object, not of the property */
        missing.instance = frame->instance;
    if (ct_schema_reports_failures(run))
        refusal.expected =
            ct_arena_printf(run->arena, "property %s", ct_shown_text(run, name, size));
    return ct_refuse_as(run, &missing, rule, refusal);
}

const char *ct_shown_text(ct_schema_run *run, const char *text, size_t size)
{
    return ct_schema_reports_failures(run) ? cut_text(run, "'", text, size) : "";
}

static const char *shown_number(ct_schema_run *run, const json_t *number)
{
    char scratch[CT_NUMBER_SCRATCH];
    size_t size;
    const char *text = ct_number_text(number, scratch, &size);
    return cut_text(run, "", text, size);
}

const char *ct_shown_plain(ct_schema_run *run, const json_t *value)
{
    if (!ct_schema_reports_failures(run))
        return "";
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return ct_arena_printf(run->arena, "an object with %zu %s", json_object_size(value),
                               json_object_size(value) == 1 ? "property" : "properties");
    case JSON_ARRAY:
        return ct_arena_printf(run->arena, "an array with %zu item%s", json_array_size(value),
                               json_array_size(value) == 1 ? "" : "s");
    case JSON_STRING:
        return cut_text(run, "'", json_string_value(value), json_string_length(value));
    case JSON_INTEGER:
    case JSON_REAL:
        return shown_number(run, value);
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_NULL:
        break;
    }
    return "null";
}

const char *ct_shown(ct_schema_run *run, const json_t *value)
{
    if (!ct_schema_reports_failures(run))
        return "";
    const char *before = json_is_string(value)   ? "the string "
                         : json_is_number(value) ? "the number "
                                                 : "";
    return ct_arena_printf(run->arena, "%s%s", before, ct_shown_plain(run, value));
}

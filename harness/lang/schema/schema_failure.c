/* Failures in words. */
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "lang/json/json.h"
#include "lang/json/number.h"
#include "lang/json/pointer.h"
#include "lang/schema/schema_internal.h"

bool ct_telling(const ct_schema_run *run)
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

bool ct_refuse(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule, const char *format,
               ...)
{
    if (run->silent) {
        note_score(run, frame, rule);
        return false;
    }
    if (++run->result->count > CT_LIMIT_SCHEMA_FAILURES)
        return false;
    va_list values;
    va_start(values, format);
    char *what = ct_arena_vprintf(run->arena, format, values);
    va_end(values);
    if (frame->instance->is_name)
        what =
            ct_arena_printf(run->arena, "property name %s: %s",
                            ct_shown_text(run, frame->instance->name, frame->instance->size), what);
    ct_schema_failure *failure = ct_new(run->arena, ct_schema_failure);
    failure->instance = pointer_of(run, frame->instance);
    failure->schema =
        rule->keyword ? ct_arena_printf(run->arena, "%s/%s", frame->node->location, rule->keyword)
                      : frame->node->location;
    failure->what = what;
    if (run->last)
        run->last->next = failure;
    else
        run->result->failures = failure;
    run->last = failure;
    return false;
}

/* Where to cut a text that is too long: never inside a character. */
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

const char *ct_shown_text(ct_schema_run *run, const char *text, size_t size)
{
    return ct_telling(run) ? cut_text(run, "'", text, size) : "";
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
    if (!ct_telling(run))
        return "";
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return ct_arena_printf(run->arena, "an object of %zu propert%s", json_object_size(value),
                               json_object_size(value) == 1 ? "y" : "ies");
    case JSON_ARRAY:
        return ct_arena_printf(run->arena, "an array of %zu item%s", json_array_size(value),
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
    if (!ct_telling(run))
        return "";
    const char *before = json_is_string(value)   ? "the string "
                         : json_is_number(value) ? "the number "
                                                 : "";
    return ct_arena_printf(run->arena, "%s%s", before, ct_shown_plain(run, value));
}

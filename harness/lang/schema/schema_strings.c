/* Keywords about strings. */
#include "base/utf8.h"
#include "lang/json/json.h"
#include "lang/regex/ecma_regex.h"
#include "lang/schema/schema_keywords.h"

/* Lengths are in characters. They are counted only if the size in bytes does not decide. */
static bool check_max_length(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const json_t *value = frame->instance->value;
    size_t const size = json_string_length(value), most = rule->with.size;
    if (size <= most)
        return true;
    if (!ct_schema_spend(run, size / 64))
        return false;
    size_t const length = ct_utf8_length(json_string_value(value), size);
    return length <= most ||
           ct_refuse_count(run, frame, rule,
                           (ct_miscount){"at most", most, length, "character", "characters"});
}

static bool check_min_length(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const json_t *value = frame->instance->value;
    size_t const size = json_string_length(value), least = rule->with.size;
    if (size / 4 >= least)
        return true;
    if (!ct_schema_spend(run, size / 64))
        return false;
    size_t const length = ct_utf8_length(json_string_value(value), size);
    return length >= least ||
           ct_refuse_count(run, frame, rule,
                           (ct_miscount){"at least", least, length, "character", "characters"});
}

void ct_compile_max_length(ct_compiler *c, ct_building *b, const json_t *value)
{
    ct_add_size_rule(c, b, value, CT_ON_STRING, check_max_length);
}

void ct_compile_min_length(ct_compiler *c, ct_building *b, const json_t *value)
{
    ct_add_size_rule(c, b, value, CT_ON_STRING, check_min_length);
}

/* ----------------------------------------------------------------- pattern */

typedef struct pattern_operand {
    const ct_regex *regex;
    const json_t *text;
} pattern_operand;

static bool check_pattern(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const pattern_operand *pattern = rule->with.own;
    const json_t *value = frame->instance->value;
    switch (ct_regex_find(pattern->regex, json_string_value(value), json_string_length(value), NULL,
                          0, run->budget)) {
    case CT_REGEX_YES:
        return true;
    case CT_REGEX_NO:
        return ct_refuse(run, frame, rule, ct_shown(run, value), "a string that matches %s",
                         ct_shown_plain(run, pattern->text));
    case CT_REGEX_GAVE_UP:
        break;
    }
    return ct_give_up_pattern(run, frame, rule);
}

const ct_regex *ct_compile_regex(ct_compiler *c, const ct_building *b, const char *text,
                                 size_t size)
{
    ct_ecma_error error;
    const ct_regex *regex = ct_ecma_regex_compile(c->arena, text, size, &error);
    if (regex)
        return regex;
    ct_buf shown = CT_BUF(CT_BUF_ANY);
    ct_show_text(&shown, text, size < 100 ? size : 100);
    ct_wrong(c, b, error.is_limit ? CT_ERR_LIMIT_EXCEEDED : CT_ERR_INVALID_PATTERN,
             "the pattern '%s' %s, at character %zu", ct_buf_str(&shown), error.what,
             error.character);
    ct_buf_free(&shown);
    return NULL;
}

void ct_compile_pattern(ct_compiler *c, ct_building *b, const json_t *value)
{
    if (!json_is_string(value)) {
        ct_must_be(c, b, value, "a string");
        return;
    }
    pattern_operand *operand = ct_new(c->arena, pattern_operand);
    operand->text = value;
    operand->regex = ct_compile_regex(c, b, json_string_value(value), json_string_length(value));
    if (operand->regex)
        ct_add_rule(b, CT_ON_STRING, check_pattern)->with.own = operand;
}

/* ------------------------------------------------------------------ format */

static bool check_format(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const ct_schema_format *format = rule->with.own;
    const json_t *value = frame->instance->value;
    if (!ct_schema_spend(run, json_string_length(value) / 4))
        return false;
    return ct_schema_format_check(format, json_string_value(value), json_string_length(value)) ||
           ct_refuse(run, frame, rule, ct_shown(run, value), "%s", format->noun);
}

/* An unknown format is an error if a metaschema requires formats. Otherwise it may belong to
 * another tool ("int64") and is a warning only if it looks misspelt. */
static void judge_unknown_format(ct_compiler *c, ct_building *b, const char *name, bool is_demanded)
{
    if (is_demanded) {
        ct_wrong(c, b, CT_ERR_UNKNOWN_FORMAT, "unknown format '%s'", name);
        ct_hint_nearest(c->diag, name, ct_schema_format_names());
    } else if (ct_nearest(name, ct_schema_format_names())) {
        ct_warn(c->diag, CT_ERR_UNKNOWN_FORMAT, c->where, "'%s': unknown format '%s'",
                ct_keyword_location(c, b), name);
        ct_hint_nearest(c->diag, name, ct_schema_format_names());
    }
}

void ct_compile_format(ct_compiler *c, ct_building *b, const json_t *value)
{
    bool const is_demanded =
        b->place->resource->dialect.vocabularies & CT_VOCABULARY_FORMAT_ASSERTION;
    if (!ct_json_text(value)) {
        ct_must_be(c, b, value, "a string without NUL");
        return;
    }
    if (!is_demanded && !c->options->assert_formats)
        return;
    const ct_schema_format *format = ct_schema_format_find(json_string_value(value));
    if (format)
        ct_add_rule(b, CT_ON_STRING, check_format)->with.own = format;
    else
        judge_unknown_format(c, b, json_string_value(value), is_demanded);
}

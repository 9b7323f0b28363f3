/* The table of functions (RFC 9535 section 2.4). */
#include <string.h>

#include "base/utf8.h"
#include "lang/path/path_run.h"
#include "lang/regex/iregexp.h"

static path_value number_of(size_t count)
{
    json_t *number = json_integer((json_int_t)count);
    if (!number)
        ct_out_of_memory();
    return (path_value){number, number};
}

static path_value value_length(path_run *run, const path_call *call, const json_t *current)
{
    path_value const value = ct_path_value(run, &call->arguments[0], current);
    path_value length = {0};
    if (json_is_array(value.json)) {
        length = number_of(json_array_size(value.json));
    } else if (json_is_object(value.json)) {
        length = number_of(json_object_size(value.json));
    } else if (json_is_string(value.json)) {
        size_t const size = json_string_length(value.json);
        if (ct_path_spend(run, size / 16))
            length = number_of(ct_utf8_length(json_string_value(value.json), size));
    }
    ct_path_drop(value);
    return length;
}

static path_value value_count(path_run *run, const path_call *call, const json_t *current)
{
    path_finds finds = {.enough = SIZE_MAX};
    ct_path_find(run, call->arguments[0].query, current, &finds);
    return number_of(finds.count);
}

static path_value value_value(path_run *run, const path_call *call, const json_t *current)
{
    path_finds finds = {.enough = 2};
    ct_path_find(run, call->arguments[0].query, current, &finds);
    return (path_value){.json = finds.count == 1 ? finds.last : NULL};
}

static bool is_last_pattern(const path_pattern *last, const json_t *pattern, bool is_whole)
{
    size_t const size = json_string_length(pattern);
    return last->bytes && last->is_whole == is_whole && last->size == size &&
           !memcmp(last->bytes, json_string_value(pattern), size);
}

/* Compiling a pattern costs far more than other operations of a filter. */
static size_t compile_steps(size_t size)
{
    return 1000 + 16 * size;
}

/* Returns NULL if the pattern is not a valid I-Regexp, or the run gave up. */
static const ct_regex *regex_of(path_run *run, const json_t *pattern, bool is_whole)
{
    path_pattern *last = &run->pattern;
    size_t const size = json_string_length(pattern);
    if (is_last_pattern(last, pattern, is_whole))
        return last->regex;
    if (!ct_path_spend(run, compile_steps(size)))
        return NULL;
    if (last->arena)
        ct_arena_reset(last->arena);
    else
        last->arena = ct_arena_new();
    ct_iregexp_error error;
    last->bytes = ct_arena_copy(last->arena, json_string_value(pattern), size);
    last->size = size;
    last->is_whole = is_whole;
    last->regex = ct_iregexp_compile(last->arena, last->bytes, size, is_whole, &error);
    if (error.is_limit)
        ct_path_give_up(run, "a pattern in the document is too large");
    return last->regex;
}

static bool matches(path_run *run, const ct_regex *regex, const json_t *text)
{
    size_t const size = json_string_length(text);
    if (!ct_path_spend(run, 8 + size / 4))
        return false;
    ct_regex_result const answer =
        ct_regex_find(regex, json_string_value(text), size, NULL, 0, run->budget);
    if (run->budget->stopped)
        return ct_path_give_up(run, run->budget->stopped);
    if (answer == CT_REGEX_GAVE_UP)
        return ct_path_give_up(run, "a pattern takes too long on a string of the document");
    return answer == CT_REGEX_YES;
}

static bool test_pattern(path_run *run, const path_call *call, const json_t *current)
{
    path_value const text = ct_path_value(run, &call->arguments[0], current);
    path_value const pattern = ct_path_value(run, &call->arguments[1], current);
    const ct_regex *regex = call->regex;
    bool answer = false;
    if (!run->gave_up && json_is_string(text.json) && json_is_string(pattern.json)) {
        if (!regex)
            regex = regex_of(run, pattern.json, call->function->is_whole);
        answer = regex && matches(run, regex, text.json);
    }
    ct_path_drop(pattern);
    ct_path_drop(text);
    return answer;
}

const path_function ct_path_functions[] = {
    {"length", "one value", 1, PATH_IS_VALUE, PATH_IS_VALUE, .value = value_length},
    {"count", "one query", 1, PATH_IS_NODES, PATH_IS_VALUE, .value = value_count},
    {"match", "two values", 2, PATH_IS_VALUE, PATH_IS_LOGICAL, .test = test_pattern,
     .is_pattern = true, .is_whole = true},
    {"search", "two values", 2, PATH_IS_VALUE, PATH_IS_LOGICAL, .test = test_pattern,
     .is_pattern = true},
    {"value", "one query", 1, PATH_IS_NODES, PATH_IS_VALUE, .value = value_value},
    {0},
};

const path_function *ct_path_function_find(const char *name, size_t size)
{
    for (const path_function *f = ct_path_functions; f->name; f++)
        if (strlen(f->name) == size && !memcmp(f->name, name, size))
            return f;
    return NULL;
}

/* Parses operands of a filter: literals, queries, calls. Checks types by RFC 9535 section 2.4.3. */
#include <string.h>

#include "base/ascii.h"
#include "lang/json/json.h"
#include "lang/json/number.h"
#include "lang/path/path_reader.h"
#include "lang/path/path_run.h"
#include "lang/regex/iregexp.h"

static bool refuse(ct_path_reader *r, const path_written *what, const char *why)
{
    return ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, what->start, what->end), "%s",
                   why);
}

path_type ct_path_type_of(const path_operand *operand)
{
    switch (operand->kind) {
    case PATH_LITERAL:
        return PATH_IS_VALUE;
    case PATH_QUERY:
        return PATH_IS_NODES;
    case PATH_CALL:
        break;
    }
    return operand->call->function->result;
}

/* A singular query can be used as a value; the grammar then allows no spaces in its brackets. */
static bool is_singular(ct_path_reader *r, const path_written *what)
{
    const path_query *query = what->operand.query;
    if (!query->is_singular) {
        refuse(r, what, "this query can select more than one node and is not a value");
        return ct_hint(r->diag, "value(...) returns the value of a query that selects one node");
    }
    return !query->is_spaced ||
           refuse(r, what, "a query that is used as a value must not have spaces in its brackets");
}

bool ct_path_is_value(ct_path_reader *r, const path_written *what)
{
    switch (ct_path_type_of(&what->operand)) {
    case PATH_IS_VALUE:
        return true;
    case PATH_IS_NODES:
        return is_singular(r, what);
    case PATH_IS_LOGICAL:
        break;
    }
    return ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, what->start, what->end),
                   "the function '%s' returns true or false, not a value",
                   what->operand.call->function->name);
}

static bool read_string(ct_path_reader *r, path_operand *operand)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    bool const is_read = ct_path_read_string(r, &text);
    if (is_read) {
        json_t *string = json_stringn_nocheck(ct_buf_str(&text), text.size);
        if (!string)
            ct_out_of_memory();
        operand->literal = ct_json_own(r->arena, string);
    }
    ct_buf_free(&text);
    return is_read;
}

static bool read_number(ct_path_reader *r, path_operand *operand)
{
    const char *const start = r->at;
    size_t const size = ct_number_scan(start, (size_t)(r->end - start));
    r->at += size;
    char const behind = ct_path_peek(r);
    if (!size || (behind && strchr("0123456789.eE+-", behind)))
        return ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, start, r->at),
                       "not a JSON number");
    operand->literal = ct_number_new(r->arena, start, size);
    return true;
}

static size_t word_size(const ct_path_reader *r)
{
    const char *at = r->at;
    while (at < r->end &&
           ((*at >= 'a' && *at <= 'z') || (at > r->at && (*at == '_' || ct_is_digit(*at)))))
        at++;
    return (size_t)(at - r->at);
}

static bool read_call(ct_path_reader *r, const path_function *function, path_operand *operand);

static bool unknown_function(ct_path_reader *r, size_t size)
{
    const char *names[16] = {0};
    char *name = ct_arena_copy(r->arena, r->at, size);
    for (size_t i = 0; ct_path_functions[i].name && i < 15; i++)
        names[i] = ct_path_functions[i].name;
    ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, r->at, r->at + size),
            "unknown function '%s'", name);
    return ct_hint_nearest(r->diag, name, names);
}

static bool unknown_word(ct_path_reader *r, size_t size)
{
    static const char *const words[] = {"true", "false", "null", NULL};
    char *word = ct_arena_copy(r->arena, r->at, size);
    ct_loc const where = ct_path_span(r, r->at, r->at + size);
    if (ct_path_function_find(word, size))
        return ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, where,
                       "the function '%s' must be followed directly by '('", word);
    ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, where, "unknown word '%s'", word);
    return ct_nearest(word, words) ? ct_hint_nearest(r->diag, word, words)
                                   : ct_hint(r->diag, "put a string in quotes: '%s'", word);
}

/* Reads true, false, null or a function call. */
static bool read_word(ct_path_reader *r, path_operand *operand)
{
    size_t const size = word_size(r);
    const char *const word = r->at;
    if (word + size < r->end && word[size] == '(') {
        const path_function *function = ct_path_function_find(word, size);
        return function ? read_call(r, function, operand) : unknown_function(r, size);
    }
    if (size == 4 && !memcmp(word, "true", 4))
        operand->literal = json_true();
    else if (size == 5 && !memcmp(word, "false", 5))
        operand->literal = json_false();
    else if (size == 4 && !memcmp(word, "null", 4))
        operand->literal = json_null();
    else
        return unknown_word(r, size);
    r->at += size;
    return true;
}

static bool read_nested_query(ct_path_reader *r, path_operand *operand)
{
    path_query *query = ct_new(r->arena, path_query);
    operand->kind = PATH_QUERY;
    operand->query = query;
    return ct_path_read_query(r, query);
}

static bool read_bare_operand(ct_path_reader *r, path_operand *operand)
{
    char const c = ct_path_peek(r);
    operand->kind = PATH_LITERAL;
    if (c == '@' || c == '$')
        return read_nested_query(r, operand);
    if (c == '\'' || c == '"')
        return read_string(r, operand);
    if (c == '-' || ct_is_digit(c))
        return read_number(r, operand);
    if (word_size(r))
        return read_word(r, operand);
    return ct_path_expected(r, "a value, a query or a function");
}

static bool wrong_arguments(ct_path_reader *r, const path_function *f, const char *start,
                            const char *end)
{
    return ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, start, end),
                   "the function '%s' takes %s", f->name, f->takes);
}

static bool is_argument(ct_path_reader *r, const path_function *f, const path_written *what)
{
    if (f->parameter == PATH_IS_VALUE)
        return ct_path_is_value(r, what);
    return ct_path_type_of(&what->operand) == f->parameter ||
           wrong_arguments(r, f, what->start, what->end);
}

/* Compiles a literal pattern, so that its errors are reported when the file is loaded. */
static bool prepare_pattern(ct_path_reader *r, path_call *call, const path_written *pattern)
{
    const json_t *literal = pattern->operand.literal;
    if (pattern->operand.kind != PATH_LITERAL || !json_is_string(literal))
        return true;
    ct_iregexp_error error;
    call->regex = ct_iregexp_compile(r->arena, json_string_value(literal),
                                     json_string_length(literal), call->function->is_whole, &error);
    if (call->regex)
        return true;
    const char *place = ct_path_find_in_string(*r, pattern->start, error.offset);
    return ct_fail(r->diag, error.is_limit ? CT_ERR_LIMIT_EXCEEDED : CT_ERR_INVALID_JSONPATH,
                   ct_path_span(r, place, place), "in the pattern: %s", error.what);
}

static bool read_argument(ct_path_reader *r, path_call *call, unsigned index)
{
    path_written argument;
    const path_function *f = call->function;
    if (!ct_path_read_operand(r, &argument))
        return false;
    if (index >= f->arguments)
        return wrong_arguments(r, f, argument.start, argument.end);
    if (!is_argument(r, f, &argument))
        return false;
    call->arguments[index] = argument.operand;
    return !f->is_pattern || index != 1 || prepare_pattern(r, call, &argument);
}

static bool read_arguments(ct_path_reader *r, path_call *call, const char *name)
{
    unsigned count = 0;
    ct_path_skip_spaces(r);
    if (ct_path_peek(r) != ')') {
        do {
            ct_path_skip_spaces(r);
            if (!read_argument(r, call, count++))
                return false;
            ct_path_skip_spaces(r);
        } while (ct_path_take(r, ","));
    }
    if (!ct_path_take(r, ")"))
        return ct_path_expected(r, "',' or ')'");
    return count == call->function->arguments || wrong_arguments(r, call->function, name, r->at);
}

static bool read_call(ct_path_reader *r, const path_function *function, path_operand *operand)
{
    const char *const name = r->at;
    path_call *call = ct_new(r->arena, path_call);
    call->function = function;
    operand->kind = PATH_CALL;
    operand->call = call;
    if (!ct_path_enter(r))
        return false;
    r->at += strlen(function->name) + 1;
    bool const is_read = read_arguments(r, call, name);
    ct_path_leave(r);
    return is_read;
}

bool ct_path_read_operand(ct_path_reader *r, path_written *what)
{
    *what = (path_written){.start = r->at};
    bool const is_read = read_bare_operand(r, &what->operand);
    what->end = r->at;
    return is_read;
}

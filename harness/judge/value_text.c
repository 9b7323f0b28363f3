#include "judge/value_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "lang/json/json.h"
#include "lang/json/number.h"
#include "lang/path/path.h"

enum {
    LOOKED_AT = 64 << 10, /* bytes of a value that can be part of its text */
    BYTES_A_STEP = 4      /* masking examines each byte many times */
};

static bool is_tail(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

void ct_value_text_cut(ct_buf *out, const char *text, size_t size)
{
    if (size <= CT_LIMIT_VALUE) {
        ct_buf_add(out, text, size);
        return;
    }
    size_t head = CT_LIMIT_VALUE * 2 / 3, tail = size - CT_LIMIT_VALUE / 3;
    while (head && is_tail(text[head]))
        head--;
    while (tail < size && is_tail(text[tail]))
        tail++;
    ct_buf_add(out, text, head);
    ct_buf_printf(out, " ...(%zu bytes)... ", tail - head);
    ct_buf_add(out, text + tail, size - tail);
}

/* A string is masked before it is escaped, because an escape could split a secret. Of a huge one
 * only the start is examined, with as much after it as can be part of a secret that starts there.
 */
static void write_masked(ct_buf *out, const ct_judging *judging, ct_arena *scratch,
                         const json_t *value)
{
    if (!json_is_string(value)) {
        ct_json_write(out, value, CT_JSON_SHOWN);
        return;
    }
    size_t size = json_string_length(value), most = LOOKED_AT;
    most += ct_redactor_reach(judging->redactor);
    size = ct_utf8_cut(json_string_value(value), size, most);
    if (!ct_budget_spend(judging->budget, size / BYTES_A_STEP))
        return;
    const char *masked =
        ct_redact_body(judging->redactor, scratch, json_string_value(value), size, &size);
    ct_json_write_string(out, masked, ct_utf8_cut(masked, size, LOOKED_AT), CT_JSON_SHOWN);
}

void ct_value_text_add(ct_buf *out, const ct_judging *judging, const json_t *value)
{
    if (!value) {
        ct_buf_text(out, "nothing");
        return;
    }
    /* What is masked goes into an arena of its own: one value may be shown a thousand times. */
    ct_arena *scratch = ct_arena_new();
    ct_buf json = CT_BUF(LOOKED_AT);
    size_t size;
    write_masked(&json, judging, scratch, value);
    if (ct_budget_spend(judging->budget, json.size / BYTES_A_STEP)) {
        const char *shown =
            ct_redact_body(judging->redactor, scratch, ct_buf_str(&json), json.size, &size);
        ct_value_text_cut(out, shown, size);
    } else {
        ct_buf_text(out, "a value that is too large to show");
    }
    ct_buf_free(&json);
    ct_arena_free(scratch);
}

const char *ct_value_text(const ct_judging *judging, const json_t *value)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_value_text_add(&out, judging, value);
    return ct_buf_finish(&out, judging->arena);
}

bool ct_value_text_is_hidden(const ct_judging *judging, const ct_value_place *value_place)
{
    while (value_place &&
           !(value_place->name &&
             ct_redactor_hides_name(judging->redactor, value_place->name, value_place->size)))
        value_place = value_place->outer;
    return value_place || judging->is_secret;
}

const char *ct_value_text_at(const ct_judging *judging, const json_t *value,
                             const ct_value_place *value_place)
{
    return value && ct_value_text_is_hidden(judging, value_place) ? CT_MASK
                                                                  : ct_value_text(judging, value);
}

/* RFC 9535 section 2.7: single quotes, and the escapes of a normal single-quoted string. */
static void add_name(ct_buf *out, const char *name, size_t size)
{
    static const char plain[] = "btnfr";
    ct_buf_text(out, "['");
    for (size_t i = 0; i < size; i++) {
        unsigned char const c = (unsigned char)name[i];
        if (c == '\'' || c == '\\')
            ct_buf_printf(out, "\\%c", c);
        else if (c >= 8 && c <= 13 && c != 11)
            ct_buf_printf(out, "\\%c", c == 8 ? 'b' : plain[c == 9 ? 1 : c == 10 ? 2 : c - 9]);
        else if (c < 0x20)
            ct_buf_printf(out, "\\u%04x", c);
        else
            ct_buf_char(out, (char)c);
    }
    ct_buf_text(out, "']");
}

/* The outermost place in what a path selected is one of its nodes, or is inside the only one. */
static void add_root(ct_buf *out, const ct_judging *judging, const ct_value_place *outermost)
{
    const ct_path_nodes *nodes = judging->nodes;
    size_t const hit = judging->is_singular || !outermost ? 0 : outermost->index;
    if (nodes && hit < nodes->count && (judging->is_singular || outermost))
        ct_path_write_place(out, nodes->hits[hit].place);
    else
        ct_path_write_place(out, judging->missing);
}

static void add_place(ct_buf *out, const ct_judging *judging, const ct_value_place *value_place)
{
    bool const is_hit =
        judging->nodes && !judging->is_singular && value_place && !value_place->outer;
    if (!value_place || is_hit) {
        add_root(out, judging, value_place);
        return;
    }
    add_place(out, judging, value_place->outer);
    if (value_place->name)
        add_name(out, value_place->name, value_place->size);
    else
        ct_buf_printf(out, "[%zu]", value_place->index);
}

const char *ct_value_text_masked(const ct_judging *judging, const char *text)
{
    return ct_redact_text(judging->redactor, judging->arena, text);
}

const char *ct_value_text_path(const ct_judging *judging, const ct_value_place *value_place)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    add_place(&out, judging, value_place);
    return ct_value_text_masked(judging, ct_buf_finish(&out, judging->arena));
}

const char *ct_value_text_pointer(const ct_judging *judging, const json_t *value,
                                  const char *pointer)
{
    ct_buf out = CT_BUF(CT_BUF_ANY), name = CT_BUF(CT_BUF_ANY);
    ct_buf_char(&out, '$');
    while (*pointer == '/') {
        size_t const size = strcspn(pointer + 1, "/");
        ct_buf_clear(&name);
        for (const char *at = pointer + 1; at < pointer + 1 + size; at++)
            ct_buf_char(&name, *at != '~' ? *at : *++at == '0' ? '~' : '/');
        bool const is_index = json_is_array(value);
        if (is_index)
            ct_buf_printf(&out, "[%s]", ct_buf_str(&name));
        else
            add_name(&out, ct_buf_str(&name), name.size);
        value = is_index ? json_array_get(value, strtoul(ct_buf_str(&name), NULL, 10))
                         : json_object_getn(value, ct_buf_str(&name), name.size);
        pointer += 1 + size;
    }
    ct_buf_free(&name);
    return ct_value_text_masked(judging, ct_buf_finish(&out, judging->arena));
}

/* "7" for the number 7, and the other way round. */
static bool is_scalar_as_text(const json_t *scalar, const json_t *string)
{
    if (!json_is_string(string) || json_is_string(scalar) || json_is_object(scalar) ||
        json_is_array(scalar))
        return false;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_json_write(&text, scalar, CT_JSON_COMPACT);
    bool const same = text.size == json_string_length(string) &&
                      !memcmp(text.bytes, json_string_value(string), text.size);
    ct_buf_free(&text);
    return same;
}

static bool trims_to(const char *text, size_t size, const char *wanted, size_t wanted_size)
{
    static const char blanks[] = " \t\r\n";
    while (size && text[size - 1] && strchr(blanks, text[size - 1]))
        size--;
    while (size && *text && strchr(blanks, *text)) {
        text++;
        size--;
    }
    return size == wanted_size && !memcmp(text, wanted, size);
}

enum { MANY = 200 };

static bool is_permutation(const json_t *a, const json_t *b)
{
    size_t const size = json_array_size(a);
    bool used[MANY] = {false};
    if (size != json_array_size(b) || size > MANY)
        return false;
    for (size_t i = 0; i < size; i++) {
        size_t j = 0;
        while (j < size && (used[j] || !ct_json_equal(json_array_get(a, i), json_array_get(b, j))))
            j++;
        if (j == size)
            return false;
        used[j] = true;
    }
    return true;
}

static const char *near_text(const json_t *expected, const json_t *actual)
{
    const char *a = json_string_value(expected), *b = json_string_value(actual);
    size_t const m = json_string_length(expected), n = json_string_length(actual);
    if (m == n && !strncasecmp(a, b, m))
        return "differs only in letter case";
    if (trims_to(b, n, a, m) || trims_to(a, m, b, n))
        return "differs only in surrounding whitespace";
    return NULL;
}

/* Elements are compared each with each, where there are not too many. */
static size_t near_steps(const json_t *expected, const json_t *actual)
{
    size_t const size = json_array_size(expected);
    if (size > MANY || size != json_array_size(actual))
        return 1;
    return size ? size * ct_json_weight(expected) : 1 + json_string_length(actual) / 16;
}

const char *ct_value_text_near_miss(const ct_judging *judging, const json_t *expected,
                                    const json_t *actual)
{
    if (!expected || !actual || !ct_budget_spend(judging->budget, near_steps(expected, actual)))
        return NULL;
    if (json_is_string(expected) && json_is_string(actual))
        return near_text(expected, actual);
    if (is_scalar_as_text(expected, actual))
        return json_is_number(expected) ? "a number sent as a string"
                                        : "the same value sent as a string";
    if (is_scalar_as_text(actual, expected))
        return json_is_number(actual) ? "a number, not a string"
                                      : "the same value, not as a string";
    if (json_is_array(expected) && json_is_array(actual) && is_permutation(expected, actual))
        return "the same elements in a different order";
    return NULL;
}

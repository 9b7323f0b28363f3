/* Owns, copies, writes and compares values. The reader is in json_read.c. */
#include "lang/json/json.h"

#include <string.h>

#include "base/utf8.h"
#include "lang/json/number.h"

static void drop(void *value)
{
    json_decref(value);
}

json_t *ct_json_own(ct_arena *arena, json_t *value)
{
    return ct_arena_own(arena, value, drop);
}

/* Returns a new reference to a copy. Numbers that keep their text belong to the arena. */
static json_t *copy_of(ct_arena *arena, const json_t *value)
{
    char scratch[CT_NUMBER_SCRATCH];
    size_t size;
    switch (json_typeof(value)) {
    case JSON_OBJECT: {
        json_t *copy = json_object(), *member;
        const char *name;
        json_object_keylen_foreach(ct_json_iterable(value), name, size, member)
        {
            json_object_setn_new_nocheck(copy, name, size, copy_of(arena, member));
        }
        return copy;
    }
    case JSON_ARRAY: {
        json_t *copy = json_array();
        for (size_t i = 0; i < json_array_size(value); i++)
            json_array_append_new(copy, copy_of(arena, json_array_get(value, i)));
        return copy;
    }
    case JSON_STRING:
        return json_stringn_nocheck(json_string_value(value), json_string_length(value));
    case JSON_INTEGER:
        return json_integer(json_integer_value(value));
    case JSON_REAL: {
        const char *text = ct_number_text(value, scratch, &size);
        return ct_number_new(arena, text, size);
    }
    default:
        return ct_json_iterable(value); /* jansson does not count references to these */
    }
}

json_t *ct_json_copy(ct_arena *arena, const json_t *value)
{
    return ct_json_own(arena, copy_of(arena, value));
}

static void write_escaped(ct_buf *out, int32_t c)
{
    static const char letters[] = "btnfr";
    if (c >= 8 && c <= 13 && c != 11)
        ct_buf_printf(out, "\\%c", c == 8 ? 'b' : c == 9 ? 't' : c == 10 ? 'n' : letters[c - 9]);
    else if (c >= 0x10000)
        ct_buf_printf(out, "\\u%04x\\u%04x", (unsigned)(0xD800 + ((c - 0x10000) >> 10)),
                      (unsigned)(0xDC00 + ((c - 0x10000) & 0x3FF)));
    else
        ct_buf_printf(out, "\\u%04x", (unsigned)c);
}

void ct_json_write_string(ct_buf *out, const char *bytes, size_t size, int style)
{
    const char *const end = bytes + size;
    const char *run = bytes;
    ct_buf_char(out, '"');
    for (const char *at = bytes; at < end && !out->is_full;) {
        const char *const start = at;
        unsigned char const first = (unsigned char)*at;
        if (first >= 0x20 && first < 0x7F && first != '"' && first != '\\') {
            at++;
            continue;
        }
        int32_t const c = ct_utf8_next(&at, end);
        bool const is_quoted = c == '"' || c == '\\';
        bool const is_escaped =
            (c >= 0 && c < 0x20) || ((style & CT_JSON_SHOWN) && c >= 0 && ct_utf8_is_hidden(c));
        if (!is_quoted && !is_escaped && c != CT_UTF8_INVALID)
            continue;
        ct_buf_add(out, run, (size_t)(start - run));
        if (is_quoted)
            ct_buf_printf(out, "\\%c", (char)c);
        else if (is_escaped)
            write_escaped(out, c);
        else
            ct_buf_text(out, "\xEF\xBF\xBD"); /* U+FFFD: a JSON string cannot contain other bytes */
        run = at;
    }
    ct_buf_add(out, run, (size_t)(end - run));
    ct_buf_char(out, '"');
}

static void break_line(ct_buf *out, int style, int level)
{
    if (style & CT_JSON_PRETTY)
        ct_buf_printf(out, "\n%*s", 2 * level, "");
}

static void write_value(ct_buf *out, const json_t *value, int style, int level);

static void write_object(ct_buf *out, const json_t *object, int style, int level)
{
    const char *name;
    size_t size;
    json_t *member;
    const char *between = "";
    ct_buf_char(out, '{');
    json_object_keylen_foreach(ct_json_iterable(object), name, size, member)
    {
        if (out->is_full)
            break;
        ct_buf_text(out, between);
        break_line(out, style, level + 1);
        ct_json_write_string(out, name, size, style);
        ct_buf_text(out, style & CT_JSON_PRETTY ? ": " : ":");
        write_value(out, member, style, level + 1);
        between = ",";
    }
    if (*between)
        break_line(out, style, level);
    ct_buf_char(out, '}');
}

static void write_array(ct_buf *out, const json_t *array, int style, int level)
{
    size_t const size = json_array_size(array);
    ct_buf_char(out, '[');
    for (size_t i = 0; i < size && !out->is_full; i++) {
        if (i)
            ct_buf_char(out, ',');
        break_line(out, style, level + 1);
        write_value(out, json_array_get(array, i), style, level + 1);
    }
    if (size)
        break_line(out, style, level);
    ct_buf_char(out, ']');
}

static void write_value(ct_buf *out, const json_t *value, int style, int level)
{
    char scratch[CT_NUMBER_SCRATCH];
    size_t size;
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        write_object(out, value, style, level);
        break;
    case JSON_ARRAY:
        write_array(out, value, style, level);
        break;
    case JSON_STRING:
        ct_json_write_string(out, json_string_value(value), json_string_length(value), style);
        break;
    case JSON_INTEGER:
    case JSON_REAL: {
        const char *text = ct_number_text(value, scratch, &size);
        ct_buf_add(out, text, size);
        break;
    }
    case JSON_TRUE:
        ct_buf_text(out, "true");
        break;
    case JSON_FALSE:
        ct_buf_text(out, "false");
        break;
    case JSON_NULL:
        ct_buf_text(out, "null");
        break;
    }
}

void ct_json_write(ct_buf *out, const json_t *value, int style)
{
    write_value(out, value, style, 0);
}

static bool objects_equal(const json_t *a, const json_t *b)
{
    const char *name;
    size_t size;
    json_t *member;
    if (json_object_size(a) != json_object_size(b))
        return false;
    json_object_keylen_foreach(ct_json_iterable(a), name, size, member)
    {
        const json_t *other = json_object_getn(b, name, size);
        if (!other || !ct_json_equal(member, other))
            return false;
    }
    return true;
}

static bool arrays_equal(const json_t *a, const json_t *b)
{
    size_t const size = json_array_size(a);
    if (size != json_array_size(b))
        return false;
    for (size_t i = 0; i < size; i++)
        if (!ct_json_equal(json_array_get(a, i), json_array_get(b, i)))
            return false;
    return true;
}

bool ct_json_equal(const json_t *a, const json_t *b)
{
    if (json_is_number(a) && json_is_number(b))
        return !ct_number_compare(a, b);
    if (json_typeof(a) != json_typeof(b))
        return false;
    switch (json_typeof(a)) {
    case JSON_OBJECT:
        return objects_equal(a, b);
    case JSON_ARRAY:
        return arrays_equal(a, b);
    case JSON_STRING:
        return json_string_length(a) == json_string_length(b) &&
               !memcmp(json_string_value(a), json_string_value(b), json_string_length(a));
    default:
        return true;
    }
}

const char *ct_json_text(const json_t *value)
{
    const char *text = json_string_value(value);
    return text && strlen(text) == json_string_length(value) ? text : NULL;
}

size_t ct_json_weight(const json_t *value)
{
    size_t sum = 1, size;
    if (json_is_string(value))
        return 1 + json_string_length(value) / 64;
    if (json_is_real(value)) {
        char scratch[CT_NUMBER_SCRATCH];
        ct_number_text(value, scratch, &size);
        return 1 + size / 16;
    }
    for (size_t i = 0; i < json_array_size(value); i++)
        sum += ct_json_weight(json_array_get(value, i));
    const char *name;
    json_t *member;
    json_object_keylen_foreach(ct_json_iterable(value), name, size, member)
    {
        sum += 1 + size / 64 + ct_json_weight(member);
    }
    return sum;
}

const char *ct_json_type(const json_t *value)
{
    if (!value)
        return "nothing";
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "object";
    case JSON_ARRAY:
        return "array";
    case JSON_STRING:
        return "string";
    case JSON_INTEGER:
    case JSON_REAL:
        return ct_number_is_integer(value) ? "integer" : "number";
    case JSON_TRUE:
    case JSON_FALSE:
        return "boolean";
    case JSON_NULL:
        break;
    }
    return "null";
}

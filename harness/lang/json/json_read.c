/* Reads a JSON text (RFC 8259). */
#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "lang/json/json.h"
#include "lang/json/number.h"

typedef struct reader {
    ct_arena *arena;
    const char *text, *at, *end;
    ct_buf string; /* the current string, if it has escapes */
    unsigned depth;
    bool refuses_nul;
    size_t values_left;
    ct_json_error *error;
} reader;

static const char too_many[] = "more than 400,000 JSON values",
                  too_many_of_ours[] = "more than 2,000,000 JSON values";
_Static_assert(CT_LIMIT_JSON_VALUES == 400000 && CT_LIMIT_DOCUMENT_VALUES == 2000000,
               "the words above name the limits");

static json_t *stop_at(reader *r, const char *at, const char *what)
{
    if (!r->error->what) {
        r->error->what = what;
        r->error->offset = (size_t)(at - r->text);
    }
    return NULL;
}

static json_t *stop(reader *r, const char *what)
{
    return stop_at(r, r->at, r->at == r->end ? "unexpected end of the text" : what);
}

static void skip_blanks(reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t'))
        r->at++;
}

static bool take(reader *r, char c)
{
    if (r->at == r->end || *r->at != c)
        return false;
    r->at++;
    return true;
}

/* Reads the four hex digits of \uXXXX. Returns -1 if they are missing. */
static int32_t read_hex4(reader *r)
{
    if (r->end - r->at < 4)
        return -1;
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char const c = r->at[i];
        int const digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    r->at += 4;
    return value;
}

static bool read_unicode_escape(reader *r, const char *start)
{
    int32_t c = read_hex4(r);
    if (c < 0)
        return stop_at(r, start, "expected four hex digits after '\\u'");
    if (c >= 0xD800 && c <= 0xDBFF) {
        int32_t low = -1;
        if (r->end - r->at >= 6 && r->at[0] == '\\' && r->at[1] == 'u') {
            r->at += 2;
            low = read_hex4(r);
        }
        if (low < 0xDC00 || low > 0xDFFF)
            return stop_at(r, start, "unpaired surrogate");
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    } else if (c >= 0xDC00 && c <= 0xDFFF) {
        return stop_at(r, start, "unpaired surrogate");
    } else if (!c && r->refuses_nul) {
        return stop_at(r, start, "NUL character in a string");
    }
    ct_utf8_add(&r->string, (uint32_t)c);
    return true;
}

static bool read_escape(reader *r)
{
    static const char letters[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    const char *const start = r->at - 1;
    if (r->at == r->end)
        return stop(r, NULL);
    char const c = *r->at++;
    if (c == 'u')
        return read_unicode_escape(r, start);
    const char *letter = c ? strchr(letters, c) : NULL;
    if (!letter)
        return stop_at(r, start, "invalid escape");
    ct_buf_char(&r->string, values[letter - letters]);
    return true;
}

/* Reads a string after its opening quote. *bytes is in the text, or in r->string if the string has
 * escapes: then it is valid until the next string is read. */
static bool read_string(reader *r, const char **bytes, size_t *size)
{
    const char *run = r->at; /* a part without escapes is not copied */
    bool has_escape = false;
    ct_buf_clear(&r->string);
    while (r->at < r->end && *r->at != '"') {
        unsigned char const c = (unsigned char)*r->at;
        if (c < 0x20)
            return stop(r, "unescaped control character in a string");
        if (c == '\\') {
            ct_buf_add(&r->string, run, (size_t)(r->at - run));
            r->at++;
            has_escape = true;
            if (!read_escape(r))
                return false;
            run = r->at;
        } else if (c < 0x80) {
            r->at++;
        } else {
            const char *const start = r->at;
            if (ct_utf8_next(&r->at, r->end) == CT_UTF8_INVALID)
                return stop_at(r, start, "invalid UTF-8");
        }
    }
    if (r->at == r->end)
        return stop(r, NULL);
    if (has_escape)
        ct_buf_add(&r->string, run, (size_t)(r->at - run));
    *bytes = has_escape ? ct_buf_str(&r->string) : run;
    *size = has_escape ? r->string.size : (size_t)(r->at - run);
    r->at++;
    return true;
}

static json_t *read_value(reader *r);

static bool read_member(reader *r, json_t *object)
{
    const char *const start = r->at;
    const char *name;
    size_t size;
    if (!take(r, '"'))
        return stop(r, "expected a property name in double quotes");
    if (!read_string(r, &name, &size))
        return false;
    if (json_object_getn(object, name, size))
        return stop_at(r, start, "duplicate property name");
    /* Reading the value may overwrite r->string, so a name in that buffer is copied. */
    char *copy = name == r->string.bytes ? ct_buf_keep(&r->string, r->arena) : NULL;
    skip_blanks(r);
    if (!take(r, ':'))
        return stop(r, "expected ':'");
    json_t *value = read_value(r);
    return value && !json_object_setn_new_nocheck(object, copy ? copy : name, size, value);
}

/* Reads after an element or property. Returns true if another one follows. */
static bool read_separator(reader *r, char close, const char *what)
{
    skip_blanks(r);
    if (take(r, ',')) {
        skip_blanks(r);
        return true;
    }
    if (!take(r, close))
        stop(r, what);
    return false;
}

static json_t *read_object(reader *r)
{
    json_t *object = json_object();
    skip_blanks(r);
    if (take(r, '}'))
        return object;
    do {
        if (!read_member(r, object))
            break;
    } while (read_separator(r, '}', "expected ',' or '}'"));
    return object;
}

static json_t *read_array(reader *r)
{
    json_t *array = json_array();
    skip_blanks(r);
    if (take(r, ']'))
        return array;
    do {
        json_t *value = read_value(r);
        if (!value || json_array_append_new(array, value))
            break;
    } while (read_separator(r, ']', "expected ',' or ']'"));
    return array;
}

static json_t *read_nested(reader *r, json_t *(*read)(reader *r))
{
    if (r->depth == CT_LIMIT_JSON_DEPTH) {
        r->error->is_limit = true;
        return stop(r, "nested too deeply");
    }
    r->at++;
    r->depth++;
    json_t *value = read(r);
    r->depth--;
    if (!r->error->what)
        return value;
    json_decref(value);
    return NULL;
}

static bool take_word(reader *r, const char *word)
{
    size_t const size = strlen(word);
    if ((size_t)(r->end - r->at) < size || memcmp(r->at, word, size))
        return false;
    r->at += size;
    return true;
}

static json_t *read_number(reader *r)
{
    size_t const size = ct_number_scan(r->at, (size_t)(r->end - r->at));
    if (!size)
        return stop(r, "expected a value");
    const char *const text = r->at;
    r->at += size;
    /* "01" and "1." are reported where the number stops being valid. */
    if (r->at < r->end && *r->at && strchr("0123456789.eE+-", *r->at))
        return stop(r, "invalid number");
    int64_t small = 0;
    if (size < 18 && !memchr(text, '.', size) && !memchr(text, 'e', size) &&
        !memchr(text, 'E', size) && !(size == 2 && text[0] == '-' && text[1] == '0')) {
        for (size_t i = text[0] == '-'; i < size; i++)
            small = small * 10 + (text[i] - '0');
        return json_integer(text[0] == '-' ? -small : small);
    }
    return json_incref(ct_number_new(r->arena, text, size));
}

static json_t *stop_at_limit(reader *r)
{
    r->error->is_limit = r->error->is_too_many = true;
    return stop(r, r->refuses_nul ? too_many_of_ours : too_many);
}

static json_t *read_value(reader *r)
{
    skip_blanks(r);
    if (r->at == r->end)
        return stop(r, NULL);
    if (!r->values_left)
        return stop_at_limit(r);
    r->values_left--;
    switch (*r->at) {
    case '{':
        return read_nested(r, read_object);
    case '[':
        return read_nested(r, read_array);
    case '"': {
        const char *bytes;
        size_t size;
        r->at++;
        return read_string(r, &bytes, &size) ? json_stringn_nocheck(bytes, size) : NULL;
    }
    case 't':
        return take_word(r, "true") ? json_true() : stop(r, "expected a value");
    case 'f':
        return take_word(r, "false") ? json_false() : stop(r, "expected a value");
    case 'n':
        return take_word(r, "null") ? json_null() : stop(r, "expected a value");
    default:
        return read_number(r);
    }
}

static void place_error(reader *r)
{
    ct_json_error *t = r->error;
    const char *line = r->text;
    const char *const place = r->text + t->offset;
    t->line = 1;
    for (const char *at = r->text; at < place; at++) {
        if (*at == '\n') {
            t->line++;
            line = at + 1;
        }
    }
    t->column = (unsigned)ct_utf8_length(line, (size_t)(place - line)) + 1;
}

typedef struct reader_limits {
    bool refuses_nul;
    size_t values;
} reader_limits;

static json_t *read_document(ct_arena *arena, const char *text, size_t size, reader_limits limits,
                             ct_json_error *error)
{
    reader r = {.arena = arena,
                .text = text,
                .at = text,
                .end = text + size,
                .string = CT_BUF(CT_BUF_ANY),
                .refuses_nul = limits.refuses_nul,
                .values_left = limits.values,
                .error = error};
    *error = (ct_json_error){0};
    json_t *value = NULL;
    if (size >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3))
        stop(&r, "byte order mark");
    else
        value = read_value(&r);
    skip_blanks(&r);
    if (value && r.at < r.end) {
        stop(&r, "unexpected text after the value");
        json_decref(value);
        value = NULL;
    }
    ct_buf_free(&r.string);
    if (!value) {
        place_error(&r);
        return NULL;
    }
    return ct_json_own(arena, value);
}

json_t *ct_json_read(ct_arena *arena, const char *text, size_t size, ct_json_error *error)
{
    return read_document(arena, text, size, (reader_limits){false, CT_LIMIT_JSON_VALUES}, error);
}

json_t *ct_json_read_file(ct_arena *arena, const char *text, size_t size, ct_json_error *error)
{
    return read_document(arena, text, size, (reader_limits){false, SIZE_MAX}, error);
}

json_t *ct_json_read_plain(ct_arena *arena, const char *text, size_t size, ct_json_error *error)
{
    return read_document(arena, text, size, (reader_limits){true, CT_LIMIT_DOCUMENT_VALUES}, error);
}

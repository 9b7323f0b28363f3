#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/redact/parts.h"

/* A piece of a string, and what the view shows for it. */
typedef struct token {
    size_t taken;
    size_t made; /* at most `taken` */
    char out[4];
} token;

typedef struct cursor {
    const char *begin, *at, *end;
} cursor;

enum { SPECIAL = -1 };

typedef struct view_kind {
    const char *special; /* where read() looks closer */
    size_t special_size;
    const char *from, *to; /* every other byte is shown as itself, but these */
    token (*read)(const cursor *text);
} view_kind;

static token literal(const char *at)
{
    return (token){1, 1, {*at}};
}

static token dropped(size_t taken)
{
    return (token){taken, 0, {0}};
}

/* ---- Escapes ---- */

static size_t hex_digits(const char *at, const char *end, size_t most)
{
    size_t count = 0;
    while (count < most && at + count < end && isxdigit((unsigned char)at[count]))
        count++;
    return count;
}

static uint32_t digits_value(const char *digits, size_t count, uint32_t base)
{
    uint32_t value = 0;
    for (size_t i = 0; i < count; i++) {
        int const c = tolower((unsigned char)digits[i]);
        value = value * base + (uint32_t)(isdigit(c) ? c - '0' : c - 'a' + 10);
    }
    return value;
}

static token code_point(size_t taken, uint32_t c)
{
    token made = {.taken = taken};
    made.made = ct_utf8_encode(c, made.out);
    return made;
}

/* Reads a byte of two hex digits, after '%' or "\x". */
static token read_byte(const cursor *text, size_t prefix)
{
    const char *digits = text->at + prefix;
    size_t const count = hex_digits(digits, text->end, 2);
    if (count == 2)
        return (token){prefix + 2, 1, {(char)digits_value(digits, 2, 16)}};
    return digits + count == text->end ? dropped(prefix + count) : literal(text->at);
}

/* After the first half of a pair, `text->at` still before it. */
static token read_low_surrogate(const cursor *text, uint32_t high)
{
    const char *low = text->at + 6;
    size_t const left = (size_t)(text->end - low);
    bool const has_slash = left < 1 || low[0] == '\\', has_u = left < 2 || low[1] == 'u';
    if (!has_slash || !has_u)
        return literal(text->at);
    size_t const digits = left < 2 ? 0 : hex_digits(low + 2, text->end, 4);
    if (digits < 4)
        return left < 2 || left == 2 + digits ? dropped(6 + left) : literal(text->at);
    uint32_t const c = digits_value(low + 2, 4, 16);
    if (c < 0xDC00 || c > 0xDFFF)
        return literal(text->at);
    return code_point(12, 0x10000 + ((high - 0xD800) << 10) + (c - 0xDC00));
}

static token read_unicode(const cursor *text)
{
    const char *digits = text->at + 2;
    size_t const count = hex_digits(digits, text->end, 4);
    if (count < 4)
        return digits + count == text->end ? dropped(2 + count) : literal(text->at);
    uint32_t const c = digits_value(digits, 4, 16);
    if (c >= 0xD800 && c <= 0xDBFF)
        return read_low_surrogate(text, c);
    return c >= 0xDC00 && c <= 0xDFFF ? literal(text->at) : code_point(6, c);
}

static token read_backslash(const cursor *text)
{
    static const char letters[] = "\"\\/'bfnrt", values[] = "\"\\/'\b\f\n\r\t";
    if (text->at + 1 == text->end)
        return dropped(1);
    char const c = text->at[1];
    if (c == 'u')
        return read_unicode(text);
    if (c == 'x')
        return read_byte(text, 2);
    const char *letter = c ? strchr(letters, c) : NULL;
    return letter ? (token){2, 1, {values[letter - letters]}} : literal(text->at);
}

/* The code point of "amp", "#38" or "#x26"; 0 if it is unknown. */
static uint32_t entity_value(const char *name, size_t size)
{
    static const struct {
        const char *name;
        char value;
    } names[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (size == strlen(names[i].name) && !memcmp(name, names[i].name, size))
            return (uint32_t)names[i].value;
    if (size < 2 || name[0] != '#')
        return 0;
    bool const is_hex = tolower((unsigned char)name[1]) == 'x';
    const char *digits = name + (is_hex ? 2 : 1);
    size_t const count = size - (size_t)(digits - name);
    for (size_t i = 0; i < count; i++)
        if (is_hex ? !isxdigit((unsigned char)digits[i]) : !isdigit((unsigned char)digits[i]))
            return 0;
    uint32_t const c = digits_value(digits, count, is_hex ? 16 : 10);
    return c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF) ? 0 : c;
}

static token read_entity(const cursor *text)
{
    enum { LONGEST = 9 }; /* "#x0010FFF": more digits than that would not fit 32 bits */
    const char *name = text->at + 1;
    size_t size = 0;
    while (size < LONGEST && name + size < text->end &&
           (name[size] == '#' || isalnum((unsigned char)name[size])))
        size++;
    if (name + size == text->end)
        return dropped(1 + size);
    uint32_t const c = name[size] == ';' ? entity_value(name, size) : 0;
    return c ? code_point(size + 2, c) : literal(text->at);
}

static token read_escape(const cursor *text)
{
    switch (*text->at) {
    case '%':
        return read_byte(text, 1);
    case '\\':
        return read_backslash(text);
    default:
        return read_entity(text);
    }
}

/* ---- Folds and separators ---- */

/* Drops a line break with the indentation after it. A NUL is half of an ASCII letter in UTF-16. */
static token read_fold(const cursor *text)
{
    const char *at = text->at + 1;
    if (*text->at)
        while (at < text->end && strchr("\r\n\t ", *at) && *at)
            at++;
    return dropped((size_t)(at - text->at));
}

static token read_nul(const cursor *text)
{
    (void)text;
    return dropped(1);
}

static token read_separator(const cursor *text)
{
    const char *at = text->at;
    bool const is_behind = at > text->begin && isxdigit((unsigned char)at[-1]);
    bool const is_before = at + 1 == text->end || isxdigit((unsigned char)at[1]);
    return is_behind && is_before ? dropped(1) : literal(at);
}

/* ---- Looking ---- */

static const view_kind view_kinds[] = {
    [CT_REDACT_VIEW_ESCAPES] = {"%\\&", 3, "+", " ", read_escape},
    /* A space may have been a '+', before this view or on the way to us. */
    [CT_REDACT_VIEW_BASE64] = {"\0\r\n", 3, "-_ ", "+/+", read_fold},
    [CT_REDACT_VIEW_HEX] = {":- ", 3, "ABCDEF", "abcdef", read_separator},
    [CT_REDACT_VIEW_WIDE] = {"\0", 1, "", "", read_nul},
};

typedef int16_t byte_map[256];

/* Filled once: most strings are shorter than a map. */
static const int16_t *map_of(const view_kind *view)
{
    static byte_map maps[sizeof view_kinds / sizeof *view_kinds];
    int16_t *map = maps[view - view_kinds];
    if (map['a'])
        return map;
    for (int i = 0; i < 256; i++)
        map[i] = (int16_t)i;
    for (size_t i = 0; view->from[i]; i++)
        map[(unsigned char)view->from[i]] = (unsigned char)view->to[i];
    for (size_t i = 0; i < view->special_size; i++)
        map[(unsigned char)view->special[i]] = SPECIAL;
    return map;
}

static token read_token(const view_kind *view, const int16_t *map, const cursor *text)
{
    int const shown = map[(unsigned char)*text->at];
    if (shown != SPECIAL)
        return (token){1, 1, {(char)shown}};
    token made = view->read(text);
    for (size_t i = 0; i < made.made; i++) {
        int const mapped = map[(unsigned char)made.out[i]];
        if (mapped != SPECIAL)
            made.out[i] = (char)mapped;
    }
    return made;
}

static size_t same_size(const int16_t *map, const char *bytes, size_t size)
{
    size_t same = 0;
    while (same < size && map[(unsigned char)bytes[same]] == (unsigned char)bytes[same])
        same++;
    return same;
}

char *ct_redact_view_text(ct_redact_view which, const char *bytes, size_t size, size_t *shown)
{
    const view_kind *view = &view_kinds[which];
    const int16_t *map = map_of(view);
    size_t const same = same_size(map, bytes, size);
    if (same == size)
        return NULL;
    char *out = ct_malloc(size), *to = out + same;
    memcpy(out, bytes, same);
    bool is_other = false;
    for (cursor text = {bytes, bytes + same, bytes + size}; text.at < text.end;) {
        int const plain = map[(unsigned char)*text.at];
        if (plain != SPECIAL) { /* the quick way for nearly all of a string */
            is_other |= plain != (unsigned char)*text.at++;
            *to++ = (char)plain;
            continue;
        }
        token const made = read_token(view, map, &text);
        is_other |= made.taken != made.made || made.out[0] != *text.at;
        memcpy(to, made.out, made.made);
        to += made.made;
        text.at += made.taken;
    }
    if (!is_other) {
        free(out);
        return NULL;
    }
    *shown = (size_t)(to - out);
    return out;
}

void ct_redact_view_map_back(ct_redact_view which, const char *bytes, size_t size, ct_spans *spans)
{
    const view_kind *view = &view_kinds[which];
    const int16_t *map = map_of(view);
    cursor text = {bytes, bytes, bytes + size};
    size_t seen = 0, token_begin = 0;
    for (size_t i = 0; i < spans->count; i++) {
        ct_span *span = &spans->items[i];
        size_t begin = token_begin; /* when the token at hand reaches into this span */
        bool is_begun = seen > span->begin;
        while (seen < span->end && text.at < text.end) {
            token const made = read_token(view, map, &text);
            token_begin = (size_t)(text.at - bytes);
            text.at += made.taken;
            seen += made.made;
            if (!is_begun && seen > span->begin) {
                begin = token_begin;
                is_begun = true;
            }
        }
        span->begin = begin;
        span->end = span->is_open ? size : (size_t)(text.at - bytes);
    }
}

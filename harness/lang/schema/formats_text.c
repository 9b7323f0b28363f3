/* Checks UUIDs, URI templates, relative JSON pointers and patterns. */
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "lang/json/pointer.h"
#include "lang/regex/ecma_regex.h"
#include "lang/schema/schema_formats.h"

bool ct_format_uuid(const char *text, size_t size)
{
    if (size != 36)
        return false;
    for (size_t i = 0; i < size; i++) {
        bool const is_dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (is_dash ? text[i] != '-' : !ct_is_hex(text[i]))
            return false;
    }
    return true;
}

/* Returns the size of the start of a relative pointer, or 0: levels up and an optional index shift,
 * such as "0", "12", "0+1", "1-2". */
static size_t steps_size(const char *text, size_t size)
{
    size_t at = 0;
    for (int i = 0; i < 2; i++) {
        size_t const start = at;
        while (at < size && ct_is_digit(text[at]))
            at++;
        if (at == start || (text[start] == '0' && (at - start > 1 || i == 1)))
            return 0;
        if (i == 1 || at == size || (text[at] != '+' && text[at] != '-'))
            return at;
        at++;
    }
    return at;
}

bool ct_format_relative_pointer(const char *text, size_t size)
{
    size_t const at = steps_size(text, size);
    if (!at)
        return false;
    return (size - at == 1 && text[at] == '#') || ct_pointer_is_valid(text + at, size - at);
}

bool ct_format_regex(const char *text, size_t size)
{
    ct_arena *arena = ct_arena_new();
    ct_ecma_error error;
    bool const is_fine = ct_ecma_regex_compile(arena, text, size, &error) || error.is_limit;
    ct_arena_free(arena);
    return is_fine;
}

/* -------------------------------------------------- URI templates (RFC 6570) */

/* Returns true for characters that are allowed outside of braces (RFC 6570 section 2.1). */
static bool is_literal(int32_t c)
{
    if (c <= 0x20 || c == 0x7F || (c >= 0x80 && c < 0xA0) || c == CT_UTF8_INVALID)
        return false;
    return c >= 0x80 || !strchr("\"'<>\\^`{|}%", (int)c);
}

static bool is_escape(const char *at, const char *end)
{
    return end - at >= 3 && *at == '%' && ct_is_hex(at[1]) && ct_is_hex(at[2]);
}

static size_t variable_size(const char *at, const char *end)
{
    const char *const start = at;
    while (at < end) {
        if (ct_is_letter(*at) || ct_is_digit(*at) || *at == '_')
            at++;
        else if (is_escape(at, end))
            at += 3;
        else if (*at == '.' && at > start && at[-1] != '.')
            at++;
        else
            break;
    }
    return at > start && at[-1] == '.' ? 0 : (size_t)(at - start);
}

/* Reads a modifier (RFC 6570 section 2.4): ":3" with up to four digits, "*", or nothing. */
static bool skip_modifier(const char **at, const char *end)
{
    if (*at < end && **at == '*') {
        ++*at;
        return true;
    }
    if (*at == end || **at != ':')
        return true;
    const char *const start = ++*at;
    while (*at < end && ct_is_digit(**at) && *at - start < 4)
        ++*at;
    return *at > start && *start != '0';
}

/* Reads an expression after its "{", with its "}" (RFC 6570 section 2.2). */
static bool skip_expression(const char **at, const char *end)
{
    if (*at < end && **at && strchr("+#./;?&", **at))
        ++*at;
    for (;;) {
        size_t const size = variable_size(*at, end);
        *at += size;
        if (!size || !skip_modifier(at, end) || *at == end)
            return false;
        char const c = *(*at)++;
        if (c == '}')
            return true;
        if (c != ',')
            return false;
    }
}

bool ct_format_uri_template(const char *text, size_t size)
{
    const char *at = text;
    const char *const end = text + size;
    while (at < end) {
        if (is_escape(at, end)) {
            at += 3;
        } else if (*at == '{') {
            at++;
            if (!skip_expression(&at, end))
                return false;
        } else if (!is_literal(ct_utf8_next(&at, end))) {
            return false;
        }
    }
    return true;
}

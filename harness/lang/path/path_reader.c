/* Reads the tokens of a JSONPath: spaces, strings, integers, names. */
#include "lang/path/path_reader.h"

#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/utf8.h"

ct_loc ct_path_span(const ct_path_reader *r, const char *start, const char *end)
{
    return ct_loc_within(r->where, r->text, (size_t)(start - r->text),
                         ct_utf8_length(start, (size_t)(end - start)));
}

/* Suggests the double operator where the text has the single one of another language. */
static bool hint_at_sign(ct_path_reader *r)
{
    char const sign = ct_path_peek(r);
    if (r->end - r->at > 1 && r->at[1] == sign)
        return false;
    switch (sign) {
    case '=':
        return ct_hint(r->diag, "use '==' for equality");
    case '&':
        return ct_hint(r->diag, "use '&&' for 'and'");
    case '|':
        return ct_hint(r->diag, "use '||' for 'or'");
    default:
        return false;
    }
}

bool ct_path_expected(ct_path_reader *r, const char *what)
{
    const char *ending = r->at == r->end ? ", but the path ends here" : "";
    ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, r->at, r->at), "expected %s%s", what,
            ending);
    return hint_at_sign(r);
}

bool ct_path_at_space(const ct_path_reader *r)
{
    return r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r');
}

void ct_path_skip_spaces(ct_path_reader *r)
{
    while (ct_path_at_space(r))
        r->at++;
}

bool ct_path_take(ct_path_reader *r, const char *word)
{
    size_t const size = strlen(word);
    if ((size_t)(r->end - r->at) < size || memcmp(r->at, word, size))
        return false;
    r->at += size;
    return true;
}

char ct_path_peek(const ct_path_reader *r)
{
    return r->at < r->end ? *r->at : '\0';
}

bool ct_path_enter(ct_path_reader *r)
{
    if (r->depth == CT_LIMIT_PATH_DEPTH)
        return ct_fail(r->diag, CT_ERR_LIMIT_EXCEEDED, ct_path_span(r, r->at, r->at),
                       "the path is nested deeper than %d levels", CT_LIMIT_PATH_DEPTH);
    r->depth++;
    return true;
}

void ct_path_leave(ct_path_reader *r)
{
    r->depth--;
}

/* Reads the four hex digits of \uXXXX. Returns -1 if they are missing. */
static int32_t read_hex4(ct_path_reader *r)
{
    if (r->end - r->at < 4)
        return -1;
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        int const digit = ct_hex_value(r->at[i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    r->at += 4;
    return value;
}

static bool half_a_pair(ct_path_reader *r, const char *start)
{
    return ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, start, r->at),
                   "half of a surrogate pair");
}

static bool read_unicode_escape(ct_path_reader *r, const char *start, ct_buf *out)
{
    int32_t c = read_hex4(r);
    if (c < 0)
        return ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, start, r->at),
                       "'\\u' without four hex digits");
    if (c >= 0xDC00 && c <= 0xDFFF)
        return half_a_pair(r, start);
    if (c >= 0xD800 && c <= 0xDBFF) {
        int32_t const low = ct_path_take(r, "\\u") ? read_hex4(r) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return half_a_pair(r, start);
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
    ct_utf8_add(out, (uint32_t)c);
    return true;
}

/* Reads an escape, from its backslash on. */
static bool read_escape(ct_path_reader *r, char quote, ct_buf *out)
{
    static const char letters[] = "bfnrt/\\", values[] = "\b\f\n\r\t/\\";
    const char *const start = r->at++;
    char const c = ct_path_peek(r);
    if (r->at == r->end)
        return ct_path_expected(r, "an escape");
    if (ct_path_take(r, "u"))
        return read_unicode_escape(r, start, out);
    const char *letter = c ? strchr(letters, c) : NULL;
    if (!letter && c != quote) {
        ct_utf8_next(&r->at, r->end);
        return ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, start, r->at),
                       "not a valid escape in JSONPath");
    }
    r->at++;
    return ct_buf_char(out, letter ? values[letter - letters] : quote);
}

/* Appends the next character of a string's value. */
static bool read_character(ct_path_reader *r, char quote, ct_buf *out)
{
    if ((unsigned char)*r->at < 0x20)
        return ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, r->at, r->at + 1),
                       "a control character in a string must be escaped");
    return *r->at == '\\' ? read_escape(r, quote, out) : ct_buf_char(out, *r->at++);
}

bool ct_path_read_string(ct_path_reader *r, ct_buf *out)
{
    const char *const start = r->at;
    char const quote = *r->at++;
    while (r->at < r->end && *r->at != quote)
        if (!read_character(r, quote, out))
            return false;
    if (r->at == r->end)
        return ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, start, r->end),
                       "the string has no closing quote");
    r->at++;
    return true;
}

const char *ct_path_find_in_string(ct_path_reader r, const char *literal, size_t offset)
{
    ct_buf value = CT_BUF(CT_BUF_ANY);
    const char *found = literal + 1;
    for (r.at = literal + 1; *r.at != *literal; found = r.at) {
        if (!read_character(&r, *literal, &value) || value.size > offset)
            break;
    }
    ct_buf_free(&value);
    return found;
}

static size_t count_digits(const ct_path_reader *r, const char *at)
{
    const char *const start = at;
    while (at < r->end && ct_is_digit(*at))
        at++;
    return (size_t)(at - start);
}

bool ct_path_read_int(ct_path_reader *r, int64_t *value)
{
    static int64_t const largest = 9007199254740991; /* 2^53 - 1 */
    const char *const start = r->at;
    bool const is_negative = ct_path_take(r, "-");
    size_t const count = count_digits(r, r->at);
    const char *const end = r->at + count;
    if (!count)
        return ct_path_expected(r, "a digit");
    if (*r->at == '0' && (count > 1 || is_negative))
        return ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, start, end),
                       "an integer must not have a leading zero or be -0");
    int64_t sum = 0;
    for (; r->at < end && sum <= largest; r->at++)
        sum = sum * 10 + (*r->at - '0');
    if (sum > largest)
        return ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, start, end),
                       "an integer must be between -(2^53 - 1) and 2^53 - 1");
    *value = is_negative ? -sum : sum;
    return true;
}

static bool begins_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

size_t ct_path_name_size(const ct_path_reader *r)
{
    const char *at = r->at;
    while (at < r->end && (begins_name(*at) || (at > r->at && ct_is_digit(*at))))
        at++;
    return (size_t)(at - r->at);
}

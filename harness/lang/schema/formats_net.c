/* Checks host names and email addresses. */
#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "lang/schema/idna.h"
#include "lang/schema/schema_formats.h"
#include "lang/uri.h"

enum {
    HOST_MAX = 253,
    LOCAL_MAX = 64
}; /* bytes: RFC 1035 section 2.3.4, RFC 5321 section 4.5.3.1 */

/* -------------------------------------------------------------- host names */

static bool is_letter_or_digit(char c)
{
    return ct_is_letter_or_digit(c);
}

/* The state of reading a host name, shared by its labels. */
typedef struct host {
    bool is_unicode;     /* U-labels are allowed */
    bool must_keep_bidi; /* a label is right-to-left; known after the first pass */
    bool has_right_to_left;
    size_t size; /* bytes of the name in DNS */
} host;

static bool check_label(host *h, const char *text, size_t size)
{
    ct_idna_label label;
    bool const is_encoded = size > 4 && !strncasecmp(text, "xn--", 4);
    for (size_t i = 0; i < size && !h->is_unicode; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    /* Hyphens in the third and fourth position are reserved (RFC 5891 section 4.2.3.1). */
    if (!is_encoded && h->is_unicode && size > 3 && text[2] == '-' && text[3] == '-')
        return false;
    if (!ct_idna_label_read(&label, text, size))
        return false;
    h->size += 1 + label.ascii_size;
    h->has_right_to_left = h->has_right_to_left || label.is_right_to_left;
    return !h->must_keep_bidi || label.keeps_bidi;
}

/* Returns the size of the separator at a position, or 0: "." and, in Unicode names, its East Asian
 * forms (RFC 3490 section 3.1). */
static size_t separator_size(const char *at, const char *end, bool is_unicode)
{
    const char *next = at;
    if (*at == '.')
        return 1;
    int32_t const c = is_unicode ? ct_utf8_next(&next, end) : 0;
    return c == 0x3002 || c == 0xFF0E || c == 0xFF61 ? 3 : 0;
}

static bool check_labels(host *h, const char *text, size_t size)
{
    const char *const end = text + size;
    const char *start = text;
    for (const char *at = text; at < end;) {
        size_t const separator = separator_size(at, end, h->is_unicode);
        if (separator && !check_label(h, start, (size_t)(at - start)))
            return false;
        at += separator ? separator : 1;
        if (separator)
            start = at;
    }
    return check_label(h, start, (size_t)(end - start)) && h->size <= HOST_MAX + 1;
}

static bool is_host(const char *text, size_t size, bool is_unicode)
{
    host first = {.is_unicode = is_unicode};
    if (!check_labels(&first, text, size))
        return false;
    host second = {.is_unicode = is_unicode, .must_keep_bidi = true};
    return !first.has_right_to_left || check_labels(&second, text, size);
}

bool ct_format_hostname(const char *text, size_t size)
{
    return is_host(text, size, false);
}

bool ct_format_idn_hostname(const char *text, size_t size)
{
    return is_host(text, size, true);
}

/* --------------------------------------------------------------- addresses */

static bool is_atom_char(char c, bool is_unicode)
{
    return is_letter_or_digit(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~", c)) ||
           (is_unicode && (unsigned char)c >= 0x80);
}

/* Checks a dot-string "a.b": atoms with single dots between them (RFC 5321 section 4.1.2). */
static bool is_dot_string(const char *text, size_t size, bool is_unicode)
{
    for (size_t i = 0; i < size; i++) {
        bool const is_inner_dot = text[i] == '.' && i && i + 1 < size && text[i - 1] != '.';
        if (!is_inner_dot && !is_atom_char(text[i], is_unicode))
            return false;
    }
    return size;
}

/* Checks a quoted string with its quotes (RFC 5321 section 4.1.2). */
static bool is_quoted_string(const char *text, size_t size, bool is_unicode)
{
    if (size < 2 || text[0] != '"' || text[size - 1] != '"')
        return false;
    for (size_t i = 1; i + 1 < size; i++) {
        bool const is_escaped = text[i] == '\\';
        if (is_escaped && ++i + 1 == size)
            return false;
        unsigned char const c = (unsigned char)text[i];
        if (c < 0x20 || c == 0x7F || (c >= 0x80 && !is_unicode) || (c == '"' && !is_escaped))
            return false;
    }
    return true;
}

/* Checks an address literal: "[127.0.0.1]", "[IPv6:::1]" (RFC 5321 section 4.1.3). */
static bool is_address_literal(const char *text, size_t size)
{
    if (size < 2 || text[0] != '[' || text[size - 1] != ']')
        return false;
    if (size > 7 && !strncasecmp(text + 1, "IPv6:", 5))
        return ct_uri_is_ipv6(text + 6, size - 7);
    return ct_uri_is_ipv4(text + 1, size - 2);
}

static bool is_email(const char *text, size_t size, bool is_unicode)
{
    const char *sign = size ? memrchr(text, '@', size) : NULL;
    if (!sign)
        return false;
    size_t const local = (size_t)(sign - text), rest = size - local - 1;
    if (local > LOCAL_MAX)
        return false;
    return (is_dot_string(text, local, is_unicode) || is_quoted_string(text, local, is_unicode)) &&
           (is_host(sign + 1, rest, is_unicode) || is_address_literal(sign + 1, rest));
}

bool ct_format_email(const char *text, size_t size)
{
    return is_email(text, size, false);
}

bool ct_format_idn_email(const char *text, size_t size)
{
    return is_email(text, size, true);
}

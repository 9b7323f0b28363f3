/* Checks the grammar of URIs: RFC 3986 appendix A, RFC 3987 section 2.2. */
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "lang/uri.h"

static bool is_sub_delimiter(char c)
{
    return c && strchr("!$&'()*+,;=", c);
}

static bool is_ucschar(int32_t c)
{
    if (c >= 0x10000)
        return c <= 0xEFFFD && (c & 0xFFFF) <= 0xFFFD && !(c >= 0xE0000 && c < 0xE1000);
    return (c >= 0xA0 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDCF) ||
           (c >= 0xFDF0 && c <= 0xFFEF);
}

static bool is_private(int32_t c)
{
    return (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && (c & 0xFFFF) <= 0xFFFD);
}

/* Characters of each part in addition to unreserved ones, sub-delimiters and escapes. */
typedef struct letters {
    const char *extra;
    bool has_unicode, has_private;
} letters;

static bool holds_only(ct_uri_part part, letters allowed)
{
    const char *at = part.at;
    const char *const end = part.at + part.size;
    while (at < end) {
        if ((unsigned char)*at >= 0x80) {
            int32_t const c = ct_utf8_next(&at, end);
            if (!allowed.has_unicode || !(is_ucschar(c) || (allowed.has_private && is_private(c))))
                return false;
        } else if (*at == '%') {
            if (end - at < 3 || !ct_is_hex(at[1]) || !ct_is_hex(at[2]))
                return false;
            at += 3;
        } else if (ct_uri_is_unreserved(*at) || is_sub_delimiter(*at) ||
                   (*at && strchr(allowed.extra, *at))) {
            at++;
        } else {
            return false;
        }
    }
    return true;
}

bool ct_uri_is_ipv4(const char *text, size_t size)
{
    size_t at = 0;
    for (int i = 0; i < 4; i++) {
        if (i && (at == size || text[at++] != '.'))
            return false;
        size_t const start = at;
        int value = 0;
        while (at < size && at - start < 3 && ct_is_digit(text[at]))
            value = value * 10 + (text[at++] - '0');
        if (at == start || value > 255 || (text[start] == '0' && at - start > 1))
            return false;
    }
    return at == size;
}

/* Counts the groups on one side of "::"; -1 if they are not valid. Only the last may be an IPv4
 * address, which counts as two. */
static int count_groups(const char *text, size_t size, bool may_end_in_ipv4)
{
    int count = 0;
    for (size_t at = 0; at < size;) {
        if (count && text[at++] != ':')
            return -1;
        size_t const start = at;
        while (at < size && ct_is_hex(text[at]))
            at++;
        if (at < size && text[at] == '.')
            return may_end_in_ipv4 && ct_uri_is_ipv4(text + start, size - start) ? count + 2 : -1;
        if (at == start || at - start > 4)
            return -1;
        count++;
    }
    return count;
}

bool ct_uri_is_ipv6(const char *text, size_t size)
{
    const char *gap = size ? memmem(text, size, "::", 2) : NULL;
    if (!gap)
        return count_groups(text, size, true) == 8;
    const char *const rest = gap + 2;
    int const front = count_groups(text, (size_t)(gap - text), false);
    int const back = count_groups(rest, (size_t)(text + size - rest), true);
    return front >= 0 && back >= 0 && front + back <= 7;
}

/* Checks "v1.something", an IPvFuture address (RFC 3986 section 3.2.2). */
static bool is_ip_future(const char *text, size_t size)
{
    size_t at = 1;
    if (size < 4 || (text[0] != 'v' && text[0] != 'V'))
        return false;
    while (at < size && ct_is_hex(text[at]))
        at++;
    if (at == 1 || size - at < 2 || text[at] != '.')
        return false;
    for (at++; at < size; at++)
        if (!ct_uri_is_unreserved(text[at]) && !is_sub_delimiter(text[at]) && text[at] != ':')
            return false;
    return true;
}

static bool is_host(ct_uri_part host, bool is_unicode)
{
    if (!host.size || host.at[0] != '[')
        return holds_only(host, (letters){"", is_unicode, false});
    if (host.at[host.size - 1] != ']')
        return false;
    const char *const inner = host.at + 1;
    size_t const size = host.size - 2;
    return ct_uri_is_ipv6(inner, size) || is_ip_future(inner, size);
}

static bool is_authority(ct_uri_part authority, bool is_unicode)
{
    ct_uri_part host = authority;
    const char *sign = memrchr(authority.at, '@', authority.size);
    if (sign) {
        ct_uri_part const user = {authority.at, (size_t)(sign - authority.at)};
        if (!holds_only(user, (letters){":", is_unicode, false}))
            return false;
        host = (ct_uri_part){sign + 1, authority.size - user.size - 1};
    }
    size_t digits = host.size;
    while (digits && ct_is_digit(host.at[digits - 1]))
        digits--;
    if (digits && host.at[digits - 1] == ':')
        host.size = digits - 1;
    return is_host(host, is_unicode);
}

static bool is_path(const ct_uri *uri, bool is_unicode)
{
    ct_uri_part const path = uri->path;
    if (uri->authority.at && path.size && path.at[0] != '/')
        return false;
    if (!uri->scheme.at && !uri->authority.at) { /* "a:b" would be a scheme */
        const char *const slash = memchr(path.at, '/', path.size);
        if (memchr(path.at, ':', slash ? (size_t)(slash - path.at) : path.size))
            return false;
    }
    return holds_only(path, (letters){":@/", is_unicode, false});
}

bool ct_uri_is_valid(const char *text, size_t size, int kind)
{
    ct_uri const uri = ct_uri_split(text, size);
    bool const is_unicode = kind & CT_URI_UNICODE;
    if (!uri.scheme.at && !(kind & CT_URI_REFERENCE))
        return false;
    if (uri.authority.at && !is_authority(uri.authority, is_unicode))
        return false;
    return is_path(&uri, is_unicode) &&
           (!uri.query.at || holds_only(uri.query, (letters){":@/?", is_unicode, is_unicode})) &&
           (!uri.fragment.at || holds_only(uri.fragment, (letters){":@/?", is_unicode, false}));
}

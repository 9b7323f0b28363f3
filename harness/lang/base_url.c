#include "lang/base_url.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Returns true for "host", "host:80" and "[::1]:80" (RFC 3986 section 3.2). */
static bool is_authority(const char *text, size_t size)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const char *const end = text + size;
    const char *at = text;
    if (*at == '[')
        at += 1 + strspn(at + 1, "0123456789abcdefABCDEF:.");
    else
        while (at < end && (strchr(letters, *at) || strchr("0123456789.-_", *at)))
            at++;
    if (at == text || (*text == '[' && *at++ != ']'))
        return false;
    if (at == end)
        return true;
    size_t const digits = strspn(at + 1, "0123456789");
    unsigned long const port = strtoul(at + 1, NULL, 10);
    return *at == ':' && digits && at + 1 + digits == end && port > 0 && port <= 65535;
}

static bool is_prefix(const char *text)
{
    for (; *text; text++)
        if (*text <= ' ' || *text >= 0x7F || strchr("?#@\\{}", *text) || !strncmp(text, "$(", 2))
            return false;
    return true;
}

ct_base_url_error ct_base_url_read(ct_arena *arena, const char *text, const char **url,
                                   const char **authority)
{
    const char *rest = !strncasecmp(text, "http://", 7)    ? text + 7
                       : !strncasecmp(text, "https://", 8) ? text + 8
                                                           : NULL;
    size_t const size = rest ? strcspn(rest, "/") : 0;
    if (rest && memchr(rest, '@', size))
        return CT_BASE_URL_HAS_USER;
    if (!rest || !is_authority(rest, size) || !is_prefix(rest + size))
        return CT_BASE_URL_MALFORMED;
    size_t whole = strlen(text);
    while (text[whole - 1] == '/')
        whole--;
    if (url)
        *url = ct_arena_copy(arena, text, whole);
    if (authority)
        *authority = ct_arena_copy(arena, rest, size);
    return CT_BASE_URL_GOOD;
}

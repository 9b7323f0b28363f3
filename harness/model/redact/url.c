#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "model/redact/parts.h"
#include "model/redact/redact.h"

/* Parsers disagree about malformed URLs: browsers read a backslash as a slash, curl accepts one
 * slash or three, and a password may contain a '/' that was not encoded. What any of them would
 * take for a user or a password is masked. */

static bool is_slash(char c)
{
    return c == '/' || c == '\\';
}

static size_t slashes(const char *at, const char *end)
{
    size_t count = 0;
    while (at + count < end && is_slash(at[count]))
        count++;
    return count;
}

static size_t scheme_size(const char *at, const char *end)
{
    size_t size = 0;
    while (at + size < end && (isalnum((unsigned char)at[size]) || strchr("+-.", at[size])))
        size++;
    bool const is_scheme =
        size && at + size < end && at[size] == ':' && slashes(at + size + 1, end);
    return is_scheme ? size + 1 : 0;
}

static bool is_host_byte(char c)
{
    return (unsigned char)c > ' ' && !strchr(":[]\\\"'<>", c);
}

/* "host", "host:80", "[::1]:80": without an '@' this is not a user and password. */
static bool is_host(const char *at, const char *end)
{
    if (at < end && *at == '[') {
        const char *close = memchr(at, ']', (size_t)(end - at));
        if (!close)
            return false;
        at = close + 1;
    } else {
        while (at < end && is_host_byte(*at))
            at++;
    }
    if (at < end && *at == ':')
        for (at++; at < end && isdigit((unsigned char)*at);)
            at++;
    return at == end;
}

/* Returns the '@' after the user and password of the authority at `at`; NULL if there is none. A
 * password with a '/' may also have an '@', but not if the '/' was an escape before the view. */
static const char *find_userinfo_end(const char *at, const char *end, bool is_outer)
{
    const char *stop = at;
    while (stop < end && !strchr("/?#", *stop))
        stop++;
    const char *found = memrchr(at, '@', (size_t)(stop - at));
    if (!found && !is_host(at, stop))
        found =
            is_outer ? memrchr(at, '@', (size_t)(end - at)) : memchr(at, '@', (size_t)(end - at));
    return found;
}

/* Returns where the next authority starts, from `at` on; NULL if there is none. */
static const char *next_authority(const char *begin, const char *at, const char *end)
{
    for (; at < end; at++) {
        if (!is_slash(*at))
            continue;
        const char *first = at;
        while (first > begin && is_slash(first[-1]))
            first--;
        at += slashes(at, end);
        bool const is_start =
            first == begin || first[-1] == ':' || strchr(" \t\r\n=\"'(<,;[{", first[-1]);
        if (is_start && at - first >= 2)
            return at;
        at--;
    }
    return NULL;
}

void ct_userinfo_find(const ct_url_text *text, ct_spans *found)
{
    const char *begin = text->bytes, *end = begin + text->size, *at = begin;
    if (!memchr(begin, '@', text->size)) /* so that what follows is linear, too */
        return;
    if (text->is_url) {
        at += scheme_size(begin, end);
        at += slashes(at, end);
    } else {
        at = next_authority(begin, begin, end);
    }
    while (at) {
        const char *last = find_userinfo_end(at, end, text->is_outer);
        size_t const taken = last ? (size_t)(last - at) : 0;
        bool const is_masked = taken == strlen(CT_MASK) && !memcmp(at, CT_MASK, taken);
        if (taken && !is_masked)
            ct_spans_add(found,
                         (ct_span){.begin = (size_t)(at - begin), .end = (size_t)(last - begin)});
        at = next_authority(begin, last ? last : at, end);
    }
}

bool ct_url_userinfo(const char *url, size_t *begin, size_t *size)
{
    ct_spans spans = {0};
    if (url)
        ct_userinfo_find(&(ct_url_text){url, strlen(url), true, true}, &spans);
    bool const has_any = spans.count;
    if (has_any) {
        *begin = spans.items[0].begin;
        *size = spans.items[0].end - spans.items[0].begin;
    }
    free(spans.items);
    return has_any;
}

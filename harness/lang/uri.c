/* Splits, resolves and escapes URIs. The grammar is checked in uri_check.c. */
#include "lang/uri.h"

#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"

/* Returns the length of "scheme" in "scheme:...", or 0. */
static size_t scheme_size(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char const c = text[i];
        bool const is_letter = ct_is_letter(c);
        if (c == ':')
            return i;
        if (!is_letter && (!i || !(ct_is_digit(c) || c == '+' || c == '-' || c == '.')))
            return 0;
    }
    return 0;
}

/* Returns the offset of the first of `stops` at or after `from`, or `end`. */
static size_t find_any(const char *text, size_t from, size_t end, const char *stops)
{
    while (from < end && !(text[from] && strchr(stops, text[from])))
        from++;
    return from;
}

ct_uri ct_uri_split(const char *text, size_t size)
{
    ct_uri uri = {0};
    size_t at = scheme_size(text, size);
    if (at) {
        uri.scheme = (ct_uri_part){text, at};
        at++;
    }
    if (size - at >= 2 && text[at] == '/' && text[at + 1] == '/') {
        size_t const end = find_any(text, at + 2, size, "/?#");
        uri.authority = (ct_uri_part){text + at + 2, end - at - 2};
        at = end;
    }
    size_t end = find_any(text, at, size, "?#");
    uri.path = (ct_uri_part){text + at, end - at};
    at = end;
    if (at < size && text[at] == '?') {
        end = find_any(text, at + 1, size, "#");
        uri.query = (ct_uri_part){text + at + 1, end - at - 1};
        at = end;
    }
    if (at < size)
        uri.fragment = (ct_uri_part){text + at + 1, size - at - 1};
    return uri;
}

static void drop_last_segment(ct_buf *path)
{
    while (path->size && path->bytes[path->size - 1] != '/')
        path->size--;
    if (path->size)
        path->size--;
}

/* Removes dot segments (RFC 3986 section 5.2.4), segment by segment; `at` is after a "/". */
static void remove_dots(ct_buf *out, const char *at, const char *end)
{
    for (;;) {
        const char *slash = memchr(at, '/', (size_t)(end - at));
        size_t const size = (size_t)((slash ? slash : end) - at);
        bool const is_dot = size == 1 && at[0] == '.';
        bool const is_dots = size == 2 && at[0] == '.' && at[1] == '.';
        if (is_dots)
            drop_last_segment(out);
        if (!is_dot && !is_dots) {
            ct_buf_char(out, '/');
            ct_buf_add(out, at, size);
        } else if (!slash) {
            ct_buf_char(out, '/');
        }
        if (!slash)
            return;
        at = slash + 1;
    }
}

static void add_clean_path(ct_buf *out, const char *path, size_t size)
{
    ct_buf clean = CT_BUF(CT_BUF_ANY);
    bool const is_rooted = size && path[0] == '/';
    if (size)
        remove_dots(&clean, path + is_rooted, path + size);
    size_t const skipped = clean.size && !is_rooted;
    ct_buf_add(out, ct_buf_str(&clean) + skipped, clean.size - skipped);
    ct_buf_free(&clean);
}

/* Merges paths (RFC 3986 section 5.2.3): the base's up to its last "/", then the reference's. */
static void add_merged_path(ct_buf *out, const ct_uri *base, const ct_uri *reference)
{
    ct_buf merged = CT_BUF(CT_BUF_ANY);
    size_t kept = base->path.size;
    while (kept && base->path.at[kept - 1] != '/')
        kept--;
    if (base->authority.at && !base->path.size)
        ct_buf_char(&merged, '/');
    ct_buf_add(&merged, base->path.at, kept);
    ct_buf_add(&merged, reference->path.at, reference->path.size);
    add_clean_path(out, ct_buf_str(&merged), merged.size);
    ct_buf_free(&merged);
}

static void add_part(ct_buf *out, const char *before, ct_uri_part part, const char *behind)
{
    if (!part.at)
        return;
    ct_buf_text(out, before);
    ct_buf_add(out, part.at, part.size);
    ct_buf_text(out, behind);
}

char *ct_uri_resolve(ct_arena *arena, const char *base_text, const char *reference_text)
{
    ct_uri const base = ct_uri_split(base_text, strlen(base_text));
    ct_uri const reference = ct_uri_split(reference_text, strlen(reference_text));
    bool const has_scheme = reference.scheme.at, has_authority = reference.authority.at;
    bool const has_path = reference.path.size, has_query = reference.query.at;
    ct_buf out = CT_BUF(CT_BUF_ANY);
    add_part(&out, "", has_scheme ? reference.scheme : base.scheme, ":");
    add_part(&out, "//", has_scheme || has_authority ? reference.authority : base.authority, "");
    if (has_scheme || has_authority || (has_path && reference.path.at[0] == '/'))
        add_clean_path(&out, reference.path.at, reference.path.size);
    else if (has_path)
        add_merged_path(&out, &base, &reference);
    else
        ct_buf_add(&out, base.path.at, base.path.size);
    bool const own_query = has_scheme || has_authority || has_path || has_query;
    add_part(&out, "?", own_query ? reference.query : base.query, "");
    add_part(&out, "#", reference.fragment, "");
    return ct_buf_finish(&out, arena);
}

char *ct_uri_unescape(ct_arena *arena, const char *text, size_t size, size_t *plain_size)
{
    char *plain = ct_arena_alloc(arena, size + 1);
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        bool const is_escape = text[i] == '%' && size - i > 2 && ct_hex_value(text[i + 1]) >= 0 &&
                               ct_hex_value(text[i + 2]) >= 0;
        plain[count++] = is_escape
                             ? (char)(ct_hex_value(text[i + 1]) * 16 + ct_hex_value(text[i + 2]))
                             : text[i];
        i += is_escape ? 2 : 0;
    }
    *plain_size = count;
    return plain;
}

bool ct_uri_is_unreserved(char c)
{
    return ct_is_letter_or_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

void ct_uri_escape(ct_buf *out, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (ct_uri_is_unreserved(text[i]))
            ct_buf_char(out, text[i]);
        else
            ct_buf_printf(out, "%%%02X", (unsigned)(unsigned char)text[i]);
    }
}

/* Returns the character at *at, percent-decoded, and moves *at after it. */
static char next_plain(const char *text, size_t size, size_t *at)
{
    char const c = text[(*at)++];
    if (c != '%' || size - *at < 2 || ct_hex_value(text[*at]) < 0 ||
        ct_hex_value(text[*at + 1]) < 0)
        return c;
    *at += 2;
    return (char)(ct_hex_value(text[*at - 2]) * 16 + ct_hex_value(text[*at - 1]));
}

bool ct_uri_names_nothing(const char *text, size_t size)
{
    size_t dots = 0;
    for (size_t at = 0; at < size;) {
        char const c = next_plain(text, size, &at);
        if (!c)
            return true;
        if (c != '/' && c != '.')
            return false;
        dots = c == '.' ? dots + 1 : 0;
        if (dots > 2)
            return false; /* "..." is a name like any other */
    }
    return true;
}

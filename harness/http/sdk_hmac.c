#include "http/sdk_hmac.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/encoding.h"
#include "lang/uri.h"

/* ---- The address ---- */

const char *ct_url_target(const char *url)
{
    const char *host = strstr(url, "://");
    const char *at = host ? host + 3 + strcspn(host + 3, "/?") : "";
    return *at ? at : "/";
}

const char *ct_url_host(const char *url, ct_arena *arena)
{
    const char *host = strstr(url, "://");
    const char *usual = !strncasecmp(url, "https:", 6) ? ":443" : ":80";
    if (!host)
        return "";
    size_t size = strcspn(host + 3, "/?#");
    size_t const port = strlen(usual);
    if (size > port && !strncmp(host + 3 + size - port, usual, port))
        size -= port;
    return ct_arena_copy(arena, host + 3, size);
}

/* ---- Path and query ---- */

/* Decoded as a whole and then taken apart: %2F is a border too, as it is for the vendor's SDKs. */
static void add_path(ct_buf *out, const char *path, size_t size, ct_arena *arena)
{
    size_t plain_size;
    const char *at = ct_uri_unescape(arena, path, size, &plain_size);
    const char *const end = at + plain_size;
    while (at < end) {
        const char *slash = memchr(at, '/', (size_t)(end - at));
        const char *stop = slash ? slash : end;
        ct_uri_escape(out, at, (size_t)(stop - at));
        if (slash)
            ct_buf_char(out, '/');
        at = slash ? slash + 1 : end;
    }
    if (!out->size || out->bytes[out->size - 1] != '/')
        ct_buf_char(out, '/');
}

typedef struct parameter {
    const char *name, *value;
    size_t name_size, value_size;
} parameter;

static const char *decode(ct_arena *arena, const char *text, size_t size, size_t *plain_size)
{
    char *copy = ct_arena_copy(arena, text, size);
    for (size_t i = 0; i < size; i++)
        copy[i] = (char)(copy[i] == '+' ? ' ' : copy[i]);
    return ct_uri_unescape(arena, copy, size, plain_size);
}

static int compare(const char *a, size_t a_size, const char *b, size_t b_size)
{
    int const order = memcmp(a, b, a_size < b_size ? a_size : b_size);
    return order ? order : (a_size > b_size) - (a_size < b_size);
}

static int by_name_and_value(const void *left, const void *right)
{
    const parameter *a = left, *b = right;
    int const order = compare(a->name, a->name_size, b->name, b->name_size);
    return order ? order : compare(a->value, a->value_size, b->value, b->value_size);
}

static size_t read_query(const char *query, parameter *list, ct_arena *arena)
{
    size_t count = 0;
    while (*query) {
        size_t const size = strcspn(query, "&"), name = strcspn(query, "=&");
        size_t const value = name < size ? name + 1 : size;
        if (size) {
            parameter *p = &list[count++];
            p->name = decode(arena, query, name, &p->name_size);
            p->value = decode(arena, query + value, size - value, &p->value_size);
        }
        query += size + (query[size] == '&');
    }
    return count;
}

static void add_query(ct_buf *out, const char *query, ct_arena *arena)
{
    size_t most = 1;
    for (const char *at = query; *at; at++)
        most += *at == '&';
    parameter *list = ct_arena_alloc(arena, most * sizeof *list);
    size_t const count = read_query(query, list, arena);
    qsort(list, count, sizeof *list, by_name_and_value);
    for (size_t i = 0; i < count; i++) {
        if (i)
            ct_buf_char(out, '&');
        ct_uri_escape(out, list[i].name, list[i].name_size);
        ct_buf_char(out, '=');
        ct_uri_escape(out, list[i].value, list[i].value_size);
    }
}

/* ---- Headers ---- */

static void add_trimmed(ct_buf *out, const char *value)
{
    size_t const front = strspn(value, " \t");
    size_t size = strlen(value + front);
    while (size && strchr(" \t", value[front + size - 1]))
        size--;
    ct_buf_add(out, value + front, size);
}

/* Of each signed header, "name:value\n" into `lines`, and its name into `names`. */
static void add_headers(const ct_sdk_request *request, ct_buf *lines, ct_buf *names,
                        ct_arena *arena)
{
    for (const char *at = request->signed_names; *at;) {
        size_t const size = strcspn(at, ";");
        const char *name = ct_arena_copy(arena, at, size);
        const ct_header *header = ct_header_find(request->headers, name);
        at += size + (at[size] == ';');
        if (!header || strchr(name, '_'))
            continue;
        ct_buf_printf(lines, "%s:", name);
        add_trimmed(lines, header->value ? header->value : "");
        ct_buf_char(lines, '\n');
        ct_buf_printf(names, "%s%s", names->size ? ";" : "", name);
    }
}

static void add_digest(ct_buf *out, const ct_sdk_request *request)
{
    const ct_header *said = ct_header_find(request->headers, "X-Sdk-Content-Sha256");
    unsigned char digest[CT_SHA256_SIZE];
    char hex[CT_SHA256_TEXT];
    ct_sha256(request->body.bytes ? request->body.bytes : "", request->body.size, digest);
    ct_hex(digest, sizeof digest, hex);
    ct_buf_text(out, said && said->value ? said->value : hex);
}

/* ---- The whole ---- */

const char *ct_sdk_canonical(const ct_sdk_request *request, ct_arena *arena)
{
    ct_buf out = CT_BUF(CT_BUF_ANY), path = CT_BUF(CT_BUF_ANY), lines = CT_BUF(CT_BUF_ANY),
           names = CT_BUF(CT_BUF_ANY);
    size_t const path_size = strcspn(request->target, "?");
    const char *query = request->target + path_size;
    add_path(&path, request->target, path_size, arena);
    ct_buf_printf(&out, "%s\n%s\n", request->method, ct_buf_str(&path));
    add_query(&out, query + (*query == '?'), arena);
    add_headers(request, &lines, &names, arena);
    ct_buf_printf(&out, "\n%s\n%s\n", ct_buf_str(&lines), ct_buf_str(&names));
    add_digest(&out, request);
    ct_buf_free(&path);
    ct_buf_free(&lines);
    ct_buf_free(&names);
    return ct_buf_finish(&out, arena);
}

void ct_sdk_signature(const ct_sdk_request *request, const char *date, const char *secret_key,
                      ct_arena *arena, char signature[CT_SHA256_TEXT])
{
    const char *canonical = ct_sdk_canonical(request, arena);
    unsigned char digest[CT_SHA256_SIZE];
    char hex[CT_SHA256_TEXT];
    ct_sha256(canonical, strlen(canonical), digest);
    ct_hex(digest, sizeof digest, hex);
    const char *to_sign = ct_arena_printf(arena, CT_SDK_ALGORITHM "\n%s\n%s", date, hex);
    ct_hmac_sha256(secret_key, strlen(secret_key), to_sign, strlen(to_sign), digest);
    ct_hex(digest, sizeof digest, signature);
}

/* Faults of response headers in general: missing, with another value, malformed, or sent twice. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "lang/json/json.h"
#include "mutation/fault.h"

static bool is_in(const char *name, const char *const *names)
{
    while (*names && strcasecmp(*names, name))
        names++;
    return *names != NULL;
}

/* ---- Sites ------------------------------------------------------------------------------ */

/* Headers of the connection and of the server software, which no contract is about. Content-Type
 * has rows of its own in fault_head.c. */
static const char *const not_of_contract[] = {
    "Age",          "Alt-Svc", "Connection",   "Content-Length",
    "Content-Type", "Date",    "Keep-Alive",   "Proxy-Connection",
    "Server",       "TE",      "Trailer",      "Transfer-Encoding",
    "Upgrade",      "Via",     "X-Powered-By", NULL};

static bool has_site(const json_t *sites, const char *name)
{
    const char *site;
    json_t *ignored;
    json_object_foreach(ct_json_iterable(sites), site, ignored)
    {
        if (!strcasecmp(site, name))
            return true;
    }
    return false;
}

void ct_fault_header_sites(const ct_response *response, json_t *sites)
{
    for (const ct_header *h = response->headers; h; h = h->next)
        if (!is_in(h->name, not_of_contract) && !has_site(sites, h->name))
            json_object_set_new(sites, h->name, json_null());
}

/* ---- Values ----------------------------------------------------------------------------- */

/* Another value of these is as good as this one: they identify a request or a session. */
static bool is_opaque(const char *name)
{
    static const char *const names[] = {"Set-Cookie", "traceparent", "tracestate", NULL};
    static const char *const ends[] = {"request-id", "requestid", "trace-id", "correlation-id"};
    size_t const size = strlen(name);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (size >= strlen(ends[i]) && !strcasecmp(name + size - strlen(ends[i]), ends[i]))
            return true;
    return is_in(name, names);
}

/* A response can have several of these: a further one is an addition, not a contradiction. */
static bool can_repeat(const char *name)
{
    static const char *const names[] = {"Access-Control-Allow-Headers",
                                        "Access-Control-Allow-Methods",
                                        "Access-Control-Expose-Headers",
                                        "Cache-Control",
                                        "Server-Timing",
                                        "Set-Cookie",
                                        "Vary",
                                        "Warning",
                                        "WWW-Authenticate",
                                        NULL};
    return is_in(name, names);
}

/* Returns another character of the same kind, so that an id, a date or a URL stays well-formed. */
static char other_character(char c)
{
    if (isdigit((unsigned char)c))
        return c == '7' ? '3' : '7';
    if (isxdigit((unsigned char)c))
        return (char)(tolower((unsigned char)c) == 'a' ? c + 1 : c - 1);
    return (char)(tolower((unsigned char)c) == 'x' ? c + 1 : isupper((unsigned char)c) ? 'X' : 'x');
}

/* Returns the value with another last letter or digit, or NULL if it has neither. */
static const char *other_value(const char *value, ct_arena *arena)
{
    size_t at = strlen(value);
    while (at && !isalnum((unsigned char)value[at - 1]))
        at--;
    if (!at)
        return NULL;
    char *other = ct_arena_text(arena, value);
    other[at - 1] = other_character(other[at - 1]);
    return other;
}

/* Returns a value that RFC 9110 or RFC 8288 does not allow, or NULL if it is not known what they
 * allow. */
static const char *malformed_value(const char *name)
{
    static const struct {
        const char *name, *value;
    } rows[] = {
        {"Allow", "GET POST"},          {"Content-Range", "all"}, {"ETag", "v1"},
        {"Last-Modified", "yesterday"}, {"Link", "next"},         {"Location", "http://["},
        {"Retry-After", "soon"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!strcasecmp(rows[i].name, name))
            return rows[i].value;
    return NULL;
}

/* ---- Responses -------------------------------------------------------------------------- */

/* Returns the only header of that name, or NULL. */
static const ct_header *only(const ct_response *response, const char *name)
{
    const ct_header *header = ct_header_find(response->headers, name);
    return header && !ct_header_find(header->next, name) ? header : NULL;
}

/* Returns a copy in which the headers of that name are replaced by `value`, or removed if it is
 * NULL. The others keep their order. */
static ct_response *with_value(const ct_response *good, const char *name, const char *value,
                               ct_arena *arena)
{
    ct_response *bad = ct_response_with_body(good, good->body.bytes, good->body.size, arena);
    ct_header **tail = &bad->headers;
    for (const ct_header *h = good->headers; h; h = h->next) {
        bool const is_named = !strcasecmp(h->name, name);
        if (is_named && !value)
            continue;
        *tail = ct_new(arena, ct_header);
        **tail = (ct_header){h->name, is_named ? value : h->value, NULL};
        tail = &(*tail)->next;
    }
    *tail = NULL;
    return bad;
}

/* X-Request-Id has the fault 'request-id-absent'. */
static const ct_response *mutate_absent(const ct_fault *fault, const char *site,
                                        const ct_response *good, ct_arena *arena)
{
    (void)fault;
    bool const has_own_fault = !strcasecmp(site, "X-Request-Id");
    return has_own_fault || !ct_header_find(good->headers, site)
               ? NULL
               : with_value(good, site, NULL, arena);
}

static const ct_response *mutate_other(const ct_fault *fault, const char *site,
                                       const ct_response *good, ct_arena *arena)
{
    const ct_header *header = only(good, site);
    (void)fault;
    const char *value =
        header && !is_opaque(header->name) ? other_value(header->value, arena) : NULL;
    return value ? with_value(good, site, value, arena) : NULL;
}

static const ct_response *mutate_malformed(const ct_fault *fault, const char *site,
                                           const ct_response *good, ct_arena *arena)
{
    const char *value = malformed_value(site);
    (void)fault;
    return value && only(good, site) ? with_value(good, site, value, arena) : NULL;
}

static const ct_response *mutate_twice(const ct_fault *fault, const char *site,
                                       const ct_response *good, ct_arena *arena)
{
    const ct_header *header = only(good, site);
    (void)fault;
    const char *value =
        header && !can_repeat(header->name) ? other_value(header->value, arena) : NULL;
    if (!value)
        return NULL;
    ct_response *bad = ct_response_with_body(good, good->body.bytes, good->body.size, arena);
    ct_header *more = ct_new(arena, ct_header);
    *more = (ct_header){header->name, value, good->headers};
    bad->headers = more;
    return bad;
}

#define ROW(fault_name, sentence, aspect, change)                                                  \
    {                                                                                              \
        fault_name, sentence, CT_PART_HEADER, aspect, .mutate = change                             \
    }

const ct_fault ct_header_faults[] = {
    ROW("header-absent", "a header is missing", CT_ASPECT_FORM, mutate_absent),
    ROW("header-other", "the last letter or digit of a header is different", CT_ASPECT_VALUE,
        mutate_other),
    ROW("header-malformed", "a header has a value that its definition does not allow",
        CT_ASPECT_FORM, mutate_malformed),
    ROW("header-twice", "a header is sent twice, with different values", CT_ASPECT_FORM,
        mutate_twice),
    {0},
};

/* Faults of the status and of headers. */
#include <string.h>
#include <strings.h>

#include "mutation/fault.h"

static ct_response *copy(const ct_response *good, ct_arena *arena)
{
    return ct_response_with_body(good, good->body.bytes, good->body.size, arena);
}

/* Returns copies of the headers except those of that name. */
static ct_header *without(const ct_header *headers, const char *name, ct_arena *arena)
{
    ct_header *first = NULL, **tail = &first;
    for (; headers; headers = headers->next) {
        if (!strcasecmp(headers->name, name))
            continue;
        *tail = ct_new(arena, ct_header);
        **tail = (ct_header){headers->name, headers->value, NULL};
        tail = &(*tail)->next;
    }
    return first;
}

static ct_header *put_before(ct_header *headers, const ct_fault *fault, ct_arena *arena)
{
    ct_header *header = ct_new(arena, ct_header);
    *header = (ct_header){fault->header, fault->text, headers};
    return header;
}

static const ct_response *mutate_status(const ct_fault *fault, const char *site,
                                        const ct_response *good, ct_arena *arena)
{
    unsigned const status = (unsigned)fault->number;
    (void)site;
    if (good->status == status)
        return NULL;
    ct_response *bad = copy(good, arena);
    bad->status = status;
    if (status == 204 || status == 304) { /* RFC 9110 allows them no content */
        bad->body = (ct_body){0};
        bad->headers = without(good->headers, "Content-Type", arena);
    }
    return bad;
}

/* Whether the only header of that name has this media type already. Parameters do not count. */
static bool has_text(const ct_response *response, const ct_fault *fault)
{
    const ct_header *header = ct_header_find(response->headers, fault->header);
    size_t const size = fault->text ? strcspn(fault->text, ";") : 0;
    return fault->text && !ct_header_find(header->next, fault->header) &&
           !strncasecmp(header->value, fault->text, size) &&
           (!header->value[size] || strchr("; ", header->value[size]));
}

/* Replaces the header, or removes it if the row has no text. */
static const ct_response *mutate_header(const ct_fault *fault, const char *site,
                                        const ct_response *good, ct_arena *arena)
{
    (void)site;
    if (!ct_header_find(good->headers, fault->header) || has_text(good, fault))
        return NULL;
    ct_response *bad = copy(good, arena);
    bad->headers = without(good->headers, fault->header, arena);
    if (fault->text)
        bad->headers = put_before(bad->headers, fault, arena);
    return bad;
}

static const ct_response *mutate_header_twice(const ct_fault *fault, const char *site,
                                              const ct_response *good, ct_arena *arena)
{
    (void)site;
    if (!ct_header_find(good->headers, fault->header) || has_text(good, fault))
        return NULL;
    ct_response *bad = copy(good, arena);
    bad->headers = put_before(good->headers, fault, arena);
    return bad;
}

#define ROW(code, means)                                                                           \
    {                                                                                              \
        "status-" #code, "the status is " #code ", " means, CT_PART_STATUS, 0, mutate_status,      \
            .number = code                                                                         \
    }

const ct_fault ct_status_faults[] = {
    ROW(200, "OK"),
    ROW(201, "Created"),
    ROW(202, "Accepted"),
    ROW(203, "Non-Authoritative Information"),
    ROW(204, "No Content"),
    ROW(206, "Partial Content"),
    ROW(301, "Moved Permanently"),
    ROW(302, "Found"),
    ROW(304, "Not Modified"),
    ROW(400, "Bad Request"),
    ROW(401, "Unauthorized"),
    ROW(402, "Payment Required"),
    ROW(403, "Forbidden"),
    ROW(404, "Not Found"),
    ROW(405, "Method Not Allowed"),
    ROW(406, "Not Acceptable"),
    ROW(408, "Request Timeout"),
    ROW(409, "Conflict"),
    ROW(410, "Gone"),
    ROW(415, "Unsupported Media Type"),
    ROW(418, "I'm a Teapot"),
    ROW(422, "Unprocessable Content"),
    ROW(500, "Internal Server Error"),
    ROW(501, "an unsupported method"),
    ROW(502, "Bad Gateway"),
    ROW(503, "Service Unavailable"),
    ROW(504, "Gateway Timeout"),
    ROW(599, "which is unassigned"),
    {0},
};

#undef ROW
#define ROW(fault_name, sentence, change, name, becomes)                                           \
    {                                                                                              \
        fault_name, sentence, CT_PART_HEADER, 0, change, .header = name, .text = becomes           \
    }

const ct_fault ct_head_faults[] = {
    ROW("media-type-text", "Content-Type is text/plain", mutate_header, "Content-Type",
        "text/plain"),
    ROW("media-type-html", "Content-Type is text/html", mutate_header, "Content-Type",
        "text/html; charset=utf-8"),
    ROW("media-type-xml", "Content-Type is application/xml", mutate_header, "Content-Type",
        "application/xml"),
    ROW("media-type-form", "Content-Type is application/x-www-form-urlencoded", mutate_header,
        "Content-Type", "application/x-www-form-urlencoded"),
    ROW("media-type-bytes", "Content-Type is application/octet-stream", mutate_header,
        "Content-Type", "application/octet-stream"),
    ROW("media-type-text-json", "Content-Type is text/json, which is not registered", mutate_header,
        "Content-Type", "text/json"),
    ROW("media-type-javascript", "Content-Type is application/javascript", mutate_header,
        "Content-Type", "application/javascript"),
    ROW("media-type-ndjson", "Content-Type is application/x-ndjson", mutate_header, "Content-Type",
        "application/x-ndjson"),
    ROW("media-type-problem", "Content-Type is application/problem+json", mutate_header,
        "Content-Type", "application/problem+json"),
    ROW("media-type-short", "Content-Type is 'json', without a type", mutate_header, "Content-Type",
        "json"),
    ROW("media-type-half", "Content-Type has no subtype", mutate_header, "Content-Type",
        "application/"),
    ROW("media-type-longer", "Content-Type is application/jsonp", mutate_header, "Content-Type",
        "application/jsonp"),
    ROW("media-type-any", "Content-Type is the range */*", mutate_header, "Content-Type", "*/*"),
    ROW("media-type-blank", "Content-Type is a space", mutate_header, "Content-Type", " "),
    ROW("media-type-absent", "Content-Type is missing", mutate_header, "Content-Type", NULL),
    ROW("media-type-twice", "Content-Type is sent twice, with different values",
        mutate_header_twice, "Content-Type", "text/html"),
    ROW("media-type-list", "Content-Type is a list of two media types", mutate_header,
        "Content-Type", "text/html, application/json"),
    ROW("request-id-absent", "X-Request-Id is missing", mutate_header, "X-Request-Id", NULL),
    {0},
};

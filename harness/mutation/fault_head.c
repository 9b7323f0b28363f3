/* Wrong heads: the status, and what the headers say. */
#include <string.h>
#include <strings.h>

#include "mutation/fault.h"

static ct_response *copy(const ct_response *good, ct_arena *arena)
{
    return ct_response_with_body(good, good->body.bytes, good->body.size, arena);
}

/* The headers but for those of a name. */
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

static const ct_response *mutate_status(const ct_fault *fault, const char *site,
                                        const ct_response *good, ct_arena *arena)
{
    unsigned const status = (unsigned)fault->number;
    (void)site;
    if (good->status == status)
        return NULL;
    ct_response *bad = copy(good, arena);
    bad->status = status;
    if (status == 204 || status == 304) { /* HTTP lets them have no body */
        bad->body = (ct_body){0};
        bad->headers = without(good->headers, "Content-Type", arena);
    }
    return bad;
}

static const ct_response *mutate_media_type(const ct_fault *fault, const char *site,
                                            const ct_response *good, ct_arena *arena)
{
    (void)site;
    if (!ct_header_find(good->headers, "Content-Type"))
        return NULL;
    ct_response *bad = copy(good, arena);
    bad->headers = without(good->headers, "Content-Type", arena);
    if (fault->text) {
        ct_header *header = ct_new(arena, ct_header);
        *header = (ct_header){"Content-Type", fault->text, bad->headers};
        bad->headers = header;
    }
    return bad;
}

static const ct_response *mutate_media_type_twice(const ct_fault *fault, const char *site,
                                                  const ct_response *good, ct_arena *arena)
{
    (void)site;
    if (!ct_header_find(good->headers, "Content-Type"))
        return NULL;
    ct_response *bad = copy(good, arena);
    ct_header *header = ct_new(arena, ct_header);
    *header = (ct_header){"Content-Type", fault->text, bad->headers};
    bad->headers = header;
    return bad;
}

static const ct_response *mutate_request_id(const ct_fault *fault, const char *site,
                                            const ct_response *good, ct_arena *arena)
{
    (void)fault, (void)site;
    if (!ct_header_find(good->headers, "X-Request-Id"))
        return NULL;
    ct_response *bad = copy(good, arena);
    bad->headers = without(good->headers, "X-Request-Id", arena);
    return bad;
}

const ct_fault ct_status_faults[] = {
    {.name = "status-200",
     .summary = "the status is 200, OK",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 200},
    {.name = "status-201",
     .summary = "the status is 201, Created",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 201},
    {.name = "status-202",
     .summary = "the status is 202, Accepted",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 202},
    {.name = "status-203",
     .summary = "the status is 203, Non-Authoritative Information",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 203},
    {.name = "status-204",
     .summary = "the status is 204, No Content",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 204},
    {.name = "status-206",
     .summary = "the status is 206, Partial Content",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 206},
    {.name = "status-301",
     .summary = "the status is 301, Moved Permanently",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 301},
    {.name = "status-302",
     .summary = "the status is 302, Found",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 302},
    {.name = "status-304",
     .summary = "the status is 304, Not Modified",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 304},
    {.name = "status-400",
     .summary = "the status is 400, Bad Request",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 400},
    {.name = "status-401",
     .summary = "the status is 401, Unauthorized",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 401},
    {.name = "status-402",
     .summary = "the status is 402, Payment Required",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 402},
    {.name = "status-403",
     .summary = "the status is 403, Forbidden",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 403},
    {.name = "status-404",
     .summary = "the status is 404, Not Found",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 404},
    {.name = "status-405",
     .summary = "the status is 405, Method Not Allowed",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 405},
    {.name = "status-406",
     .summary = "the status is 406, Not Acceptable",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 406},
    {.name = "status-408",
     .summary = "the status is 408, Request Timeout",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 408},
    {.name = "status-409",
     .summary = "the status is 409, Conflict",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 409},
    {.name = "status-410",
     .summary = "the status is 410, Gone",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 410},
    {.name = "status-415",
     .summary = "the status is 415, Unsupported Media Type",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 415},
    {.name = "status-418",
     .summary = "the status is 418, a teapot",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 418},
    {.name = "status-422",
     .summary = "the status is 422, Unprocessable Content",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 422},
    {.name = "status-500",
     .summary = "the status is 500, Internal Server Error",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 500},
    {.name = "status-501",
     .summary = "the status is 501, for a method it does not know",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 501},
    {.name = "status-502",
     .summary = "the status is 502, Bad Gateway",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 502},
    {.name = "status-503",
     .summary = "the status is 503, Service Unavailable",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 503},
    {.name = "status-504",
     .summary = "the status is 504, Gateway Timeout",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 504},
    {.name = "status-599",
     .summary = "the status is 599, no status that anybody gave out",
     .breaks = "{status}",
     .mutate = mutate_status,
     .number = 599},
    {0},
};

const ct_fault ct_head_faults[] = {
    {.name = "media-type-text",
     .summary = "the media type is plain text",
     .breaks = "{json}",
     .mutate = mutate_media_type,
     .text = "text/plain"},
    {.name = "media-type-html",
     .summary = "the media type is HTML",
     .breaks = "{json}",
     .mutate = mutate_media_type,
     .text = "text/html; charset=utf-8"},
    {.name = "media-type-xml",
     .summary = "the media type is XML",
     .breaks = "{json}",
     .mutate = mutate_media_type,
     .text = "application/xml"},
    {.name = "media-type-form",
     .summary = "the media type is a form",
     .breaks = "{json}",
     .mutate = mutate_media_type,
     .text = "application/x-www-form-urlencoded"},
    {.name = "media-type-bytes",
     .summary = "the media type is any bytes",
     .breaks = "{json}",
     .mutate = mutate_media_type,
     .text = "application/octet-stream"},
    {.name = "media-type-text-json",
     .summary = "the media type is text/json, which nobody registered",
     .breaks = "{json}",
     .mutate = mutate_media_type,
     .text = "text/json"},
    {.name = "media-type-javascript",
     .summary = "the media type is a program",
     .breaks = "{json}",
     .mutate = mutate_media_type,
     .text = "application/javascript"},
    {.name = "media-type-ndjson",
     .summary = "the media type is lines of JSON",
     .breaks = "{json}",
     .mutate = mutate_media_type,
     .text = "application/x-ndjson"},
    {.name = "media-type-problem",
     .summary = "the media type is another form of error",
     .breaks = "{json}",
     .mutate = mutate_media_type,
     .text = "application/problem+json"},
    {.name = "media-type-short",
     .summary = "the media type is no type and subtype",
     .breaks = "{json}",
     .mutate = mutate_media_type,
     .text = "json"},
    {.name = "media-type-half",
     .summary = "the media type is without a subtype",
     .breaks = "{json}",
     .mutate = mutate_media_type,
     .text = "application/"},
    {.name = "media-type-longer",
     .summary = "the media type is more than JSON",
     .breaks = "{json}",
     .mutate = mutate_media_type,
     .text = "application/jsonp"},
    {.name = "media-type-any",
     .summary = "the media type is a range",
     .breaks = "{json}",
     .mutate = mutate_media_type,
     .text = "*/*"},
    {.name = "media-type-blank",
     .summary = "the media type is blank",
     .breaks = "{json}",
     .mutate = mutate_media_type,
     .text = " "},
    {.name = "media-type-absent",
     .summary = "there is no Content-Type",
     .breaks = "{json}",
     .mutate = mutate_media_type},
    {.name = "media-type-twice",
     .summary = "there are two of Content-Type, which differ",
     .breaks = "{json}",
     .mutate = mutate_media_type_twice,
     .text = "text/html"},
    {.name = "media-type-list",
     .summary = "Content-Type is a list of two",
     .breaks = "{json}",
     .mutate = mutate_media_type,
     .text = "text/html, application/json"},
    {.name = "request-id-absent",
     .summary = "there is no X-Request-Id",
     .breaks = "{request-id}",
     .mutate = mutate_request_id},
    {0},
};

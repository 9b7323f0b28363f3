/* Faults of the body as a whole. */
#include <string.h>

#include "lang/json/json.h"
#include "mutation/fault.h"

static const ct_response *mutate_whole(const ct_fault *fault, const char *site,
                                       const ct_response *good, ct_arena *arena)
{
    size_t const size = strlen(fault->text);
    (void)site;
    if (!good->body.size ||
        (good->body.size == size && !memcmp(good->body.bytes, fault->text, size)))
        return NULL;
    return ct_response_with_body(good, fault->text, size, arena);
}

/* The text of the row with the body inserted at each %s. */
static const ct_response *mutate_around(const ct_fault *fault, const char *site,
                                        const ct_response *good, ct_arena *arena)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    (void)site;
    if (!good->body.size)
        return NULL;
    for (const char *at = fault->text; *at; at++) {
        if (at[0] == '%' && at[1] == 's') {
            ct_buf_add(&text, good->body.bytes, good->body.size);
            at++;
        } else {
            ct_buf_char(&text, *at);
        }
    }
    return ct_response_with_text(good, &text, arena);
}

static const ct_response *mutate_nul(const ct_fault *fault, const char *site,
                                     const ct_response *good, ct_arena *arena)
{
    (void)fault, (void)site;
    if (!good->body.size) /* ct_arena_copy() adds a NUL, which becomes a part of the body */
        return NULL;
    const char *bytes = ct_arena_copy(arena, good->body.bytes, good->body.size);
    return ct_response_with_body(good, bytes, good->body.size + 1, arena);
}

/* Returns the size without the white space at the end. A response that lacks only its final line
 * break is as good as the original. */
static size_t size_of_text(const ct_body *body)
{
    size_t size = body->size;
    while (size && strchr(" \t\r\n", body->bytes[size - 1]) && body->bytes[size - 1])
        size--;
    return size;
}

static const ct_response *mutate_cut_one(const ct_fault *fault, const char *site,
                                         const ct_response *good, ct_arena *arena)
{
    (void)fault, (void)site;
    size_t const size = size_of_text(&good->body);
    if (size <= 1)
        return NULL;
    return ct_response_with_body(good, good->body.bytes, size - 1, arena);
}

static const ct_response *mutate_cut_half(const ct_fault *fault, const char *site,
                                          const ct_response *good, ct_arena *arena)
{
    (void)fault, (void)site;
    size_t const size = size_of_text(&good->body);
    if (size < 2)
        return NULL;
    return ct_response_with_body(good, good->body.bytes, size / 2, arena);
}

static const json_t *json_of(const ct_response *response, ct_arena *arena)
{
    ct_json_error error;
    return ct_json_read(arena, response->body.bytes, response->body.size, &error);
}

static bool has_same_type(const ct_response *a, const ct_response *b)
{
    const ct_header *of_a = ct_header_find(a->headers, "Content-Type"),
                    *of_b = ct_header_find(b->headers, "Content-Type");
    return of_a && of_b ? !strcmp(of_a->value, of_b->value) : of_a == of_b;
}

/* Only the body is that of the earlier response. JSON that differs in its white space is the same.
 */
static const ct_response *mutate_stale(const ct_response *previous, const ct_response *good,
                                       ct_arena *arena)
{
    const ct_body *old = &previous->body, *new = &good->body;
    if (previous->status != good->status || !old->size || !new->size ||
        (old->size == new->size && !memcmp(old->bytes, new->bytes, new->size)) ||
        !has_same_type(previous, good))
        return NULL;
    const json_t *of_old = json_of(previous, arena), *of_new = json_of(good, arena);
    if (of_old && of_new && ct_json_equal(of_old, of_new))
        return NULL;
    return ct_response_with_body(good, old->bytes, old->size, arena);
}

/* Without an earlier response there is nothing to repeat. */
static const ct_response *mutate_nothing(const ct_fault *fault, const char *site,
                                         const ct_response *good, ct_arena *arena)
{
    (void)fault, (void)site, (void)good, (void)arena;
    return NULL;
}

static const ct_response *mutate_encoding(const ct_fault *fault, const char *site,
                                          const ct_response *good, ct_arena *arena)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    (void)fault, (void)site;
    if (!good->body.size)
        return NULL;
    ct_json_write_string(&text, good->body.bytes, good->body.size, CT_JSON_COMPACT);
    return ct_response_with_text(good, &text, arena);
}

/* Little-endian with a byte order mark. Non-ASCII bytes become invalid text, which is wrong too. */
static const ct_response *mutate_utf_16(const ct_fault *fault, const char *site,
                                        const ct_response *good, ct_arena *arena)
{
    size_t const size = good->body.size;
    (void)fault, (void)site;
    if (!size)
        return NULL;
    char *bytes = ct_arena_alloc(arena, 2 * size + 2);
    bytes[0] = '\xFF';
    bytes[1] = '\xFE';
    for (size_t i = 0; i < size; i++)
        bytes[2 * i + 2] = good->body.bytes[i];
    return ct_response_with_body(good, bytes, 2 * size + 2, arena);
}

/* Replaces or removes each quote. */
static const ct_response *mutate_quotes(const ct_fault *fault, const char *site,
                                        const ct_response *good, ct_arena *arena)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    (void)site;
    if (!good->body.size || !memchr(good->body.bytes, '"', good->body.size))
        return NULL;
    for (size_t i = 0; i < good->body.size; i++)
        if (good->body.bytes[i] == '"')
            ct_buf_text(&text, fault->text);
        else
            ct_buf_char(&text, good->body.bytes[i]);
    return ct_response_with_text(good, &text, arena);
}

/* Inserts `more` before `at`, which points into the body. */
static const ct_response *with(const ct_response *good, const char *at, const char *more,
                               ct_arena *arena)
{
    size_t const before = (size_t)(at - good->body.bytes), size = strlen(more);
    char *bytes = ct_arena_alloc(arena, good->body.size + size + 1);
    memcpy(bytes, good->body.bytes, before);
    memcpy(bytes + before, more, size);
    memcpy(bytes + before + size, at, good->body.size - before);
    return ct_response_with_body(good, bytes, good->body.size + size, arena);
}

/* Inserts the text of the row before the last quote, which ends the last string. */
static const ct_response *mutate_last_string(const ct_fault *fault, const char *site,
                                             const ct_response *good, ct_arena *arena)
{
    const char *quote = good->body.size ? memrchr(good->body.bytes, '"', good->body.size) : NULL;
    (void)site;
    return quote ? with(good, quote, fault->text, arena) : NULL;
}

static const ct_response *mutate_comma(const ct_fault *fault, const char *site,
                                       const ct_response *good, ct_arena *arena)
{
    const char *brace = good->body.size ? memrchr(good->body.bytes, '}', good->body.size) : NULL;
    (void)fault, (void)site;
    return brace && brace > good->body.bytes && brace[-1] != '{' ? with(good, brace, ",", arena)
                                                                 : NULL;
}

/* Repeats the first property of the outermost object, as null. */
static const ct_response *mutate_property_twice(const ct_fault *fault, const char *site,
                                                const ct_response *good, ct_arena *arena)
{
    const ct_body *body = &good->body;
    const char *brace = body->size ? memrchr(body->bytes, '}', body->size) : NULL;
    const char *open =
        body->size && *body->bytes == '{' ? memchr(body->bytes, '"', body->size) : NULL;
    const char *close =
        open ? memchr(open + 1, '"', body->size - (size_t)(open + 1 - body->bytes)) : NULL;
    (void)fault, (void)site;
    if (!brace || !close)
        return NULL;
    return with(good, brace, ct_arena_printf(arena, ",%.*s:null", (int)(close + 1 - open), open),
                arena);
}

#define ROW(fault_name, sentence, change, becomes)                                                 \
    {                                                                                              \
        fault_name, sentence, CT_PART_BODY, 0, change, .text = becomes                             \
    }

const ct_fault ct_body_faults[] = {
    ROW("body-absent", "the body is missing", mutate_whole, ""),
    ROW("body-empty-object", "the body is an empty object", mutate_whole, "{}"),
    ROW("body-empty-array", "the body is an empty array", mutate_whole, "[]"),
    ROW("body-null", "the body is null", mutate_whole, "null"),
    ROW("body-true", "the body is true", mutate_whole, "true"),
    ROW("body-number", "the body is a number", mutate_whole, "0"),
    ROW("body-text", "the body is plain text", mutate_whole, "OK"),
    ROW("body-html", "the body is the HTML error page of a proxy", mutate_whole,
        "<html><body><h1>502 Bad Gateway</h1></body></html>"),
    ROW("body-xml", "the body is XML", mutate_whole, "<?xml version=\"1.0\"?><error/>"),
    ROW("body-blank", "the body is whitespace", mutate_whole, " \n"),
    ROW("body-wrapped", "the body is wrapped in a property 'data'", mutate_around, "{\"data\":%s}"),
    ROW("body-wrapped-result", "the body is wrapped in a property 'error'", mutate_around,
        "{\"error\":%s}"),
    ROW("body-in-array", "the body is wrapped in an array", mutate_around, "[%s]"),
    ROW("body-twice", "the body is sent twice", mutate_around, "%s%s"),
    ROW("body-with-status", "the status precedes the body", mutate_around, "200 %s"),
    ROW("body-tail", "text follows the body", mutate_around, "%s and more"),
    ROW("body-tail-brace", "an extra brace follows the body", mutate_around, "%s}"),
    ROW("body-tail-nul", "a NUL follows the body", mutate_nul, NULL),
    ROW("body-guarded", "a guard against script inclusion precedes the body", mutate_around,
        ")]}',\n%s"),
    ROW("body-callback", "the body is a JSONP call", mutate_around, "callback(%s);"),
    ROW("body-comment", "a comment precedes the body", mutate_around, "/* */%s"),
    ROW("body-byte-order-mark", "a byte order mark precedes the body", mutate_around,
        "\xEF\xBB\xBF%s"),
    ROW("body-cut-one", "the last byte of the body is missing", mutate_cut_one, NULL),
    ROW("body-cut-half", "the second half of the body is missing", mutate_cut_half, NULL),
    ROW("body-encoded-twice", "the body is JSON in a string", mutate_encoding, NULL),
    ROW("body-utf-16", "the body is UTF-16", mutate_utf_16, NULL),
    ROW("body-single-quotes", "strings have single quotes", mutate_quotes, "'"),
    ROW("body-no-quotes", "strings have no quotes", mutate_quotes, ""),
    ROW("body-bad-utf-8", "a string contains an invalid UTF-8 byte", mutate_last_string, "\xFF"),
    ROW("body-raw-tab", "a string contains an unescaped tab", mutate_last_string, "\t"),
    ROW("body-trailing-comma", "a comma follows the last property", mutate_comma, NULL),
    ROW("body-member-twice", "a property appears twice, with different values",
        mutate_property_twice, NULL),
    {"body-stale", "the body is that of the previous response with this status", CT_PART_BODY, 0,
     mutate_nothing, .mutate_after = mutate_stale},
    {0},
};

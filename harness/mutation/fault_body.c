/* Wrong bodies: what is no JSON any more, or not as it should be as a whole. */
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

/* The body in place of each %s of the text. */
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
    if (!good->body.size) /* a copy ends with a NUL */
        return NULL;
    const char *bytes = ct_arena_copy(arena, good->body.bytes, good->body.size);
    return ct_response_with_body(good, bytes, good->body.size + 1, arena);
}

static const ct_response *mutate_cut_one(const ct_fault *fault, const char *site,
                                         const ct_response *good, ct_arena *arena)
{
    (void)fault, (void)site;
    if (good->body.size <= 1)
        return NULL;
    return ct_response_with_body(good, good->body.bytes, good->body.size - 1, arena);
}

static const ct_response *mutate_cut_half(const ct_fault *fault, const char *site,
                                          const ct_response *good, ct_arena *arena)
{
    (void)fault, (void)site;
    if (good->body.size < 2)
        return NULL;
    return ct_response_with_body(good, good->body.bytes, good->body.size / 2, arena);
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

/* Little end first, with its mark; of a body beyond ASCII it makes no text at all. */
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

/* Another sign for each quote, or none. */
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

/* A text with something put in at a place. */
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

/* The text before the last quote: in the last string. */
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

/* The first name of the outermost object once more, with null. */
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
    ROW("body-absent", "there is no body", mutate_whole, ""),
    ROW("body-empty-object", "the body is an object without members", mutate_whole, "{}"),
    ROW("body-empty-array", "the body is an array without elements", mutate_whole, "[]"),
    ROW("body-null", "the body is null", mutate_whole, "null"),
    ROW("body-true", "the body is true", mutate_whole, "true"),
    ROW("body-number", "the body is a number", mutate_whole, "0"),
    ROW("body-text", "the body is text for people", mutate_whole, "OK"),
    ROW("body-html", "the body is a page of a proxy", mutate_whole,
        "<html><body><h1>502 Bad Gateway</h1></body></html>"),
    ROW("body-xml", "the body is XML", mutate_whole, "<?xml version=\"1.0\"?><error/>"),
    ROW("body-blank", "the body is blank", mutate_whole, " \n"),
    ROW("body-wrapped", "the body is inside a member 'data'", mutate_around, "{\"data\":%s}"),
    ROW("body-wrapped-result", "the body is inside a member 'error', as others have it",
        mutate_around, "{\"error\":%s}"),
    ROW("body-in-array", "the body is the element of an array", mutate_around, "[%s]"),
    ROW("body-twice", "the body comes twice", mutate_around, "%s%s"),
    ROW("body-with-status", "the status stands before the body", mutate_around, "200 %s"),
    ROW("body-tail", "there is text behind the body", mutate_around, "%s and more"),
    ROW("body-tail-brace", "there is a brace too many", mutate_around, "%s}"),
    ROW("body-tail-nul", "there is a NUL behind the body", mutate_nul, NULL),
    ROW("body-guarded", "the body has a guard against being run as a program", mutate_around,
        ")]}',\n%s"),
    ROW("body-callback", "the body is a call of a function", mutate_around, "callback(%s);"),
    ROW("body-comment", "there is a comment in front of the body", mutate_around, "/* */%s"),
    ROW("body-byte-order-mark", "there is a byte order mark in front of the body", mutate_around,
        "\xEF\xBB\xBF%s"),
    ROW("body-cut-one", "the last byte is missing", mutate_cut_one, NULL),
    ROW("body-cut-half", "the second half is missing", mutate_cut_half, NULL),
    ROW("body-encoded-twice", "the body is JSON inside a string", mutate_encoding, NULL),
    ROW("body-utf-16", "the body is UTF-16", mutate_utf_16, NULL),
    ROW("body-single-quotes", "strings stand in single quotes", mutate_quotes, "'"),
    ROW("body-no-quotes", "strings stand in no quotes", mutate_quotes, ""),
    ROW("body-bad-utf-8", "a string holds a byte that is no UTF-8", mutate_last_string, "\xFF"),
    ROW("body-raw-tab", "a string holds a tab that is not escaped", mutate_last_string, "\t"),
    ROW("body-trailing-comma", "there is a comma behind the last member", mutate_comma, NULL),
    ROW("body-member-twice", "a member is there twice, and differs", mutate_property_twice, NULL),
    {0},
};

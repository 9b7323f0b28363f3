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
    size_t const size = text.size;
    return ct_response_with_body(good, ct_buf_finish(&text, arena), size, arena);
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

static const ct_response *mutate_cut(const ct_fault *fault, const char *site,
                                     const ct_response *good, ct_arena *arena)
{
    size_t const cut = (size_t)fault->number;
    (void)site;
    if (good->body.size <= cut)
        return NULL;
    return ct_response_with_body(good, good->body.bytes, good->body.size - cut, arena);
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
    size_t const size = text.size;
    return ct_response_with_body(good, ct_buf_finish(&text, arena), size, arena);
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
    size_t const size = text.size;
    return ct_response_with_body(good, ct_buf_finish(&text, arena), size, arena);
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

/* A byte behind the last quote but one: in the last string. */
static const ct_response *mutate_byte(const ct_fault *fault, const char *site,
                                      const ct_response *good, ct_arena *arena)
{
    char const byte[2] = {(char)fault->number, '\0'};
    const char *quote = good->body.size ? memrchr(good->body.bytes, '"', good->body.size) : NULL;
    (void)site;
    return quote ? with(good, quote, byte, arena) : NULL;
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

const ct_fault ct_body_faults[] = {
    {.name = "body-absent",
     .summary = "there is no body",
     .breaks = "{json}",
     .mutate = mutate_whole,
     .text = ""},
    {.name = "body-empty-object",
     .summary = "the body is an object without members",
     .breaks = "{json}",
     .mutate = mutate_whole,
     .text = "{}"},
    {.name = "body-empty-array",
     .summary = "the body is an array without elements",
     .breaks = "{json}",
     .mutate = mutate_whole,
     .text = "[]"},
    {.name = "body-null",
     .summary = "the body is null",
     .breaks = "{json}",
     .mutate = mutate_whole,
     .text = "null"},
    {.name = "body-true",
     .summary = "the body is true",
     .breaks = "{json}",
     .mutate = mutate_whole,
     .text = "true"},
    {.name = "body-number",
     .summary = "the body is a number",
     .breaks = "{json}",
     .mutate = mutate_whole,
     .text = "0"},
    {.name = "body-text",
     .summary = "the body is text for people",
     .breaks = "{json}",
     .mutate = mutate_whole,
     .text = "OK"},
    {.name = "body-html",
     .summary = "the body is a page of a proxy",
     .breaks = "{json}",
     .mutate = mutate_whole,
     .text = "<html><body><h1>502 Bad Gateway</h1></body></html>"},
    {.name = "body-xml",
     .summary = "the body is XML",
     .breaks = "{json}",
     .mutate = mutate_whole,
     .text = "<?xml version=\"1.0\"?><error/>"},
    {.name = "body-blank",
     .summary = "the body is blank",
     .breaks = "{json}",
     .mutate = mutate_whole,
     .text = " \n"},
    {.name = "body-wrapped",
     .summary = "the body is inside a member 'data'",
     .breaks = "{json}",
     .mutate = mutate_around,
     .text = "{\"data\":%s}"},
    {.name = "body-wrapped-result",
     .summary = "the body is inside a member 'error', as others have it",
     .breaks = "{json}",
     .mutate = mutate_around,
     .text = "{\"error\":%s}"},
    {.name = "body-in-array",
     .summary = "the body is the element of an array",
     .breaks = "{json}",
     .mutate = mutate_around,
     .text = "[%s]"},
    {.name = "body-twice",
     .summary = "the body comes twice",
     .breaks = "{json}",
     .mutate = mutate_around,
     .text = "%s%s"},
    {.name = "body-with-status",
     .summary = "the status stands before the body",
     .breaks = "{json}",
     .mutate = mutate_around,
     .text = "200 %s"},
    {.name = "body-tail",
     .summary = "there is text behind the body",
     .breaks = "{json}",
     .mutate = mutate_around,
     .text = "%s and more"},
    {.name = "body-tail-brace",
     .summary = "there is a brace too many",
     .breaks = "{json}",
     .mutate = mutate_around,
     .text = "%s}"},
    {.name = "body-tail-nul",
     .summary = "there is a NUL behind the body",
     .breaks = "{json}",
     .mutate = mutate_nul},
    {.name = "body-guarded",
     .summary = "the body has a guard against being run as a program",
     .breaks = "{json}",
     .mutate = mutate_around,
     .text = ")]}',\n%s"},
    {.name = "body-callback",
     .summary = "the body is a call of a function",
     .breaks = "{json}",
     .mutate = mutate_around,
     .text = "callback(%s);"},
    {.name = "body-comment",
     .summary = "there is a comment in front of the body",
     .breaks = "{json}",
     .mutate = mutate_around,
     .text = "/* */%s"},
    {.name = "body-byte-order-mark",
     .summary = "there is a byte order mark in front of the body",
     .breaks = "{json}",
     .mutate = mutate_around,
     .text = "\xEF\xBB\xBF%s"},
    {.name = "body-cut-one",
     .summary = "the last byte is missing",
     .breaks = "{json}",
     .mutate = mutate_cut,
     .number = 1},
    {.name = "body-cut-half",
     .summary = "the second half is missing",
     .breaks = "{json}",
     .mutate = mutate_cut_half},
    {.name = "body-encoded-twice",
     .summary = "the body is JSON inside a string",
     .breaks = "{json}",
     .mutate = mutate_encoding},
    {.name = "body-utf-16",
     .summary = "the body is UTF-16",
     .breaks = "{json}",
     .mutate = mutate_utf_16},
    {.name = "body-single-quotes",
     .summary = "strings stand in single quotes",
     .breaks = "{json}",
     .mutate = mutate_quotes,
     .text = "'"},
    {.name = "body-no-quotes",
     .summary = "strings stand in no quotes",
     .breaks = "{json}",
     .mutate = mutate_quotes,
     .text = ""},
    {.name = "body-bad-utf-8",
     .summary = "a string holds a byte that is no UTF-8",
     .breaks = "{json}",
     .mutate = mutate_byte,
     .number = 255},
    {.name = "body-raw-tab",
     .summary = "a string holds a tab that is not escaped",
     .breaks = "{json}",
     .mutate = mutate_byte,
     .number = 9},
    {.name = "body-trailing-comma",
     .summary = "there is a comma behind the last member",
     .breaks = "{json}",
     .mutate = mutate_comma},
    {.name = "body-member-twice",
     .summary = "a member is there twice, and differs",
     .breaks = "{json}",
     .mutate = mutate_property_twice},
    {0},
};

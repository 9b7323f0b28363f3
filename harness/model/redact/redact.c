#include "model/redact/redact.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "model/redact/parts.h"

typedef struct name {
    const char *bytes;
    size_t size;
    struct name *next;
} name;

struct ct_redactor {
    ct_arena *arena;
    name *names;
    ct_secret_patterns *patterns;
    size_t longest; /* bytes of a secret */
};

ct_redactor *ct_redactor_new(ct_arena *arena)
{
    static const char *const usual[] = {
        "Authorization", "Cookie",          "Set-Cookie",       "Proxy-Authorization",
        "X-Auth-Token",  "X-Subject-Token", "X-Security-Token",
    };
    ct_redactor *redactor = ct_new(arena, ct_redactor);
    redactor->arena = arena;
    redactor->patterns = ct_secret_patterns_new(arena);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        ct_redactor_add_name(redactor, usual[i]);
    return redactor;
}

void ct_redactor_add_value(ct_redactor *redactor, const char *bytes, size_t size)
{
    if (size < CT_LIMIT_SECRET_MIN)
        return;
    ct_secret_patterns_add(redactor->patterns, bytes, size);
    redactor->longest = size > redactor->longest ? size : redactor->longest;
}

/* A byte of a secret takes six bytes at most, and each layer of escapes adds four at most ('&' is
 * "&amp;"). The rest is for the names of properties. */
size_t ct_redactor_reach(const ct_redactor *redactor)
{
    return redactor->longest * (6 + 4 * CT_LAYERS) + 4096;
}

void ct_redactor_add_name(ct_redactor *redactor, const char *bytes)
{
    size_t const size = strlen(bytes);
    if (ct_redactor_hides_name(redactor, bytes, size))
        return;
    name *added = ct_new(redactor->arena, name);
    *added = (name){ct_arena_copy(redactor->arena, bytes, size), size, redactor->names};
    redactor->names = added;
}

bool ct_redactor_hides_name(const ct_redactor *redactor, const char *bytes, size_t size)
{
    for (const name *n = redactor->names; n; n = n->next)
        if (n->size == size && !strncasecmp(n->bytes, bytes, size))
            return true;
    return false;
}

/* ---- Finding ---- */

typedef enum text_kind {
    A_TEXT,
    A_BODY,
    A_URL,          /* or a proxy; only the user and password in it are masked */
    A_TEXT_OF_URLS, /* the same */
} text_kind;

/* A string, or what is left of it when some layers of escapes are undone. */
typedef struct sight {
    const char *bytes;
    size_t size;
    unsigned layers;
    text_kind kind;
} sight;

static void search(const ct_redactor *redactor, const sight *s, ct_spans *found);

typedef struct encoding {
    ct_redact_view view; /* shows its digits as `digits` takes them */
    ct_digits digits;
} encoding;

static const encoding base64 = {CT_REDACT_VIEW_BASE64, CT_DIGITS_BASE64},
                      hex = {CT_REDACT_VIEW_HEX, CT_DIGITS_HEX};

static void add_all(ct_spans *found, ct_spans *spans)
{
    for (size_t i = 0; i < spans->count; i++)
        ct_spans_add(found, spans->items[i]);
    free(spans->items);
}

/* In UTF-16 every other byte of what is ASCII is a NUL. */
static void find_wide(const ct_redactor *redactor, const ct_view *text, ct_secret_match seek,
                      ct_spans *found)
{
    ct_spans spans = {0};
    size_t size;
    char *shown = memchr(text->bytes, '\0', text->size)
                      ? ct_redact_view_text(CT_REDACT_VIEW_WIDE, text->bytes, text->size, &size)
                      : NULL;
    if (!shown)
        return;
    ct_secret_patterns_find(redactor->patterns, seek, shown, size, &spans);
    ct_spans_merge(&spans);
    ct_redact_view_map_back(CT_REDACT_VIEW_WIDE, text->bytes, text->size, &spans);
    add_all(found, &spans);
    free(shown);
}

static void find_plain(const ct_redactor *redactor, const ct_view *text, ct_secret_match seek,
                       ct_spans *found)
{
    ct_secret_patterns_find(redactor->patterns, seek, text->bytes, text->size, found);
    find_wide(redactor, text, seek, found);
}

static void find_in_run(const ct_redactor *redactor, ct_digits digits, const ct_view *text,
                        const ct_digit_run *run, ct_spans *found)
{
    char *room = ct_malloc(run->end - run->begin);
    for (size_t phase = 0; phase < ct_digits_phases(digits); phase++) {
        ct_spans spans = {0};
        ct_digit_run const part = {run->begin + phase, run->end};
        ct_view const shown = ct_digits_decode(digits, text, &part, room);
        find_plain(redactor, &shown, CT_SECRET_MATCH_WHOLE, &spans);
        for (size_t i = 0; i < spans.count; i++)
            ct_spans_add(found, ct_digits_carry(digits, text, &part, &spans.items[i]));
        free(spans.items);
    }
    free(room);
}

static void find_digits(const ct_redactor *redactor, ct_digits digits, const ct_view *text,
                        ct_spans *found)
{
    ct_digit_run run = {0, 0};
    while (ct_digits_next(digits, text, &run))
        find_in_run(redactor, digits, text, &run, found);
}

/* A part of a string that may hold digits, with the byte after them, which shows that the text
 * continues. */
static void find_encoded_in(const ct_redactor *redactor, const encoding *e, const ct_view *part,
                            ct_spans *spans)
{
    ct_view inner = *part;
    char *shown = ct_redact_view_text(e->view, part->bytes, part->size, &inner.size);
    inner.bytes = shown ? shown : part->bytes;
    inner.size = shown ? inner.size : part->size;
    find_digits(redactor, e->digits, &inner, spans);
    ct_spans_merge(spans);
    if (shown)
        ct_redact_view_map_back(e->view, part->bytes, part->size, spans);
    free(shown);
}

static void find_encoded(const ct_redactor *redactor, const encoding *e, const ct_view *text,
                         ct_spans *found)
{
    enum { BEHIND = 1 };
    ct_digit_run run = {0, 0};
    while (ct_digits_next_raw(e->digits, text, &run)) {
        ct_spans spans = {0};
        size_t const left = text->size - run.end;
        ct_view const part = {text->bytes + run.begin,
                              run.end - run.begin + (left < BEHIND ? left : BEHIND)};
        find_encoded_in(redactor, e, &part, &spans);
        for (size_t i = 0; i < spans.count; i++) {
            spans.items[i].begin += run.begin;
            spans.items[i].end += run.begin;
        }
        add_all(found, &spans);
    }
}

static void search_unescaped(const ct_redactor *redactor, const sight *outer, ct_spans *found)
{
    sight inner = {.layers = outer->layers + 1, .kind = outer->kind};
    char *shown =
        ct_redact_view_text(CT_REDACT_VIEW_ESCAPES, outer->bytes, outer->size, &inner.size);
    if (!shown)
        return;
    inner.bytes = shown;
    ct_spans spans = {0};
    search(redactor, &inner, &spans);
    ct_spans_merge(&spans);
    ct_redact_view_map_back(CT_REDACT_VIEW_ESCAPES, outer->bytes, outer->size, &spans);
    add_all(found, &spans);
    free(shown);
}

static void search(const ct_redactor *redactor, const sight *s, ct_spans *found)
{
    bool const is_of_urls = s->kind == A_URL || s->kind == A_TEXT_OF_URLS;
    if (is_of_urls)
        ct_userinfo_find(&(ct_url_text){s->bytes, s->size, s->kind == A_URL, !s->layers}, found);
    if (s->kind == A_BODY)
        ct_secret_members_find(redactor, s->bytes, s->size, !s->layers, found);
    if (!is_of_urls && !ct_secret_patterns_is_empty(redactor->patterns)) {
        ct_view const text = {s->bytes, s->size};
        find_plain(redactor, &text, s->layers ? CT_SECRET_MATCH_PARTIAL : CT_SECRET_MATCH_WHOLE,
                   found);
        find_encoded(redactor, &base64, &text, found);
        find_encoded(redactor, &hex, &text, found);
    } else if (s->kind == A_TEXT) {
        return;
    }
    if (s->layers < CT_LAYERS)
        search_unescaped(redactor, s, found);
}

/* ---- Masking ---- */

static const char *mask_of(const ct_span *span)
{
    return span->is_value ? "\"" CT_MASK "\"" : CT_MASK;
}

static const char *mask(ct_arena *arena, const sight *s, const ct_spans *spans, size_t *out_size)
{
    size_t size = s->size;
    for (size_t i = 0; i < spans->count; i++)
        size += strlen(mask_of(&spans->items[i])) - (spans->items[i].end - spans->items[i].begin);
    char *text = ct_arena_alloc(arena, size + 1), *to = text;
    const char *from = s->bytes;
    for (size_t i = 0; i < spans->count; i++) {
        const ct_span *span = &spans->items[i];
        to = mempcpy(to, from, (size_t)(s->bytes + span->begin - from));
        to = stpcpy(to, mask_of(span));
        from = s->bytes + span->end;
    }
    memcpy(to, from, (size_t)(s->bytes + s->size - from));
    *out_size = size;
    return text;
}

static const char *redact(const ct_redactor *redactor, ct_arena *arena, const sight *s,
                          size_t *out_size)
{
    *out_size = s->size;
    if (!s->size)
        return s->bytes;
    ct_spans spans = {0};
    search(redactor, s, &spans);
    ct_spans_merge(&spans);
    const char *text = s->bytes;
    if (spans.count)
        text = mask(arena, s, &spans, out_size);
    free(spans.items);
    return text;
}

const char *ct_redact(const ct_redactor *redactor, ct_arena *arena, const char *bytes, size_t size,
                      size_t *out_size)
{
    return redact(redactor, arena, &(sight){.bytes = bytes, .size = size}, out_size);
}

const char *ct_redact_body(const ct_redactor *redactor, ct_arena *arena, const char *bytes,
                           size_t size, size_t *out_size)
{
    sight const body = {.bytes = bytes, .size = size, .kind = A_BODY};
    return redact(redactor, arena, &body, out_size);
}

const char *ct_redact_text(const ct_redactor *redactor, ct_arena *arena, const char *text)
{
    size_t size;
    return text ? ct_redact(redactor, arena, text, strlen(text), &size) : NULL;
}

static const char *mask_urls(ct_arena *arena, const char *text, text_kind kind)
{
    size_t size;
    return text ? redact(NULL, arena, &(sight){.bytes = text, .size = strlen(text), .kind = kind},
                         &size)
                : NULL;
}

const char *ct_mask_url(ct_arena *arena, const char *url)
{
    return mask_urls(arena, url, A_URL);
}

const char *ct_mask_urls(ct_arena *arena, const char *text)
{
    return mask_urls(arena, text, A_TEXT_OF_URLS);
}

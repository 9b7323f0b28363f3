#include "model/redact.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "model/redact_parts.h"

typedef struct name {
    const char *bytes;
    size_t size;
    struct name *next;
} name;

struct ct_redactor {
    ct_arena *arena;
    name *names;
    ct_needles *needles;
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
    redactor->needles = ct_needles_new(arena);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        ct_redactor_add_name(redactor, usual[i]);
    return redactor;
}

void ct_redactor_add_value(ct_redactor *redactor, const char *bytes, size_t size)
{
    if (size < CT_LIMIT_SECRET_MIN)
        return;
    ct_needles_add(redactor->needles, bytes, size);
    redactor->longest = size > redactor->longest ? size : redactor->longest;
}

/* A byte of a secret is written with six bytes at most, and each layer of escapes around it adds
 * four at most ('&' is "&amp;"). The rest is for the names of members. */
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

/* A text, or what is left of it when some layers of escapes are undone. */
typedef struct sight {
    const char *bytes;
    size_t size;
    unsigned layers;
    bool is_body;
} sight;

static void search(const ct_redactor *redactor, const sight *s, ct_spans *found);

static ct_seek seek_of(const sight *s, ct_lens lens)
{
    if (lens == CT_LENS_HEX)
        return CT_SEEK_HEX;
    return s->layers ? CT_SEEK_BITTEN : CT_SEEK_WHOLE;
}

static void search_through(const ct_redactor *redactor, const sight *outer, ct_lens lens,
                           ct_spans *found)
{
    sight inner = {.layers = outer->layers + 1, .is_body = outer->is_body};
    char *shown = ct_lens_look(lens, outer->bytes, outer->size, &inner.size);
    if (!shown)
        return;
    inner.bytes = shown;
    ct_spans spans = {0};
    if (lens == CT_LENS_ESCAPES)
        search(redactor, &inner, &spans);
    else
        ct_needles_find(redactor->needles, seek_of(outer, lens), inner.bytes, inner.size, &spans);
    ct_spans_merge(&spans);
    ct_lens_carry(lens, outer->bytes, outer->size, &spans);
    for (size_t i = 0; i < spans.count; i++)
        ct_spans_add(found, spans.items[i]);
    free(spans.items);
    free(shown);
}

static void search(const ct_redactor *redactor, const sight *s, ct_spans *found)
{
    if (s->is_body)
        ct_members_find(redactor, s->bytes, s->size, !s->layers, found);
    if (!ct_needles_is_empty(redactor->needles)) {
        ct_needles_find(redactor->needles, seek_of(s, CT_LENS_ESCAPES), s->bytes, s->size, found);
        search_through(redactor, s, CT_LENS_BASE64, found);
        search_through(redactor, s, CT_LENS_HEX, found);
    } else if (!s->is_body) {
        return;
    }
    if (s->layers < CT_LAYERS)
        search_through(redactor, s, CT_LENS_ESCAPES, found);
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
    sight const body = {.bytes = bytes, .size = size, .is_body = true};
    return redact(redactor, arena, &body, out_size);
}

const char *ct_redact_text(const ct_redactor *redactor, ct_arena *arena, const char *text)
{
    size_t size;
    return text ? ct_redact(redactor, arena, text, strlen(text), &size) : NULL;
}

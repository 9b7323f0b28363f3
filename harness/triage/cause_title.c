#include "triage/cause_title.h"

#include <string.h>

#include "base/buf.h"

static bool is_alike(const ct_symptom *a, const ct_symptom *b)
{
    return a->kind == b->kind && a->mismatch == b->mismatch;
}

/* "a, b and 3 more", of what `text_of` returns for each symptom like the first, each once. */
static const char *list(ct_arena *arena, const ct_shown_symptom *first,
                        const char *(*text_of)(const ct_symptom *symptom))
{
    enum { NAMES_MAX = 4 };
    ct_buf out = CT_BUF(CT_BUF_ANY);
    size_t count = 0;
    for (const ct_shown_symptom *s = first; s; s = s->next) {
        bool is_new = is_alike(s->symptom, first->symptom);
        for (const ct_shown_symptom *o = first; is_new && o != s; o = o->next)
            is_new = !is_alike(o->symptom, first->symptom) ||
                     strcmp(text_of(o->symptom), text_of(s->symptom));
        if (is_new && count < NAMES_MAX)
            ct_buf_printf(&out, "%s%s", count ? ", " : "", text_of(s->symptom));
        count += is_new;
    }
    if (count > NAMES_MAX)
        ct_buf_printf(&out, " and %zu more", count - NAMES_MAX);
    return ct_buf_finish(&out, arena);
}

static const char *expected_of(const ct_symptom *symptom)
{
    return symptom->expected ? symptom->expected : "another value";
}

static const char *place_of(const ct_symptom *symptom)
{
    return symptom->place;
}

static const char *renaming_of(const ct_symptom *symptom)
{
    return symptom->name;
}

/* What is expected if all symptoms expect the same, else "another value". */
static const char *common_expected(const ct_shown_symptom *first)
{
    for (const ct_shown_symptom *s = first; s; s = s->next)
        if (is_alike(s->symptom, first->symptom) &&
            strcmp(expected_of(s->symptom), expected_of(first->symptom)))
            return first->symptom->mismatch == CT_MISMATCH_TYPE ? "another type" : "another value";
    return expected_of(first->symptom);
}

static const char *value_title(ct_arena *arena, const ct_shown_symptom *first)
{
    const ct_symptom *s = first->symptom;
    const char *where = list(arena, first, place_of);
    if (s->mismatch == CT_MISMATCH_MISSING)
        return ct_arena_printf(arena, "%s: missing", where);
    if (s->mismatch == CT_MISMATCH_UNEXPECTED)
        return ct_arena_printf(arena, "%s: not allowed, got %s", where, s->actual);
    return ct_arena_printf(arena, "%s: expected %s, got %s", where, common_expected(first),
                           s->actual ? s->actual : "another value");
}

static const char *title_of_alike(ct_arena *arena, const ct_shown_symptom *first)
{
    const ct_symptom *s = first->symptom;
    switch (s->kind) {
    case CT_SYMPTOM_ERROR:
        return s->name;
    case CT_SYMPTOM_STATUS:
        return ct_arena_printf(arena, "status: expected %s, got %s",
                               list(arena, first, expected_of), s->name);
    case CT_SYMPTOM_WRAPPED:
        return ct_arena_printf(arena, "the response body is wrapped in a property '%s'", s->name);
    case CT_SYMPTOM_RENAMED:
        return ct_arena_printf(arena, "renamed properties: expected %s, got %s",
                               list(arena, first, place_of), list(arena, first, renaming_of));
    default:
        return value_title(arena, first);
    }
}

const char *ct_cause_title(ct_arena *arena, const ct_shown_symptom *first)
{
    enum { KINDS_MAX = 3 };
    ct_buf out = CT_BUF(CT_BUF_ANY);
    unsigned count = 0;
    for (const ct_shown_symptom *s = first; s && count < KINDS_MAX; s = s->next) {
        const ct_shown_symptom *o = first;
        while (o != s && !is_alike(o->symptom, s->symptom))
            o = o->next;
        if (o == s)
            ct_buf_printf(&out, "%s%s", count++ ? "; " : "", title_of_alike(arena, s));
    }
    return ct_buf_finish(&out, arena);
}

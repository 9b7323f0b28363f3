#include "triage/cause_title.h"

#include <string.h>

#include "base/buf.h"

enum {
    NAMES_MAX = 4,  /* of one list */
    VALUE_MAX = 60, /* bytes of an expected value */
    KINDS_MAX = 3   /* clauses of a title */
};

static bool is_alike(const ct_symptom *a, const ct_symptom *b)
{
    return a->kind == b->kind && a->mismatch == b->mismatch;
}

/* ---- Parts ---- */

static const char *cut(ct_arena *arena, const char *text)
{
    size_t size = VALUE_MAX;
    if (strlen(text) <= VALUE_MAX)
        return text;
    while (size && ((unsigned char)text[size] & 0xC0) == 0x80)
        size--;
    return ct_arena_printf(arena, "%.*s...", (int)size, text);
}

/* "a, b and 3 more", of what `text_of` returns for each symptom like the first, each once. */
static const char *list(ct_arena *arena, const ct_shown_symptom *first,
                        const char *(*text_of)(const ct_symptom *symptom))
{
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

static bool has_several(const ct_shown_symptom *first)
{
    for (const ct_shown_symptom *s = first->next; s; s = s->next)
        if (is_alike(s->symptom, first->symptom) &&
            strcmp(s->symptom->place, first->symptom->place) != 0)
            return true;
    return false;
}

static const char *expected_of(const ct_symptom *symptom)
{
    return symptom->expected ? symptom->expected : "another value";
}

static const char *place_of(const ct_symptom *symptom)
{
    return symptom->place;
}

/* What is expected if all symptoms expect the same, else "another value". */
static const char *common_expected(ct_arena *arena, const ct_shown_symptom *first)
{
    for (const ct_shown_symptom *s = first; s; s = s->next)
        if (is_alike(s->symptom, first->symptom) &&
            strcmp(expected_of(s->symptom), expected_of(first->symptom)) != 0)
            return first->symptom->mismatch == CT_MISMATCH_TYPE ? "another type" : "another value";
    return cut(arena, expected_of(first->symptom));
}

static const char *where(const ct_title_facts *facts)
{
    return facts->group->count == facts->response_count && facts->response_count > 1
               ? " in every response"
               : "";
}

/* ---- Clauses ---- */

static const char *status_clause(ct_arena *arena, const ct_title_facts *facts,
                                 const ct_shown_symptom *first)
{
    const ct_symptom *s = first->symptom;
    if (facts->group->is_everywhere)
        return ct_arena_printf(arena, "status %s instead of %s%s", s->name,
                               list(arena, first, expected_of), where(facts));
    const ct_case *test_case = facts->first->failure->test_case;
    const char *title = test_case->title, *name = strchr(test_case->full_name, '[');
    if (title && name && facts->group->count == 1) /* one of several rows */
        title = ct_arena_printf(arena, "%s: %s", title, name);
    return ct_arena_printf(arena, "status %s instead of %s%s%s%s", s->name,
                           list(arena, first, expected_of), title ? " (" : "", title ? title : "",
                           title ? ")" : "");
}

static const char *control_clause(ct_arena *arena, const ct_control *control)
{
    static const char *const parts[CT_CONTROL_PARTS] = {[CT_CONTROL_HEADER] = "header",
                                                        [CT_CONTROL_QUERY] = "query parameter",
                                                        [CT_CONTROL_PROPERTY] = "property"};
    const char *title = control->test_case->title;
    if (!control->is_of_most)
        return ct_arena_printf(arena,
                               "status %u instead of %s%s%s%s; %zu other cases that only add to "
                               "this request show nothing of their own",
                               control->status, control->expected, title ? " (" : "",
                               title ? title : "", title ? ")" : "", control->dependent_count);
    return ct_arena_printf(
        arena,
        "status %u instead of %s without any %s '%s'; %zu other case%s about it show%s nothing of "
        "%s own",
        control->status, control->expected, parts[control->part], control->name,
        control->dependent_count, control->dependent_count == 1 ? "" : "s",
        control->dependent_count == 1 ? "s" : "", control->dependent_count == 1 ? "its" : "their");
}

static const char *header_clause(ct_arena *arena, const ct_title_facts *facts,
                                 const ct_shown_symptom *first)
{
    const ct_symptom *s = first->symptom;
    if (s->mismatch == CT_MISMATCH_MISSING)
        return ct_arena_printf(arena, "%s is missing%s", list(arena, first, place_of),
                               where(facts));
    if (s->mismatch == CT_MISMATCH_UNEXPECTED)
        return ct_arena_printf(arena, "%s is not allowed, but is %s", list(arena, first, place_of),
                               cut(arena, s->actual));
    return ct_arena_printf(arena, "%s is %s%s instead of %s%s", place_of(s),
                           cut(arena, s->actual ? s->actual : "another value"),
                           first->is_constant ? "" : ", for example,", cut(arena, expected_of(s)),
                           where(facts));
}

static const char *renamed_clause(ct_arena *arena, const ct_shown_symptom *first)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    size_t count = 0;
    for (const ct_shown_symptom *s = first; s; s = s->next) {
        if (!is_alike(s->symptom, first->symptom))
            continue;
        if (count++ < NAMES_MAX)
            ct_buf_printf(&out, "%s%s is named '%s'", count > 1 ? ", " : "", s->symptom->place,
                          s->symptom->name);
    }
    if (count > NAMES_MAX)
        ct_buf_printf(&out, " and %zu more properties have other names", count - NAMES_MAX);
    return ct_buf_finish(&out, arena);
}

/* "the body" instead of "$". */
static const char *places(ct_arena *arena, const ct_shown_symptom *first)
{
    return strcmp(first->symptom->place, "$") == 0 && !has_several(first)
               ? "the body"
               : list(arena, first, place_of);
}

static const char *type_clause(ct_arena *arena, const ct_title_facts *facts,
                               const ct_shown_symptom *first)
{
    static const char *const articles[][2] = {{"string", "a string"},
                                              {"number", "a number"},
                                              {"array", "an array"},
                                              {"object", "an object"},
                                              {"boolean", "a boolean"}};
    const char *class = ct_value_class(first->symptom->actual);
    const char *verb = has_several(first) ? "are" : "is";
    if (strstr(class, "not JSON"))
        return ct_arena_printf(arena, "%s %s not JSON%s", places(arena, first), verb, where(facts));
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        if (!strcmp(class, articles[i][0]))
            class = articles[i][1];
    const char *actual = first->symptom->actual ? first->symptom->actual : "";
    bool const is_shown = *actual == '"' || *actual == '[' || *actual == '{';
    return ct_arena_printf(arena, "%s %s %s instead of %s%s%s%s", places(arena, first), verb, class,
                           common_expected(arena, first), is_shown ? ": " : "",
                           is_shown ? cut(arena, actual) : "", where(facts));
}

/* Several strings that are changed in one way, or one value everywhere. */
static const char *value_clause(ct_arena *arena, const ct_title_facts *facts,
                                const ct_shown_symptom *first)
{
    const ct_symptom *s = first->symptom;
    const char *actual = cut(arena, s->actual ? s->actual : "another value");
    const char *change = ct_change_text(first->change);
    if (change && has_several(first))
        return ct_arena_printf(arena, "each of %s %s: %s instead of %s", places(arena, first),
                               change, actual, cut(arena, expected_of(s)));
    if (change)
        return ct_arena_printf(arena, "%s %s: %s instead of %s", places(arena, first), change,
                               actual, cut(arena, expected_of(s)));
    if (first->is_constant && facts->group->count > 1 && *ct_literal_class(s->expected))
        return ct_arena_printf(arena, "%s %s always %s instead of %s", places(arena, first),
                               has_several(first) ? "are" : "is", actual,
                               common_expected(arena, first));
    return ct_arena_printf(
        arena, "%s %s %s%s instead of %s", places(arena, first), has_several(first) ? "are" : "is",
        actual, facts->group->count > 1 ? ", for example," : "", cut(arena, expected_of(s)));
}

static const char *body_clause(ct_arena *arena, const ct_title_facts *facts,
                               const ct_shown_symptom *first)
{
    const ct_symptom *s = first->symptom;
    if (s->mismatch == CT_MISMATCH_MISSING)
        return ct_arena_printf(arena, "%s %s missing%s", places(arena, first),
                               has_several(first) ? "are" : "is", where(facts));
    if (s->mismatch == CT_MISMATCH_UNEXPECTED)
        return ct_arena_printf(arena, "%s %s not allowed, but %s %s", places(arena, first),
                               has_several(first) ? "are" : "is", has_several(first) ? "are" : "is",
                               cut(arena, s->actual ? s->actual : "present"));
    return s->mismatch == CT_MISMATCH_TYPE ? type_clause(arena, facts, first)
                                           : value_clause(arena, facts, first);
}

static const char *clause(ct_arena *arena, const ct_title_facts *facts,
                          const ct_shown_symptom *first)
{
    const ct_symptom *s = first->symptom;
    switch (s->kind) {
    case CT_SYMPTOM_ERROR:
        return s->name;
    case CT_SYMPTOM_STATUS:
        return facts->control ? control_clause(arena, facts->control)
                              : status_clause(arena, facts, first);
    case CT_SYMPTOM_HEADER:
        return header_clause(arena, facts, first);
    case CT_SYMPTOM_WRAPPED:
        return ct_arena_printf(arena, "%s is wrapped in a property '%s'",
                               *where(facts) ? "every JSON response" : "the response body",
                               s->name);
    case CT_SYMPTOM_RENAMED:
        return renamed_clause(arena, first);
    case CT_SYMPTOM_VALUE:
        return body_clause(arena, facts, first);
    case CT_SYMPTOM_STATE:
        return ct_arena_printf(arena, "%s does not show what was written before: %s instead of %s",
                               s->place, cut(arena, s->actual ? s->actual : "nothing"),
                               cut(arena, expected_of(s)));
    default:
        return ct_arena_printf(arena, "%s: expected %s, got %s", s->subject,
                               cut(arena, expected_of(s)),
                               cut(arena, s->actual ? s->actual : "nothing"));
    }
}

const char *ct_cause_title(ct_arena *arena, const ct_title_facts *facts)
{
    const ct_shown_symptom *first = facts->group->symptoms;
    ct_buf out = CT_BUF(CT_BUF_ANY);
    unsigned count = 0;
    for (const ct_shown_symptom *s = first; s && count < KINDS_MAX; s = s->next) {
        const ct_shown_symptom *o = first;
        while (o != s && !is_alike(o->symptom, s->symptom))
            o = o->next;
        if (o == s)
            ct_buf_printf(&out, "%s%s", count++ ? "; " : "", clause(arena, facts, s));
    }
    return ct_buf_finish(&out, arena);
}

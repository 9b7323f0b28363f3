#include "triage/failure_groups.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "triage/status_groups.h"

enum {
    SAME_EVERYWHERE = 3, /* the same deviation under that many names is one cause */
    SAME_CHANGE = 2,     /* likewise if strings are changed in the same way */
    ENOUGH = 3           /* cases that make it unlikely that two faults are always found together */
};

/* What is known about the places of all responses before they are grouped. */
typedef struct places {
    const ct_failed_cases *failures;
    const ct_status_groups *statuses;
    /* From a place to a group with the first symptom there: what is renamed, and what is missing or
     * of another type; and from an array to such a symptom of its elements, or to elements that it
     * should not have. */
    ct_map renamed, typed, elements, extra;
} places;

/* ---- Keys ---- */

/* Numbers differ from case to case: ports, times, offsets. */
static const char *without_digits(ct_arena *arena, const char *text)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    for (; *text; text++)
        if (!isdigit((unsigned char)*text))
            ct_buf_char(&out, *text);
        else if (!isdigit((unsigned char)text[1]))
            ct_buf_char(&out, '#');
    return ct_buf_finish(&out, arena);
}

/* How all names are changed: their style, or what is added to them. NULL: only this one is. */
static const char *renaming_of(ct_arena *arena, const ct_symptom *s)
{
    const char *dot = strrchr(s->place, '.'), *old = dot ? dot + 1 : s->place;
    size_t const size = strlen(old), longer = strlen(s->name);
    bool const has_upper = strpbrk(s->name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    bool const has_lower = strpbrk(s->name, "abcdefghijklmnopqrstuvwxyz");
    const char *inside = strstr(s->name, old);
    if (inside && longer > size)
        return ct_arena_printf(arena, "%.*s_%s", (int)(inside - s->name), s->name, inside + size);
    return strchr(s->name, '-')      ? "kebab"
           : has_upper && !has_lower ? "upper"
           : has_upper               ? "camel"
                                     : NULL;
}

/* The JSON type that replaces another one, "" if the type is not wrong. */
static const char *wrong_type(const ct_symptom *s)
{
    const char *class = ct_value_class(s->actual), *expected = ct_literal_class(s->expected);
    if (s->mismatch == CT_MISMATCH_TYPE)
        return class;
    return s->mismatch == CT_MISMATCH_VALUE && *expected && strcmp(expected, class) != 0 ? class
                                                                                         : "";
}

static void set_renamed_key(ct_arena *arena, const ct_symptom *s, ct_group *g)
{
    const char *renaming = renaming_of(arena, s);
    g->key = ct_arena_printf(arena, "renamed to %s", s->name);
    g->wide_key = renaming ? ct_arena_printf(arena, "renamed %s", renaming) : NULL;
    g->wide_count = 1;
}

static void set_value_key(ct_arena *arena, const ct_symptom *s, ct_group *g)
{
    const char *type = wrong_type(s);
    if (s->mismatch == CT_MISMATCH_VALUE && !*type) {
        g->key = ct_arena_printf(arena, "value at %s", s->name);
        return; /* the wide key depends on all members: see set_wide_key_of_values() */
    }
    g->wide_key = *type ? ct_arena_printf(arena, "type %s", type)
                        : ct_arena_printf(arena, "value %d", (int)s->mismatch);
    g->wide_count = SAME_EVERYWHERE;
    g->key = ct_arena_printf(arena, "%s at %s", g->wide_key, s->name);
}

static void set_header_key(ct_arena *arena, const ct_symptom *s, ct_group *g)
{
    const char *wide = ct_arena_printf(arena, "header %d", (int)s->mismatch);
    g->key = ct_arena_printf(arena, "%s %s", wide, s->name);
    g->wide_key = s->mismatch == CT_MISMATCH_MISSING ? wide : NULL;
    g->wide_count = SAME_EVERYWHERE;
}

static void set_status_key(const places *all, const ct_symptom *s, ct_group *g)
{
    g->key = ct_arena_printf(all->failures->arena, "status %s for '%s'", s->name,
                             s->expected ? s->expected : "");
    g->wide_key = ct_status_key(all->statuses, s, &g->is_everywhere);
    g->wide_count = 1;
}

static void set_keys(const places *all, const ct_symptom *s, ct_group *g)
{
    ct_arena *arena = all->failures->arena;
    if (s->kind == CT_SYMPTOM_STATUS)
        set_status_key(all, s, g);
    else if (s->kind == CT_SYMPTOM_RENAMED)
        set_renamed_key(arena, s, g);
    else if (s->kind == CT_SYMPTOM_VALUE)
        set_value_key(arena, s, g);
    else if (s->kind == CT_SYMPTOM_HEADER)
        set_header_key(arena, s, g);
    else
        g->key = ct_arena_printf(arena, "%d %s", (int)s->kind, without_digits(arena, s->name));
}

/* ---- Places ---- */

/* The size of the place of an array: without the [*] of its elements. */
static size_t array_size(const char *place)
{
    size_t const size = strlen(place);
    return size > 3 && !strcmp(place + size - 3, "[*]") ? size - 3 : size;
}

/* What is wrong with elements of the array, or which elements it has too many. */
static const ct_group *group_of_elements(const places *all, const char *place)
{
    size_t const size = array_size(place);
    const ct_group *wrong = ct_map_find(&all->elements, place, size);
    return wrong ? wrong : ct_map_find(&all->extra, place, size);
}

/* A symptom that says less than another one at the same place: a list lacks an element because the
 * elements have no such property, or a value has no length because it is an object. */
static const ct_group *stronger_group(const places *all, const ct_symptom *s)
{
    size_t const size = strlen(s->place);
    const ct_group *elements = s->is_of_list ? group_of_elements(all, s->place) : NULL;
    if (elements)
        return elements;
    if (s->kind != CT_SYMPTOM_VALUE)
        return NULL;
    const ct_group *renamed = ct_map_find(&all->renamed, s->place, size);
    const ct_group *typed = ct_map_find(&all->typed, s->place, size);
    if (renamed && (s->is_of_list || s->mismatch == CT_MISMATCH_MISSING))
        return renamed;
    if (typed && s->is_of_list)
        return typed;
    if (!typed || s->mismatch != CT_MISMATCH_VALUE)
        return NULL;
    return !strcmp(wrong_type(typed->members->symptom), ct_value_class(s->actual)) ? typed : NULL;
}

/* Whether a symptom counts: not if the status explains it. If the status line is wrong, whatever
 * the request was, only the schemas for that status do not count. */
static bool is_shown(const ct_symptom *s, bool is_status_everywhere)
{
    return !s->follows_status || (is_status_everywhere && !s->is_of_schema);
}

static bool has_status_everywhere(const places *all, const ct_failed_case *failed)
{
    bool is_everywhere = false;
    for (const ct_symptom *s = failed->symptoms; s && !is_everywhere; s = s->next)
        if (s->kind == CT_SYMPTOM_STATUS)
            ct_status_key(all->statuses, s, &is_everywhere);
    return is_everywhere;
}

static ct_group *group_of(const places *all, const ct_failed_case *failed,
                          const ct_symptom *symptom)
{
    ct_arena *arena = all->failures->arena;
    ct_group *g = ct_new(arena, ct_group);
    ct_group_member *one = ct_new(arena, ct_group_member);
    *one = (ct_group_member){.failure = failed, .symptom = symptom};
    g->members = g->last = one;
    g->count = 1;
    const ct_group *stronger = stronger_group(all, symptom);
    set_keys(all, stronger ? stronger->members->symptom : symptom, g);
    return g;
}

static void note(ct_arena *arena, ct_map *map, const char *place, size_t size,
                 const ct_symptom *symptom)
{
    if (ct_map_find(map, place, size))
        return;
    ct_group *g = ct_new(arena, ct_group);
    g->members = ct_new(arena, ct_group_member);
    g->members->symptom = symptom;
    ct_map_put(arena, map, place, size, g);
}

static void note_places(places *all)
{
    ct_arena *arena = all->failures->arena;
    for (size_t i = 0; i < all->failures->count; i++)
        for (const ct_symptom *s = all->failures->list[i]->symptoms; s; s = s->next) {
            bool const is_renamed = s->kind == CT_SYMPTOM_RENAMED;
            bool const is_typed =
                s->kind == CT_SYMPTOM_VALUE && !s->is_of_list &&
                (s->mismatch == CT_MISMATCH_TYPE || s->mismatch == CT_MISMATCH_MISSING);
            const char *star = strstr(s->place, "[*]");
            if (s->kind == CT_SYMPTOM_VALUE && s->mismatch == CT_MISMATCH_UNEXPECTED)
                note(arena, &all->extra, s->place, array_size(s->place), s);
            if (!is_renamed && !is_typed)
                continue;
            note(arena, is_renamed ? &all->renamed : &all->typed, s->place, strlen(s->place), s);
            if (star)
                note(arena, &all->elements, s->place, (size_t)(star - s->place), s);
        }
}

/* ---- Members ---- */

static void append(ct_group *g, ct_group_member *added)
{
    added->next = NULL;
    *(g->last ? &g->last->next : &g->members) = added;
    g->last = added;
    g->count++;
}

/* Moves the members and the symptoms of `other` into `into`. */
static void merge(ct_group *into, const ct_group *other)
{
    ct_group_member *a = into->members, *b = other->members;
    ct_shown_symptom **tail = &into->symptoms;
    into->members = into->last = NULL;
    into->count = 0;
    while (a || b) {
        ct_group_member **from = !b || (a && a->failure->number <= b->failure->number) ? &a : &b;
        ct_group_member *taken = *from;
        *from = taken->next;
        if (!into->last || into->last->failure != taken->failure)
            append(into, taken);
    }
    while (*tail)
        tail = &(*tail)->next;
    *tail = other->symptoms;
}

/* Cases that show two symptoms, and no case that shows only one of them: one cause, unless there
 * are several such cases and the symptoms differ in kind. */
static const char *member_key(ct_arena *arena, const ct_group *g)
{
    const ct_symptom *s = g->members->symptom;
    uint64_t hash = 0;
    for (const ct_group_member *m = g->members; m; m = m->next)
        hash = ct_hash_foreign(hash, &m->failure->number, sizeof m->failure->number);
    return g->count < ENOUGH ? ct_arena_printf(arena, "%zu %016" PRIx64, g->count, hash)
                             : ct_arena_printf(arena, "%zu %016" PRIx64 " %d %d %s", g->count, hash,
                                               (int)s->kind, (int)s->mismatch, wrong_type(s));
}

/* ---- Groups ---- */

/* Merges the groups with equal keys, each into the first of them. */
static ct_group *merge_by_key(ct_arena *arena, ct_group *groups)
{
    ct_group *first = NULL, **tail = &first;
    ct_map known = {0};
    for (ct_group *g = groups, *next; g; g = next) {
        ct_group *same = (ct_group *)ct_map_find(&known, g->key, strlen(g->key));
        next = g->next;
        if (same) {
            merge(same, g);
            continue;
        }
        ct_map_put(arena, &known, g->key, strlen(g->key), g);
        g->next = NULL;
        *tail = g;
        tail = &g->next;
    }
    return first;
}

/* The first symptom of a group that is not only about which elements an array has, if it has one.
 */
static const ct_symptom *telling_symptom(const ct_group *g)
{
    for (const ct_group_member *m = g->members; m; m = m->next)
        if (!m->symptom->is_of_list)
            return m->symptom;
    return g->members->symptom;
}

/* What all members of a group have in common besides their key. */
static void describe_members(ct_arena *arena, ct_group *g)
{
    const ct_symptom *first = telling_symptom(g);
    const char *constant = ct_value_of_all(arena, first->actual);
    ct_shown_symptom *shown = ct_new(arena, ct_shown_symptom);
    *shown = (ct_shown_symptom){.symptom = first, .case_count = g->count, .is_constant = true};
    for (const ct_group_member *m = g->members; m; m = m->next) {
        ct_change const change = ct_value_change(m->symptom->expected, m->symptom->actual);
        const char *value = ct_value_of_all(arena, m->symptom->actual);
        if (!value || !constant || strcmp(value, constant) != 0)
            shown->is_constant = false;
        if (change != CT_CHANGE_UNKNOWN)
            shown->change = !shown->change || shown->change == change ? change : CT_CHANGE_OTHER;
    }
    g->symptoms = shown;
}

/* Values at several places that are changed in one way, or are all the same. */
static void set_wide_key_of_values(ct_arena *arena, ct_group *g)
{
    const ct_shown_symptom *shown = g->symptoms;
    if (shown->symptom->kind != CT_SYMPTOM_VALUE || g->wide_key)
        return;
    bool const is_changed = ct_change_text(shown->change);
    if (is_changed)
        g->wide_key = ct_arena_printf(arena, "change %d", (int)shown->change);
    else if (shown->is_constant)
        g->wide_key =
            ct_arena_printf(arena, "constant %s", ct_value_of_all(arena, shown->symptom->actual));
    g->wide_count = is_changed ? SAME_CHANGE : SAME_EVERYWHERE;
}

/* A group for each key, with the number of cases that show its symptom. */
static ct_group *group_symptoms(const places *all)
{
    ct_group *first = NULL, **tail = &first;
    ct_arena *arena = all->failures->arena;
    ct_map known = {0};
    for (size_t i = 0; i < all->failures->count; i++) {
        const ct_failed_case *failed = all->failures->list[i];
        bool const is_everywhere = has_status_everywhere(all, failed);
        for (const ct_symptom *s = failed->symptoms; s; s = s->next) {
            if (!is_shown(s, is_everywhere))
                continue;
            ct_group *one = group_of(all, failed, s);
            ct_group *same = (ct_group *)ct_map_find(&known, one->key, strlen(one->key));
            if (same && same->last->failure != failed)
                append(same, one->members);
            if (same)
                continue;
            ct_map_put(arena, &known, one->key, strlen(one->key), one);
            *tail = one;
            tail = &one->next;
        }
    }
    for (ct_group *g = first; g; g = g->next) {
        describe_members(arena, g);
        set_wide_key_of_values(arena, g);
    }
    return first;
}

/* One deviation at many places is one cause: a property of any name is null. */
static void widen_keys(ct_arena *arena, ct_group *groups)
{
    ct_map counts = {0};
    for (ct_group *g = groups; g; g = g->next) {
        if (!g->wide_key)
            continue;
        size_t *count = (size_t *)ct_map_find(&counts, g->wide_key, strlen(g->wide_key));
        if (!count) {
            count = ct_new(arena, size_t);
            ct_map_put(arena, &counts, g->wide_key, strlen(g->wide_key), count);
        }
        ++*count;
    }
    for (ct_group *g = groups; g; g = g->next) {
        const size_t *count =
            g->wide_key ? ct_map_find(&counts, g->wide_key, strlen(g->wide_key)) : NULL;
        if (count && *count >= g->wide_count)
            g->key = g->wide_key;
    }
}

/* The symptom that most cases show comes first. */
static void sort_symptoms(ct_group *g)
{
    ct_shown_symptom *sorted = NULL;
    for (ct_shown_symptom *s = g->symptoms, *next; s; s = next) {
        ct_shown_symptom **at = &sorted;
        next = s->next;
        while (*at && (*at)->case_count >= s->case_count)
            at = &(*at)->next;
        s->next = *at;
        *at = s;
    }
    g->symptoms = sorted;
}

ct_group *ct_groups_of(const ct_failed_cases *failures)
{
    ct_arena *arena = failures->arena;
    places all = {.failures = failures, .statuses = ct_status_groups_of(failures)};
    note_places(&all);
    ct_group *groups = group_symptoms(&all);
    widen_keys(arena, groups);
    groups = merge_by_key(arena, groups);
    for (ct_group *g = groups; g; g = g->next)
        g->key = member_key(arena, g);
    groups = merge_by_key(arena, groups);
    for (ct_group *g = groups; g; g = g->next)
        sort_symptoms(g);
    return groups;
}

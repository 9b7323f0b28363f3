#include "triage/cause.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "triage/cause_title.h"

/* The same deviation under that many names, or of that many documented statuses, is one cause. */
enum { SAME_EVERYWHERE = 3 };

typedef struct failure {
    size_t number; /* in file order */
    const ct_case *test_case;
    unsigned step, step_count, symptom_count;
    size_t request_size;
    ct_symptom *symptoms;
} failure;

typedef struct member {
    const failure *failure;
    const ct_symptom *symptom;
    struct member *next;
} member;

/* Symptoms that belong together. */
typedef struct group {
    const char *key;        /* what its symptoms have in common */
    const char *wide_key;   /* the same without their names; NULL: names always count */
    member *members, *last; /* in the order of the failures, each once */
    size_t count;
    ct_shown_symptom *symptoms;
    struct group *next;
} group;

struct ct_triage {
    ct_arena *arena;
    ct_arena *scratch; /* of the response that is looked at: its body as JSON */
    failure **failures;
    size_t count, capacity;
};

static void free_arena(void *arena)
{
    ct_arena_free(arena);
}

ct_triage *ct_triage_new(ct_arena *arena)
{
    ct_triage *triage = ct_new(arena, ct_triage);
    triage->arena = arena;
    triage->scratch = ct_arena_own(arena, ct_arena_new(), free_arena);
    return triage;
}

/* ---- Failures ---- */

static size_t request_size(const ct_step_result *step)
{
    const ct_request *request = step && step->exchange ? step->exchange->request : NULL;
    return request ? strlen(request->url) + request->body.whole : 0;
}

/* The step that decided, and its number among those that ran. */
static const ct_step_result *deciding_step(const ct_case_result *result, unsigned *number)
{
    unsigned at = 0;
    for (const ct_step_result *step = result->steps; step; step = step->next, at++)
        if (!step->is_cleanup && (step->verdict == CT_FAIL || step->verdict == CT_ERROR)) {
            *number = at;
            return step;
        }
    return NULL;
}

static void keep(ct_triage *triage, failure *failed)
{
    if (triage->count == triage->capacity) {
        size_t const capacity = triage->capacity ? triage->capacity * 2 : 64;
        failure **larger = ct_arena_alloc(triage->arena, capacity * sizeof *larger);
        if (triage->count)
            memcpy(larger, triage->failures, triage->count * sizeof *larger);
        triage->failures = larger;
        triage->capacity = capacity;
    }
    triage->failures[triage->count++] = failed;
}

/* The strings of a result are released with its steps. */
static ct_symptom *copy_symptoms(ct_arena *arena, const ct_symptom *symptoms, unsigned *count)
{
    ct_symptom *first = NULL, **tail = &first;
    for (*count = 0; symptoms; symptoms = symptoms->next, ++*count) {
        ct_symptom *s = ct_new(arena, ct_symptom);
        *s = *symptoms;
        s->subject = ct_arena_text(arena, s->subject);
        s->place = ct_arena_text(arena, s->place);
        s->name = ct_arena_text(arena, s->name);
        s->expected = ct_arena_text(arena, s->expected);
        s->actual = ct_arena_text(arena, s->actual);
        *tail = s;
        tail = &s->next;
    }
    *tail = NULL;
    return first;
}

void ct_triage_add(ct_triage *triage, const ct_case_result *result)
{
    if (result->verdict != CT_FAIL && result->verdict != CT_ERROR)
        return;
    failure *failed = ct_new(triage->arena, failure);
    const ct_step_result *step = deciding_step(result, &failed->step);
    failed->test_case = result->test_case;
    failed->request_size = request_size(step);
    for (const ct_step_result *s = result->steps; s; s = s->next)
        failed->step_count += !s->is_cleanup;
    if (step)
        failed->symptoms = copy_symptoms(triage->arena, ct_symptoms_of(triage->scratch, step),
                                         &failed->symptom_count);
    ct_arena_reset(triage->scratch);
    if (!failed->symptoms)
        return;
    keep(triage, failed);
}

/* ---- Groups ---- */

static const char *class_of_actual(const ct_symptom *s)
{
    const char *actual = s->actual ? s->actual : "";
    if (s->mismatch != CT_MISMATCH_TYPE)
        return "";
    return *actual == '\'' || *actual == '"'                             ? "string"
           : *actual == '-' || isdigit((unsigned char)*actual)           ? "number"
           : *actual == '['                                              ? "array"
           : *actual == '{'                                              ? "object"
           : !strncmp(actual, "null", 4)                                 ? "null"
           : !strncmp(actual, "true", 4) || !strncmp(actual, "false", 5) ? "boolean"
                                                                         : actual;
}

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

static const char *style_of(const char *name)
{
    bool const has_upper = strpbrk(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    bool const has_lower = strpbrk(name, "abcdefghijklmnopqrstuvwxyz");
    return strchr(name, '-')         ? "kebab"
           : has_upper && !has_lower ? "upper"
           : has_upper               ? "camel"
                                     : "";
}

static void set_keys(ct_arena *arena, const ct_symptom *s, group *g)
{
    const char *wide = NULL;
    switch (s->kind) {
    case CT_SYMPTOM_STATUS:
        wide = ct_arena_printf(arena, "status %s", s->name);
        g->key = ct_arena_printf(arena, "%s for %s", wide, s->expected ? s->expected : "");
        break;
    case CT_SYMPTOM_RENAMED:
        wide = *style_of(s->name) ? ct_arena_printf(arena, "renamed %s", style_of(s->name)) : NULL;
        g->key = ct_arena_printf(arena, "renamed to %s", s->name);
        break;
    case CT_SYMPTOM_VALUE:
        wide = ct_arena_printf(arena, "value %d %s", (int)s->mismatch, class_of_actual(s));
        g->key = ct_arena_printf(arena, "%s at %s", wide, s->name);
        wide = s->mismatch == CT_MISMATCH_VALUE ? NULL : wide;
        break;
    case CT_SYMPTOM_HEADER:
        wide = ct_arena_printf(arena, "header %d", (int)s->mismatch);
        g->key = ct_arena_printf(arena, "%s %s", wide, s->name);
        wide = s->mismatch == CT_MISMATCH_MISSING ? wide : NULL;
        break;
    default:
        g->key = ct_arena_printf(arena, "%d %s", (int)s->kind, without_digits(arena, s->name));
    }
    g->wide_key = wide;
}

/* ---- Members ---- */

static void append(group *g, member *added)
{
    added->next = NULL;
    *(g->last ? &g->last->next : &g->members) = added;
    g->last = added;
    g->count++;
}

/* Moves the members and the symptoms of `other` into `into`. */
static void merge(group *into, const group *other)
{
    member *a = into->members, *b = other->members;
    ct_shown_symptom **tail = &into->symptoms;
    into->members = into->last = NULL;
    into->count = 0;
    while (a || b) {
        member **from = !b || (a && a->failure->number <= b->failure->number) ? &a : &b;
        member *taken = *from;
        *from = taken->next;
        if (!into->last || into->last->failure != taken->failure)
            append(into, taken);
    }
    while (*tail)
        tail = &(*tail)->next;
    *tail = other->symptoms;
}

static const char *member_key(ct_arena *arena, const group *g)
{
    uint64_t hash = 0;
    for (const member *m = g->members; m; m = m->next)
        hash = ct_hash_foreign(hash, &m->failure->number, sizeof m->failure->number);
    return ct_arena_printf(arena, "%zu %016" PRIx64, g->count, hash);
}

/* ---- Groups ---- */

/* Merges the groups with equal keys, each into the first of them. */
static group *merge_by_key(ct_arena *arena, group *groups)
{
    group *first = NULL, **tail = &first;
    ct_map known = {0};
    for (group *g = groups, *next; g; g = next) {
        group *same = (group *)ct_map_find(&known, g->key, strlen(g->key));
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

static group *group_of(ct_arena *arena, const failure *failed, const ct_symptom *symptom)
{
    group *g = ct_new(arena, group);
    member *one = ct_new(arena, member);
    *one = (member){.failure = failed, .symptom = symptom};
    append(g, one);
    set_keys(arena, symptom, g);
    return g;
}

/* A group for each key, with the number of cases that show its symptom. */
static group *group_symptoms(const ct_triage *triage)
{
    group *first = NULL, **tail = &first;
    ct_map known = {0};
    for (size_t i = 0; i < triage->count; i++)
        for (const ct_symptom *s = triage->failures[i]->symptoms; s; s = s->next) {
            group *one = group_of(triage->arena, triage->failures[i], s);
            group *same = (group *)ct_map_find(&known, one->key, strlen(one->key));
            if (same && same->last->failure != triage->failures[i])
                append(same, one->members);
            if (same)
                continue;
            ct_map_put(triage->arena, &known, one->key, strlen(one->key), one);
            *tail = one;
            tail = &one->next;
        }
    for (group *g = first; g; g = g->next) {
        g->symptoms = ct_new(triage->arena, ct_shown_symptom);
        *g->symptoms = (ct_shown_symptom){.symptom = g->members->symptom, .case_count = g->count};
    }
    return first;
}

/* One deviation at many places is one cause: a property of any name is null. */
static void widen_keys(ct_arena *arena, group *groups)
{
    ct_map counts = {0};
    for (group *g = groups; g; g = g->next) {
        size_t *count =
            g->wide_key ? (size_t *)ct_map_find(&counts, g->wide_key, strlen(g->wide_key)) : NULL;
        if (g->wide_key && !count) {
            count = ct_new(arena, size_t);
            ct_map_put(arena, &counts, g->wide_key, strlen(g->wide_key), count);
        }
        *(count ? count : &(size_t){0}) += 1;
    }
    for (group *g = groups; g; g = g->next) {
        const size_t *count =
            g->wide_key ? ct_map_find(&counts, g->wide_key, strlen(g->wide_key)) : NULL;
        bool const is_renamed = g->members->symptom->kind == CT_SYMPTOM_RENAMED;
        if (count && (*count >= SAME_EVERYWHERE || is_renamed))
            g->key = g->wide_key;
    }
}

static group *grouped(const ct_triage *triage)
{
    group *groups = group_symptoms(triage);
    widen_keys(triage->arena, groups);
    groups = merge_by_key(triage->arena, groups);
    for (group *g = groups; g; g = g->next)
        g->key = member_key(triage->arena, g);
    return merge_by_key(triage->arena, groups);
}

/* ---- Causes ---- */

static int compare_failures(const void *a, const void *b)
{
    const failure *const *x = a, *const *y = b;
    size_t const first = (*x)->test_case->index, second = (*y)->test_case->index;
    return (first > second) - (first < second);
}

static int compare_groups(const void *a, const void *b)
{
    const group *const *x = a, *const *y = b;
    size_t const first = (*x)->members->failure->number, second = (*y)->members->failure->number;
    if ((*x)->count != (*y)->count)
        return (*x)->count < (*y)->count ? 1 : -1;
    return (first > second) - (first < second);
}

/* A case with few steps, whose response shows little else, and with a short request. */
static bool is_simpler(const failure *a, const failure *b)
{
    if (a->step_count != b->step_count)
        return a->step_count < b->step_count;
    if (a->symptom_count != b->symptom_count)
        return a->symptom_count < b->symptom_count;
    return a->request_size < b->request_size;
}

/* The symptom that most cases show comes first. */
static void sort_symptoms(group *g)
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

static bool is_in_body(const ct_symptom *symptom)
{
    return symptom->kind >= CT_SYMPTOM_WRAPPED && symptom->kind <= CT_SYMPTOM_VALUE;
}

static ct_mismatch common_mismatch(const group *g)
{
    for (const ct_shown_symptom *s = g->symptoms; s; s = s->next)
        if (s->symptom->mismatch != g->symptoms->symptom->mismatch)
            return CT_MISMATCH_NONE;
    return g->symptoms->symptom->mismatch;
}

static ct_cause *cause_of(ct_arena *arena, group *g)
{
    static const char *const kinds[] = {[CT_SYMPTOM_ERROR] = "error",
                                        [CT_SYMPTOM_STATUS] = "status",
                                        [CT_SYMPTOM_HEADER] = "header",
                                        [CT_SYMPTOM_WRAPPED] = "wrapped-body",
                                        [CT_SYMPTOM_RENAMED] = "renamed-property",
                                        [CT_SYMPTOM_VALUE] = "value",
                                        [CT_SYMPTOM_OTHER] = "other"};
    ct_cause *cause = ct_new(arena, ct_cause);
    const member *simplest = NULL;
    ct_cause_case **tail = &cause->cases;
    sort_symptoms(g);
    const ct_symptom *lead = g->symptoms->symptom;
    *cause = (ct_cause){.kind = kinds[lead->kind],
                        .subject = lead->subject,
                        .path = is_in_body(lead) ? lead->place : NULL,
                        .mismatch = common_mismatch(g),
                        .text = ct_cause_title(arena, g->symptoms)};
    for (const member *m = g->members; m; m = m->next) {
        ct_cause_case *one = ct_new(arena, ct_cause_case);
        *one = (ct_cause_case){.name = m->failure->test_case->full_name,
                               .step = m->failure->step,
                               .has_finding = m->symptom->finding != CT_SYMPTOM_NO_FINDING};
        one->finding = one->has_finding ? m->symptom->finding : 0;
        *tail = one;
        tail = &one->next;
        if (!simplest || is_simpler(m->failure, simplest->failure))
            simplest = m;
    }
    cause->first = simplest->failure->test_case->full_name;
    cause->expected = simplest->symptom->expected;
    cause->actual = simplest->symptom->actual;
    return cause;
}

ct_cause *ct_triage_causes(ct_triage *triage)
{
    ct_cause *first = NULL, **tail = &first;
    size_t count = 0;
    if (!triage->count)
        return NULL;
    qsort(triage->failures, triage->count, sizeof *triage->failures, compare_failures);
    for (size_t i = 0; i < triage->count; i++)
        triage->failures[i]->number = i;
    group *groups = grouped(triage);
    for (const group *g = groups; g; g = g->next)
        count++;
    group **sorted = ct_arena_alloc(triage->arena, (count + 1) * sizeof *sorted);
    for (size_t i = 0; i < count; i++, groups = groups->next)
        sorted[i] = groups;
    qsort(sorted, count, sizeof *sorted, compare_groups);
    for (size_t i = 0; i < count; i++) {
        ct_cause *cause = cause_of(triage->arena, sorted[i]);
        cause->id = (unsigned)i + 1;
        *tail = cause;
        tail = &cause->next;
    }
    return first;
}

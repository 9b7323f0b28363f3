#include "triage/symptom.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "lang/json/json.h"
#include "triage/renamed.h"
#include "triage/value_class.h"

enum { DIFFERENCES_MAX = 32 }; /* of one finding; a response that differs more is another one */

/* What the symptoms of one response are collected from. */
typedef struct response_symptoms {
    ct_arena *arena;
    const ct_step_result *step;
    const json_t *body; /* NULL: not JSON, or cut */
    unsigned finding;   /* the index of the current one */
    ct_symptom *first, **tail;
} response_symptoms;

/* ---- Paths ---- */

static bool is_identifier(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!isalnum((unsigned char)text[i]) && text[i] != '_')
            return false;
    return size && !isdigit((unsigned char)text[0]);
}

/* The size of the bracketed segment, with its brackets; a quote or backslash in a name is escaped
 * in a normalized path. */
static size_t segment_size(const char *path)
{
    size_t at = 1;
    if (path[at] != '\'')
        return strcspn(path, "]") + 1;
    for (at++; path[at] && path[at] != '\''; at++)
        at += path[at] == '\\' && path[at + 1];
    return path[at] ? at + 2 : at;
}

const char *ct_general_path(ct_arena *arena, const char *path)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    while (*path) {
        size_t const size = *path == '[' ? segment_size(path) : 1;
        if (*path != '[')
            ct_buf_char(&out, *path);
        else if (path[1] != '\'')
            ct_buf_text(&out, "[*]");
        else if (size > 4 && is_identifier(path + 2, size - 4))
            ct_buf_printf(&out, ".%.*s", (int)size - 4, path + 2);
        else
            ct_buf_add(&out, path, size);
        path += strnlen(path, size);
    }
    return ct_buf_finish(&out, arena);
}

/* The last name of a general path, "" if there is none. */
static const char *last_name(ct_arena *arena, const char *place)
{
    const char *name = "";
    size_t size = 0;
    while (*place) {
        size_t const skipped = *place == '[' ? segment_size(place) : 1;
        size_t const named = *place == '.' ? strcspn(place + 1, ".[") : 0;
        if (*place == '.') {
            name = place + 1;
            size = named;
        } else if (*place == '[' && place[1] == '\'') {
            name = place + 2;
            size = skipped > 4 ? skipped - 4 : 0;
        }
        place += strnlen(place, skipped + named);
    }
    return ct_arena_copy(arena, name, size);
}

/* ---- Symptoms of one response ---- */

static ct_symptom *add(response_symptoms *all, ct_symptom_kind kind, const char *subject,
                       const char *name)
{
    ct_symptom *symptom = ct_new(all->arena, ct_symptom);
    symptom->kind = kind;
    symptom->subject = symptom->place = subject;
    symptom->name = name;
    symptom->finding = all->finding;
    *all->tail = symptom;
    all->tail = &symptom->next;
    return symptom;
}

static ct_symptom *add_finding(response_symptoms *all, ct_symptom_kind kind, const char *name,
                               const ct_finding *finding)
{
    ct_symptom *symptom = add(all, kind, finding->subject, name);
    symptom->expected = finding->expected;
    symptom->actual = finding->actual;
    symptom->mismatch = finding->mismatch;
    return symptom;
}

/* Whether a list has the right elements, not whether an element has the right form. */
static bool is_about_elements(const ct_difference *difference, const char *place)
{
    static const char *const starts[] = {"no further element", "an element that", "none of ",
                                         "anything except "};
    const char *expected = difference->expected ? difference->expected : "";
    size_t const size = strlen(place);
    if (difference->mismatch != CT_MISMATCH_VALUE && difference->mismatch != CT_MISMATCH_UNEXPECTED)
        return false;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (!strncmp(expected, starts[i], strlen(starts[i])))
            return strchr(place, '[') || !strcmp(ct_value_class(difference->actual), "array");
    return !strcmp(ct_value_class(difference->actual), "array") ||
           (size > 3 && !strcmp(place + size - 3, "[*]"));
}

/* A JSONPath of a case selects a list of values: a difference of that list is at the place that the
 * path names. */
static const char *place_of(ct_arena *arena, const ct_finding *finding,
                            const ct_difference *difference)
{
    static const char at[] = "at ";
    const char *class = ct_value_class(difference->actual);
    bool const is_selected = !strncmp(finding->subject, at, sizeof at - 1) &&
                             !strcmp(difference->path, "$") &&
                             (!strcmp(class, "array") || !strcmp(class, "nothing"));
    return ct_general_path(arena,
                           is_selected ? finding->subject + sizeof at - 1 : difference->path);
}

/* The body is wrapped, and the property in the wrapper has another name. */
static void add_renamed_inside(response_symptoms *all, const ct_finding *finding,
                               const ct_difference *difference, const char *name)
{
    ct_symptom *symptom = add_finding(all, CT_SYMPTOM_RENAMED, name, finding);
    symptom->place = ct_general_path(all->arena, difference->path);
    symptom->mismatch = difference->mismatch;
    symptom->is_inside = true;
}

static void add_difference(response_symptoms *all, const ct_finding *finding,
                           const ct_difference *difference)
{
    const char *place = place_of(all->arena, finding, difference), *found = NULL;
    ct_symptom *symptom = add_finding(all, CT_SYMPTOM_VALUE, last_name(all->arena, place), finding);
    symptom->place = place;
    symptom->expected = difference->expected;
    symptom->actual = ct_value_as_json(all->arena, difference->actual);
    symptom->mismatch = difference->mismatch;
    symptom->is_of_schema = difference->schema != NULL;
    symptom->is_of_list = is_about_elements(difference, place);
    if (difference->mismatch != CT_MISMATCH_MISSING)
        return;
    ct_wrapped const wrapped = ct_renamed_wrapper(all->body, difference->path, all->arena);
    symptom->is_inside = wrapped.lacks_property;
    if (wrapped.wrapper) {
        symptom->kind = CT_SYMPTOM_WRAPPED;
        symptom->place = "$";
        symptom->name = wrapped.wrapper;
        if (wrapped.other_name)
            add_renamed_inside(all, finding, difference, wrapped.other_name);
    } else if ((found = ct_renamed_property(all->body, difference->path, all->step->notes,
                                            all->arena))) {
        symptom->kind = CT_SYMPTOM_RENAMED;
        symptom->name = found;
    }
}

static void add_status(response_symptoms *all, const ct_finding *finding, const char *expected)
{
    const ct_response *response = all->step->exchange ? all->step->exchange->response : NULL;
    const char *status =
        response ? ct_arena_printf(all->arena, "%u", response->status) : finding->actual;
    ct_symptom *symptom = add_finding(all, CT_SYMPTOM_STATUS, status, finding);
    symptom->subject = symptom->place = "status";
    symptom->expected = expected;
}

static bool is_about_status(const ct_difference *difference)
{
    const char *hint = difference->hint ? strstr(difference->hint, ", status") : NULL;
    return hint && !hint[strlen(", status")];
}

/* Alternatives with another status than the received one were not meant. If no alternative has it,
 * the status is wrong. */
static void add_alternatives(response_symptoms *all, const ct_finding *finding)
{
    ct_buf expected = CT_BUF(CT_BUF_ANY);
    bool has_other = false;
    for (const ct_difference *d = finding->differences; d; d = d->next) {
        has_other = has_other || !is_about_status(d);
        ct_buf_printf(&expected, "%s%s", expected.size ? " or " : "", d->expected);
    }
    for (const ct_difference *d = finding->differences; d && has_other; d = d->next)
        if (!is_about_status(d))
            add_difference(all, finding, d);
    if (!has_other)
        add_status(all, finding, ct_buf_keep(&expected, all->arena));
    ct_buf_free(&expected);
}

static void add_symptoms_of(response_symptoms *all, const ct_finding *finding)
{
    static const char header[] = "header ";
    const char *subject = finding->subject;
    if (!strcmp(subject, "status")) {
        add_status(all, finding, finding->expected);
    } else if (!strncmp(subject, header, sizeof header - 1)) {
        char *name = ct_arena_text(all->arena, subject + sizeof header - 1);
        for (char *c = name; *c; c++)
            *c = (char)tolower((unsigned char)*c);
        add_finding(all, CT_SYMPTOM_HEADER, name, finding);
    } else if (!strcmp(subject, "one of") && finding->differences) {
        add_alternatives(all, finding);
    } else if (finding->differences && strcmp(subject, "bytes") != 0) {
        unsigned count = 0;
        for (const ct_difference *d = finding->differences; d && count < DIFFERENCES_MAX;
             d = d->next)
            count++, add_difference(all, finding, d);
    } else {
        add_finding(all, CT_SYMPTOM_OTHER, subject, finding);
    }
}

/* ---- Consequences inside one response ---- */

/* A status of another class comes with the body of another response: what is wrong with that body
 * says nothing of its own. With another status of the same class only values depend on it. */
static bool follows_from_status(const response_symptoms *all, const ct_symptom *status,
                                const ct_symptom *other)
{
    const ct_exchange *exchange = all->step->exchange;
    char const actual = exchange && exchange->response ? status->name[0] : '\0';
    bool const is_other_class = status->expected && status->expected[0] != actual;
    return other->kind >= CT_SYMPTOM_HEADER &&
           (is_other_class || other->mismatch == CT_MISMATCH_VALUE);
}

/* Below a place that is wrong itself, and inside a wrapper, nothing is where it should be. */
static bool follows_from_place(const ct_symptom *cause, const ct_symptom *other)
{
    size_t const size = strlen(cause->place);
    if (other->kind == CT_SYMPTOM_OTHER && !strcmp(other->subject, "bytes"))
        return cause->kind >= CT_SYMPTOM_WRAPPED && cause->kind <= CT_SYMPTOM_VALUE;
    if (other->kind < CT_SYMPTOM_WRAPPED || other->kind == CT_SYMPTOM_OTHER || other->is_inside)
        return false;
    if (cause->kind == CT_SYMPTOM_WRAPPED)
        return other->kind != CT_SYMPTOM_WRAPPED || strcmp(cause->name, other->name);
    if (other->is_of_list && other->mismatch == CT_MISMATCH_UNEXPECTED && cause->is_of_list &&
        cause->mismatch == CT_MISMATCH_VALUE && !strcmp(cause->place, other->place))
        return true; /* an element instead of the one that is missing */
    if (cause->kind != CT_SYMPTOM_VALUE || cause->mismatch == CT_MISMATCH_VALUE)
        return false;
    return !strncmp(cause->place, other->place, size) &&
           (other->place[size] == '.' || other->place[size] == '[');
}

static bool is_repeated(const ct_symptom *first, const ct_symptom *other)
{
    for (; first != other; first = first->next)
        if (first->kind == other->kind && first->mismatch == other->mismatch &&
            !strcmp(first->place, other->place) && !strcmp(first->name, other->name))
            return true;
    return false;
}

static bool is_consequence(const response_symptoms *all, const ct_symptom *symptom)
{
    for (const ct_symptom *s = all->first; s; s = s->next)
        if (s != symptom && follows_from_place(s, symptom))
            return true;
    return is_repeated(all->first, symptom);
}

static ct_symptom *without_consequences(response_symptoms *all)
{
    ct_symptom *kept = NULL, **tail = &kept;
    for (const ct_symptom *s = all->first; s; s = s->next) {
        if (is_consequence(all, s))
            continue;
        *tail = ct_new(all->arena, ct_symptom);
        **tail = *s;
        (*tail)->next = NULL;
        for (const ct_symptom *o = all->first; o; o = o->next)
            if (o != s && o->kind == CT_SYMPTOM_STATUS && follows_from_status(all, o, s))
                (*tail)->follows_status = true;
        tail = &(*tail)->next;
    }
    return kept;
}

ct_symptom *ct_symptoms_of(ct_arena *arena, const ct_step_result *step)
{
    response_symptoms all = {.arena = arena, .step = step};
    all.tail = &all.first;
    if (step->verdict != CT_FAIL && step->verdict != CT_ERROR)
        return NULL;
    all.finding = CT_SYMPTOM_NO_FINDING;
    if (step->verdict == CT_ERROR && step->error)
        add(&all, CT_SYMPTOM_ERROR, "response", step->error);
    const ct_response *response = step->exchange ? step->exchange->response : NULL;
    ct_json_error error;
    if (response && response->body.bytes && response->body.size == response->body.whole)
        all.body = ct_json_read(arena, response->body.bytes, response->body.size, &error);
    all.finding = 0;
    for (const ct_finding *f = step->findings; f; f = f->next, all.finding++)
        if (f->verdict == step->verdict)
            add_symptoms_of(&all, f);
    return without_consequences(&all);
}

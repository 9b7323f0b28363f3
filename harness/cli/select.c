#include "cli/select.h"

#include <string.h>

#include "lang/yaml/bind.h"

/* Without recursion: after a mismatch, the last '*' takes one more character. */
bool ct_glob(const char *glob, const char *text)
{
    const char *star = NULL, *retry = NULL;
    while (*text) {
        if (*glob == '*') {
            star = glob++;
            retry = text;
        } else if (*glob == '?' || *glob == *text) {
            glob++;
            do /* '?' matches a character, which may be several bytes */
                text++;
            while (glob[-1] == '?' && ((unsigned char)*text & 0xC0) == 0x80);
        } else if (star) {
            glob = star + 1;
            text = ++retry;
        } else {
            return false;
        }
    }
    while (*glob == '*')
        glob++;
    return !*glob;
}

static bool matches_glob(const ct_case *test_case, const char *glob)
{
    return ct_glob(glob, test_case->id) || ct_glob(glob, test_case->full_name) ||
           ct_glob(glob, test_case->base_id);
}

static bool has_tag(const ct_case *test_case, const char *tag)
{
    return ct_names_have(test_case->tags, tag) || ct_names_have(test_case->operation->tags, tag);
}

static bool verifies(const ct_case *test_case, const char *id)
{
    for (const ct_cite *c = test_case->verifies; c; c = c->next)
        if (!strcmp(c->requirement->id, id))
            return true;
    return false;
}

typedef bool fits_fn(const ct_case *test_case, const char *text);

static bool fits_any(const ct_case *test_case, const ct_texts *texts, fits_fn *fits)
{
    for (size_t i = 0; i < texts->count; i++)
        if (fits(test_case, texts->texts[i]))
            return true;
    return false;
}

static bool is_chosen(const ct_case *test_case, const ct_settings *s)
{
    return (!s->cases.count || fits_any(test_case, &s->cases, matches_glob)) &&
           (!s->tags.count || fits_any(test_case, &s->tags, has_tag)) &&
           !fits_any(test_case, &s->not_tags, has_tag) &&
           (!s->requirements.count || fits_any(test_case, &s->requirements, verifies));
}

/* ---- Filters that match nothing ---- */

enum { NAMES_MAX = 256 };

typedef struct name_list {
    const char *names[NAMES_MAX + 1]; /* ends with NULL */
    size_t count;
} name_list;

static void add_name(name_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (!strcmp(list->names[i], name))
            return;
    if (list->count < NAMES_MAX)
        list->names[list->count++] = name;
}

typedef void add_names_fn(name_list *list, const ct_case *test_case);

static void add_ids(name_list *list, const ct_case *test_case)
{
    add_name(list, test_case->id);
    add_name(list, test_case->full_name);
}

static void add_tags(name_list *list, const ct_case *test_case)
{
    for (const ct_name *tag = test_case->tags; tag; tag = tag->next)
        add_name(list, tag->text);
    for (const ct_name *tag = test_case->operation->tags; tag; tag = tag->next)
        add_name(list, tag->text);
}

static void add_requirements(name_list *list, const ct_case *test_case)
{
    for (const ct_cite *c = test_case->verifies; c; c = c->next)
        add_name(list, c->requirement->id);
}

/* An option that filters cases. */
typedef struct filter {
    const char *option;
    fits_fn *fits;
    add_names_fn *add_names; /* the values that it may have */
} filter;

/* Suggests a near name, or lists all if they are few. */
static void hint_value(const ct_suite *suite, const filter *f, const char *value, ct_diag *diag)
{
    enum { LISTED_MAX = 12 };
    name_list list = {.count = 0};
    ct_buf all = CT_BUF(CT_BUF_ANY);
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next)
            f->add_names(&list, test_case);
    for (size_t i = 0; i < list.count; i++)
        ct_buf_printf(&all, "%s%s", i ? ", " : "", list.names[i]);
    if (list.count && list.count <= LISTED_MAX)
        ct_hint(diag, "use one of: %s", ct_buf_str(&all));
    ct_hint_nearest(diag, value, list.names);
    ct_buf_free(&all);
}

/* Reports each value of a filter that matches no case at all: it is misspelled, even if another
 * value matches some. */
static void check_filter(const ct_suite *suite, const filter *f, const ct_texts *values,
                         ct_diag *diag)
{
    for (size_t i = 0; i < values->count; i++) {
        bool is_known = false;
        for (const ct_operation *op = suite->operations; op && !is_known; op = op->next)
            for (const ct_case *test_case = op->cases; test_case && !is_known;
                 test_case = test_case->next)
                is_known = f->fits(test_case, values->texts[i]);
        if (is_known)
            continue;
        ct_fail(diag, CT_ERR_UNMATCHED_FILTER, CT_NOWHERE, "no case matches %s '%s'", f->option,
                values->texts[i]);
        hint_value(suite, f, values->texts[i], diag);
    }
}

static void check_filters(const ct_suite *suite, const ct_settings *s, ct_diag *diag)
{
    check_filter(suite, &(filter){"--case", matches_glob, add_ids}, &s->cases, diag);
    check_filter(suite, &(filter){"--tag", has_tag, add_tags}, &s->tags, diag);
    check_filter(suite, &(filter){"--not-tag", has_tag, add_tags}, &s->not_tags, diag);
    check_filter(suite, &(filter){"--requirement", verifies, add_requirements}, &s->requirements,
                 diag);
}

/* ---- Selecting ---- */

/* Keeps every N-th case, so that shards have similar cases whatever the order of files is. */
static void keep_shard(ct_selection *selection, const ct_settings *s, ct_arena *arena)
{
    size_t kept = 0;
    selection->shard = s->shard;
    selection->shards = s->shards;
    selection->others = ct_arena_alloc(arena, selection->count * sizeof *selection->others);
    for (size_t i = 0; i < selection->count; i++) {
        if (i % s->shards == s->shard - 1)
            selection->cases[kept++] = selection->cases[i];
        else
            selection->others[selection->other_count++] = selection->cases[i];
    }
    selection->count = kept;
}

static bool is_in_profile(const ct_case *test_case, const ct_profile *profiles)
{
    for (const ct_profile *p = profiles; p; p = p->next)
        if (ct_profile_has_case(p, test_case))
            return true;
    return !profiles;
}

bool ct_select(const ct_settings *settings, const json_t *failed, const ct_profile *profiles,
               ct_arena *arena, ct_diag *diag, ct_selection *selection)
{
    const ct_suite *suite = selection->suite;
    unsigned const errors = diag->count;
    selection->cases = ct_arena_alloc(arena, suite->case_count * sizeof *selection->cases);
    check_filters(suite, settings, diag);
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next)
            if (is_chosen(test_case, settings) && is_in_profile(test_case, profiles) &&
                (!failed || json_object_get(failed, test_case->full_name)))
                selection->cases[selection->count++] = test_case;
    if (settings->shards)
        keep_shard(selection, settings, arena);
    selection->deselected = suite->case_count - selection->count;
    if (diag->count == errors && !selection->count)
        ct_fail(diag, CT_ERR_NO_CASES_SELECTED, CT_NOWHERE, "no case matches all filters");
    return diag->count == errors;
}

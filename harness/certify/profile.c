#include "certify/profile.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "lang/yaml/bind.h"

/* What the file says, before its names are looked up. */
typedef struct profile_values {
    ct_profile profile;
    ct_loc name_where;
    const ct_name *requirements, *cases;
} profile_values;

/* ---- The file ---- */

static bool bind_name(ct_binder *binder, const ct_yaml *node, void *slot)
{
    profile_values *words = slot;
    words->name_where = node->where;
    return ct_bind_text(binder, node, &words->profile.name);
}

static bool bind_validity(ct_binder *binder, const ct_yaml *node, void *slot)
{
    profile_values *words = slot;
    if (!ct_bind_expect(binder, node, CT_YAML_SCALAR))
        return false;
    return ct_duration_parse_long(node->text, &words->profile.validity_ms) ||
           ct_bind_fail(binder, node, "expected a duration above zero, such as 365d, found '%s'",
                        node->text);
}

static bool bind_list(ct_binder *binder, const ct_yaml *node, const ct_name **names)
{
    return ct_bind_names(binder, node, names) &&
           (*names || ct_bind_fail(binder, node, "'%s' without a row", node->key));
}

static bool bind_requirements(ct_binder *binder, const ct_yaml *node, void *slot)
{
    return bind_list(binder, node, &((profile_values *)slot)->requirements);
}

static bool bind_cases(ct_binder *binder, const ct_yaml *node, void *slot)
{
    return bind_list(binder, node, &((profile_values *)slot)->cases);
}

static const ct_field profile_fields[] = {
    {"profile", bind_name, 0, true, "its name, that of its file"},
    {"version", ct_bind_text, offsetof(profile_values, profile.version), true,
     "of the profile, in quotes"},
    {"validity", bind_validity, 0, false, "how long a certificate of it is good: 365d"},
    {"passes", ct_bind_uint, offsetof(profile_values, profile.passes), false,
     "how often every case is run"},
    {"throttle", ct_bind_duration, offsetof(profile_values, profile.throttle_ms), false,
     "the total wait for 429 and 503"},
    {"requirements", bind_requirements, 0, true, "the ids of what is certified"},
    {"cases", bind_cases, 0, true, "the full names of the cases that are run"},
    {0},
};

/* ---- Its names ---- */

static bool unknown_requirement(const ct_suite *suite, const ct_name *name, ct_diag *diag)
{
    size_t count = 0;
    for (const ct_requirement *r = suite->requirements; r; r = r->next)
        count++;
    const char **names = ct_arena_alloc(diag->arena, (count + 1) * sizeof *names);
    count = 0;
    for (const ct_requirement *r = suite->requirements; r; r = r->next)
        names[count++] = r->id;
    names[count] = NULL;
    ct_fail(diag, CT_E_UNKNOWN, name->where, "there is no requirement '%s'", name->text);
    return ct_hint_nearest(diag, name->text, names);
}

static bool unknown_case(const ct_suite *suite, const ct_name *name, ct_diag *diag)
{
    const char **names = ct_arena_alloc(diag->arena, (suite->case_count + 1) * sizeof *names);
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next)
            names[test_case->index] = test_case->full_name;
    names[suite->case_count] = NULL;
    ct_fail(diag, CT_E_UNKNOWN, name->where, "there is no case '%s'", name->text);
    return ct_hint_nearest(diag, name->text, names);
}

static bool find_requirements(ct_arena *arena, const ct_suite *suite, profile_values *words,
                              ct_diag *diag)
{
    ct_profile *profile = &words->profile;
    size_t count = 0;
    bool ok = true;
    for (const ct_name *name = words->requirements; name; name = name->next)
        count++;
    profile->requirements = ct_arena_alloc(arena, count * sizeof *profile->requirements);
    for (const ct_name *name = words->requirements; name; name = name->next) {
        const ct_requirement *found = ct_requirement_find(suite, name->text);
        if (found)
            profile->requirements[profile->requirement_count++] = found;
        else
            ok = unknown_requirement(suite, name, diag);
    }
    return ok;
}

/* "operation/id" means every row of it. */
static bool is_meant(const ct_case *test_case, const char *name)
{
    size_t const size = strlen(test_case->operation->id);
    return !strcmp(test_case->full_name, name) ||
           (!strncmp(name, test_case->operation->id, size) && name[size] == '/' &&
            !strcmp(name + size + 1, test_case->base_id));
}

static size_t mark_cases(const ct_suite *suite, const ct_name *name, bool *is_named)
{
    size_t found = 0;
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next)
            if (is_meant(test_case, name->text)) {
                is_named[test_case->index] = true;
                found++;
            }
    return found;
}

static bool find_cases(ct_arena *arena, const ct_suite *suite, profile_values *words, ct_diag *diag)
{
    ct_profile *profile = &words->profile;
    bool *is_named = ct_arena_alloc(diag->arena, suite->case_count * sizeof *is_named);
    bool ok = true;
    profile->cases = ct_arena_alloc(arena, suite->case_count * sizeof *profile->cases);
    for (const ct_name *name = words->cases; name; name = name->next)
        if (!mark_cases(suite, name, is_named) && suite->is_whole)
            ok = unknown_case(suite, name, diag);
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next)
            if (is_named[test_case->index])
                profile->cases[profile->case_count++] = test_case;
    return ok;
}

static const ct_name *name_of(const ct_name *names, const char *text)
{
    while (names && strcmp(names->text, text))
        names = names->next;
    return names;
}

/* Neither a requirement that would never be shown, nor a case that would show nothing. */
static bool check_both_sides(const profile_values *words, ct_diag *diag)
{
    const ct_profile *p = &words->profile;
    bool ok = true;
    for (size_t i = 0; i < p->requirement_count; i++) {
        const ct_requirement *r = p->requirements[i];
        size_t c = 0;
        while (c < p->case_count && !ct_case_verifies(p->cases[c], r))
            c++;
        if (c == p->case_count)
            ok = ct_fail(diag, CT_E_VALUE, name_of(words->requirements, r->id)->where,
                         "no case of the profile verifies '%s'", r->id);
    }
    for (const ct_name *name = words->cases; name; name = name->next)
        for (size_t c = 0; c < p->case_count; c++) {
            size_t r = 0;
            while (r < p->requirement_count && !ct_case_verifies(p->cases[c], p->requirements[r]))
                r++;
            if (r < p->requirement_count || !is_meant(p->cases[c], name->text))
                continue;
            ok = ct_fail(diag, CT_E_VALUE, name->where,
                         "'%s' verifies no requirement of the profile", name->text);
            break;
        }
    return ok;
}

/* ---- The folder ---- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of all profiles, without ".yaml", and NULL; what else lies there is a mistake. */
static const char **list_profiles(ct_arena *arena, const ct_suite *suite, ct_diag *diag)
{
    const char *folder = ct_arena_printf(arena, "%s/profiles", suite->root);
    DIR *dir = opendir(folder);
    size_t count = 0, capacity = 8;
    const char **names = ct_malloc(capacity * sizeof *names);
    for (const struct dirent *entry; dir && (entry = readdir(dir));) {
        const char *dot = strrchr(entry->d_name, '.');
        if (entry->d_name[0] == '.' || (dot && !strcmp(dot, ".md")))
            continue;
        if (!dot || strcmp(dot, ".yaml")) {
            ct_fail(diag, CT_E_VALUE, CT_NOWHERE, "'%s/%s' is no profile: they end in '.yaml'",
                    folder, entry->d_name);
            continue;
        }
        if (count + 1 == capacity)
            names = ct_realloc(names, (capacity *= 2) * sizeof *names);
        names[count++] = ct_arena_copy(arena, entry->d_name, (size_t)(dot - entry->d_name));
    }
    if (dir)
        closedir(dir);
    qsort(names, count, sizeof *names, by_name);
    names[count++] = NULL;
    const char **kept = ct_arena_alloc(arena, count * sizeof *kept);
    memcpy(kept, names, count * sizeof *kept);
    free(names);
    return kept;
}

static bool unknown_profile(ct_arena *arena, const ct_suite *suite, const char *name,
                            const char **names, ct_diag *diag)
{
    ct_fail(diag, CT_E_USAGE, CT_NOWHERE, "there is no profile '%s' in '%s'", name, suite->root);
    if (ct_nearest(name, names) || !names[0])
        return ct_hint_nearest(diag, name, names);
    ct_buf all = CT_BUF(CT_BUF_ANY);
    for (size_t i = 0; names[i]; i++)
        ct_buf_printf(&all, "%s%s", i ? ", " : "there are: ", names[i]);
    return ct_hint(diag, "%s", ct_buf_finish(&all, arena));
}

/* ---- All of it ---- */

static const ct_profile *read_profile(ct_arena *arena, const ct_suite *suite, const char *name,
                                      const ct_source *source, ct_diag *diag)
{
    profile_values *words = ct_new(arena, profile_values);
    ct_arena *nodes = ct_arena_new();
    ct_binder binder = {.arena = arena, .diag = diag};
    const ct_yaml *root = ct_yaml_parse(nodes, source, diag);
    words->profile.source = source;
    bool ok = root && ct_bind(&binder, root, profile_fields, words);
    ct_arena_free(nodes);
    if (ok && strcmp(words->profile.name, name))
        ok = ct_fail(diag, CT_E_VALUE, words->name_where,
                     "the profile is called '%s', but its file '%s'", words->profile.name, name);
    if (!words->profile.passes)
        words->profile.passes = 1;
    if (!words->profile.validity_ms)
        words->profile.validity_ms = CT_PROFILE_VALIDITY_MS;
    bool const has_requirements = ok && find_requirements(arena, suite, words, diag);
    bool const has_cases = ok && find_cases(arena, suite, words, diag);
    if (!has_requirements || !has_cases || (suite->is_whole && !check_both_sides(words, diag)))
        return NULL;
    return &words->profile;
}

static const ct_profile *read_file(ct_arena *arena, const ct_suite *suite, const char *name,
                                   ct_diag *diag)
{
    const char *path = ct_arena_printf(arena, "%s/profiles/%s.yaml", suite->root, name);
    const ct_source *source = ct_source_read(arena, path, diag);
    return source ? read_profile(arena, suite, name, source, diag) : NULL;
}

const ct_profile *ct_profile_read(ct_arena *arena, const ct_suite *suite, const char *name,
                                  ct_diag *diag)
{
    const char **names = list_profiles(arena, suite, diag);
    for (size_t i = 0; names[i]; i++)
        if (!strcmp(names[i], name))
            return read_file(arena, suite, name, diag);
    unknown_profile(arena, suite, name, names, diag);
    return NULL;
}

bool ct_profiles_check(ct_arena *arena, const ct_suite *suite, ct_diag *diag)
{
    unsigned const mistakes = diag->count;
    const char **names = suite->is_whole ? list_profiles(arena, suite, diag) : NULL;
    for (size_t i = 0; names && names[i]; i++)
        read_file(arena, suite, names[i], diag);
    return diag->count == mistakes;
}

bool ct_profile_has_case(const ct_profile *profile, const ct_case *test_case)
{
    for (size_t i = 0; i < profile->case_count; i++)
        if (profile->cases[i] == test_case)
            return true;
    return false;
}

#include "certify/profile.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "lang/yaml/bind.h"

/* The content of the file, before its names are looked up. */
typedef struct profile_values {
    ct_profile profile;
    ct_loc name_where;
    const ct_name *requirements, *cases;
    ct_name *capabilities;
} profile_values;

/* ---- The file ---- */

static bool bind_name(ct_binder *binder, const ct_yaml *node, void *slot)
{
    profile_values *values = slot;
    values->name_where = node->where;
    return ct_bind_text(binder, node, &values->profile.name);
}

static bool bind_validity(ct_binder *binder, const ct_yaml *node, void *slot)
{
    profile_values *values = slot;
    if (!ct_bind_expect(binder, node, CT_YAML_SCALAR))
        return false;
    return ct_duration_parse_long(node->text, &values->profile.validity_ms) ||
           ct_bind_fail(binder, node, CT_ERR_INVALID_DURATION,
                        "expected a duration above zero, such as 365d, got '%s'", node->text);
}

static bool bind_list(ct_binder *binder, const ct_yaml *node, const ct_name **names)
{
    return ct_bind_names(binder, node, names) &&
           (*names || ct_bind_fail(binder, node, CT_ERR_EMPTY_VALUE, "'%s' is empty", node->key));
}

static bool bind_requirements(ct_binder *binder, const ct_yaml *node, void *slot)
{
    return bind_list(binder, node, &((profile_values *)slot)->requirements);
}

static bool bind_cases(ct_binder *binder, const ct_yaml *node, void *slot)
{
    return bind_list(binder, node, &((profile_values *)slot)->cases);
}

static bool bind_capabilities(ct_binder *binder, const ct_yaml *node, void *slot)
{
    profile_values *values = slot;
    return ct_bind_names(binder, node, &values->capabilities) &&
           (values->capabilities ||
            ct_bind_fail(binder, node, CT_ERR_EMPTY_VALUE, "'%s' is empty", node->key));
}

static const ct_field profile_fields[] = {
    {"profile", bind_name, 0, true, "name of the profile, the same as the name of its file"},
    {"version", ct_bind_text, offsetof(profile_values, profile.version), true,
     "version of the profile, in quotes"},
    {"validity", bind_validity, 0, false, "validity of its certificates, such as 365d"},
    {"passes", ct_bind_uint, offsetof(profile_values, profile.passes), false,
     "number of times that every case runs"},
    {"max_time", ct_bind_duration, offsetof(profile_values, profile.max_time_ms), false,
     "longest duration of all passes"},
    {"traceparent", ct_bind_bool, offsetof(profile_values, profile.has_traceparent), false,
     "whether each request has a generated header 'traceparent'"},
    {"throttle", ct_bind_duration, offsetof(profile_values, profile.throttle_ms), false,
     "total wait for 429 and 503 responses in each pass"},
    {"capabilities", bind_capabilities, 0, false,
     "capabilities without which a target conforms with limits only"},
    {"requirements", bind_requirements, 0, true, "ids of the certified requirements"},
    {"cases", bind_cases, 0, true, "full names of the cases to run"},
    {0},
};

/* ---- Names in the file ---- */

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
    ct_fail(diag, CT_ERR_UNKNOWN_REQUIREMENT, name->where, "unknown requirement '%s'", name->text);
    return ct_hint_nearest(diag, name->text, names);
}

bool ct_unknown_case(const ct_suite *suite, const char *full_name, ct_loc where, ct_diag *diag)
{
    const char **names = ct_arena_alloc(diag->arena, (suite->case_count + 1) * sizeof *names);
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next)
            names[test_case->index] = test_case->full_name;
    names[suite->case_count] = NULL;
    ct_fail(diag, CT_ERR_UNKNOWN_NAME, where, "unknown case '%s'", full_name);
    return ct_hint_nearest(diag, full_name, names);
}

static bool find_requirements(ct_arena *arena, const ct_suite *suite, profile_values *values,
                              ct_diag *diag)
{
    ct_profile *profile = &values->profile;
    size_t count = 0;
    bool ok = true;
    for (const ct_name *name = values->requirements; name; name = name->next)
        count++;
    profile->requirements = ct_arena_alloc(arena, count * sizeof *profile->requirements);
    for (const ct_name *name = values->requirements; name; name = name->next) {
        const ct_requirement *found = ct_requirement_find(suite, name->text);
        if (found)
            profile->requirements[profile->requirement_count++] = found;
        else
            ok = unknown_requirement(suite, name, diag);
    }
    return ok;
}

/* A name without a parameter set means all parameter sets of the case. */
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

static bool find_cases(ct_arena *arena, const ct_suite *suite, profile_values *values,
                       ct_diag *diag)
{
    ct_profile *profile = &values->profile;
    bool *is_named = ct_arena_alloc(diag->arena, suite->case_count * sizeof *is_named);
    bool ok = true;
    profile->cases = ct_arena_alloc(arena, suite->case_count * sizeof *profile->cases);
    for (const ct_name *name = values->cases; name; name = name->next)
        if (!mark_cases(suite, name, is_named) && suite->is_whole)
            ok = ct_unknown_case(suite, name->text, name->where, diag);
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

/* Reports requirements that no case verifies, and cases that verify no requirement of the profile.
 */
static bool check_both_sides(const profile_values *values, ct_diag *diag)
{
    const ct_profile *p = &values->profile;
    bool ok = true;
    for (size_t i = 0; i < p->requirement_count; i++) {
        const ct_requirement *r = p->requirements[i];
        size_t c = 0;
        while (c < p->case_count && !ct_case_verifies(p->cases[c], r))
            c++;
        if (c == p->case_count)
            ok = ct_fail(diag, CT_ERR_INVALID_PROFILE, name_of(values->requirements, r->id)->where,
                         "no case of the profile verifies '%s'", r->id);
    }
    for (const ct_name *name = values->cases; name; name = name->next)
        for (size_t c = 0; c < p->case_count; c++) {
            size_t r = 0;
            while (r < p->requirement_count && !ct_case_verifies(p->cases[c], p->requirements[r]))
                r++;
            if (r < p->requirement_count || !is_meant(p->cases[c], name->text))
                continue;
            ok = ct_fail(diag, CT_ERR_INVALID_PROFILE, name->where,
                         "'%s' verifies no requirement of the profile", name->text);
            break;
        }
    return ok;
}

static bool requires_capability(const ct_case *test_case, const char *name)
{
    bool found = ct_names_have(test_case->requires, name);
    for (const ct_step *step = test_case->steps; step && !found; step = step->next)
        found = ct_names_have(step->requires, name);
    return found;
}

/* Reports capabilities that no case of the profile requires. */
static bool check_capabilities(const profile_values *values, ct_diag *diag)
{
    const ct_profile *p = &values->profile;
    bool ok = true;
    for (const ct_name *name = p->capabilities; name; name = name->next) {
        size_t c = 0;
        while (c < p->case_count && !requires_capability(p->cases[c], name->text))
            c++;
        if (c == p->case_count)
            ok = ct_fail(diag, CT_ERR_INVALID_PROFILE, name->where,
                         "no case of the profile requires the capability '%s'", name->text);
    }
    return ok;
}

/* ---- The folder ---- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of all profiles, without ".yaml", NULL-terminated. Other files are errors. */
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
            ct_fail(diag, CT_ERR_INVALID_PROFILE, CT_NOWHERE,
                    "'%s/%s' is not a profile: its name must end in '.yaml'", folder,
                    entry->d_name);
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
    ct_fail(diag, CT_ERR_UNKNOWN_NAME, CT_NOWHERE, "unknown profile '%s' in '%s'", name,
            suite->root);
    if (ct_nearest(name, names) || !names[0])
        return ct_hint_nearest(diag, name, names);
    ct_buf all = CT_BUF(CT_BUF_ANY);
    for (size_t i = 0; names[i]; i++)
        ct_buf_printf(&all, "%s%s", i ? ", " : "available profiles: ", names[i]);
    return ct_hint(diag, "%s", ct_buf_finish(&all, arena));
}

/* ---- Reading ---- */

static const ct_profile *read_profile(ct_arena *arena, const ct_suite *suite, const char *name,
                                      const ct_source *source, ct_diag *diag)
{
    profile_values *values = ct_new(arena, profile_values);
    ct_arena *nodes = ct_arena_new();
    ct_binder binder = {.arena = arena, .diag = diag};
    const ct_yaml *root = ct_yaml_parse(nodes, source, diag);
    values->profile.source = source;
    bool ok = root && ct_bind(&binder, root, profile_fields, values);
    values->profile.capabilities = values->capabilities;
    ct_arena_free(nodes);
    if (ok && strcmp(values->profile.name, name))
        ok = ct_fail(diag, CT_ERR_INVALID_PROFILE, values->name_where,
                     "the profile name '%s' does not match its file name '%s'",
                     values->profile.name, name);
    if (!values->profile.passes)
        values->profile.passes = 1;
    if (!values->profile.max_time_ms)
        values->profile.max_time_ms = CT_PROFILE_MAX_TIME_MS;
    if (!values->profile.validity_ms)
        values->profile.validity_ms = CT_PROFILE_VALIDITY_MS;
    bool const has_requirements = ok && find_requirements(arena, suite, values, diag);
    bool const has_cases = ok && find_cases(arena, suite, values, diag);
    if (!has_requirements || !has_cases)
        return NULL;
    bool const has_both_sides = !suite->is_whole || check_both_sides(values, diag);
    bool const has_capabilities = !suite->is_whole || check_capabilities(values, diag);
    return has_both_sides && has_capabilities ? &values->profile : NULL;
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

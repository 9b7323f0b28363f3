#include "cli/last_failed.h"

#include <string.h>

#include "data/json.h"

static const char *text_at(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

/* "http://127.0.0.1:41234/x" without its port: on loopback a server gets another one each time. */
static const char *without_loopback_port(ct_arena *arena, const char *url)
{
    static const char *const hosts[] = {"http://127.0.0.1:", "http://localhost:", "http://[::1]:"};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        size_t const size = strlen(hosts[i]);
        if (!strncmp(url, hosts[i], size))
            return ct_arena_printf(arena, "%s%s", hosts[i],
                                   url + size + strspn(url + size, "0123456789"));
    }
    return url;
}

static bool check_target(ct_arena *arena, const char *path, const json_t *record,
                         const ct_target *target, ct_diag *diag)
{
    const json_t *then = json_object_get(record, "target");
    if (!target)
        return true;
    const char *url = without_loopback_port(arena, target->url);
    const char *name = without_loopback_port(arena, target->name);
    if (!strcmp(without_loopback_port(arena, text_at(then, "url")), url) &&
        !strcmp(without_loopback_port(arena, text_at(then, "name")), name))
        return true;
    return ct_fail(diag, CT_E_USAGE, CT_NOWHERE,
                   "'%s' is of another target: '%s' at '%s', and this is '%s' at '%s'", path,
                   text_at(then, "name"), text_at(then, "url"), target->name, target->url);
}

static const json_t *read_record(ct_arena *arena, const char *path, ct_diag *diag)
{
    ct_json_trouble trouble = {0};
    const ct_source *source = ct_source_read(arena, path, diag);
    const json_t *record =
        source ? ct_json_read(arena, source->text, source->size, &trouble) : NULL;
    bool const is_record =
        json_is_array(json_object_get(record, "cases")) && json_object_get(record, "apigcheck");
    if (source && !is_record)
        ct_fail(diag, CT_E_SYNTAX, ct_loc_whole(source), "no record of a run (results.json)%s%s",
                record ? "" : ": ", record ? "" : trouble.what);
    return is_record ? record : NULL;
}

json_t *ct_last_failed(ct_arena *arena, const char *path, const ct_target *target, ct_diag *diag)
{
    static const char *const bad[] = {"fail", "error", "not run"};
    const json_t *record = read_record(arena, path, diag);
    json_t *names = ct_json_own(arena, json_object());
    if (!record || !check_target(arena, path, record, target, diag))
        return NULL;
    const json_t *cases = json_object_get(record, "cases");
    for (size_t i = 0; i < json_array_size(cases); i++) {
        const json_t *one = json_array_get(cases, i);
        for (size_t v = 0; v < sizeof bad / sizeof *bad; v++)
            if (!strcmp(text_at(one, "verdict"), bad[v]))
                json_object_set_new_nocheck(names, text_at(one, "full_name"), json_true());
    }
    if (json_object_size(names))
        return names;
    ct_fail(diag, CT_E_USAGE, CT_NOWHERE, "in '%s' nothing failed", path);
    return NULL;
}

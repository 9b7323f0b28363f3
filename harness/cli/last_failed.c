#include "cli/last_failed.h"

#include <string.h>

#include "lang/json/json.h"
#include "record/record_read.h"

/* "http://127.0.0.1:41234/x" without its port: a server on the local host has another port each
 * time. */
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

static const char *or_nothing(const char *text)
{
    return text ? text : "";
}

static bool check_target(ct_arena *arena, const char *path, const ct_run_result *then,
                         const ct_target *target, ct_diag *diag)
{
    if (!target)
        return true;
    const char *then_name = or_nothing(then->target_name), *then_url = or_nothing(then->target_url);
    const char *url = without_loopback_port(arena, target->url);
    const char *name = without_loopback_port(arena, target->name);
    if (!strcmp(without_loopback_port(arena, then_url), url) &&
        !strcmp(without_loopback_port(arena, then_name), name))
        return true;
    return ct_fail(diag, CT_ERR_INCOMPATIBLE_RESULTS, CT_NOWHERE,
                   "'%s' has results of another target: '%s' at '%s', this is '%s' at '%s'", path,
                   then_name, then_url, target->name, target->url);
}

static json_t *cases_of_cause(ct_arena *arena, const char *path, unsigned id,
                              const ct_run_result *run, ct_diag *diag)
{
    json_t *names = ct_json_own(arena, json_object());
    unsigned count = 0;
    for (const ct_cause *cause = run->causes; cause; cause = cause->next) {
        count++;
        for (const ct_cause_case *one = cause->id == id ? cause->cases : NULL; one; one = one->next)
            json_object_set_new_nocheck(names, one->name, json_true());
    }
    if (json_object_size(names))
        return names;
    ct_fail(diag, CT_ERR_NO_CASES_SELECTED, CT_NOWHERE, "cause %u not found in '%s'", id, path);
    ct_hint(diag, "'apigcheck report --causes %s' lists the causes: it has %u", path, count);
    return NULL;
}

json_t *ct_last_failed(ct_arena *arena, const char *path, unsigned cause, const ct_target *target,
                       ct_diag *diag)
{
    const ct_recorded *recorded = ct_recorded_open(arena, &path, 1, diag);
    json_t *names = ct_json_own(arena, json_object());
    if (!recorded || !check_target(arena, path, &recorded->run, target, diag))
        return NULL;
    if (cause)
        return cases_of_cause(arena, path, cause, &recorded->run, diag);
    for (size_t i = 0; i < recorded->run.case_count; i++) {
        const ct_case_result *result = &recorded->run.cases[i];
        if (result->verdict == CT_FAIL || result->verdict == CT_ERROR ||
            result->verdict == CT_NOT_RUN)
            json_object_set_new_nocheck(names, result->test_case->full_name, json_true());
    }
    if (json_object_size(names))
        return names;
    ct_fail(diag, CT_ERR_NO_CASES_SELECTED, CT_NOWHERE, "no case failed in '%s'", path);
    return NULL;
}

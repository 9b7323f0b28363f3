#include "model/suite.h"

#include <string.h>

const char *ct_level_name(ct_level level)
{
    static const char *const names[CT_LEVELS] = {"MUST", "MUST_NOT", "SHOULD", "SHOULD_NOT", "MAY"};
    return names[level];
}

bool ct_level_is_must(ct_level level)
{
    return level == CT_MUST || level == CT_MUST_NOT;
}

/* "{id}" is like any segment, "{id}.json" like "{name}.json". */
static bool is_like_segment(const char *wanted, size_t wanted_size, const char *given,
                            size_t given_size)
{
    const char *wanted_end = wanted + wanted_size, *given_end = given + given_size;
    if (*wanted == '{' && memchr(wanted, '}', wanted_size) == wanted_end - 1)
        return given_size > 0;
    for (; wanted < wanted_end && given < given_end && *wanted == *given; wanted++, given++) {
        const char *close = memchr(wanted, '}', (size_t)(wanted_end - wanted)),
                   *other = memchr(given, '}', (size_t)(given_end - given));
        if (*wanted == '{' && close && other) {
            wanted = close;
            given = other;
        }
    }
    return wanted == wanted_end && given == given_end;
}

bool ct_about_is_of(const ct_about *about, const char *method, const char *path)
{
    const char *wanted = about->path;
    if (!wanted || strcmp(about->method, method))
        return false;
    while (*wanted == '/' && *path == '/') {
        size_t const wanted_size = strcspn(++wanted, "/"), given_size = strcspn(++path, "/?");
        if (!is_like_segment(wanted, wanted_size, path, given_size))
            return false;
        wanted += wanted_size;
        path += given_size;
    }
    return !*wanted && (!*path || *path == '?');
}

const char *ct_auth_name(ct_auth auth)
{
    static const char *const names[CT_AUTHS] = {"", "none", "wrong-key", "wrong-signature",
                                                "stale-date"};
    return names[auth];
}

bool ct_plan_is_safe(const ct_plan *plan)
{
    return plan->is_safe || !strcmp(plan->method, "GET") || !strcmp(plan->method, "HEAD") ||
           !strcmp(plan->method, "OPTIONS");
}

const char *ct_subject_name(ct_subject subject)
{
    static const char *const names[CT_SUBJECTS] = {
        "status", "header", "json", "at", "text", "bytes", "time", "connection", "one of"};
    return names[subject];
}

const ct_requirement *ct_requirement_find(const ct_suite *suite, const char *id)
{
    const ct_requirement *r = suite->requirements;
    while (r && strcmp(r->id, id))
        r = r->next;
    return r;
}

const ct_case *ct_case_find(const ct_suite *suite, const char *name)
{
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next)
            if (!strcmp(test_case->full_name, name))
                return test_case;
    return NULL;
}

static const ct_cite *find_cite(const ct_cite *cite, const ct_requirement *requirement)
{
    while (cite && cite->requirement != requirement)
        cite = cite->next;
    return cite;
}

bool ct_case_verifies(const ct_case *test_case, const ct_requirement *requirement)
{
    return find_cite(test_case->verifies, requirement);
}

bool ct_step_verifies(const ct_case *test_case, const ct_step *step,
                      const ct_requirement *requirement)
{
    const ct_cite *cite = find_cite(test_case->verifies, requirement);
    return (cite && !cite->is_of_steps) || find_cite(step->verifies, requirement);
}

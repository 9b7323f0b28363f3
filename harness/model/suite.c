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

const char *ct_subject_name(ct_subject look)
{
    static const char *const names[CT_SUBJECTS] = {
        "status", "header", "json", "at", "text", "bytes", "time", "connection", "one of"};
    return names[look];
}

const ct_requirement *ct_requirement_find(const ct_suite *suite, const char *id)
{
    const ct_requirement *r = suite->requirements;
    while (r && strcmp(r->id, id))
        r = r->next;
    return r;
}

bool ct_case_verifies(const ct_case *test_case, const ct_requirement *requirement)
{
    for (const ct_cite *cite = test_case->verifies; cite; cite = cite->next)
        if (cite->requirement == requirement)
            return true;
    return false;
}

const ct_case *ct_case_find(const ct_suite *suite, const char *name)
{
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next)
            if (!strcmp(test_case->full_name, name))
                return test_case;
    return NULL;
}

/* apigcheck lint */
#include "cli/run_specification.h"
#include "lang/json/json.h"
#include "mutation/requirement_map.h"

static const ct_case *first_citing(const ct_suite *suite, const ct_requirement *r)
{
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next)
            if (ct_case_verifies(test_case, r))
                return test_case;
    return NULL;
}

/* Where the whole suite was read, every obligation has a case, or says why it has none. */
static bool check_requirements(ct_session *session, const ct_suite *suite)
{
    unsigned const mistakes = session->diag.count;
    for (const ct_requirement *r = suite->is_whole ? suite->requirements : NULL; r; r = r->next) {
        const ct_case *test_case = first_citing(suite, r);
        if (!test_case && !r->not_tested) {
            ct_fail(&session->diag, CT_E_MISSING, r->where, "no case verifies '%s'", r->id);
            ct_hint(&session->diag, "write one, or say under 'not_tested' why no case can show it");
        } else if (test_case && r->not_tested) {
            ct_fail(&session->diag, CT_E_VALUE, r->where,
                    "'%s' is said not to be tested, but '%s' verifies it", r->id,
                    test_case->full_name);
        }
    }
    return session->diag.count == mistakes;
}

/* A suite of the reference gateway's contract: `prove` will look for breaks of each MUST. Where it
 * knows none of the suite's obligations, they are another API's. */
static void warn_of_unproven(ct_session *session, const ct_suite *suite)
{
    const json_t *faults = ct_requirement_map_json(session->arena);
    bool is_ours = false;
    for (const ct_requirement *r = suite->requirements; r; r = r->next)
        is_ours = is_ours || json_object_get(faults, r->id);
    for (const ct_requirement *r = is_ours ? suite->requirements : NULL; r; r = r->next) {
        if (!ct_level_is_must(r->level) || r->not_tested || !first_citing(suite, r) ||
            json_object_get(faults, r->id))
            continue;
        ct_warn(&session->diag, r->where, "no defect breaks '%s'", r->id);
        ct_hint(&session->diag, "that its cases would notice cannot be shown by `prove`");
    }
}

int ct_cmd_lint(ct_session *session)
{
    ct_run_specification specification = {.needs_no_url = true};
    if (session->diag.count)
        return 2;
    /* The reference gateway gives its target file; nothing is sent to it, so it is not started. */
    bool const is_loaded = ct_run_specification_load(session, &specification);
    bool const is_aimed = ct_run_specification_target(session, NULL, &specification);
    if (is_loaded && !check_requirements(session, specification.suite))
        return 2;
    if (is_loaded && !ct_profiles_check(session->arena, specification.suite, &session->diag))
        return 2;
    if (!is_loaded || !is_aimed || !ct_run_specification_select(session, &specification))
        return 2;
    warn_of_unproven(session, specification.suite);
    printf("%zu cases, no mistakes\n", specification.suite->case_count);
    return 0;
}

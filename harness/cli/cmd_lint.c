/* apigcheck lint */
#include "cli/diagnostics_json.h"
#include "cli/mock_gateway.h"
#include "cli/run_specification.h"
#include "lang/json/json.h"
#include "load/check.h"

static const ct_case *first_citing(const ct_suite *suite, const ct_requirement *r)
{
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next)
            if (ct_case_verifies(test_case, r))
                return test_case;
    return NULL;
}

/* In a whole suite, every requirement has a case or a reason why it is not tested. */
static bool check_requirements(ct_session *session, const ct_suite *suite)
{
    unsigned const errors = session->diag.count;
    for (const ct_requirement *r = suite->is_whole ? suite->requirements : NULL; r; r = r->next) {
        const ct_case *test_case = first_citing(suite, r);
        if (!test_case && !r->not_tested) {
            ct_fail(&session->diag, CT_ERR_UNTESTED_REQUIREMENT, r->where,
                    "no case verifies requirement '%s'", r->id);
            ct_hint(&session->diag, "add a case, or a reason under 'not_tested'");
        } else if (test_case && r->not_tested) {
            ct_fail(&session->diag, CT_ERR_TESTED_REQUIREMENT, r->where,
                    "requirement '%s' has 'not_tested', but case '%s' verifies it", r->id,
                    test_case->full_name);
            ct_hint(&session->diag, "remove 'not_tested'");
        }
    }
    return session->diag.count == errors;
}

/* Warns of each MUST of the shipped contract that no fault of `prove` violates. The requirements of
 * another API are unknown to `prove`, so there is no warning about them. Returns false after
 * reporting an error in the data of the reference gateway. */
static bool warn_of_unprovable(ct_session *session, const ct_suite *suite)
{
    if (!suite->requirements)
        return true;
    ct_requirement_map *map =
        ct_mock_gateway_map(&session->settings, suite, session->arena, &session->diag);
    const json_t *faults = map ? ct_requirement_map_json(map) : NULL;
    bool is_shipped = false;
    for (const ct_requirement *r = suite->requirements; r; r = r->next)
        is_shipped = is_shipped || json_object_get(faults, r->id);
    for (const ct_requirement *r = is_shipped ? suite->requirements : NULL; r; r = r->next) {
        if (!ct_level_is_must(r->level) || r->not_tested || !first_citing(suite, r) ||
            json_object_get(faults, r->id))
            continue;
        ct_warn(&session->diag, CT_ERR_UNPROVABLE_REQUIREMENT, r->where,
                "no fault of 'prove' violates requirement '%s'", r->id);
        ct_note(&session->diag, "'prove' cannot show that its cases detect a violation");
    }
    return map != NULL;
}

/* Returns the suite, or NULL after reporting errors. */
static const ct_suite *lint(ct_session *session)
{
    ct_run_specification specification = {.needs_no_url = true};
    if (session->diag.count)
        return NULL;
    /* With --mock only the target file is read; nothing is sent, so no gateway is started. */
    bool const is_loaded = ct_run_specification_load(session, &specification);
    bool const has_target = ct_run_specification_target(session, NULL, &specification);
    if (is_loaded && (!check_requirements(session, specification.suite) ||
                      !ct_check_about_fits(specification.suite, &session->diag)))
        return NULL;
    if (is_loaded && !ct_profiles_check(session->arena, specification.suite, &session->diag))
        return NULL;
    if (!is_loaded || !has_target || !ct_run_specification_select(session, &specification))
        return NULL;
    return warn_of_unprovable(session, specification.suite) ? specification.suite : NULL;
}

static size_t count_files(const ct_suite *suite)
{
    size_t count = 0;
    for (const ct_file *file = suite->files; file; file = file->next)
        count++;
    return count;
}

static void print_json(ct_session *session)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_diagnostics_json(&session->diag, &text);
    fputs(ct_buf_str(&text), stdout);
    ct_buf_free(&text);
    ct_diag_clear(&session->diag); /* so that main does not print them again */
}

static void print_success(const ct_session *session, const ct_suite *suite)
{
    size_t const files = count_files(suite);
    printf("%zu case%s in %zu file%s: no %s found\n", suite->case_count,
           suite->case_count == 1 ? "" : "s", files, files == 1 ? "" : "s",
           session->diag.warnings ? "errors" : "problems");
}

int ct_cmd_lint(ct_session *session)
{
    if (session->settings.is_json)
        session->diag.limit = CT_DIAGNOSTICS_JSON_LIMIT;
    const ct_suite *suite = lint(session);
    if (session->settings.is_json)
        print_json(session);
    else if (suite)
        print_success(session, suite);
    return suite ? 0 : 2;
}

/* apigcheck report */
#include <string.h>

#include "cli/reports.h"
#include "cli/terminal.h"
#include "record/record_read.h"
#include "report/cause_list.h"
#include "report/compare.h"

static bool check_paths(ct_session *session)
{
    const ct_texts *paths = &session->settings.paths;
    if (!paths->count)
        return ct_fail(&session->diag, CT_ERR_MISSING_ARGUMENT, CT_NOWHERE,
                       "report requires RESULTS, a results file that run --json wrote");
    for (size_t i = 0; i < paths->count; i++)
        for (size_t j = 0; j < i; j++)
            if (!strcmp(paths->texts[i], paths->texts[j]))
                return ct_fail(&session->diag, CT_ERR_UNEXPECTED_ARGUMENT, CT_NOWHERE,
                               "'%s' is given twice", paths->texts[i]);
    return true;
}

static int render(ct_session *session, ct_reports *reports)
{
    const ct_texts *paths = &session->settings.paths;
    ct_recorded *recorded =
        ct_recorded_open(session->arena, paths->texts, paths->count, &session->diag);
    if (!recorded)
        return 2;
    ct_diag_flush(&session->diag, stderr); /* print warnings before the reports */
    bool const is_extended = reports->about.is_junit_extended;
    reports->about = recorded->about;
    reports->about.is_junit_extended = is_extended;
    ct_listener *listeners = ct_reports_open(session, NULL, reports);
    if (!listeners)
        return 4;
    if (!ct_recorded_replay(recorded, listeners, &session->diag))
        return 2;
    return ct_reports_close(session, reports) ? ct_run_exit_status(&recorded->run) : 4;
}

static int compare(ct_session *session, const ct_reports *reports)
{
    const ct_texts *paths = &session->settings.paths;
    ct_compare_manner const manner = {.out = stdout,
                                      .is_quiet = session->settings.is_quiet,
                                      .has_color =
                                          ct_terminal_has_color(stdout, session->settings.color)};
    if (paths->count != 2 || reports->count) {
        ct_fail(&session->diag, CT_ERR_MISSING_ARGUMENT, CT_NOWHERE,
                "--compare takes two results files and no report option");
        return 2;
    }
    const ct_recorded *then = ct_recorded_open(session->arena, &paths->texts[0], 1, &session->diag);
    const ct_recorded *now =
        then ? ct_recorded_open(session->arena, &paths->texts[1], 1, &session->diag) : NULL;
    if (!now)
        return 2;
    return ct_compare(&then->run, &now->run, &manner) ? 1 : 0;
}

static int list_causes(ct_session *session, const ct_reports *reports)
{
    const ct_texts *paths = &session->settings.paths;
    if (reports->count || session->settings.compares) {
        ct_fail(&session->diag, CT_ERR_UNEXPECTED_ARGUMENT, CT_NOWHERE,
                "--causes takes no report option and no --compare");
        return 2;
    }
    const ct_recorded *recorded =
        ct_recorded_open(session->arena, paths->texts, paths->count, &session->diag);
    if (!recorded)
        return 2;
    ct_diag_flush(&session->diag, stderr);
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_print_causes(&text, &recorded->run);
    bool const is_written =
        fwrite(text.bytes, 1, text.size, stdout) == text.size && !fflush(stdout);
    ct_buf_free(&text);
    return is_written ? ct_run_exit_status(&recorded->run) : 4;
}

int ct_cmd_report(ct_session *session)
{
    ct_reports reports = {.count = 0};
    ct_reports_list(session, &reports);
    if (session->diag.count || !ct_reports_check(session, &reports) || !check_paths(session))
        return 2;
    if (session->settings.lists_causes)
        return list_causes(session, &reports);
    return session->settings.compares ? compare(session, &reports) : render(session, &reports);
}

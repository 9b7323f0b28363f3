/* apigcheck run */
#include <string.h>

#include "certify/waiver.h"
#include "cli/cleanup_log_file.h"
#include "cli/command.h"
#include "cli/guard.h"
#include "cli/mock_gateway.h"
#include "cli/process.h"
#include "cli/reports.h"
#include "cli/run_metadata.h"
#include "cli/run_setup.h"
#include "cli/run_specification.h"

static bool require_target(ct_session *session, const ct_run_specification *specification)
{
    if (specification->target)
        return true;
    ct_fail(&session->diag, CT_ERR_MISSING_TARGET, CT_NOWHERE, "no target specified");
    return ct_hint(&session->diag,
                   "use --target FILE, --url URL, or --mock for the reference gateway");
}

static bool check_settings(ct_session *session, const ct_reports *r)
{
    const ct_settings *s = &session->settings;
    if (!ct_reports_check(session, r))
        return false;
    if (!s->client_cert != !s->client_key)
        return ct_fail(&session->diag, CT_ERR_MISSING_ARGUMENT, CT_NOWHERE,
                       "--client-cert and --client-key must be given together");
    if (s->is_mock && s->url)
        return ct_fail(&session->diag, CT_ERR_CONFLICTING_OPTIONS, CT_NOWHERE,
                       "--mock and --url cannot be combined");
    return true;
}

static bool prepare(ct_session *session, const char *mock_url, ct_run_specification *specification)
{
    bool const is_loaded = ct_run_specification_load(session, specification);
    bool const has_target = ct_run_specification_target(session, mock_url, specification) &&
                            require_target(session, specification);
    return is_loaded && has_target && ct_run_specification_select(session, specification) &&
           ct_guard(specification->target, &specification->selection,
                    session->settings.proxy != NULL, session->arena, &session->diag);
}

static int run(ct_session *session, const ct_run_specification *specification,
               ct_listener *listeners, ct_reports *r)
{
    ct_waiver_filter *filter = specification->waivers
                                   ? ct_waiver_filter_open(session->arena, specification->waivers,
                                                           listeners, &session->diag)
                                   : NULL;
    /* A waived failure is not one, so the cases that only repeat it have to run. */
    ct_run_parameters parameters = {.shuffle_seed = specification->shuffle_seed,
                                    .gives_up_polling = !filter};
    if (!ct_cleanup_log_file_open(session, specification, &parameters.journal))
        return 4;
    const ct_run_result *result = ct_run_by_settings(session, specification, &parameters,
                                                     filter ? &filter->listener : listeners);
    ct_cleanup_log_file_close(parameters.journal);
    if (!ct_reports_close(session, r))
        return 4;
    if (ct_process_signal())
        return 128 + ct_process_signal();
    if (filter && filter->errors)
        return 1; /* a waiver that is not needed or has expired */
    return ct_run_exit_status(filter ? filter->seen : result);
}

static int prepare_and_run(ct_session *session, const char *mock_url, ct_reports *r)
{
    ct_run_specification specification = {0};
    if (!prepare(session, mock_url, &specification))
        return ct_reports_refuse(session, r);
    ct_diag_flush(&session->diag, stderr); /* print warnings before the run */
    ct_run_metadata(session, &specification, &r->about);
    ct_listener *listeners = ct_reports_open(session, &specification, r);
    return listeners ? run(session, &specification, listeners, r) : 4;
}

int ct_cmd_run(ct_session *session)
{
    ct_reports r = {.count = 0};
    ct_server *server = NULL;
    ct_reports_list(session, &r);
    if (session->diag.count || !check_settings(session, &r))
        return ct_reports_refuse(session, &r);
    ct_process_catch_signals();
    ct_curl_start();
    if (session->settings.is_mock) {
        server = ct_mock_gateway_start(&session->settings, session->arena, &session->diag);
        if (!server)
            return ct_reports_refuse(session, &r);
    }
    int const status = prepare_and_run(session, server ? ct_server_url(server) : NULL, &r);
    ct_server_stop(server);
    return status;
}

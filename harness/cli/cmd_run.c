/* apigcheck run */
#include <string.h>

#include "cli/about.h"
#include "cli/command.h"
#include "cli/guard.h"
#include "cli/process.h"
#include "cli/question.h"
#include "cli/reference.h"
#include "cli/reports.h"

enum { DEFAULT_PARALLEL = 8, DEFAULT_TIMEOUT_MS = 30000, DEFAULT_CONNECT_TIMEOUT_MS = 5000 };

static bool check_aim(ct_session *session, const ct_question *question)
{
    if (question->target)
        return true;
    ct_fail(&session->diag, CT_E_USAGE, CT_NOWHERE, "no target");
    return ct_hint(&session->diag,
                   "name one: --target FILE, --url URL, or --mock for the reference "
                   "gateway");
}

static bool check_settings(ct_session *session, const ct_reports *r)
{
    const ct_settings *s = &session->settings;
    if (!ct_reports_check(session, r))
        return false;
    if (!s->client_cert != !s->client_key)
        return ct_fail(&session->diag, CT_E_USAGE, CT_NOWHERE,
                       "--client-cert and --client-key belong together");
    if (s->is_mock && s->url)
        return ct_fail(&session->diag, CT_E_USAGE, CT_NOWHERE,
                       "--mock and --url: the address is one or the other's");
    return true;
}

static bool prepare(ct_session *session, const char *mock_url, ct_question *question)
{
    bool const is_loaded = ct_question_load(session, question);
    bool const is_aimed =
        ct_question_aim(session, mock_url, question) && check_aim(session, question);
    return is_loaded && is_aimed && ct_question_select(session, question) &&
           ct_guard(question->target, &question->selection, session->settings.proxy != NULL,
                    session->arena, &session->diag);
}

static unsigned either(unsigned first, unsigned second, unsigned third)
{
    return first ? first : second ? second : third;
}

static int run(ct_session *session, const ct_question *question, ct_listener *listeners,
               ct_reports *r)
{
    const ct_settings *s = &session->settings;
    const ct_target *target = question->target;
    ct_run_options const options = {
        .parallel = either(s->parallel, target->parallel, DEFAULT_PARALLEL),
        .timeout_ms = either(s->timeout_ms, target->timeout_ms, DEFAULT_TIMEOUT_MS),
        .wait_ms = s->wait_ms,
        .repeat = s->repeat,
        .fail_fast = s->fail_fast,
        .max_time_ms = s->max_time_ms,
        .rate = either(s->rate, target->rate, 0),
        .rate_ms = 1000,
        .throttle_ms = either(s->throttle_ms, target->throttle_ms, 0),
        .shuffle_seed = question->shuffle_seed,
        .seed = question->seed,
        .run_id = question->run_id,
        .is_strict = s->is_strict,
        .stop = ct_process_stop()};
    ct_curl_options const curl = {.connect_timeout_ms =
                                      either(s->connect_timeout_ms, DEFAULT_CONNECT_TIMEOUT_MS, 0),
                                  .reuse_connections = s->reuses_connections,
                                  .loopback_only = !target->confirm_host,
                                  .is_http2 = s->http && !strcmp(s->http, "2"),
                                  .proxy = s->proxy,
                                  .resolve = s->resolve.texts,
                                  .resolve_count = s->resolve.count,
                                  .wake_fd = ct_process_wake_fd()};
    ct_transport *transport = ct_curl_open(&curl);
    const ct_run_result *result =
        ct_run(&question->selection, target, &options, transport, listeners, session->arena);
    transport->close(transport);
    if (!ct_reports_close(session, r))
        return 4;
    return ct_process_signal() ? 128 + ct_process_signal() : ct_run_exit_status(result);
}

static int prepare_and_run(ct_session *session, const char *mock_url, ct_reports *r)
{
    ct_question question = {0};
    if (!prepare(session, mock_url, &question))
        return ct_reports_refuse(session, r);
    ct_diag_flush(&session->diag, stderr); /* warnings come ahead of the run */
    ct_about_run(session, &question, &r->about);
    ct_listener *listeners = ct_reports_open(session, r, true);
    return listeners ? run(session, &question, listeners, r) : 4;
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
        server = ct_reference_start(&session->settings, session->arena, &session->diag);
        if (!server)
            return ct_reports_refuse(session, &r);
    }
    int const status = prepare_and_run(session, server ? ct_server_url(server) : NULL, &r);
    ct_server_stop(server);
    return status;
}

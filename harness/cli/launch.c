#include "cli/launch.h"

#include <string.h>

#include "cli/process.h"

enum { DEFAULT_PARALLEL = 8, DEFAULT_TIMEOUT_MS = 30000, DEFAULT_CONNECT_TIMEOUT_MS = 5000 };

static unsigned either(unsigned first, unsigned second, unsigned third)
{
    return first ? first : second ? second : third;
}

const ct_run_result *ct_launch(ct_session *session, const ct_question *question,
                               const ct_launch_terms *terms, ct_listener *listeners)
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
        .throttle_ms = either(s->throttle_ms, target->throttle_ms, terms->throttle_ms),
        .shuffle_seed = terms->shuffle_seed,
        .seed = question->seed,
        .run_id = question->run_id,
        .is_strict = s->is_strict,
        .evidence = terms->evidence,
        .redactor = terms->redactor,
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
    return result;
}

ct_console_level ct_launch_level(const ct_settings *s)
{
    if (s->is_quiet)
        return CT_CONSOLE_QUIET;
    return s->verbosity > 1 ? CT_CONSOLE_FULL
           : s->verbosity   ? CT_CONSOLE_VERBOSE
                            : CT_CONSOLE_NORMAL;
}

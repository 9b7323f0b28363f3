#include "cli/run_setup.h"

#include <string.h>

#include "cli/process.h"
#include "cli/run_metadata.h"
#include "cli/tls_files.h"

enum { DEFAULT_PARALLEL = 8, DEFAULT_TIMEOUT_MS = 30000, DEFAULT_CONNECT_TIMEOUT_MS = 5000 };

static unsigned either(unsigned first, unsigned second, unsigned third)
{
    return first ? first : second ? second : third;
}

ct_run_options ct_run_options_from_settings(const ct_settings *s,
                                            const ct_run_specification *specification)
{
    const ct_target *target = specification->target;
    return (ct_run_options){.parallel = either(s->parallel, target->parallel, DEFAULT_PARALLEL),
                            .timeout_ms =
                                either(s->timeout_ms, target->timeout_ms, DEFAULT_TIMEOUT_MS),
                            .wait_ms = s->wait_ms,
                            .repeat = s->repeat,
                            .fail_fast = s->fail_fast,
                            .max_time_ms = s->max_time_ms,
                            .rate = either(s->rate, target->rate, 0),
                            .rate_ms = 1000,
                            .throttle_ms = either(s->throttle_ms, target->throttle_ms, 0),
                            .shuffle_seed = specification->shuffle_seed,
                            .seed = specification->seed,
                            .run_id = specification->run_id,
                            .proxy = s->proxy,
                            .user_agent = s->user_agent,
                            .is_strict = s->is_strict,
                            .stop = ct_process_stop()};
}

ct_transport *ct_transport_from_settings(const ct_settings *s, const ct_target *target)
{
    ct_curl_options const curl = {.connect_timeout_ms =
                                      either(s->connect_timeout_ms, DEFAULT_CONNECT_TIMEOUT_MS, 0),
                                  .reuse_connections = s->reuses_connections,
                                  .loopback_only = !target->confirm_host,
                                  .is_http2 = s->http && !strcmp(s->http, "2"),
                                  .proxy = s->proxy,
                                  .resolve = s->resolve.texts,
                                  .resolve_count = s->resolve.count,
                                  .wake_fd = ct_process_wake_fd()};
    return ct_curl_open(&curl);
}

const ct_run_result *ct_run_by_settings(ct_session *session,
                                        const ct_run_specification *specification,
                                        const ct_run_parameters *parameters, ct_listener *listeners)
{
    const ct_settings *s = &session->settings;
    ct_run_options options = ct_run_options_from_settings(s, specification);
    options.route = ct_run_metadata_route(session, specification);
    options.tls_files = ct_tls_files_read(session->arena, specification->target->tls);
    options.throttle_ms = options.throttle_ms ? options.throttle_ms : parameters->throttle_ms;
    options.shuffle_seed = parameters->shuffle_seed;
    options.has_traceparent = parameters->has_traceparent;
    if (parameters->max_time_ms &&
        (!options.max_time_ms || parameters->max_time_ms < options.max_time_ms)) {
        options.max_time_ms = parameters->max_time_ms;
        options.max_time_over = parameters->max_time_over;
    }
    options.gives_up_polling = parameters->gives_up_polling && options.repeat < 2;
    options.evidence = parameters->evidence;
    options.redactor = parameters->redactor;
    options.journal = parameters->journal;
    ct_transport *transport = ct_transport_from_settings(s, specification->target);
    const ct_run_result *result = ct_run(&specification->selection, specification->target, &options,
                                         transport, listeners, session->arena);
    transport->close(transport);
    return result;
}

ct_console_level ct_console_level_from_settings(const ct_settings *s)
{
    if (s->is_quiet)
        return CT_CONSOLE_QUIET;
    return s->verbosity > 1 ? CT_CONSOLE_FULL
           : s->verbosity   ? CT_CONSOLE_VERBOSE
                            : CT_CONSOLE_NORMAL;
}

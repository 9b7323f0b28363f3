#include "cli/run_launch.h"

#include "cli/run_metadata.h"
#include "cli/run_options.h"

const ct_run_result *ct_run_launch(ct_session *session, const ct_run_specification *specification,
                                   const ct_run_launch_terms *terms, ct_listener *listeners)
{
    const ct_settings *s = &session->settings;
    ct_run_options options = ct_run_options_from_settings(s, specification);
    options.route = ct_about_route(session, specification);
    options.throttle_ms = options.throttle_ms ? options.throttle_ms : terms->throttle_ms;
    options.shuffle_seed = terms->shuffle_seed;
    options.evidence = terms->evidence;
    options.redactor = terms->redactor;
    options.journal = terms->journal;
    ct_transport *transport = ct_transport_from_settings(s, specification->target);
    const ct_run_result *result = ct_run(&specification->selection, specification->target, &options,
                                         transport, listeners, session->arena);
    transport->close(transport);
    return result;
}

ct_console_level ct_run_launch_console_level(const ct_settings *s)
{
    if (s->is_quiet)
        return CT_CONSOLE_QUIET;
    return s->verbosity > 1 ? CT_CONSOLE_FULL
           : s->verbosity   ? CT_CONSOLE_VERBOSE
                            : CT_CONSOLE_NORMAL;
}

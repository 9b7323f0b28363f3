#include "cli/run_launch.h"

#include "cli/run_metadata.h"
#include "cli/run_options.h"

const ct_run_result *ct_launch(ct_session *session, const ct_question *question,
                               const ct_launch_terms *terms, ct_listener *listeners)
{
    const ct_settings *s = &session->settings;
    ct_run_options options = ct_wire_options(s, question);
    options.route = ct_about_route(session, question);
    options.throttle_ms = options.throttle_ms ? options.throttle_ms : terms->throttle_ms;
    options.shuffle_seed = terms->shuffle_seed;
    options.evidence = terms->evidence;
    options.redactor = terms->redactor;
    options.journal = terms->journal;
    ct_transport *transport = ct_wire_transport(s, question->target);
    const ct_run_result *result = ct_run(&question->selection, question->target, &options,
                                         transport, listeners, session->arena);
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

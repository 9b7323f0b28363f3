/* run_launch.h - a run by the settings of the command line, over the network. */
#ifndef CT_CLI_RUN_LAUNCH_H
#define CT_CLI_RUN_LAUNCH_H

#include "cli/run_specification.h"
#include "report/console.h"

/* What the command decides, and not the settings. */
typedef struct ct_run_launch_terms {
    const char *shuffle_seed; /* told in the result */
    unsigned throttle_ms;     /* where neither settings nor target say so */
    size_t evidence;          /* see ct_run_options */
    ct_redactor *redactor;
    struct ct_cleanup_log *journal; /* of what may be left behind; NULL: none */
} ct_run_launch_terms;

/* The result belongs to the session's arena. ct_curl_start() was called before. */
const ct_run_result *ct_run_launch(ct_session *session, const ct_run_specification *specification,
                                   const ct_run_launch_terms *terms, ct_listener *listeners);

/* How much is told of a run, by -q, -v and -vv. */
ct_console_level ct_run_launch_console_level(const ct_settings *settings);

#endif

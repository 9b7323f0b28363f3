/* run_setup.h - a run over the network, by the command line and the target file. */
#ifndef CT_CLI_RUN_SETUP_H
#define CT_CLI_RUN_SETUP_H

#include "cli/run_specification.h"
#include "report/console.h"

/* What the command decides, and not the settings. */
typedef struct ct_run_parameters {
    const char *shuffle_seed; /* told in the result */
    unsigned throttle_ms;     /* where neither settings nor target say so */
    size_t evidence;          /* see ct_run_options */
    ct_redactor *redactor;
    struct ct_cleanup_log *journal; /* of what may be left behind; NULL: none */
} ct_run_parameters;

/* The result belongs to the session's arena. ct_curl_start() was called before. */
const ct_run_result *ct_run_by_settings(ct_session *session,
                                        const ct_run_specification *specification,
                                        const ct_run_parameters *parameters,
                                        ct_listener *listeners);

ct_run_options ct_run_options_from_settings(const ct_settings *settings,
                                            const ct_run_specification *specification);

/* Belongs to the caller, who closes it. */
ct_transport *ct_transport_from_settings(const ct_settings *settings, const ct_target *target);

/* How much is told of a run, by -q, -v and -vv. */
ct_console_level ct_console_level_from_settings(const ct_settings *settings);

#endif

/* run_setup.h - runs cases over the network, by the command line and the target file.
 *
 * An option of the command line overrides the same setting of the target file, which overrides the
 * default. Call ct_curl_start() before any function that opens a transport.
 */
#ifndef CT_CLI_RUN_SETUP_H
#define CT_CLI_RUN_SETUP_H

#include "cli/run_specification.h"
#include "report/console.h"

/* What the command decides itself. All pointers are borrowed for the run. */
typedef struct ct_run_parameters {
    const char *shuffle_seed;  /* of the order, for the results; NULL: not shuffled */
    bool has_traceparent;      /* as ct_run_options */
    unsigned max_time_ms;      /* as --max-time, which may be shorter; 0: no limit */
    const char *max_time_over; /* as ct_run_options */
    unsigned throttle_ms;      /* the default, in milliseconds, of --throttle */
    bool gives_up_polling;     /* but not with --repeat, which is about each case alone */
    size_t evidence;           /* bytes to keep of each body; 0: the default of ct_run_options */
    ct_redactor *redactor;     /* NULL: the run creates one */
    struct ct_cleanup_log *journal; /* NULL: none */
} ct_run_parameters;

/* Runs the selected cases over a transport of its own, and closes it.
 * specification: must have a target and a selection
 * listeners: called during the run
 * Returns the result, which belongs to the session's arena. */
const ct_run_result *ct_run_by_settings(ct_session *session,
                                        const ct_run_specification *specification,
                                        const ct_run_parameters *parameters,
                                        ct_listener *listeners);

/* Returns the options of a run. Strings are borrowed from settings and specification. */
ct_run_options ct_run_options_from_settings(const ct_settings *settings,
                                            const ct_run_specification *specification);

/* Opens the transport. The caller closes it with transport->close(). */
ct_transport *ct_transport_from_settings(const ct_settings *settings, const ct_target *target);

/* Returns how much the console prints, by -q, -v and -vv. */
ct_console_level ct_console_level_from_settings(const ct_settings *settings);

#endif

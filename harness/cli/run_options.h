/* run_options.h - from what the command line and the target file say to a run's options and its
 * network.
 */
#ifndef CT_CLI_RUN_OPTIONS_H
#define CT_CLI_RUN_OPTIONS_H

#include "cli/run_specification.h"

ct_run_options ct_run_options_from_settings(const ct_settings *settings,
                                            const ct_run_specification *specification);

/* Belongs to the caller, who closes it. */
ct_transport *ct_transport_from_settings(const ct_settings *settings, const ct_target *target);

#endif

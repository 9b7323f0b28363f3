/* run_metadata.h - what reports tell of a run that is no part of its result. */
#ifndef CT_CLI_RUN_METADATA_H
#define CT_CLI_RUN_METADATA_H

#include "cli/run_specification.h"
#include "report/reporters.h"

/* Adds the digests of suite and target, and the options that were given, without secrets. What
 * only says what is told, and where (reports, console), is no option of the run.
 *
 * The target's digest is of its file, its address and the variables of the command line; the
 * reference gateway inside this process is the same one on every port. */
void ct_run_metadata(ct_session *session, const ct_run_specification *specification,
                     ct_report_about *about);

/* The route of the run's requests by these options, in the session's arena. */
const ct_route *ct_run_metadata_route(ct_session *session,
                                      const ct_run_specification *specification);

#endif

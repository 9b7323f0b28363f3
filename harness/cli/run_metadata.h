/* run_metadata.h - facts about a run that reports contain beside its results. They show what was
 * run against what, so that reports of different runs are not compared by mistake. */
#ifndef CT_CLI_RUN_METADATA_H
#define CT_CLI_RUN_METADATA_H

#include "cli/run_specification.h"
#include "report/reporters.h"

/* Adds the digests of suite and target, and the options of the command line without secrets. The
 * options of reports and output are left out, because they do not change the results.
 *
 * The digest of the target covers its file, its URL and the variables of the command line. The
 * reference gateway of this process has the same digest on every port.
 * specification: must have a suite and a target
 * about: in, out; the added strings are in the session's arena */
void ct_run_metadata(ct_session *session, const ct_run_specification *specification,
                     ct_report_about *about);

/* Returns how the run reaches its target (proxy, TLS, ...) by the options of the command line, in
 * the session's arena, without secrets. */
const ct_route *ct_run_metadata_route(ct_session *session,
                                      const ct_run_specification *specification);

#endif

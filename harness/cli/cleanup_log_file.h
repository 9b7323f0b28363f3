/* cleanup_log_file.h - the file of the clean-up log of a run, called its journal.
 *
 * The file is DIR/apigcheck-RUN_ID.journal. DIR is the folder of --reports, else TMPDIR, else /tmp.
 * It is deleted when no resources are left. It records the command line, without the user and the
 * password of a proxy, and the current folder, so that `apigcheck cleanup` can read the same files.
 */
#ifndef CT_CLI_CLEANUP_LOG_FILE_H
#define CT_CLI_CLEANUP_LOG_FILE_H

#include "cli/run_specification.h"
#include "run/cleanup_log.h"

/* Creates the journal before the first request.
 * specification: must have a target and a selection
 * journal: out; NULL if no selected case and no step of the target has a cleanup, and with --mock,
 *          because the gateway ends with the process. Close it with ct_cleanup_log_file_close().
 * Returns false after reporting why the file could not be created: then nothing may be sent. */
bool ct_cleanup_log_file_open(ct_session *session, const ct_run_specification *specification,
                              ct_cleanup_log **journal);

/* Closes the journal, and deletes it if no resources are left. Otherwise prints the command that
 * retries the clean-up on standard error. NULL is allowed. */
void ct_cleanup_log_file_close(ct_cleanup_log *journal);

#endif

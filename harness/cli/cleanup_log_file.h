/* cleanup_log_file.h - the journal of a run: where it lies, and what it says of the run itself.
 *
 * It lies in the folder of --reports, else in TMPDIR or /tmp, is called
 * apigcheck-RUN_ID.journal, and is gone when nothing was left behind. It
 * records the words of the command line, without the user and password of a
 * proxy, and the folder in which they were given.
 */
#ifndef CT_CLI_CLEANUP_LOG_FILE_H
#define CT_CLI_CLEANUP_LOG_FILE_H

#include "cli/run_specification.h"
#include "run/cleanup_log.h"

/* *journal is NULL when no selected case and no step of the target has a cleanup, and for the
 * gateway inside the process, which takes all with it. False after noting why there is none. */
bool ct_cleanup_log_file_open(ct_session *session, const ct_run_specification *specification,
                              ct_cleanup_log **journal);

/* Says so on standard error when something was left. */
void ct_cleanup_log_file_close(ct_cleanup_log *journal);

#endif

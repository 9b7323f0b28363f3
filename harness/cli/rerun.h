/* rerun.h - the command line that runs the failed cases again. */
#ifndef CT_CLI_RERUN_H
#define CT_CLI_RERUN_H

#include <stdbool.h>

#include "cli/run_specification.h"
#include "report/console.h"

/* Returns the command line of this run for a shell, without filters and reports. It contains no
 * secret: the secrets of the target, passwords in URLs and the value of a --var whose name
 * ct_is_secret_name() recognizes are replaced by "$SECRET".
 * specification: must have a suite and a target
 * record: path of the results file (--json), for --last-failed; NULL: none. Borrowed
 * The result is in the session's arena. */
const ct_console_rerun *ct_rerun_command(ct_session *session,
                                         const ct_run_specification *specification,
                                         const char *record);

/* Returns the word with the user and the password of every URL masked, in the arena; the text
 * itself if it has none. */
const char *ct_word_masked(ct_arena *arena, const ct_word *word);

/* Returns whether the name suggests a secret, as "admin_token" does: by its ending, in any case.
 * name: `size` bytes, not NUL-terminated */
bool ct_is_secret_name(const char *name, size_t size);

#endif

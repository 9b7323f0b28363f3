/* rerun.h - how to run the same question again. */
#ifndef CT_CLI_RERUN_H
#define CT_CLI_RERUN_H

#include <stdbool.h>

#include "cli/run_specification.h"
#include "report/console.h"

/* The command line as it was given, for a shell, without what it selected and reported; `record`
 * is a path of --json, or NULL. No secret stands in it: the target's, a password in an address and
 * a --var with the name of a secret are "$SECRET". In the session's arena. */
const ct_console_rerun *ct_rerun_command(ct_session *session,
                                         const ct_run_specification *specification,
                                         const char *record);

/* The word without the users and passwords of URLs, in the arena. */
const char *ct_word_masked(ct_arena *arena, const ct_word *word);

/* Whether people give secrets such names: "admin_token". What a case file needs does not say it. */
bool ct_is_secret_name(const char *name, size_t size);

#endif

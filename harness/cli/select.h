/* select.h - which cases are run: the filters of the command line. */
#ifndef CT_CLI_SELECT_H
#define CT_CLI_SELECT_H

#include "certify/profile.h"
#include "cli/settings.h"
#include "model/suite.h"
#include "run/runner.h"

/* Selects cases in file order.
 *   failed     an object with the full names of cases as keys (--last-failed), or NULL for all
 *   profiles   those of --profile, or NULL for all cases
 *   selection  out; selection->suite must be set. Its arrays belong to `arena`
 * Returns false after reporting that no case is selected, or that a filter matches no case. */
bool ct_select(const ct_settings *settings, const json_t *failed, const ct_profile *profiles,
               ct_arena *arena, ct_diag *diag, ct_selection *selection);

/* Returns true if the text matches: '*' matches any text, '?' one character, and every other
 * character, also a bracket, itself. Case counts; a character can be several bytes of UTF-8.
 * glob: in; the pattern, which must match all of the text
 * text: in */
bool ct_glob(const char *glob, const char *text);

#endif

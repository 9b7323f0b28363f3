/* select.h - which cases are run. */
#ifndef CT_CLI_SELECT_H
#define CT_CLI_SELECT_H

#include "certify/profile.h"
#include "cli/settings.h"
#include "model/suite.h"
#include "run/runner.h"

/* The cases that the options choose, in file order; `failed` (names as keys) may be NULL: any.
 * `profiles`: those that the options name; NULL: none, and any case.
 * selection->suite is set already. False after noting that there are none, or that an option names
 * what does not exist. */
bool ct_select(const ct_settings *settings, const json_t *failed, const ct_profile *profiles,
               ct_arena *arena, ct_diag *diag, ct_selection *selection);

/* Another order of taking off, from a seed of hex digits. */
void ct_shuffle(ct_selection *selection, const char *seed, ct_arena *arena);

/* * stands for any text, ? for one character; everything else, brackets too, for itself. */
bool ct_glob(const char *glob, const char *text);

#endif

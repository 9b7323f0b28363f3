/* select.h - which cases are run. */
#ifndef CT_CLI_SELECT_H
#define CT_CLI_SELECT_H

#include "cli/settings.h"
#include "model/suite.h"
#include "run/runner.h"

/* The cases that the options choose, in file order. False after noting that there are none, or
 * that an option names what does not exist. */
bool ct_select(const ct_suite *suite, const ct_settings *settings, ct_arena *arena, ct_diag *diag,
               ct_selection *selection);

/* * stands for any text, ? for one character; everything else, brackets too, for itself. */
bool ct_glob(const char *glob, const char *text);

#endif

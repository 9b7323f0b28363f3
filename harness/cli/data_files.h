/* data_files.h - where the files are that come with the program. */
#ifndef CT_CLI_DATA_FILES_H
#define CT_CLI_DATA_FILES_H

#include "base/diag.h"

/* The path of "cases", "fixtures/gateway" and the like, relative to the current folder where that
 * is shorter. It is looked for in
 *
 *   1. the folder that the environment variable APIGCHECK_HOME names; if it is set and not
 *      empty, in no other place,
 *   2. the program's own folder, links followed, and three folders above it,
 *   3. CT_DATA_FOLDER, where it is installed: PREFIX/share/apigcheck,
 *
 * in 1 and 2 also in share/apigcheck below the folder. The first folder that has the whole data
 * counts, so that cases and fixtures are always of one version. NULL after noting where it was
 * looked for. The path belongs to the arena. */
const char *ct_data_file(ct_arena *arena, const char *name, ct_diag *diag);

#endif

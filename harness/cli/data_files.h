/* data_files.h - finds the cases and fixtures that are shipped with the program. */
#ifndef CT_CLI_DATA_FILES_H
#define CT_CLI_DATA_FILES_H

#include "base/diag.h"

/* Returns the path of a file or folder of the shipped data, such as "cases" or "fixtures/gateway",
 * relative to the current folder if that is shorter. It is searched for in
 *
 *   1. the folder that the environment variable APIGCHECK_HOME names; if it is set and not empty,
 *      in no other place,
 *   2. the program's own folder, after following links, and the three folders above it,
 *   3. CT_DATA_FOLDER, the folder where it is installed: PREFIX/share/apigcheck,
 *
 * for 1 and 2 also in share/apigcheck below the folder. The first folder with both the cases and
 * the fixtures is used, so that they always have the same version.
 * arena: owns the path
 * name:  in; relative, without a slash at its start
 * Returns NULL after reporting the folders that were searched. */
const char *ct_data_file(ct_arena *arena, const char *name, ct_diag *diag);

#endif

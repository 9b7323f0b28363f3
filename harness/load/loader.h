/* loader.h - from case files to the suite.
 *
 * Everything that can be wrong in a file is found here, before any request:
 * keys, types, templates, patterns, ids, requirements, and (check.h) variables.
 */
#ifndef CT_LOAD_LOADER_H
#define CT_LOAD_LOADER_H

#include "base/diag.h"
#include "model/suite.h"

/* Each path is a case file (its operation.yaml is read too), a folder with an operation.yaml, a
 * file with an operation and its cases, or a folder of these; folders are read in name order,
 * without what foreign.h leaves out. NULL when there is any mistake in any file, or no case; diag
 * then has the mistakes of all. */
const ct_suite *ct_load(ct_arena *arena, const char *const *paths, size_t count, ct_diag *diag);

/* The same, where a folder may have files that options name, such as the target: these are not read
 * as cases. `others` ends with NULL; files that cannot be found are no mistake here. */
const ct_suite *ct_load_beside(ct_arena *arena, const char *const *paths, size_t count,
                               const char *const *others, ct_diag *diag);

#endif

/* loader.h - reads case files into a suite.
 *
 * Every error in a file is found here, before any request: keys, types,
 * templates, patterns, ids, requirements. Variables are checked by check.h.
 */
#ifndef CT_LOAD_LOADER_H
#define CT_LOAD_LOADER_H

#include "base/diag.h"
#include "model/suite.h"

/* Reads paths into a suite that belongs to `arena`.
 *   paths   `count` of them: a case file (its operation.yaml is read too), a folder with an
 *           operation.yaml, a file with an operation and its cases, or a folder of these. Folders
 *           are read in name order, without the entries that foreign.h ignores
 * Returns NULL after reporting the errors of all files, or that there are no cases. */
const ct_suite *ct_load(ct_arena *arena, const char *const *paths, size_t count, ct_diag *diag);

/* Like ct_load(), without the files `others` (ends with NULL), which options name, such as a target
 * file in a folder of cases. They need not exist. Links are followed, so another path to the same
 * file counts too. */
const ct_suite *ct_load_beside(ct_arena *arena, const char *const *paths, size_t count,
                               const char *const *others, ct_diag *diag);

#endif

/* foreign.h - recognizes files in a suite that are neither cases nor an operation. */
#ifndef CT_LOAD_FOREIGN_H
#define CT_LOAD_FOREIGN_H

#include "base/diag.h"

/* Checks the keys at the root of a file; the rest may be any dialect of YAML. Returns true after
 * reporting that the file has neither cases nor an operation, what it is and where it belongs.
 * Returns false for every other file, also if it is not YAML: its errors are reported by the
 * loader.
 * source: in; not changed, its text must be loaded */
bool ct_foreign_refuse(const ct_source *source, ct_diag *diag);

/* Returns true if an entry of a folder is not read: a name that starts with '.', a file whose name
 * starts with '_', or the folder 'targets'. */
bool ct_foreign_is_left_out(const char *name, bool is_folder);

#endif

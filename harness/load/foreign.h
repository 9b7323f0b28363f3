/* foreign.h - files in a suite that are neither cases nor an operation. */
#ifndef CT_LOAD_FOREIGN_H
#define CT_LOAD_FOREIGN_H

#include "base/diag.h"

/* Looks at the keys of the root only, so that the rest may be of any dialect of YAML. When they
 * show that the file has neither cases nor an operation, notes what it is and where it belongs, and
 * returns true. False for everything else, also for what is not YAML. */
bool ct_foreign_refuse(const ct_source *source, ct_diag *diag);

/* Whether a folder leaves out the entry: its name begins with '.', or it is a file whose name
 * begins with '_', or the folder 'targets'. */
bool ct_foreign_is_left_out(const char *name, bool is_folder);

#endif

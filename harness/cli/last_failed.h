/* last_failed.h - the cases that did not pass in an earlier run.
 *
 * A case that only warned, or was skipped, is not among them. The file is data of the user: it can
 * be damaged or of another version, which is an error.
 */
#ifndef CT_CLI_LAST_FAILED_H
#define CT_CLI_LAST_FAILED_H

#include <jansson.h>

#include "base/diag.h"
#include "model/target.h"

/* Reads a results file.
 * path: of the results file, or of the journal of a run that was killed
 * cause: the id of a cause of that run, from 1; 0: all cases that did not pass
 * target: the target of the coming run; the file must be of the same name and URL, except for the
 *         port of a local host. NULL: any target
 * Returns an object of the arena whose keys are the full names of the cases that failed, could not
 * be judged or did not run, of the cause if one is given. Returns NULL after reporting an error:
 * the file cannot be read, is of another target, or has no such case or cause. */
json_t *ct_last_failed(ct_arena *arena, const char *path, unsigned cause, const ct_target *target,
                       ct_diag *diag);

#endif

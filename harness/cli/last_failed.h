/* last_failed.h - which cases did not pass the last time. */
#ifndef CT_CLI_LAST_FAILED_H
#define CT_CLI_LAST_FAILED_H

#include <jansson.h>

#include "base/diag.h"
#include "model/target.h"

/* The full names of the cases in a record (results.json) that failed, could not be judged or did
 * not run, as the keys of an object of the arena. NULL after noting why not: no record, of another
 * target, or nothing failed. `target` may be NULL: then any will do. */
json_t *ct_last_failed(ct_arena *arena, const char *path, const ct_target *target, ct_diag *diag);

#endif

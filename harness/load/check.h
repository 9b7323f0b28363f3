/* check.h - what can only be seen with all files read: variables. */
#ifndef CT_LOAD_CHECK_H
#define CT_LOAD_CHECK_H

#include "base/diag.h"
#include "model/suite.h"
#include "model/target.h"

/* Whether a case will be run: names are asked for only of those. */
typedef bool ct_will_run(void *user, const ct_case *test_case);

/* Undefined variables, names that clash, variables that nothing reaches, and (as warnings)
 * capabilities of the target that no operation knows. Without a target the names that `needs`
 * lists are taken as given. `will_run` NULL: every case. False after noting. */
bool ct_check(const ct_suite *suite, const ct_target *target, ct_will_run *will_run, void *user,
              ct_diag *diag);

/* The names that those cases use and nothing gives, each once, in the order of their use. In the
 * arena; NULL: none. */
const struct ct_name *ct_check_missing(const ct_suite *suite, const ct_target *target,
                                       ct_will_run *will_run, void *user, ct_arena *arena);

/* The names that are always there; ends with NULL. */
extern const char *const ct_generated_names[];

/* Notes it and returns false when the name is one of these, which no file and no option may give.
 */
bool ct_check_not_generated(ct_diag *diag, const char *name, ct_loc where);

#endif

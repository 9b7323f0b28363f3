/* check.h - checks that need all files: variables and capabilities.
 *
 * They change neither the suite nor the target, and are done before the first request: a variable
 * that is missing must not end a run half-way.
 */
#ifndef CT_LOAD_CHECK_H
#define CT_LOAD_CHECK_H

#include "base/diag.h"
#include "model/suite.h"
#include "model/target.h"

/* Returns true if a case will run: only its variables must be defined. */
typedef bool ct_will_run(void *user, const ct_case *test_case);

/* Reports undefined, duplicate and unused variables, and warns of capabilities of the target that
 * no operation declares. An undefined variable is reported once, with its other places.
 * target:   in; NULL: the variables that `needs` lists are assumed to be defined
 * will_run: in; NULL: every case runs
 * user:     in; passed to will_run()
 * Returns false after reporting an error; a warning alone is not one. */
bool ct_check(const ct_suite *suite, const ct_target *target, ct_will_run *will_run, void *user,
              ct_diag *diag);

/* Returns the undefined variables of the cases that run, each once, in the order of use, or NULL if
 * there are none. Reports nothing. The list belongs to `arena`, its names to the suite. */
const struct ct_name *ct_check_missing(const ct_suite *suite, const ct_target *target,
                                       ct_will_run *will_run, void *user, ct_arena *arena);

/* Compares what requirements are about with what the cases check, in a suite that was read as a
 * whole; other suites pass. Reports
 * - a place that no case which verifies the requirement checks, in its expectations or in
 *   `responses` of the operation;
 * - an expectation that fits no requirement which the case verifies, if the case is about that
 *   response and all of its requirements have an `about`. What has to pass before they can, such as
 *   the status of a response whose body they are about, is not reported. Neither are `responses`:
 *   they apply to every case, whatever it verifies.
 * Returns false after reporting an error. */
bool ct_check_about_fits(const ct_suite *suite, ct_diag *diag);

/* The names of generated variables, which are always defined; ends with NULL. */
extern const char *const ct_generated_names[];

/* Returns false after reporting that a name is one of these, which no file and no option may
 * define.
 * where: in; the place of the name; CT_NOWHERE for an option */
bool ct_check_not_generated(ct_diag *diag, const char *name, ct_loc where);

#endif

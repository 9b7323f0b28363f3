/* requirement_fold.h - the status of each requirement, by what the cases of a run show.
 *
 * The worst of its cases decides. A case that fails in the same way as its control (control.h)
 * shows nothing of its own: what it fails is not verified, as long as the control fails a
 * requirement.
 */
#ifndef CT_TRIAGE_REQUIREMENT_FOLD_H
#define CT_TRIAGE_REQUIREMENT_FOLD_H

#include "base/arena.h"
#include "model/result.h"

struct ct_control;

typedef struct ct_requirement_fold ct_requirement_fold;

/* Returns an empty fold. It belongs to the arena, as all that it keeps. */
ct_requirement_fold *ct_requirement_fold_new(ct_arena *arena);

/* Adds a case that ended, was skipped or not run, with its steps. Keeps result->test_case and
 * result->requirements, which must live as long as the fold; copies the rest,
 * so that the steps may be released. */
void ct_requirement_fold_add(ct_requirement_fold *fold, const ct_case_result *result);

/* Returns, once, the status of each requirement of the suite, in its order; NULL if it has none.
 * Without a case that cites it, a requirement with `not_tested` is not tested, any other is not
 * verified. `cases` lists the cases that show the status, if it is worse than passed. */
const ct_requirement_result *ct_requirement_fold_results(ct_requirement_fold *fold,
                                                         const ct_suite *suite);

/* Sets `violates` of each cause: the requirements that the findings of its cases count against,
 * those of level MUST first. Cases that show nothing of their own, because their control fails too,
 * do not count. Call it after ct_requirement_fold_results(), which finds the controls. */
void ct_requirement_fold_causes(const ct_requirement_fold *fold, ct_cause *causes);

/* Returns whether the control got a success instead of a refusal: what fails like it shows nothing
 * of its own. False for NULL. */
bool ct_control_is_acceptance(const struct ct_control *control);

#endif

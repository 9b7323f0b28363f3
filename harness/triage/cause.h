/* cause.h - the few causes that explain the failed cases of a run.
 *
 * One fault of an API fails many cases. Failures are grouped by their symptoms: those that the same
 * cases show belong together, and so do those with one name in different places. Nothing here
 * decides whether a case failed. Every case of which a step failed or ended with an error is part
 * of at least one cause.
 *
 * The kinds of causes are documented in README.md.
 */
#ifndef CT_TRIAGE_CAUSE_H
#define CT_TRIAGE_CAUSE_H

#include "base/arena.h"
#include "model/result.h"
#include "triage/control.h"

typedef struct ct_triage ct_triage;

/* Returns an empty collection. It belongs to the arena, as all that it keeps. */
ct_triage *ct_triage_new(ct_arena *arena);

/* Adds a case that ended, with its steps. Copies what it keeps, so that the steps may be released
 * afterwards; the case itself must live as long as the causes. Ignores cases that neither failed
 * nor ended with an error, and those that did so without such a step; of the others only the
 * statuses that they received count. */
void ct_triage_add(ct_triage *triage, const ct_case_result *result);

/* Returns the causes, the one with most cases first, or NULL if there is none. To be called once,
 * after the last case. */
ct_cause *ct_triage_causes(ct_triage *triage);

/* Returns the controls among the failed cases, for ct_control_of(). To be called after
 * ct_triage_causes(). */
const ct_controls *ct_triage_controls(const ct_triage *triage);

#endif

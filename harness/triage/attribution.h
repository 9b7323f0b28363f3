/* attribution.h - which of the requirements that a case cites does it show to be met or violated.
 *
 * A finding counts against the cited requirements whose `about` it fits closest, those of its own
 * step first. On an unexpected status only the findings of the status count. A requirement passes
 * if expectations that fit it were evaluated and all that fit it hold; otherwise the case does not
 * verify it. A requirement without `about` has the verdict of the case.
 *
 * What differs from a `responses` row and fits no cited requirement counts against those of the
 * suite that it fits closest, cited or not: the row documents it for all cases.
 *
 * A failed case always shows something that is not met: where a failure fits no MUST, and all that
 * are cited would pass, it counts against all of these. Where there is no response that
 * can be judged, a requirement is not verified, never failed.
 */
#ifndef CT_TRIAGE_ATTRIBUTION_H
#define CT_TRIAGE_ATTRIBUTION_H

#include "base/arena.h"
#include "model/result.h"

/* Sets result->requirements, and `violates` of each finding that counts against a requirement.
 * Clean-up counts for nothing. Needs the steps of the result, and the case as it was loaded.
 *
 * result: in/out; a case that ended, or was skipped or not run
 * suite:  in; the suite of the case
 * arena:  owns the outcomes, which live as long as the run
 * steps:  owns what is set in the findings; the arena of the steps */
void ct_attribute(ct_case_result *result, const ct_suite *suite, ct_arena *arena, ct_arena *steps);

#endif

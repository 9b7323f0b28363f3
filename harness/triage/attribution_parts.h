/* attribution_parts.h - what the files share that attribute the findings of a case. Others use
 * attribution.h.
 */
#ifndef CT_TRIAGE_ATTRIBUTION_PARTS_H
#define CT_TRIAGE_ATTRIBUTION_PARTS_H

#include "base/arena.h"
#include "model/about_match.h"
#include "model/result.h"

/* A requirement that is cited, and what the case shows about it so far. */
typedef struct ct_cited {
    const ct_requirement *requirement;
    const ct_step *step; /* that cites it; NULL: the case */
    /* Expectations that fit it. A step that is skipped on purpose counts for `skipped`. */
    unsigned held, unevaluated, skipped;
    bool is_failed, is_warned, is_hidden; /* by a finding */
    bool is_shown;                        /* by the expectation at hand, on another status */
    ct_fit fit;                           /* of the expectation or the difference at hand */
    struct ct_cited *next;
} ct_cited;

/* A case, and the step at hand. */
typedef struct ct_attribution {
    ct_arena *arena; /* of the outcomes */
    ct_arena *steps;
    ct_arena *scratch;
    const ct_suite *suite;
    const ct_case_result *result;
    ct_cited *cites;
    bool has_loose_failure, has_loose_warning; /* they fit no MUST, or nothing */

    const ct_step *step;
    const ct_step_result *ran; /* NULL: the step did not run */
    const char *method, *path; /* the path: NULL if it is not known */
    bool is_status_wrong;
    bool is_finding;            /* a finding is at hand, not an expectation */
    bool is_as_received;        /* only places with the received status fit */
    const ct_response_row *row; /* of the expectation at hand; NULL: it is one of the step */
} ct_attribution;

/* Returns whether the requirement is a MUST or a MUST_NOT. */
bool ct_cited_is_must(const ct_cited *c);

/* Returns the result of a step that is not clean-up; NULL if it has none. */
const ct_step_result *ct_attribution_result_of(const ct_case_result *result, const ct_step *step);

/* Adds a requirement to those that a finding counts against, unless it is one of them. */
void ct_finding_violates(const ct_attribution *a, ct_finding *f, const ct_requirement *requirement);

/* Returns what the case shows about each requirement, once all of its steps were looked at. */
const ct_requirement_outcome *ct_attribution_outcomes(const ct_attribution *a);

#endif

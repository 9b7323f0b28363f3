/* status_groups.h - which unexpected statuses are one deviation.
 *
 * A status that replaces several others, none of which any step received that passed, is a fault of
 * its own: the status line is wrong, whatever the request. Other statuses are grouped by what was
 * expected.
 */
#ifndef CT_TRIAGE_STATUS_GROUPS_H
#define CT_TRIAGE_STATUS_GROUPS_H

#include "triage/failed_cases.h"

typedef struct ct_status_groups ct_status_groups;

/* Returns the groups of the statuses of all failures, in their arena. */
ct_status_groups *ct_status_groups_of(const ct_failed_cases *failures);

/* Returns the key of the group of a status.
 * symptom:       in; of one of the failures, of the kind CT_SYMPTOM_STATUS
 * is_everywhere: out; the status line is wrong; may be NULL */
const char *ct_status_key(const ct_status_groups *groups, const ct_symptom *symptom,
                          bool *is_everywhere);

#endif

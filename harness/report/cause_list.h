/* cause_list.h - every cause of the failures of a run, with all of its cases, as text. */
#ifndef CT_REPORT_CAUSE_LIST_H
#define CT_REPORT_CAUSE_LIST_H

#include "base/buf.h"
#include "base/map.h"
#include "model/result.h"

/* Returns the number of causes of a list, which may be NULL. */
size_t ct_cause_count(const ct_cause *causes);

/* Returns the number of different cases of a cause. A case is listed once for each of its failures
 * that the cause explains; these follow one another. */
size_t ct_cause_case_count(const ct_cause *cause);

/* Makes an index from the full name of a case to its cause, the one with the smallest id.
 * arena: owns the entries
 * index: in/out, zeroed; the causes must outlive it */
void ct_cause_index(ct_arena *arena, const ct_cause *causes, ct_map *index);

/* Adds a block for each cause: its number and cases, what is expected and received, the
 * requirements that it violates, and a line for each case. If no case failed, adds a line that says
 * so. */
void ct_print_causes(ct_buf *out, const ct_run_result *run);

#endif

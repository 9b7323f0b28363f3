/* print.h - wording that several reports for people share.
 *
 * All of them can be shown: hidden characters are visible (ct_show_text), and no text of a target
 * or a file can be a command to a CI server that reads the log. Such a string never starts a line
 * ("::error::"), and "##", which some look for inside a line ("##[", "##vso["), becomes "#\x23".
 */
#ifndef CT_REPORT_PRINT_H
#define CT_REPORT_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "model/result.h"
#include "report/print_options.h"
#include "report/print_text.h"

/* Adds one line that says why a case did not pass, of at most `limit` bytes: "status: expected 404,
 * got 200", "skipped: ...", "not run: ...". Nothing for a pass. Needs the steps. */
void ct_print_message(ct_buf *out, const ct_case_result *result, size_t limit);

/* Returns whether a step has a finding or an error, and was not skipped. */
bool ct_print_has_step(const ct_step_result *step);

/* Adds the findings and the error of a step, with place, expected, actual, hint, schema and
 * differences, then the status of the response and a curl command that reproduces the request.
 * Nothing for a step without them. `ordinal` counts from 1. */
void ct_print_step(ct_buf *out, const ct_step_result *step, unsigned ordinal,
                   const ct_print_options *how);

/* Adds the steps of the case, or those of its clean-up. */
void ct_print_steps(ct_buf *out, const ct_case_result *result, bool is_cleanup,
                    const ct_print_options *how);

/* Adds a line for each requirement that the case verifies: id, level, text, source. */
void ct_print_requirements(ct_buf *out, const ct_case *test_case, const ct_print_options *how);

/* Adds "2 MUST, 1 SHOULD: ID, ID, ...": how many of each level, and at most `limit` ids, in the
 * order of the list; 0: no ids. count: in; at least 1 */
void ct_print_requirement_ids(ct_buf *out, const ct_requirement *const *requirements, size_t count,
                              size_t limit);

/* Returns the verdict of the run: "PASSED", "PASSED with warnings", "FAILED", "NOT VERIFIED". */
const char *ct_print_verdict(const ct_run_result *run);

/* Adds "3 passed, 1 failed, 2 skipped": zero counts are left out except passed and failed. */
void ct_print_counts(ct_buf *out, const unsigned counts[CT_VERDICTS]);

/* Adds why the run did not pass, if no single case shows it, or that it ended early. Returns false,
 * and adds nothing, if there is no such reason. */
bool ct_print_run_reason(ct_buf *out, const ct_run_result *run);

/* Returns the place of what decided that a case did not pass: the expectation, the step, or the
 * case. Needs the steps. */
ct_loc ct_print_where(const ct_case_result *result);

#endif

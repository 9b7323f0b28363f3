/* print.h - what reports for people say about a case, in the same words everywhere.
 *
 * Everything is fit to be shown (ct_show_text), and nothing that a target or a
 * file chose can be a command to a CI server that reads the log: no such text
 * begins a line ("::error::"), and "##", which some look for in the midst of
 * one ("##[", "##vso["), is broken up as "#\x23".
 */
#ifndef CT_REPORT_PRINT_H
#define CT_REPORT_PRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "model/result.h"

/* How much, and where. */
typedef struct ct_print_options {
    const char *margin;   /* before each line but that of a place */
    size_t value_limit;   /* bytes of one value; the list of differences is never cut */
    bool has_source_line; /* the case file's own line, with a caret */
    bool has_color;       /* by role (style.h) */
    bool has_exchanges;   /* what was sent and received, of every step, whatever its verdict */
} ct_print_options;

/* One line that says it all, of at most `limit` bytes: "status: expected 404, got 200",
 * "skipped: …", "not run: …". Needs the steps. Nothing for a pass. */
void ct_print_message(ct_buf *out, const ct_case_result *result, size_t limit);

/* Whether there is anything to tell of a step: not of one that was left out, which is no trouble.
 */
bool ct_print_has_step(const ct_step_result *step);

/* ", step 2 'bind again'": only where there is something to tell apart. */
void ct_print_step_name(ct_buf *out, const ct_step_result *step, unsigned ordinal);

/* Every finding and trouble of a step, with its place, expected, actual, hint, differences, and
 * the answer's status and the command that repeats it; nothing for one that met neither. `ordinal`
 * counts from 1. */
void ct_print_step(ct_buf *out, const ct_step_result *step, unsigned ordinal,
                   const ct_print_options *how);

/* The steps of the case, or those of its clean-up. */
void ct_print_steps(ct_buf *out, const ct_case_result *result, bool is_cleanup,
                    const ct_print_options *how);

/* The requirements that the case verifies, a line each: id, level, text, source. */
void ct_print_requirements(ct_buf *out, const ct_case *test_case, const ct_print_options *how);

/* The text made fit to be shown, of at most `limit` bytes with its "..." */
void ct_print_text(ct_buf *out, const char *text, size_t limit);

/* The same at the beginning of a line: what a log reader could take for a command gets the
 * prefix, which is not empty, in front. */
void ct_print_line(ct_buf *out, const char *text, size_t limit, const char *prefix);

/* The run in a word or two: "PASSED", "NOT VERIFIED". */
const char *ct_print_verdict(const ct_run_result *run);

/* "3 passed, 1 failed, 0 errors, 2 skipped": the first three always, others where there are any. */
void ct_print_counts(ct_buf *out, const unsigned counts[CT_VERDICTS]);

/* Why a run is not green although none of its cases shows it, or that it ended early. False, and
 * nothing: there is no such reason. */
bool ct_print_run_reason(ct_buf *out, const ct_run_result *run);

/* Where it stands that a case did not pass: what decided, else the case. Needs the steps. */
ct_loc ct_print_where(const ct_case_result *result);

/* "17 ms", "2.4 s", "1 min 30 s", rounded down. */
void ct_print_duration(ct_buf *out, uint64_t us);

/* "1 byte", "512 bytes", "1.5 KiB", "16.0 MiB", rounded down. */
void ct_print_size(ct_buf *out, size_t bytes);

/* A place as a line may begin with it. */
void ct_print_location(ct_buf *out, ct_loc where);

#endif

/* markdown.h - a summary for a pull request: the verdict, what did not pass and why, and the status
 * of each requirement.
 *
 * It is never longer than its limit, and says how much it left out. Strings of a target or a file
 * are only in code spans and fenced blocks, which they cannot end: a mention, a link or markup in
 * them has no effect.
 */
#ifndef CT_REPORT_MARKDOWN_H
#define CT_REPORT_MARKDOWN_H

#include "base/buf.h"
#include "model/reporter.h"

enum {
    /* bytes; a comment may have 65,536 characters, to which the one who posts it may add */
    CT_LIMIT_MARKDOWN = 60000,
    CT_LIMIT_MARKDOWN_CASE = 4 << 10 /* bytes of one case */
};

/* Returns a reporter that writes the file when the run ends. It belongs to the arena; the file must
 * live as long. NULL after noting why its temporary file cannot be made. */
ct_reporter *ct_markdown_open(ct_arena *arena, ct_outfile *file, ct_diag *diag);

/* ---- The summary alone, for reports that include it ---- */

typedef struct ct_summary ct_summary;

/* Returns an empty summary, which belongs to the arena. Its temporary file is in `folder`, see
 * ct_spool_open(). NULL after noting why that cannot be made. */
ct_summary *ct_summary_new(ct_arena *arena, const char *folder, ct_diag *diag) CT_MUST_USE;

/* Adds a case. Call it once for each case, in any order. Needs the steps. */
void ct_summary_case(ct_summary *summary, const ct_run_result *run, const ct_case_result *result);

/* Writes the summary after all cases.
 *
 * limit  in: bytes at most; below a few thousand nothing useful fits.
 * out    in/out
 *
 * Returns 0, or the errno that says why it is incomplete. */
int ct_summary_write(ct_summary *summary, const ct_run_result *run, size_t limit, ct_buf *out);

/* Adds a string as a code span, of at most `limit` bytes of text. `in_table`: in a cell of a table.
 */
void ct_markdown_code(ct_buf *out, const char *text, size_t limit, bool in_table);

/* Adds a string inside a line: as it is if it cannot be markup, else as a code span. */
void ct_markdown_text(ct_buf *out, const char *text, size_t limit);

/* Adds lines as a fenced block that they cannot end. */
void ct_markdown_fence(ct_buf *out, const char *lines, size_t size);

#endif

/* markdown.h - a summary for a pull request: the verdict, what did not pass and why, and how each
 * requirement stands.
 *
 * It is never longer than its limit, and says how much it left out. Texts of a
 * target or a file stand in code spans and fences alone, which no text of
 * theirs can leave: there a mention, a link or markup is nothing but text.
 */
#ifndef CT_REPORT_MARKDOWN_H
#define CT_REPORT_MARKDOWN_H

#include "base/buf.h"
#include "model/reporter.h"

enum {
    /* bytes; a comment may have 65,536 characters, and who posts it may add something */
    CT_LIMIT_MARKDOWN = 60000,
    CT_LIMIT_MARKDOWN_CASE = 4 << 10 /* bytes of one case */
};

ct_reporter *ct_markdown_open(ct_arena *arena, ct_outfile *file, ct_diag *diag);

/* ---- The summary alone, for what shows it elsewhere ---- */

typedef struct ct_summary ct_summary;

/* Belongs to the arena; its spool lies in `folder`, see ct_spool_open. NULL after noting why not.
 */
ct_summary *ct_summary_new(ct_arena *arena, const char *folder, ct_diag *diag) CT_MUST_USE;

/* Of each case, once, in any order. Needs the steps. */
void ct_summary_case(ct_summary *summary, const ct_run_result *run, const ct_case_result *result);

/* After all cases: at most `limit` bytes, of which a few thousand are needed to say anything.
 * Returns 0, or the errno of what kept it from being whole. */
int ct_summary_write(ct_summary *summary, const ct_run_result *run, size_t limit, ct_buf *out);

/* A text as a code span, of at most `limit` bytes of text. `in_table`: in a cell of a table. */
void ct_markdown_code(ct_buf *out, const char *text, size_t limit, bool in_table);

/* Words of a sentence as they are, in the midst of a line; a text with anything in it that could be
 * more than that as a code span. */
void ct_markdown_text(ct_buf *out, const char *text, size_t limit);

/* Lines as a fenced block that they cannot end. */
void ct_markdown_fence(ct_buf *out, const char *lines, size_t size);

#endif

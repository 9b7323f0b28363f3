/* github.h - a run as GitHub Actions shows it: annotations at the lines of case files, and the
 * Markdown summary of the step.
 *
 * It writes workflow commands to standard output, one on a line. GitHub shows ten errors and ten
 * warnings of a step: failures come first, and the last place gives the number of the others. From
 * the environment it reads GITHUB_WORKSPACE, below which the files of annotations are named, and
 * GITHUB_STEP_SUMMARY, the file that the summary is appended to.
 */
#ifndef CT_REPORT_GITHUB_H
#define CT_REPORT_GITHUB_H

#include "base/buf.h"
#include "model/reporter.h"

enum { CT_GITHUB_ANNOTATIONS = 10 }; /* of one kind, that GitHub shows for a step */

/* Returns a reporter that writes when the run ends. It belongs to the arena; the file must live as
 * long. NULL after noting why a file cannot be written. */
ct_reporter *ct_github_open(ct_arena *arena, ct_outfile *file, ct_diag *diag);

/* Writes one error that says why no request was sent: `sentence`. The time and `about` are not
 * used. Returns false after noting why it cannot be written. */
bool ct_github_write_refusal(const char *path, const char *sentence, int64_t unix_ms,
                             const ct_report_about *about, ct_diag *diag) CT_MUST_USE;

/* Adds the message of a command, after its "::". Hidden characters must be visible already. */
void ct_github_data(ct_buf *out, const char *text);

/* Adds a property of a command: NAME=text, escaped. */
void ct_github_property(ct_buf *out, const char *name, const char *text);

#endif

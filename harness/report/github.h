/* github.h - a run as GitHub Actions shows it: marks at the lines of the case files, and the
 * Markdown summary of the step.
 *
 * Workflow commands on standard output, one a line. GitHub shows ten errors
 * and ten warnings of a step: what failed comes first, and the last place says
 * how many more there are. Of the environment it reads GITHUB_WORKSPACE, below
 * which the files of annotations are named, and GITHUB_STEP_SUMMARY, the file
 * to which the summary is added.
 */
#ifndef CT_REPORT_GITHUB_H
#define CT_REPORT_GITHUB_H

#include "base/buf.h"
#include "model/reporter.h"

enum { CT_GITHUB_ANNOTATIONS = 10 }; /* of one kind, that GitHub shows of a step */

ct_reporter *ct_github_open(ct_arena *arena, ct_outfile *file, ct_diag *diag);

/* For a run that never began: one error that says why. */
bool ct_github_write_refusal(const char *path, const char *sentence, int64_t unix_ms,
                             const ct_report_about *about, ct_diag *diag) CT_MUST_USE;

/* What is behind the "::" of a command, and the value of a property. Shown texts, one line. */
void ct_github_data(ct_buf *out, const char *text);
void ct_github_property(ct_buf *out, const char *name, const char *text);

#endif

/* reports.h - the reports that the command line requests, of a run or of results files.
 *
 * Call order: ct_reports_list(), ct_reports_check(), then either ct_reports_open(), the run and
 * ct_reports_close(), or ct_reports_refuse().
 */
#ifndef CT_CLI_REPORTS_H
#define CT_CLI_REPORTS_H

#include "cli/command.h"
#include "cli/run_specification.h"
#include "report/reporters.h"

enum { CT_REPORTERS_MAX = 32 }; /* enough for every kind twice: its own option and --reports */

typedef struct ct_reports {
    struct ct_wanted_report {
        const ct_reporter_kind *kind;
        const char *path;                  /* "-": standard output */
        ct_reporter *open;                 /* NULL before ct_reports_open() */
        struct ct_record_journal *journal; /* of the results file of a run; NULL: none */
    } wanted[CT_REPORTERS_MAX];
    size_t count;
    ct_report_about about; /* must not change after ct_reports_open() */
    ct_listener *console;
} ct_reports;

/* Lists the requested reports, and sets the facts about this process in `about`.
 * reports: in, out; count must be 0 */
void ct_reports_list(ct_session *session, ct_reports *reports);

/* Returns false after reporting that two reports have the same path. Paths are compared as
 * strings, before any file is opened. */
bool ct_reports_check(ct_session *session, const ct_reports *reports);

/* Opens every report, and creates the folder of --reports.
 * specification: the run that is about to start; its results file gets a journal. NULL: results
 *                files are reported again
 * Returns the listeners as a list, the console first, in the session's arena. Returns NULL after
 * reporting what cannot be written. */
ct_listener *ct_reports_open(ct_session *session, const ct_run_specification *specification,
                             ct_reports *reports);

/* Completes the reports after run_end: each file gets its name, and the journal of a results file
 * is deleted. Prints the diagnostics, and then the summary. Returns false after reporting what
 * could not be written; the other reports are complete. */
bool ct_reports_close(ct_session *session, ct_reports *reports);

/* Reports that nothing was sent, because of the first error of session->diag. Writes an error
 * report in the formats that support one. Renames the other reports of an earlier run to .earlier,
 * so that they are not taken for those of this run.
 * Returns the exit status: 2, or 4 if a report could not be written. */
int ct_reports_refuse(ct_session *session, const ct_reports *reports);

#endif

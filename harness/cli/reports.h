/* reports.h - the reports that the command line asks for, of a run or of a record. */
#ifndef CT_CLI_REPORTS_H
#define CT_CLI_REPORTS_H

#include "cli/command.h"
#include "cli/run_specification.h"
#include "report/reporters.h"

enum { CT_REPORTERS_MAX = 32 };

typedef struct ct_reports {
    struct ct_wanted_report {
        const ct_reporter_kind *kind;
        const char *path;
        ct_reporter *open;
        struct ct_record_journal *journal; /* of the record of a run */
    } wanted[CT_REPORTERS_MAX];
    size_t count;
    ct_report_about about;
    ct_listener *console;
} ct_reports;

/* Fills in all that was asked for, and what reports tell of this process. */
void ct_reports_list(ct_session *session, ct_reports *reports);

/* False after noting that two would be the same file. */
bool ct_reports_check(ct_session *session, const ct_reports *reports);

/* All listeners in a row, the console first. `question` is what is about to run, and its record
 * gets a journal; NULL: a record is told again. NULL after noting what cannot be written.
 * `reports->about` must not change any more. */
ct_listener *ct_reports_open(ct_session *session, const ct_run_specification *specification,
                             ct_reports *reports);

/* After run_end; false after noting what could not be written. */
bool ct_reports_close(ct_session *session, ct_reports *reports);

/* Nothing was sent: the kinds that can say so say so, and what another run left where the others
 * were to be is set aside, so that nobody reads yesterday's. The exit status, 2 or 4. */
int ct_reports_refuse(ct_session *session, const ct_reports *reports);

#endif

/* reporters.h - the kinds of reports, as a table; opening and closing them. */
#ifndef CT_REPORT_REPORTERS_H
#define CT_REPORT_REPORTERS_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "model/reporter.h"

/* Returns the name of this machine; "localhost" if it has none. In the arena. */
const char *ct_report_host(ct_arena *arena);

/* A kind of report. */
typedef struct ct_reporter_kind {
    const char *name;      /* of the option: --junit FILE */
    const char *summary;   /* its line in the help */
    const char *file_name; /* below the folder of --reports; NULL: none there */
    /* Makes the reporter for an open file. NULL after noting why it cannot. */
    ct_reporter *(*open)(ct_arena *arena, ct_outfile *file, ct_diag *diag);
    /* Writes a complete file that says why no request was sent (exit status 2). NULL: the kind
     * has no such file. */
    bool (*refuse)(const char *path, const char *sentence, int64_t unix_ms,
                   const ct_report_about *about, ct_diag *diag);
    bool is_log; /* lines of a log beside those of the console; it takes no FILE */
} ct_reporter_kind;

/* Ends with a NULL name. */
extern const ct_reporter_kind ct_reporter_kinds[];

/* Returns the kind of that name; NULL if there is none. */
const ct_reporter_kind *ct_reporter_find(const char *name);

/* Opens a report. Call it before a request is sent, so that a path that cannot be written is noted
 * early.
 *
 * arena  in: owns the reporter. If it is freed before ct_reporter_close(), no file is left.
 * kind   in
 * path   in: of the report; "-": standard output.
 * about  in: borrowed; it must live as long as the reporter.
 * diag   in/out
 *
 * NULL after noting why it cannot be written. */
ct_reporter *ct_reporter_open(ct_arena *arena, const ct_reporter_kind *kind, const char *path,
                              const ct_report_about *about, ct_diag *diag) CT_MUST_USE;

/* Closes a report after run_end: the file is written, checked, and gets its name. Returns false
 * after noting why not; then the file that had that name is unchanged. */
bool ct_reporter_close(ct_reporter *reporter, ct_diag *diag) CT_MUST_USE;

#endif

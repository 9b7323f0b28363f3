/* reporters.h - the kinds of reports, as a table; opening and closing them. */
#ifndef CT_REPORT_REPORTERS_H
#define CT_REPORT_REPORTERS_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "model/reporter.h"

/* The name of this machine, "localhost" when it has none. */
const char *ct_report_host(ct_arena *arena);

typedef struct ct_reporter_kind {
    const char *name;      /* of the option: --junit FILE */
    const char *summary;   /* its line in the help */
    const char *file_name; /* below the folder of --reports; NULL: none there */
    /* With its file open already; NULL after noting why it cannot begin. */
    ct_reporter *(*open)(ct_arena *arena, ct_outfile *file, ct_diag *diag);
    /* For a run that never began: a whole file that says why. NULL: none is written. */
    bool (*refuse)(const char *path, const char *sentence, int64_t unix_ms,
                   const ct_report_about *about, ct_diag *diag);
    bool is_log; /* lines of a log, which the console may stand beside; it takes no FILE */
} ct_reporter_kind;

/* Ends with a NULL name. */
extern const ct_reporter_kind ct_reporter_kinds[];

const ct_reporter_kind *ct_reporter_find(const char *name);

/* Early, so that a path that cannot be written is noted before anything is sent. `about` must
 * live as long as the reporter, which belongs to the arena; one that is never closed leaves
 * nothing behind. NULL after noting why. */
ct_reporter *ct_reporter_open(ct_arena *arena, const ct_reporter_kind *kind, const char *path,
                              const ct_report_about *about, ct_diag *diag) CT_MUST_USE;

/* After run_end: the file is flushed, looked at, and there. False after noting why not; then
 * what stood there before still does. */
bool ct_reporter_close(ct_reporter *reporter, ct_diag *diag) CT_MUST_USE;

#endif

/* reporter.h - a listener that writes a file. One kind, one .c file.
 *
 * A reporter hears the run as every listener does, writes its file when the
 * run ends and gives it its name when it is closed. It reads nothing but the
 * result and `about`, so that a recorded run gives the same bytes as the run.
 */
#ifndef CT_REPORT_REPORTER_H
#define CT_REPORT_REPORTER_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "base/outfile.h"
#include "model/events.h"

/* An option of the command line as a report tells it. */
typedef struct ct_report_option {
    const char *name;  /* "parallel" */
    const char *value; /* "8"; never a secret */
    struct ct_report_option *next;
} ct_report_option;

/* What reports tell that is no part of the result. */
typedef struct ct_report_about {
    const char *version; /* of this program */
    const char *host;    /* where it runs: ct_report_host() */
    const ct_report_option *options;
    /* Of the suite (ct_record_suite_digest) and of the target, as hex digits; NULL: not known. */
    const char *suite_digest, *target_digest;
    bool is_junit_extended; /* --junit-flavour extended */
} ct_report_about;

/* The name of this machine, "localhost" when it has none. */
const char *ct_report_host(ct_arena *arena);

typedef struct ct_reporter ct_reporter;
struct ct_reporter {
    ct_listener listener; /* first: a reporter is a listener */
    const ct_report_about *about;
    ct_outfile *file;
    /* Looks at the file before it gets its name; NULL: nothing to look at. `self` is context. */
    ct_outfile_check *check;
    bool has_ended; /* run_end was told */
};

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

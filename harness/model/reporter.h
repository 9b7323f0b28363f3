/* reporter.h - a listener that writes a report file.
 *
 * A reporter receives the events of the run like every listener, writes its
 * file when the run ends, and moves it into place when it is closed. It reads
 * nothing but the result and `about`, so that a recorded run produces the same
 * bytes as the run itself.
 */
#ifndef CT_MODEL_REPORTER_H
#define CT_MODEL_REPORTER_H

#include "base/outfile.h"
#include "model/events.h"

/* An option of the command line as a report tells it. */
typedef struct ct_report_option {
    const char *name;  /* "parallel" */
    const char *value; /* "8"; never a secret */
    struct ct_report_option *next;
} ct_report_option;

/* The route that the options --proxy, --resolve and --http choose, in the arena. Run and record
 * give the same, because both know these options. */
const ct_route *ct_report_route(ct_arena *arena, const ct_report_option *options);

/* What reports tell that is no part of the result. */
typedef struct ct_report_about {
    const char *version; /* of this program */
    const char *host;    /* where it runs: ct_report_host() */
    const ct_report_option *options;
    /* Of the suite (ct_record_suite_digest) and of the target, as hex digits; NULL: not known. */
    const char *suite_digest, *target_digest;
    bool is_junit_extended; /* --junit-flavour extended */
} ct_report_about;

typedef struct ct_reporter ct_reporter;
struct ct_reporter {
    ct_listener listener; /* first: a reporter is a listener */
    const ct_report_about *about;
    ct_outfile *file;
    /* Looks at the file before it gets its name; NULL: nothing to look at. `self` is context. */
    ct_outfile_check *check;
    bool has_ended; /* run_end was told */
};

#endif

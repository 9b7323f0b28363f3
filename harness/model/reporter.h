/* reporter.h - a listener that writes a report file.
 *
 * A reporter receives the events of the run like every listener, writes its
 * file when the run ends, and moves it into place when it is closed. It reads
 * nothing but the result and `about`, so that a recorded run produces the same
 * bytes as the run itself.
 *
 * What a target or a file contributes is masked before it reaches a reporter. Each
 * reporter escapes it for its own format.
 */
#ifndef CT_MODEL_REPORTER_H
#define CT_MODEL_REPORTER_H

#include "base/outfile.h"
#include "model/events.h"

/* An option of the command line, as reports show it. The list is in the order of the command line;
 * a repeated option has an element for each value. */
typedef struct ct_report_option {
    const char *name;  /* "parallel" */
    const char *value; /* "8"; never a secret */
    struct ct_report_option *next;
} ct_report_option;

/* Returns the route that --proxy, --resolve and --http select. A run and its record give the same
 * one, because both know these options. Never NULL: without such options it is the default.
 * arena:   owns the route, which borrows the values of the options
 * options: in; of a repeated --proxy or --http the last one counts */
const ct_route *ct_report_route(ct_arena *arena, const ct_report_option *options);

/* What reports show that is not part of the result. Borrowed by each reporter: it must not change
 * before the last one is closed. */
typedef struct ct_report_about {
    const char *version; /* of this program */
    const char *host;    /* that it runs on: ct_report_host() */
    const ct_report_option *options;
    /* Of the suite (ct_record_suite_digest()) and of the target, in hex; NULL: not known. */
    const char *suite_digest, *target_digest;
    bool is_junit_extended; /* --junit-flavour extended */
} ct_report_about;

/* One report file. It gets every event of its listener, then is closed by its owner. It belongs to
 * an arena; so does its outfile, which is abandoned if the reporter is not closed. */
typedef struct ct_reporter ct_reporter;
struct ct_reporter {
    ct_listener listener; /* first: a reporter is a listener */
    const ct_report_about *about;
    ct_outfile *file;
    /* Checks the file before it gets its name; `context` is the reporter. A file that fails is
     * not written, which is an error of ours. NULL: no check. */
    ct_outfile_check *check;
    bool has_ended; /* run_end was called */
};

#endif

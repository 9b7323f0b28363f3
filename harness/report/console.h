/* console.h - what a person sees: standard output, and the progress line.
 *
 * Cases that did not pass are printed when they end, like errors of a compiler. At the end come
 * skipped cases, notes, the paths of reports and the command that runs the failed cases again; the
 * last line is the summary. There are no escapes unless colour was requested, and no line starts
 * with a string of a target or a file.
 */
#ifndef CT_REPORT_CONSOLE_H
#define CT_REPORT_CONSOLE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "model/events.h"

/* How much is printed. */
typedef enum ct_console_level {
    CT_CONSOLE_QUIET,   /* only the last line */
    CT_CONSOLE_NORMAL,  /* cases that did not pass, and the end */
    CT_CONSOLE_VERBOSE, /* also a line for every case */
    CT_CONSOLE_FULL     /* also requests and responses */
} ct_console_level;

/* The command that runs the failed cases again, quoted for a shell, in two parts: the cases, as a
 * results file or one by one, come between them. */
typedef struct ct_console_rerun {
    const char *begin;  /* "apigcheck run" */
    const char *record; /* the results file for --last-failed; NULL: none is written */
    const char *end;    /* " --mock cases", or "" */
} ct_console_rerun;

/* A report whose path is printed at the end. */
typedef struct ct_console_report {
    const char *path;
    struct ct_console_report *next;
} ct_console_report;

typedef struct ct_console_options {
    FILE *out; /* standard output, or a file of a test */
    ct_console_level level;
    bool has_color;    /* decided by the caller */
    bool has_progress; /* standard error is a terminal on which escapes move the cursor */
    bool is_grouped;   /* the lines of a case can be folded in the log of GitHub Actions */
    const ct_console_rerun *again; /* NULL: not printed */
    const ct_console_report *reports;
} ct_console_options;

/* Returns a listener that belongs to the arena. The options are copied; what they point to must
 * live as long. */
ct_listener *ct_console_open(ct_arena *arena, const ct_console_options *options);

/* Call it after run_end. Returns false after noting that standard output could not be written. */
bool ct_console_close(ct_listener *console, ct_diag *diag) CT_MUST_USE;

#endif

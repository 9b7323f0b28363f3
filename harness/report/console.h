/* console.h - what a person sees: standard output, and how far the run is.
 *
 * What did not pass is told as it happens, like a compiler's errors; the end
 * says what was found, what was not exercised and where the reports are, and
 * its last line says it all. Nothing here ends in an escape unless colour was
 * asked for, and no line begins with a text of a target or a file.
 */
#ifndef CT_REPORT_CONSOLE_H
#define CT_REPORT_CONSOLE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"
#include "model/events.h"

typedef enum ct_console_level {
    CT_CONSOLE_QUIET,   /* the last line */
    CT_CONSOLE_NORMAL,  /* what did not pass, and the end */
    CT_CONSOLE_VERBOSE, /* a line for every case too */
    CT_CONSOLE_FULL     /* and what was sent and received */
} ct_console_level;

/* How to run again what did not pass: a command line, fit to be copied into a shell and to be
 * shown, in two parts: behind `begin` come the cases, as the record has them or one by one. */
typedef struct ct_console_rerun {
    const char *begin;  /* "apigcheck run" */
    const char *record; /* a file that --last-failed reads; NULL: none was asked for */
    const char *end;    /* " --mock cases", or "" */
} ct_console_rerun;

/* A report that the end names. */
typedef struct ct_console_report {
    const char *path;
    struct ct_console_report *next;
} ct_console_report;

typedef struct ct_console_options {
    FILE *out; /* standard output; a test may look at it */
    ct_console_level level;
    bool has_color;    /* decided by the caller */
    bool has_progress; /* standard error is a terminal on which escapes move the cursor */
    bool is_grouped;   /* what is told of a case can be folded in the log of GitHub Actions */
    const ct_console_rerun *again; /* NULL: not told */
    const ct_console_report *reports;
} ct_console_options;

/* A listener that belongs to the arena. The options are copied, what they point at is not. */
ct_listener *ct_console_open(ct_arena *arena, const ct_console_options *options);

/* After run_end. False after noting it when standard output could not be written. */
bool ct_console_close(ct_listener *console, ct_diag *diag) CT_MUST_USE;

#endif

/* console_options.h - how much is printed on the console, and where. */
#ifndef CT_REPORT_CONSOLE_OPTIONS_H
#define CT_REPORT_CONSOLE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* How much is printed. */
typedef enum ct_console_level {
    CT_CONSOLE_QUIET,   /* only the last line */
    CT_CONSOLE_NORMAL,  /* the causes of failures, and the end */
    CT_CONSOLE_VERBOSE, /* also a line for every case, and the text of violated requirements */
    CT_CONSOLE_FULL     /* also each failure, and requests and responses */
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
    bool lists_failures; /* each one in full, when it ends */
    bool has_color;      /* decided by the caller */
    bool has_progress;   /* standard error is a terminal on which escapes move the cursor */
    bool is_grouped;     /* the lines of a failure can be folded in the log of GitHub Actions */
    size_t columns;      /* of a line; 0: 100 */
    const ct_console_rerun *again; /* NULL: not printed */
    const ct_console_report *reports;
} ct_console_options;

#endif

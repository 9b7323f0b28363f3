/* help.h - the parts of `apigcheck help COMMAND` that are not tables of options.
 *
 * A page has this order: usage, purpose, examples, options by group, notes, exit status, reference.
 * The help lines of the options are in option.c.
 */
#ifndef CT_CLI_HELP_H
#define CT_CLI_HELP_H

/* Static strings. Each consists of whole lines of at most 100 columns, and ends with a line break.
 */
typedef struct ct_help {
    const char *examples;    /* command lines, indented by two spaces; NULL: none */
    const char *notes;       /* paragraphs; NULL: none */
    const char *exit_status; /* "  0  meaning" in each line; NULL: none */
    const char *reference;   /* path of the documentation below the project's folder; NULL: none */
} ct_help;

/* One for each command of command.c. */
extern const ct_help ct_help_run, ct_help_lint, ct_help_list, ct_help_mock, ct_help_prove,
    ct_help_report, ct_help_certify, ct_help_verify, ct_help_rejudge, ct_help_cleanup, ct_help_try,
    ct_help_help;

#endif

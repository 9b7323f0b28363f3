/* command.h - the commands of the program, as a table.
 *
 * main() reads the command line, calls the command, prints the diagnostics of the session, and ends
 * the process with the status that the command returned, or with 4 if standard output could not be
 * written.
 */
#ifndef CT_CLI_COMMAND_H
#define CT_CLI_COMMAND_H

#include "cli/settings.h"

/* What main() passes to a command. */
typedef struct ct_session {
    const char *program; /* argv[0], as the user typed it */
    char **words;        /* the command line after the name of the command, NULL-terminated */
    ct_settings settings;
    ct_arena *arena; /* freed by main() after the command */
    ct_diag diag;    /* has the errors of the command line already; main() prints it at the end */
} ct_session;

/* A page of its own below a command's help, 'apigcheck help mock faults'. */
typedef struct ct_help_topic {
    const char *name;
    void (*print)(void);
} ct_help_topic;

typedef struct ct_command {
    const char *name;
    int bit;               /* CT_CMD_..., which selects its options; 0: it has none */
    const char *arguments; /* of the usage line: "[PATH...]" */
    const char *summary;   /* its purpose, imperative, without a final period */
    const struct ct_help *help;
    const ct_help_topic *topics;     /* pages beside it; NULL: none */
    int (*run)(ct_session *session); /* returns the exit status of the process */
} ct_command;

extern const ct_command ct_commands[]; /* in the order of the help; ends with a NULL name */

/* Returns the command with this name, which is static, or NULL after reporting an error with a
 * suggestion. Names are compared with their case, and must not be abbreviated. */
const ct_command *ct_command_find(const char *name, ct_diag *diag);

extern const ct_help_topic ct_mock_topics[]; /* ends with a NULL name */

/* One function for each command. If session->diag has errors already, they report these and return
 * 2. The exit statuses are those that the help of the command lists. */
int ct_cmd_run(ct_session *session);
int ct_cmd_lint(ct_session *session);
int ct_cmd_list(ct_session *session);
int ct_cmd_mock(ct_session *session);
int ct_cmd_cleanup(ct_session *session);
int ct_cmd_prove(ct_session *session);
int ct_cmd_report(ct_session *session);
int ct_cmd_try(ct_session *session);
int ct_cmd_certify(ct_session *session);
int ct_cmd_verify(ct_session *session);
int ct_cmd_rejudge(ct_session *session);
int ct_cmd_help(ct_session *session);

/* Prints the versions of the program and its libraries on standard output. */
void ct_print_version(void);

/* Prints the list of commands: on standard output if the user asked for it, else on standard error.
 */
void ct_print_usage(FILE *out);

#endif

/* command.h - the commands, as a table. main.c only looks up. */
#ifndef CT_CLI_COMMAND_H
#define CT_CLI_COMMAND_H

#include "cli/settings.h"

/* What main gives to a command. */
typedef struct ct_session {
    const char *program; /* as it was called */
    char **words;        /* of the command line, behind the command's name */
    ct_settings settings;
    ct_arena *arena;
    ct_diag diag; /* what main reads is noted already; a command adds to it */
} ct_session;

/* A page of its own below a command's help, 'apigcheck help mock faults'. */
typedef struct ct_help_topic {
    const char *name;
    void (*print)(void);
} ct_help_topic;

typedef struct ct_command {
    const char *name;
    int bit; /* of settings.h: which options it takes; 0: none */
    const char *arguments;
    const char *summary;
    const struct ct_help *help;
    const ct_help_topic *topics;     /* pages beside it, or NULL */
    int (*run)(ct_session *session); /* the process's exit status */
} ct_command;

extern const ct_command ct_commands[]; /* ends with a NULL name */

const ct_command *ct_command_find(const char *name, ct_diag *diag); /* NULL after noting */

extern const ct_help_topic ct_mock_topics[]; /* ends with a NULL name */

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

void ct_print_version(void);
void ct_print_usage(FILE *out);

#endif

/* option.h - the options of the command line, as a table that settings.c reads and prints.
 *
 * A name may have several rows, one for each meaning that it has in different commands. At most one
 * row of a name belongs to a command.
 */
#ifndef CT_CLI_OPTION_H
#define CT_CLI_OPTION_H

#include "cli/settings.h"

/* The state while a command line is read. */
typedef struct ct_reading {
    ct_settings *settings;        /* out */
    ct_arena *arena;              /* owns lists in the settings */
    ct_diag *diag;                /* receives every error */
    int command;                  /* CT_CMD_... of the current command */
    const struct ct_option *last; /* the option that was read last; NULL: the word is a path */
} ct_reading;

/* The groups of the help, in its order. A rerun leaves out FILTERS and REPORTS; a results file
 * leaves out REPORTS and OUTPUT. */
typedef enum ct_option_group {
    CT_GROUP_CERTIFICATE,
    CT_GROUP_CONTENTS,
    CT_GROUP_COMPARISON,
    CT_GROUP_TARGET,
    CT_GROUP_GATEWAY,
    CT_GROUP_FILTERS,
    CT_GROUP_REPORTS,
    CT_GROUP_OUTPUT,
    CT_GROUP_EXECUTION,
    CT_GROUP_STRICTNESS,
    CT_GROUP_CONNECTION,
    CT_GROUP_TRY_JSONPATH,
    CT_GROUP_TRY_SCHEMA,
    CT_GROUPS
} ct_option_group;

typedef struct ct_option {
    ct_option_group group;
    char letter;       /* of the short form, always a flag; 0: none */
    const char *name;  /* without the dashes */
    const char *value; /* "FILE": required; "[=N]": optional, only after '='; NULL: a flag */
    int commands;      /* the commands that take this row, CT_CMD_... as bits */
    const char *help;  /* imperative, with unit and default, without a final period */

    /* Stores the value.
     * slot: the member of ct_settings at `offset`
     * value: borrowed from the command line; "" if there is none
     * Returns false after reporting an error. */
    bool (*set)(ct_reading *r, const struct ct_option *option, void *slot, const char *value);
    size_t offset; /* in ct_settings; 0 if `set` needs none */
} ct_option;

extern const ct_option ct_options[]; /* in the order of the help; ends with a NULL name */

/* A ct_option.set for options that can be repeated: appends the value to the ct_texts in `slot`.
 * Returns false after reporting that the value is empty. */
bool ct_option_add_text(ct_reading *r, const ct_option *option, void *slot, const char *value);

#endif

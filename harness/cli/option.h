/* option.h - the options of the command line: a table, which settings.c reads and prints. */
#ifndef CT_CLI_OPTION_H
#define CT_CLI_OPTION_H

#include "cli/settings.h"

typedef struct ct_reading {
    ct_settings *settings;
    ct_arena *arena;
    ct_diag *diag;
    int command;
    const struct ct_option *last; /* the one that was applied last; NULL: the word is a path */
} ct_reading;

/* The headings of the help, in its order. */
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

extern const char *const ct_option_headings[CT_GROUPS];

typedef struct ct_option {
    ct_option_group group;
    char letter; /* 0 for none */
    const char *name;
    const char *value; /* "FILE"; NULL for a flag */
    int commands;
    const char *help;
    bool (*set)(ct_reading *r, const struct ct_option *option, void *slot, const char *value);
    size_t offset;
} ct_option;

/* In the order of the help; ends with a NULL name. */
extern const ct_option ct_options[];

/* Keeps the text behind those of the list in `slot`. */
bool ct_option_add_text(ct_reading *r, const ct_option *option, void *slot, const char *value);

#endif

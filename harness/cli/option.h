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

typedef struct ct_option {
    const char *group; /* the heading that it stands under in the help; NULL: the one above */
    char letter;       /* 0 for none */
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

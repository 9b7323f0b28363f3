/* option.h - one row of the table of options, and what its value may be. */
#ifndef CT_CLI_OPTION_H
#define CT_CLI_OPTION_H

#include "cli/settings.h"

struct ct_option;

typedef struct ct_option_reading {
    ct_settings *settings;
    ct_arena *arena;
    ct_diag *diag;
    int command;
    const struct ct_option *last; /* the one that was applied last; NULL: the word is a path */
} ct_option_reading;

/* Fills the slot from the value, "" for a flag. False after noting what was expected. */
typedef bool ct_option_set(ct_option_reading *reading, const struct ct_option *option, void *slot,
                           const char *value);

typedef struct ct_option {
    const char *group; /* the heading that it stands under in the help; NULL: the one above */
    char letter;       /* 0 for none */
    const char *name;
    const char *value; /* "FILE"; NULL for a flag; "[=N]": optional */
    int commands;
    const char *help;
    ct_option_set *set;
    size_t offset; /* of the slot in the settings */
} ct_option;

ct_option_set ct_add_text;
ct_option_set ct_count_up;
ct_option_set ct_set_color;
ct_option_set ct_set_draft;
ct_option_set ct_set_duration;
ct_option_set ct_set_fail_fast;
ct_option_set ct_set_flag;
ct_option_set ct_set_flavour;
ct_option_set ct_set_http;
ct_option_set ct_set_log_report;
ct_option_set ct_set_parallel;
ct_option_set ct_set_port;
ct_option_set ct_set_positive;
ct_option_set ct_set_progress;
ct_option_set ct_set_rate;
ct_option_set ct_set_report;
ct_option_set ct_set_seed;
ct_option_set ct_set_shard;
ct_option_set ct_set_shuffle;
ct_option_set ct_set_text;

#endif

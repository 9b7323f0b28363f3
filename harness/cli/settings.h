/* settings.h - what the command line said, and how it is read.
 *
 * Options are one table: a row is a name, its value, its help, the commands
 * that take it, and where it goes. The help prints the same table.
 */
#ifndef CT_CLI_SETTINGS_H
#define CT_CLI_SETTINGS_H

#include <stdbool.h>
#include <stdio.h>

#include "base/diag.h"

/* Texts in the order in which they were given. */
typedef struct ct_texts {
    const char **texts;
    size_t count;
} ct_texts;

/* A report that was asked for: --junit FILE. */
typedef struct ct_report_file {
    const char *kind, *path;
    struct ct_report_file *next;
} ct_report_file;

/* The commands that an option belongs to, as bits. */
enum {
    CT_CMD_RUN = 1,
    CT_CMD_LINT = 2,
    CT_CMD_LIST = 4,
    CT_CMD_MOCK = 8,
    CT_CMD_TRY = 16,
    CT_CMD_PROVE = 32,
    CT_CMD_CERTIFY = 64,
    CT_CMD_VERIFY = 128,
    CT_CMD_REJUDGE = 256,
    CT_CMD_CLEANUP = 512,
    CT_CMD_REPORT = 1024,
    CT_CMD_SENDS = CT_CMD_RUN | CT_CMD_CERTIFY,             /* talks to a network */
    CT_CMD_WRITES = CT_CMD_RUN | CT_CMD_REPORT,             /* writes reports */
    CT_CMD_PRINTS_RUN = CT_CMD_SENDS | CT_CMD_REPORT,       /* tells a run on the console */
    CT_CMD_CASES = CT_CMD_RUN | CT_CMD_LIST | CT_CMD_PROVE, /* selects cases */
    CT_CMD_TARGET =                                         /* knows a target */
    CT_CMD_RUN | CT_CMD_LINT | CT_CMD_LIST | CT_CMD_CERTIFY | CT_CMD_REJUDGE
};

/* An option as it was given. */
typedef struct ct_given {
    const char *name, *value; /* "" for a flag */
    bool is_url;              /* the value is a URL, with or without a scheme */
    struct ct_given *next;
} ct_given;

/* A word of the command line. */
typedef struct ct_word {
    const char *text;
    bool is_url;  /* the value of an option that takes a URL, or "--option=URL" */
    bool is_kept; /* not of selection and reports: part of the question that a rerun asks */
    struct ct_word *next;
} ct_word;

typedef struct ct_settings {
    ct_texts paths;
    ct_given *given; /* in their order; none of reports and the console */

    const char *target, *url;
    bool is_mock;
    ct_texts vars, secrets;
    unsigned wait_ms;

    ct_texts cases, tags, not_tags, requirements, profiles;
    const char *last_failed;
    unsigned shard, shards; /* 0: all */

    unsigned parallel, timeout_ms, connect_timeout_ms; /* 0: not said */
    unsigned rate, throttle_ms, repeat, fail_fast, max_time_ms;
    bool reuses_connections;
    const char *seed;
    bool is_shuffled;
    const char *shuffle_seed; /* NULL: of its own */
    bool is_read_only, is_strict;
    const char *waivers;

    const char *http, *ca, *client_cert, *client_key, *proxy;
    bool is_insecure;
    ct_texts resolve;

    ct_report_file *files; /* reports by kind, the last one asked for of each */
    const char *reports;
    const char *junit_flavour; /* strict, extended; NULL: strict */

    bool compares;

    bool is_quiet;
    unsigned verbosity;
    const char *color;    /* auto, always, never */
    const char *progress; /* auto, never */
    ct_word *words;       /* all of the command line, in their order */

    bool lists_requirements, lists_needs;
    bool is_json, is_markdown; /* what is printed, of list and prove */
    const char *html_report, *learn;

    unsigned port, latency_ms;
    const char *data, *variant, *listen, *fault;

    const char *vendor, *product, *product_version, *out, *challenge, *countersign, *suite;
    ct_texts keys;

    bool shows_paths, asserts_formats;
    ct_texts maps;
    const char *draft; /* "2020-12" or "7" */
} ct_settings;

/* Reads argv behind the command's name. False after noting every mistake; what could be read is
 * there all the same, so that a report that was asked for can say why nothing ran. */
bool ct_settings_read(ct_settings *settings, int command, char **argv, ct_arena *arena,
                      ct_diag *diag);

/* The options of a command, grouped, for the help. */
void ct_settings_help(int command, FILE *out);

#endif

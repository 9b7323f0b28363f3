/* settings.h - the command line as read.
 *
 * ct_settings has one member for each option. Strings are borrowed from the command line. A member
 * is 0, NULL or false if its option was not given; run_setup.h has the defaults. If an option that
 * takes one value is repeated, the last one counts.
 */
#ifndef CT_CLI_SETTINGS_H
#define CT_CLI_SETTINGS_H

#include <stdbool.h>
#include <stdio.h>

#include "base/diag.h"

/* The values of a repeated option, in the order of the command line. The array belongs to the arena
 * of the command line. */
typedef struct ct_texts {
    const char **texts;
    size_t count;
} ct_texts;

/* A requested report: --junit FILE. */
typedef struct ct_report_file {
    const char *kind; /* the name of the option, which is that of the reporter */
    const char *path; /* "-": standard output */
    struct ct_report_file *next;
} ct_report_file;

/* The commands that take an option, as bits. */
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
    CT_CMD_SENDS = CT_CMD_RUN | CT_CMD_CERTIFY,             /* sends requests */
    CT_CMD_WRITES = CT_CMD_RUN | CT_CMD_REPORT,             /* writes reports */
    CT_CMD_PRINTS_RUN = CT_CMD_SENDS | CT_CMD_REPORT,       /* prints a run on the console */
    CT_CMD_CASES = CT_CMD_RUN | CT_CMD_LIST | CT_CMD_PROVE, /* selects cases */
    CT_CMD_TARGET =                                         /* reads a target */
    CT_CMD_RUN | CT_CMD_LINT | CT_CMD_LIST | CT_CMD_CERTIFY | CT_CMD_REJUDGE
};

/* An option of the command line, for the results file. */
typedef struct ct_given {
    const char *name, *value; /* the value is "" for a flag */
    bool is_url;              /* the value is a URL, which may contain a password */
    struct ct_given *next;
} ct_given;

/* A word of the command line, for the rerun command and the journal. */
typedef struct ct_word {
    const char *text;
    bool is_url;  /* the value of an option that takes a URL, or "--option=URL" */
    bool is_kept; /* in a rerun; false for filters and reports */
    struct ct_word *next;
} ct_word;

typedef struct ct_settings {
    ct_texts paths;
    ct_given *given; /* in the order of the command line, without reports and output */

    const char *target, *url;
    bool is_mock;
    ct_texts vars, secrets;
    unsigned wait_ms;

    ct_texts cases, tags, not_tags, requirements, profiles;
    const char *last_failed;
    unsigned cause;         /* --cause N, of the file of --last-failed; 0: not given */
    unsigned shard, shards; /* --shard I/N, from 1 on; 0: not given */

    unsigned parallel, timeout_ms, connect_timeout_ms;
    unsigned rate; /* requests per second */
    unsigned throttle_ms, repeat, fail_fast, max_time_ms;
    bool reuses_connections;
    const char *seed; /* hex digits */
    bool is_shuffled;
    const char *shuffle_seed; /* hex digits; NULL: --shuffle without a value */
    bool is_read_only, is_strict;
    const char *waivers;

    const char *user_agent;
    const char *http, *ca, *client_cert, *client_key, *proxy;
    bool is_insecure;
    ct_texts resolve;

    ct_report_file *files; /* the last one on the command line first */
    const char *reports;
    const char *junit_flavour; /* "strict" or "extended" */

    bool compares, lists_causes;

    bool is_quiet, lists_failures;
    unsigned verbosity;
    const char *color;    /* "auto", "always" or "never" */
    const char *progress; /* "auto" or "never" */
    ct_word *words;       /* the whole command line, in order */

    bool lists_requirements, lists_needs;
    bool is_json, is_markdown; /* of list, prove and verify */
    const char *html_report, *learn;

    unsigned port, latency_ms;
    const char *data, *variant, *listen;
    ct_texts faults;

    const char *vendor, *product, *product_version, *out, *challenge, *suite;
    bool is_witness;                           /* of certify */
    const char *witnessed;                     /* of verify: path of the other certificate */
    const char *sign, *revocation, *authority; /* of verify; revocation: the reason, or "" */
    int64_t valid_until_ms;                    /* of --valid-until; 0: not given */
    ct_texts keys;

    bool shows_paths, asserts_formats;
    ct_texts maps;
    const char *draft; /* "2020-12" or "7" */
} ct_settings;

/* Reads a command line.
 * settings: in, out; all 0
 * command: CT_CMD_... of the current command; an option of another command is an error
 * argv: the words after the name of the command, NULL-terminated; borrowed
 * arena: owns the lists
 * Returns false after reporting every error. The valid options are set even then, so that a
 * requested report can contain the error. */
bool ct_settings_read(ct_settings *settings, int command, char **argv, ct_arena *arena,
                      ct_diag *diag);

/* Prints the options of a command by group, for the help, in lines of at most 100 columns.
 * command: CT_CMD_... of one command
 * out:     in; errors of writing are not reported here */
void ct_settings_help(int command, FILE *out);

#endif

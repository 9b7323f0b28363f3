/* tidy.h - the rules of this house, each a function over the source tree.
 *
 * The tree is read once, from the current folder: harness/, cases/, fixtures/
 * and the pages that describe them. A check walks over it, counts what it looks
 * at in `looked`, and tells what breaks its rule with tidy_find(). All memory
 * belongs to the arena; the tree does not change.
 */
#ifndef CT_TESTS_TIDY_H
#define CT_TESTS_TIDY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

typedef struct tidy_file {
    const char *path;          /* "harness/data/json.c" */
    const char *place;         /* inside harness/: "lang/json/json.c"; "" for what is not there */
    const char *layer;         /* "data"; "" for what is in none */
    bool is_source, is_header; /* .c, .h */
    const char *text;          /* NUL-terminated */
    size_t size;
    const char *code; /* of .c and .h: the text, comments and insides of literals made blanks */
    struct tidy_file *next;
} tidy_file;

typedef struct tidy {
    ct_arena *arena;
    tidy_file *first, *last;
    const char *check; /* the one that is running */
    size_t looked;     /* what it has looked at so far */
    unsigned checks, findings;
    ct_buf report; /* a line each */
} tidy;

typedef struct tidy_check {
    const char *name;
    void (*run)(tidy *t);
} tidy_check;

extern const tidy_check tidy_checks[]; /* ends with a NULL name */

/* Reads the tree of the current folder and runs every check over it. The report is the
 * caller's to free. */
void tidy_run(tidy *t, ct_arena *arena);

/* ---- The tree ---- */

void tidy_read(tidy *t);
const tidy_file *tidy_file_at(const tidy *t, const char *path); /* NULL when it is not there */

/* The next .c or .h of harness/ behind `file`, or the first, counted as looked at; or NULL. */
const tidy_file *tidy_next_code(tidy *t, const tidy_file *file);

/* Whether a place fits one of these patterns with * and ?, divided by blanks. */
bool tidy_is_at(const char *place, const char *patterns);

/* The line on which the byte at `offset` stands. */
unsigned tidy_line(const tidy_file *file, size_t offset);

bool tidy_is_word(char c); /* of a C identifier */

typedef struct tidy_include {
    unsigned line;
    const char *name;
    bool is_ours; /* in quotes */
    size_t end;   /* behind it; start with 0 */
} tidy_include;

bool tidy_next_include(const tidy *t, const tidy_file *file, tidy_include *include);

/* A table of the code: found by what its declaration says before the brackets; a row is named by
 * its first literal. */
typedef struct tidy_table {
    const tidy_file *file;
    const char *name; /* what stands behind the declaration */
    size_t at;        /* behind what was read; start with 0 */
} tidy_table;

/* Moves behind the brace that opens the next table of that kind. */
bool tidy_next_table(tidy_table *table, const char *declaration);

/* The name of the next row, or NULL behind the last. */
const char *tidy_next_row(const tidy *t, tidy_table *table, unsigned *line);

/* ---- What is told ---- */

/* "path:line: what [check]"; line 0 means the whole file. */
void tidy_find(tidy *t, const char *path, unsigned line, const char *format, ...) CT_PRINTF(4, 5);

/* Worth knowing, breaks no rule. */
void tidy_note(tidy *t, const char *path, unsigned line, const char *format, ...) CT_PRINTF(4, 5);

/* What a command writes, and whether it ends with status 0. */
const char *tidy_output(tidy *t, const char *command, bool *is_fine);

/* "COMMAND 'FILE' 'FILE' ..." with all code, or only the .c files. */
const char *tidy_command(tidy *t, const char *command, bool has_headers);

/* ---- The checks, by file ---- */

void tidy_layers(tidy *t), tidy_reach(tidy *t), tidy_circles(tidy *t), tidy_doors(tidy *t);
void tidy_blanks(tidy *t), tidy_lengths(tidy *t), tidy_functions(tidy *t);
void tidy_calls(tidy *t), tidy_undone(tidy *t), tidy_prose(tidy *t), tidy_ids(tidy *t);
void tidy_names(tidy *t), tidy_guards(tidy *t), tidy_openings(tidy *t), tidy_listed(tidy *t);
void tidy_documented(tidy *t);
void tidy_format(tidy *t);

#endif

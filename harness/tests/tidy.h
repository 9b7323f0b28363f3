/* tidy.h - the rules of this project; each check is a function over the source tree.
 *
 * The tree is read once, from the current folder: harness/, cases/, fixtures/
 * and the pages that describe them. A check walks over it, counts the checked
 * items in `looked`, and reports violations with tidy_find(). All memory belongs
 * to the arena; the tree does not change.
 */
#ifndef CT_TESTS_TIDY_H
#define CT_TESTS_TIDY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

typedef struct tidy_file {
    const char *path;          /* "harness/data/json.c" */
    const char *place;         /* inside harness/: "lang/json/json.c"; "" for other files */
    const char *layer;         /* "data"; "" for files without one */
    bool is_source, is_header; /* .c, .h */
    const char *text;          /* NUL-terminated */
    size_t size;
    const char *code; /* of .c and .h: the text with comments and literals blanked */
    struct tidy_file *next;
} tidy_file;

typedef struct tidy {
    ct_arena *arena;
    tidy_file *first, *last;
    const char *check; /* the current check */
    size_t looked;     /* number of items it has checked */
    unsigned checks, findings;
    ct_buf report; /* a line for each finding */
} tidy;

typedef struct tidy_check {
    const char *name;
    void (*run)(tidy *t);
} tidy_check;

extern const tidy_check tidy_checks[]; /* ends with a NULL name */

/* Reads the tree of the current folder and runs every check. The caller frees the
 * report. */
void tidy_run(tidy *t, ct_arena *arena);

/* ---- The tree ---- */

void tidy_read(tidy *t);
const tidy_file *tidy_file_at(const tidy *t, const char *path); /* NULL if it does not exist */

/* Counts and returns the next .c or .h of harness/ after `file`, or the first one; or NULL. */
const tidy_file *tidy_next_code(tidy *t, const tidy_file *file);

/* Whether a path matches one of these patterns with * and ?, which are separated by spaces. */
bool tidy_is_at(const char *place, const char *patterns);

/* The line of the byte at `offset`. */
unsigned tidy_line(const tidy_file *file, size_t offset);

bool tidy_is_word(char c); /* of a C identifier */

typedef struct tidy_include {
    unsigned line;
    const char *name;
    bool is_ours; /* in quotes */
    size_t end;   /* after it; start with 0 */
} tidy_include;

bool tidy_next_include(const tidy *t, const tidy_file *file, tidy_include *include);

/* A table in the code: identified by its declaration before the brackets; the name of a row is its
 * first literal. */
typedef struct tidy_table {
    const tidy_file *file;
    const char *name; /* the text after the declaration */
    size_t at;        /* after the part that was read; start with 0 */
} tidy_table;

/* Moves past the brace that opens the next table of that kind. */
bool tidy_next_table(tidy_table *table, const char *declaration);

/* The name of the next row, or NULL after the last one. */
const char *tidy_next_row(const tidy *t, tidy_table *table, unsigned *line);

/* ---- Reports ---- */

/* Reports "path:line: what [check]"; line 0 means the whole file. */
void tidy_find(tidy *t, const char *path, unsigned line, const char *format, ...) CT_PRINTF(4, 5);

/* Reports a note, which is not a violation. */
void tidy_note(tidy *t, const char *path, unsigned line, const char *format, ...) CT_PRINTF(4, 5);

/* Returns the output of a command; sets *is_fine if its exit status is 0. */
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

/* diag.h - trouble, told well.
 *
 * A function that can meet trouble takes a ct_diag and returns bool (or a
 * pointer). On trouble it notes what happened and returns false (or NULL):
 *
 *     return ct_fail(diag, CT_E_TYPE, node->where, "'status' must be a number");
 *
 * Trouble is not a failed expectation (that is a ct_verdict, a result) and not
 * a bug of ours (that is an assert). A diag keeps at most CT_LIMIT_NOTES notes
 * and counts the rest, so that one bad file tells all its mistakes.
 */
#ifndef CT_BASE_DIAG_H
#define CT_BASE_DIAG_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/source.h"

typedef enum ct_code {
    CT_E_NONE,
    CT_E_USAGE,   /* the command line */
    CT_E_IO,      /* files and folders */
    CT_E_SYNTAX,  /* YAML, JSON, JSONPath, template, pattern */
    CT_E_UNKNOWN, /* a key or name that does not exist */
    CT_E_TYPE,    /* a value of the wrong kind */
    CT_E_MISSING, /* a required key, an undefined variable */
    CT_E_VALUE,   /* a value that can never be right */
    CT_E_LIMIT,   /* larger than limits.h allows */
    CT_E_NETWORK, /* could not talk to the target */
    CT_E_TIMEOUT, /* the target did not answer in time */
    CT_E_PROTOCOL /* the target's answer is not HTTP as it should be */
} ct_code;

typedef struct ct_note {
    ct_code code;
    bool is_warning;
    ct_loc where;
    const char *what; /* one sentence, lower case, no full stop: "unknown key 'statsu'" */
    const char *hint; /* what to do, or NULL: "did you mean 'status'?" */
    struct ct_note *next;
} ct_note;

typedef struct ct_diag {
    ct_arena *arena; /* owns the notes */
    ct_note *first, *last;
    unsigned count;    /* mistakes met, kept or not */
    unsigned warnings; /* warnings met, kept or not */
    bool is_left_out;  /* the one met last was only counted: `last` is another one */
} ct_diag;

/* Where there is no place to point at. */
#define CT_NOWHERE ((ct_loc){0})

/* All return false, so that `return ct_fail(...)` reads as one act. */
bool ct_fail(ct_diag *diag, ct_code code, ct_loc where, const char *format, ...) CT_PRINTF(4, 5);
bool ct_warn(ct_diag *diag, ct_loc where, const char *format, ...) CT_PRINTF(3, 4);
bool ct_hint(ct_diag *diag, const char *format, ...) CT_PRINTF(2, 3); /* for the last note */

/* The closest of `names` (NULL-terminated) to a mistyped one, or NULL. */
const char *ct_nearest(const char *name, const char *const *names);

/* "did you mean 'X'?" when one of `names` is near enough. Returns false. */
bool ct_hint_nearest(ct_diag *diag, const char *name, const char *const *names);

/* Every note as a compiler would print it: place, sentence, the line, a caret, the hint. */
void ct_diag_print(const ct_diag *diag, FILE *out);

/* Puts the notes behind `last` (NULL: all) in the order of their files' names, lines and columns.
 */
void ct_diag_sort(ct_diag *diag, ct_note *last);

/* ct_diag_print, and forgets the notes. */
void ct_diag_flush(ct_diag *diag, FILE *out);

/* The line of a place with its number, and the underline below it; nothing without a place. */
void ct_loc_show(ct_loc where, ct_buf *out);

/* "file:line:column", "file", or "" without a source. */
void ct_loc_name(ct_loc where, ct_buf *out);

#endif

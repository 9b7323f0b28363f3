/* diag.h - diagnostics: errors and warnings about files and the command line.
 *
 * A function that can fail because of its input takes a ct_diag and returns
 * bool or a pointer. On an error it adds a diagnostic and returns false or NULL:
 *
 *     return ct_fail(diag, CT_ERR_WRONG_TYPE, node->where, "expected a number, got a list");
 *
 * A violated contract is not a diagnostic but a finding (model/result.h), and a
 * bug of apigcheck is an assert.
 *
 * A ct_diag belongs to one thread. All strings are copied into its arena and live
 * as long as that. It keeps at most `limit` errors and as many warnings, and only
 * counts further ones, so that memory is bounded whatever a file contains.
 *
 * A message has lower case, names in single quotes and no final period. It must
 * not contain a secret: nothing is masked here.
 */
#ifndef CT_BASE_DIAG_H
#define CT_BASE_DIAG_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/error_codes.h"
#include "base/other_tools.h"
#include "base/source.h"

/* A further fact about a diagnostic, such as another place: "first defined at a.yaml:3:5". Printed
 * as "note: ..." below it. */
typedef struct ct_diag_note {
    const char *text;
    struct ct_diag_note *next;
} ct_diag_note;

/* One error or warning. Its strings are masked by the caller, as far as they may hold a secret, but
 * not escaped: ct_diag_print() escapes control characters. */
typedef struct ct_diagnostic {
    ct_error_code code;
    bool is_warning;
    ct_loc where;        /* CT_NOWHERE: not about a file */
    const char *message; /* what is wrong: "unknown key 'statsu'" */
    const char *help;    /* what to do, or NULL: "did you mean 'status'?" */
    ct_diag_note *notes; /* in the order in which they were added */
    const char *places; /* "a.yaml:3:5, a.yaml:8:1": the first repeats of ct_fail_once(), or NULL */
    unsigned places_shown, repeats; /* how many of all repeats are in `places` */
    struct ct_diagnostic *next;
} ct_diagnostic;

/* A list of diagnostics. Initialize it with {.arena = arena}. Whether a function failed is known
 * from its result; `count` answers it for a whole command. */
typedef struct ct_diag {
    ct_arena *arena;             /* owns everything below; must outlive the ct_diag */
    unsigned limit;              /* errors and warnings to keep; 0: CT_LIMIT_DIAGNOSTICS */
    ct_diagnostic *first, *last; /* those that are kept */
    unsigned count;              /* errors, kept or not */
    unsigned warnings;           /* warnings, kept or not */
    struct ct_diag_file *files;  /* files with diagnostics, kept or not */
    bool is_left_out;            /* the latest one was only counted; `last` is another one */
} ct_diag;

/* The place of a diagnostic that is not about a file: it is printed without a place. */
#define CT_NOWHERE ((ct_loc){0})

/* ---- Adding ---- */

/* Adds an error. Always returns false, so that a function can end with `return ct_fail(...)`.
 * diag:   in, out; its count is raised also if the error is not kept
 * code:   in; below CT_ERROR_CODE_COUNT
 * where:  in; the place that the user has to change, CT_NOWHERE for none
 * format: in; of the message, as for printf(); the result is copied */
bool ct_fail(ct_diag *diag, ct_error_code code, ct_loc where, const char *format, ...)
    CT_PRINTF(4, 5);

/* Like ct_fail(), but if the same error (code and message) was added before, only adds the place to
 * that one. For one thing that is missing, such as a variable, and used in many places. A repeat
 * does not raise diag->count. Always returns false. */
bool ct_fail_once(ct_diag *diag, ct_error_code code, ct_loc where, const char *format, ...)
    CT_PRINTF(4, 5);

/* Adds a warning, which changes no exit status. Parameters as for ct_fail(). Always returns false.
 * */
bool ct_warn(ct_diag *diag, ct_error_code code, ct_loc where, const char *format, ...)
    CT_PRINTF(4, 5);

/* Sets the help of the latest diagnostic, replacing an earlier one. The help is an instruction in
 * the imperative, such as "use 'expect'". Does nothing without a diagnostic, or if it was not kept.
 * Always returns false. */
bool ct_hint(ct_diag *diag, const char *format, ...) CT_PRINTF(2, 3);

/* Adds a note to the latest diagnostic. Does nothing without one, or if it was not kept. Always
 * returns false. */
bool ct_note(ct_diag *diag, const char *format, ...) CT_PRINTF(2, 3);

/* Returns the latest diagnostic, or NULL if there is none or it was not kept. It belongs to the
 * arena, and is in the list until ct_diag_clear() or ct_diag_flush(). */
ct_diagnostic *ct_diag_latest(const ct_diag *diag);

/* Adds the note "LABEL at a.yaml:3:5" to the latest diagnostic, as in "first defined at". Does
 * nothing if there is none, it was not kept, or `where` is not a place. Always returns false. */
bool ct_note_place(ct_diag *diag, const char *label, ct_loc where);

/* Appends "also at a.yaml:3:5, a.yaml:8:1 and 4 more" for an error with places; nothing for one
 * without. */
void ct_diagnostic_places(const ct_diagnostic *d, ct_buf *out);

/* ---- Suggestions ---- */

/* Returns the name of `names` (ends with NULL) that is closest to a misspelled one, or NULL if
 * none is close: at most two edits, one in words of less than six characters, and never more than
 * half of the word. A swap of neighbours is one edit, and case does not count.
 * name:  in; what the user wrote
 * names: in; the accepted ones. The result is one of these pointers */
const char *ct_nearest(const char *name, const char *const *names);

/* Sets the help "did you mean 'X'?" if ct_nearest() finds a name. Always returns false. */
bool ct_hint_nearest(ct_diag *diag, const char *name, const char *const *names);

/* Sets the help for an unknown word: the word to use instead of another tool's (other_tools.h),
 * else the nearest of `names`. Returns true if it set one.
 * kind:  in; of the word
 * names: in; the words that are accepted at this place */
bool ct_hint_word(ct_diag *diag, ct_word_kind kind, const char *word, const char *const *names);

/* ---- Printing ---- */

/* Prints the diagnostics as compilers do, each with the line of its file, and then their number:
 *
 *     a.yaml:2:1: error[unknown-key]: unknown key 'idd'
 *         2 | idd: y
 *           | ^^^
 *           help: did you mean 'id'?
 *     1 error in 1 file
 *
 * Prints nothing if there are none. Control characters are escaped. */
void ct_diag_print(const ct_diag *diag, FILE *out);

/* Sorts the diagnostics after `last` (NULL: all) by file name, line and column. Those of one place
 * keep their order.
 * last: in; one of the list; the diagnostics up to it stay where they are */
void ct_diag_sort(ct_diag *diag, ct_diagnostic *last);

/* Prints the diagnostics, as ct_diag_print() does, and removes them with ct_diag_clear(). */
void ct_diag_flush(ct_diag *diag, FILE *out);

/* Removes all diagnostics, and sets the counts to 0. Their memory stays with the arena. */
void ct_diag_clear(ct_diag *diag);

/* Returns the number of files with diagnostics, including those that were not kept. A diagnostic
 * without a place counts for no file. */
unsigned ct_diag_file_count(const ct_diag *diag);

/* Appends the line of a place with its number, and the underline below it; nothing if the place has
 * no line, or its file has changed. */
void ct_loc_show(ct_loc where, ct_buf *out);

/* Appends "file:line:column", or "file" for a whole file; nothing without a file. */
void ct_loc_name(ct_loc where, ct_buf *out);

#endif

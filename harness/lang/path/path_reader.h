/* path_reader.h - the text of a JSONPath while it is parsed. For path_parse*.c only.
 *
 * Unless stated otherwise, functions read at r->at and move it after the characters that they
 * read, and return false or NULL after reporting an error. Parsing ends with the first error;
 * the place of r->at and the outputs are meaningless then. Results belong to r->arena.
 */
#ifndef CT_LANG_PATH_PATH_READER_H
#define CT_LANG_PATH_PATH_READER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "lang/path/path_run.h"
#include "lang/path/path_tree.h"

typedef struct ct_path_reader {
    ct_arena *arena;             /* owns the compiled path */
    const char *text, *at, *end; /* start, next character and end; valid UTF-8 */
    ct_loc where;                /* place of `text` in its file */
    ct_diag *diag;
    unsigned depth; /* open filters, parentheses and calls */
} ct_path_reader;

/* Returns the place of a part of the text in its file, for a message. Both ends are in the text. */
ct_loc ct_path_span(const ct_path_reader *r, const char *start, const char *end);

/* Reports "expected ..." at the current character. Always returns false.
 * what: a noun phrase */
bool ct_path_expected(ct_path_reader *r, const char *what);

/* Skips characters of the rule S (RFC 9535 section 2.1.1): space, tab, LF and CR.
 * ct_path_at_space() returns true at one of them. */
void ct_path_skip_spaces(ct_path_reader *r);
bool ct_path_at_space(const ct_path_reader *r);

/* Reads a word if it comes next. Returns true if it did; reports nothing. */
bool ct_path_take(ct_path_reader *r, const char *word);

/* Returns the next character without reading it; NUL at the end. */
char ct_path_peek(const ct_path_reader *r);

/* Enters a level of nesting, of at most CT_LIMIT_PATH_DEPTH: deeper nesting is reported as an
 * error. ct_path_leave() leaves the level. */
bool ct_path_enter(ct_path_reader *r);
void ct_path_leave(ct_path_reader *r);

/* Reads a string literal in single or double quotes (RFC 9535 section 2.3.1.1).
 * out: its value is appended, with escapes resolved; the caller frees it */
bool ct_path_read_string(ct_path_reader *r, ct_buf *out);

/* Returns the place in the text of byte `offset` of the value of a literal, for errors in patterns.
 * Does not move r->at.
 * literal: the opening quote of a literal that was read before */
const char *ct_path_find_in_string(ct_path_reader r, const char *literal, size_t offset);

/* Reads an integer of an index or a slice: no leading zero, no -0, at most 2^53 - 1 in magnitude
 * (RFC 9535 section 2.1, RFC 7493 section 2.2). */
bool ct_path_read_int(ct_path_reader *r, int64_t *value);

/* Returns the size in bytes of the unquoted property name that comes next
 * (member-name-shorthand, RFC 9535 section 2.5.1.1), or 0 if none does. Does not read it. */
size_t ct_path_name_size(const ct_path_reader *r);

/* path_parse.c: reads the query that starts with $ or @ at the current character.
 * query: out */
bool ct_path_read_query(ct_path_reader *r, path_query *query);

/* An operand of a filter with its text, which messages underline. */
typedef struct path_written {
    path_operand operand;
    const char *start, *end;
} path_written;

/* path_parse_operand.c: reads a literal, a query or a function call, and checks that a function
 * gets arguments of its types.
 * what: out */
bool ct_path_read_operand(ct_path_reader *r, path_written *what);

/* Returns the type of an operand (RFC 9535 section 2.4.1). The type of every query is nodes
 * here, also that of a singular one. */
path_type ct_path_type_of(const path_operand *operand);

/* Checks that an operand can be compared or passed as a value: a literal, a singular query, or a
 * function that returns a value (RFC 9535 section 2.4.3). Reports an error otherwise. */
bool ct_path_is_value(ct_path_reader *r, const path_written *what);

/* path_parse_filter.c: reads the logical expression after a '?' (RFC 9535 section 2.3.5.1). */
const path_test *ct_path_read_filter(ct_path_reader *r);

#endif

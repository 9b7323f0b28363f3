/* path_reader.h - the text of a JSONPath while it is parsed. For path_parse*.c only.
 *
 * Unless stated otherwise, functions return false or NULL after reporting an error; parsing ends
 * with the first one.
 */
#ifndef CT_LANG_PATH_PATH_READER_H
#define CT_LANG_PATH_PATH_READER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "lang/path/path_run.h"
#include "lang/path/path_tree.h"

typedef struct ct_path_reader {
    ct_arena *arena;
    const char *text, *at, *end;
    ct_loc where;
    ct_diag *diag;
    unsigned depth; /* of filters, parentheses and calls that are open */
} ct_path_reader;

/* Returns the place of a part of the text, for a message. */
ct_loc ct_path_span(const ct_path_reader *r, const char *start, const char *end);

/* Reports "expected ..." at the current place. Returns false. */
bool ct_path_expected(ct_path_reader *r, const char *what);

void ct_path_skip_spaces(ct_path_reader *r);
bool ct_path_at_space(const ct_path_reader *r);

/* Reads a word if it comes next. Returns whether it did, and reports nothing. */
bool ct_path_take(ct_path_reader *r, const char *word);

/* Returns the next character without reading it; NUL at the end. */
char ct_path_peek(const ct_path_reader *r);

/* Enters a level of nesting, of at most CT_LIMIT_PATH_DEPTH; ct_path_leave() leaves it. */
bool ct_path_enter(ct_path_reader *r);
void ct_path_leave(ct_path_reader *r);

/* Reads a string literal, from its opening quote on, and appends its value. */
bool ct_path_read_string(ct_path_reader *r, ct_buf *out);

/* Returns where byte `offset` of the value of a literal is written.
 * literal: its opening quote */
const char *ct_path_find_in_string(ct_path_reader r, const char *literal, size_t offset);

/* Reads an integer of an index or a slice: no leading zero, no -0, exact in a double (RFC 9535
 * section 2.1, I-JSON). */
bool ct_path_read_int(ct_path_reader *r, int64_t *value);

/* Returns the size of the property name without quotes that comes next, 0 if there is none. Does
 * not read it. */
size_t ct_path_name_size(const ct_path_reader *r);

/* path_parse.c: reads the query that starts here with $ or @. */
bool ct_path_read_query(ct_path_reader *r, path_query *query);

/* An operand of a filter with its text, which messages underline. */
typedef struct path_written {
    path_operand operand;
    const char *start, *end;
} path_written;

/* path_parse_operand.c: reads a literal, a query or a function call. */
bool ct_path_read_operand(ct_path_reader *r, path_written *what);

/* Returns the type of an operand (RFC 9535 section 2.4.1). That of every query is nodes here, also
 * of a singular one. */
path_type ct_path_type_of(const path_operand *operand);

/* Checks that an operand can be used as a value. */
bool ct_path_is_value(ct_path_reader *r, const path_written *what);

/* path_parse_filter.c: reads the logical expression after a '?'. */
const path_test *ct_path_read_filter(ct_path_reader *r);

#endif

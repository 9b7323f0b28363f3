/* path_reader.h - the text of a JSONPath while it is read. For the path_parse files alone.
 *
 * Functions that return bool or a pointer have noted the mistake when they
 * return false or NULL; reading ends with the first one.
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
    unsigned depth; /* filters, parentheses and calls that are open */
} ct_path_reader;

/* The place of a part of the text. */
ct_loc ct_path_span(const ct_path_reader *r, const char *start, const char *end);

/* "expected ..." at the place that is read. Returns false. */
bool ct_path_expected(ct_path_reader *r, const char *what);

void ct_path_skip_spaces(ct_path_reader *r);
bool ct_path_at_space(const ct_path_reader *r);

/* True, and behind it, when the text goes on with this. Notes nothing. */
bool ct_path_take(ct_path_reader *r, const char *word);

/* The character that is next, NUL at the end. */
char ct_path_peek(const ct_path_reader *r);

/* One level deeper, of CT_LIMIT_PATH_DEPTH; ct_path_leave() when it is read. */
bool ct_path_enter(ct_path_reader *r);
void ct_path_leave(ct_path_reader *r);

/* A string literal, from its opening quote on. */
bool ct_path_read_string(ct_path_reader *r, ct_buf *out);

/* Where byte `offset` of a literal's value is written; `literal` is its opening quote. */
const char *ct_path_find_in_string(ct_path_reader r, const char *literal, size_t offset);

/* An integer of an index or a slice: no leading zero, no -0, exact in a double (I-JSON). */
bool ct_path_read_int(ct_path_reader *r, int64_t *value);

/* A member name without quotes: its size, 0 when there is none. Does not move. */
size_t ct_path_name_size(const ct_path_reader *r);

/* path_parse.c: the query that begins here with $ or @. */
bool ct_path_read_query(ct_path_reader *r, path_query *query);

/* An operand of a filter and the text it was read from, which messages underline. */
typedef struct path_written {
    path_operand operand;
    const char *start, *end;
} path_written;

/* path_parse_operand.c: a literal, a query or a call. */
bool ct_path_read_operand(ct_path_reader *r, path_written *what);

/* A query is of type nodes here, a singular one too. */
path_type ct_path_type_of(const path_operand *operand);

/* May stand where a value is wanted: false after noting why not. */
bool ct_path_is_value(ct_path_reader *r, const path_written *what);

/* path_parse_filter.c: the logical expression behind a '?'. */
const path_test *ct_path_read_filter(ct_path_reader *r);

#endif

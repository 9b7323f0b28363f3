/* csv.h - CSV files (RFC 4180) whose first line names the columns. */
#ifndef CT_LANG_CSV_H
#define CT_LANG_CSV_H

#include <jansson.h>

#include "base/diag.h"

/* Reads a file.
 * source: UTF-8, with or without a byte order mark; lines end with LF or CR LF; borrowed for the
 *         call
 * diag:   gets the error, at its line
 * Fields may be quoted (RFC 4180 section 2): then they may contain commas, line breaks, and
 * quotes that are doubled. Spaces belong to a field. An empty line is a line with one empty
 * field. Returns an array with an object for each line after the first; all values are strings.
 * It belongs to the arena and is empty if there is only the line of names. Returns NULL after
 * reporting the first error: an unclosed quote, a quote in an unquoted field, characters after a
 * closing quote, a line with more or fewer fields than columns, an empty or duplicate column
 * name, a NUL, or bytes that are not UTF-8. */
json_t *ct_csv_read(ct_arena *arena, const ct_source *source, ct_diag *diag);

#endif

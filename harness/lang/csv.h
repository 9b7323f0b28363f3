/* csv.h - CSV files (RFC 4180) whose first line names the columns. */
#ifndef CT_LANG_CSV_H
#define CT_LANG_CSV_H

#include <jansson.h>

#include "base/diag.h"

/* Reads a file.
 * Returns an array with an object for each line after the first; all values are strings. It belongs
 * to the arena. Returns NULL after reporting every error: a quote that is not closed, a line with
 * more or fewer fields than columns, a column without a name or with the name of another, text that
 * is not UTF-8. */
json_t *ct_csv_read(ct_arena *arena, const ct_source *source, ct_diag *diag);

#endif

/* csv.h - tables as RFC 4180 writes them: the first line names the columns. */
#ifndef CT_LANG_CSV_H
#define CT_LANG_CSV_H

#include <jansson.h>

#include "base/diag.h"

/* An array of objects, one a line behind the first; every value is text. It belongs to the arena.
 * NULL after noting every mistake: a quote that is not closed, a line with more or fewer fields
 * than columns, a column without a name or named twice, text that is not UTF-8. */
json_t *ct_csv_read(ct_arena *arena, const ct_source *source, ct_diag *diag);

#endif

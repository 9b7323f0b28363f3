/* wrap.h - lines that fit a terminal. */
#ifndef CT_REPORT_WRAP_H
#define CT_REPORT_WRAP_H

#include <stddef.h>

#include "base/buf.h"

/* Returns the columns that the last line of `out` takes. Colours take none. */
size_t ct_wrap_column(const ct_buf *out);

/* Adds a string that was made safe to show (print_text.h), broken at spaces. A word that is longer
 * than a line is broken anywhere. A line is longer than `columns` if its remainder could be taken
 * for a command of a CI server (print.h).
 * text:    in; without line breaks and escape sequences
 * indent:  spaces before each further line; less than `columns`
 * columns: of a line; 0: the string is not broken */
void ct_wrap(ct_buf *out, const char *text, size_t indent, size_t columns);

/* Returns the rows that a terminal with this number of columns needs for complete lines.
 * text: in; colours take no columns */
size_t ct_wrap_rows(const char *text, size_t columns);

#endif

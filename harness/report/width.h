/* width.h - the width of a text on a terminal. */
#ifndef CT_REPORT_WIDTH_H
#define CT_REPORT_WIDTH_H

#include <stddef.h>

/* Returns the columns of a text without hidden characters: 2 for ideographs, Hangul syllables,
 * full-width forms and emoji, 0 for combining marks, else 1. Terminals differ for rare characters:
 * a caller must not rely on a line of exactly the terminal's width. */
size_t ct_width(const char *text, size_t size);

/* Returns how many bytes of the text, as whole characters with their combining marks, fit into
 * `columns`. */
size_t ct_width_fit(const char *text, size_t size, size_t columns);

#endif

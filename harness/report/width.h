/* width.h - the columns that a string takes on a terminal, by libunistring.
 *
 * Terminals disagree about rare characters and new emoji: a caller must not depend on the exact
 * figure, for example to keep a line from wrapping.
 */
#ifndef CT_REPORT_WIDTH_H
#define CT_REPORT_WIDTH_H

#include <stddef.h>

/* Returns the columns of `size` bytes of UTF-8: 2 for ideographs, Hangul, full-width forms and
 * emoji, 0 for combining marks, else 1; also 1 for a byte that is not UTF-8. The text must not hold
 * escape sequences of the terminal. */
size_t ct_width(const char *text, size_t size);

/* Returns how many of the `size` bytes fit into `columns`: whole characters with the combining
 * marks that follow them. */
size_t ct_width_fit(const char *text, size_t size, size_t columns);

#endif

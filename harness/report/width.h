/* width.h - how wide a text is on a terminal. */
#ifndef CT_REPORT_WIDTH_H
#define CT_REPORT_WIDTH_H

#include <stddef.h>

/* Columns of a text without hidden characters: 2 for ideographs, syllables of Hangul, full-width
 * forms and pictures, 0 for marks that stand on the letter before, else 1. Terminals differ about
 * rare characters: who depends on it takes care that a line cannot wrap. */
size_t ct_width(const char *text, size_t size);

/* How many bytes of the text, whole characters with their marks, take at most so many columns. */
size_t ct_width_fit(const char *text, size_t size, size_t columns);

#endif

/* line_diff.h - two strings compared line by line. */
#ifndef CT_JUDGE_LINE_DIFF_H
#define CT_JUDGE_LINE_DIFF_H

#include <stddef.h>

#include "base/arena.h"

typedef struct ct_lines {
    const char *bytes;
    size_t size;
} ct_lines;

/* Returns the first differences of two strings in the form of ct_finding.diff: at most
 * CT_DIFF_LINES lines, with up to 3 equal lines before and after a difference. Takes time linear in
 * the strings.
 *
 * arena:     owns the result
 * expected:  in; UTF-8, masked
 * actual:    in; likewise
 * same:      the size of the longest common prefix; less than that of one of them */
const char *ct_line_diff(ct_arena *arena, const ct_lines *expected, const ct_lines *actual,
                         size_t same);

#endif

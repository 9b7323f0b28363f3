/* progress_line.h - the line on a terminal that shows the progress of a run, and disappears at its
 * end.
 *
 * Each redraw is one write, which overwrites the line. The cursor stays at the start of the line:
 * output of others overwrites the line, and a terminal that wraps it when its window becomes
 * narrower keeps the cursor at its first row, from where the next redraw erases everything below.
 */
#ifndef CT_REPORT_PROGRESS_LINE_H
#define CT_REPORT_PROGRESS_LINE_H

#include <stdbool.h>

#include "base/buf.h"
#include "model/events.h"

/* Adds the line without a line break: cases done, failures, time left, rate, and the case that has
 * been running longest. Only what fits into `columns` is added, perhaps nothing. All but the case's
 * name is ASCII. */
void ct_progress_line_text(ct_buf *out, const ct_run_result *run,
                           const ct_run_progress *run_progress, unsigned columns, bool has_color);

/* Erases the line; the cursor is at its start. */
#define CT_PROGRESS_LINE_ERASE "\r\033[J"

typedef struct ct_progress_line {
    int fd; /* a terminal that supports escapes; -1: nothing is drawn */
    bool has_color;
    bool is_drawn;
} ct_progress_line;

/* Draws the line over the one before. Does nothing while the process is in the background of its
 * terminal. Errors of the terminal are ignored. */
void ct_progress_line_draw(ct_progress_line *progress, const ct_run_result *run,
                           const ct_run_progress *run_progress);

/* Erases the line, if one is drawn. */
void ct_progress_line_erase(ct_progress_line *progress);

#endif

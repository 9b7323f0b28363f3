/* progress_line.h - the line that says how far a run is: drawn on a terminal, and gone in the end.
 *
 * Each redraw is one write, which overwrites the line where it stands. The
 * cursor rests at the line's beginning: what others print there goes over it,
 * and a terminal that reflows a line it made narrower keeps the cursor at its
 * first row, from where everything below is erased with the next one.
 */
#ifndef CT_REPORT_PROGRESS_LINE_H
#define CT_REPORT_PROGRESS_LINE_H

#include <stdbool.h>

#include "base/buf.h"
#include "model/events.h"

/* The line, without a line break: done of all, failures, time left, rate, and the case that keeps
 * us waiting; of these what goes into so many columns, ASCII but for the case's name. Nothing when
 * there is no room for anything. */
void ct_progress_line_text(ct_buf *out, const ct_run_result *run,
                           const ct_run_progress *run_progress, unsigned columns, bool has_color);

/* Undoes what is drawn; the cursor is where the line began. */
#define CT_PROGRESS_LINE_ERASE "\r\033[J"

typedef struct ct_progress_line {
    int fd; /* a terminal that obeys escapes; -1: nothing is ever drawn */
    bool has_color;
    bool is_drawn;
} ct_progress_line;

/* Overwrites what was drawn before. Nothing while we are in the background of the terminal, which
 * is somebody else's then. A terminal that cannot be written to is no trouble. */
void ct_progress_line_draw(ct_progress_line *progress, const ct_run_result *run,
                           const ct_run_progress *run_progress);

/* Nothing when nothing is drawn. */
void ct_progress_line_erase(ct_progress_line *progress);

#endif

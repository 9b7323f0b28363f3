/* console_end.h - the last part of the console output, after the causes of failures. */
#ifndef CT_REPORT_CONSOLE_END_H
#define CT_REPORT_CONSOLE_END_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "model/result.h"
#include "report/console_options.h"
#include "report/counter.h"

/* What was collected while the cases ran. */
typedef struct ct_console_tally {
    ct_counter notes, warnings; /* by their text */
    const char *unclean;        /* the first step of clean-up that did not pass; NULL: none */
} ct_console_tally;

/* Adds warnings, skipped cases and cases that were not run, by reason; notes; facts of the run, the
 * paths of reports, and the command that runs the failed cases again.
 * columns: in; of a line */
void ct_console_end(ct_buf *out, const ct_run_result *run, const ct_console_options *options,
                    const ct_console_tally *tally, size_t columns, ct_arena *arena);

/* Adds the summary, which is one line. */
void ct_console_summary(ct_buf *out, const ct_run_result *run, const ct_console_options *options);

#endif

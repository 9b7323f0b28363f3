/* console_causes.h - the causes of the failures of a run, on one screen. */
#ifndef CT_REPORT_CONSOLE_CAUSES_H
#define CT_REPORT_CONSOLE_CAUSES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "model/result.h"
#include "report/console_options.h"
#include "report/failures.h"

/* What the list is made of. */
typedef struct ct_causes_view {
    const ct_run_result *run;
    const ct_failures *failures;
    const ct_console_rerun *again; /* NULL: no commands that rerun a cause */
    size_t columns;                /* of a line */
    bool has_color;
    bool has_texts; /* the text of each violated requirement, not only its id */
} ct_causes_view;

/* Returns the number of causes, without an error that ended the run. */
size_t ct_console_count_causes(const ct_run_result *run);

/* Adds the causes of the failed cases, then the failures that no cause explains. The first causes
 * are printed in full, as far as they fit on a screen, the others on a line each, and at most ten
 * of them. An error that ended the run is not a cause. Adds nothing if no case failed.
 * arena: in; for the duration of the call */
void ct_console_causes(ct_buf *out, const ct_causes_view *view, ct_arena *arena);

/* Adds a line with the ids of the requirements that a case verifies; nothing if there are none.
 * margin:  in; before the line
 * columns: in; of a line */
void ct_console_verified(ct_buf *out, const ct_case *test_case, const char *margin, size_t columns);

/* Adds a line with the ids of the requirements that the only failed case violates; those that it
 * verifies if this is not known.
 * arena: in; for the duration of the call */
void ct_console_violated(ct_buf *out, const ct_causes_view *view, const ct_case *test_case,
                         const char *margin, ct_arena *arena);

#endif

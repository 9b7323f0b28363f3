/* har.h - HAR 1.2: every exchange, for browser developer tools.
 *
 * A case is a page, and each request whose exchange is kept an entry. Times are milliseconds with
 * three decimals; the parts of an entry add up to its time. Facts that HAR does not know are in
 * properties whose names start with '_'.
 */
#ifndef CT_REPORT_HAR_H
#define CT_REPORT_HAR_H

#include "model/reporter.h"

/* Returns a reporter that writes the file when the run ends. It belongs to the arena; the file must
 * live as long. NULL after noting why its temporary file cannot be made. */
ct_reporter *ct_har_open(ct_arena *arena, ct_outfile *file, ct_diag *diag);

#endif

/* har.h - HAR 1.2: every exchange as the developer tools of a browser open it.
 *
 * A page a case, an entry a request of which the exchange is kept. Times are
 * milliseconds with their microseconds; the parts of an entry add up to its
 * time. What HAR has no word for stands in members that begin with '_'.
 */
#ifndef CT_REPORT_HAR_H
#define CT_REPORT_HAR_H

#include "model/reporter.h"

ct_reporter *ct_har_open(ct_arena *arena, ct_outfile *file, ct_diag *diag);

#endif

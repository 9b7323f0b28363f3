/* compare.h - two runs, case by case: what became better, worse or slower, what is new or gone. */
#ifndef CT_REPORT_COMPARE_H
#define CT_REPORT_COMPARE_H

#include <stdio.h>

#include "model/result.h"

/* Slower is what takes at least so many times as long, and so much more. */
enum { CT_SLOWER_TIMES = 2, CT_SLOWER_US = 100000 };

typedef struct ct_compare_manner {
    FILE *out;
    bool is_quiet; /* the last line only */
    bool has_color;
} ct_compare_manner;

/* Cases are the same by their full names. From best to worst: pass, warn, skip, not run, error,
 * fail. Returns how many became worse. */
size_t ct_compare(const ct_run_result *then, const ct_run_result *now,
                  const ct_compare_manner *manner);

#endif

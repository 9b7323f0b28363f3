/* compare.h - two runs, case by case: better, worse, slower, faster, new and missing cases. */
#ifndef CT_REPORT_COMPARE_H
#define CT_REPORT_COMPARE_H

#include <stdio.h>

#include "model/result.h"

/* A case is slower if it takes at least this many times as long, and this much longer. */
enum { CT_SLOWER_TIMES = 2, CT_SLOWER_US = 100000 };

/* How the differences are printed. */
typedef struct ct_compare_manner {
    FILE *out;
    bool is_quiet; /* only the last line */
    bool has_color;
} ct_compare_manner;

/* Prints the differences between two runs. Cases are identified by their full names. From best to
 * worst: pass, warn, skip, not run, error, fail. Returns the number of cases that became worse. */
size_t ct_compare(const ct_run_result *then, const ct_run_result *now,
                  const ct_compare_manner *manner);

#endif

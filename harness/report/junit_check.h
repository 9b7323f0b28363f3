/* junit_check.h - a JUnit file read again, as strictly as its strictest reader.
 *
 * A run must not claim a report that a CI server then drops or misreads. The
 * reader knows only what junit.h writes; it is no XML library, and it refuses
 * what it does not know.
 */
#ifndef CT_REPORT_JUNIT_CHECK_H
#define CT_REPORT_JUNIT_CHECK_H

#include <stddef.h>

/* What was counted, and never what the file says of itself. */
typedef struct ct_junit_counts {
    unsigned suites, tests, failures, errors, skipped;
} ct_junit_counts;

/* NULL when the text is well-formed, every character is legal, every testcase has a name, a
 * classname and at most one child, and each suite's counters are those of its children; else
 * what is wrong, as the end of a sentence. */
const char *ct_junit_check(const char *text, size_t size, ct_junit_counts *counts);

#endif

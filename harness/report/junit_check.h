/* junit_check.h - reads a JUnit file again, as strictly as its strictest reader.
 *
 * A run must not report a file as written that a CI server then drops or misreads. The reader knows
 * only what junit.h writes: it is not an XML library, and it refuses what it does not know.
 */
#ifndef CT_REPORT_JUNIT_CHECK_H
#define CT_REPORT_JUNIT_CHECK_H

#include <stddef.h>

/* Elements that were counted, not the counters that the file has. */
typedef struct ct_junit_counts {
    unsigned suites, tests, failures, errors, skipped;
} ct_junit_counts;

/* Checks that a string is well-formed, that every character is legal, that every testcase has a
 * name, a classname and at most one child, and that each suite's counters match its children.
 *
 * counts  out: also if a check fails, for the part before.
 *
 * Returns NULL, or what is wrong as a clause: "a tag has no name". */
const char *ct_junit_check(const char *text, size_t size, ct_junit_counts *counts);

#endif

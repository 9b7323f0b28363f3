/* junit_case.h - one testcase element, and what a case adds to its suite's system-out. */
#ifndef CT_REPORT_JUNIT_CASE_H
#define CT_REPORT_JUNIT_CASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "model/result.h"

/* What a testcase has in it. */
typedef enum ct_junit_child {
    CT_JUNIT_NOTHING,
    CT_JUNIT_SKIPPED,
    CT_JUNIT_ERROR,
    CT_JUNIT_FAILURE,
    CT_JUNIT_CHILDREN
} ct_junit_child;

ct_junit_child ct_junit_child_of(ct_verdict verdict, bool is_strict);

/* The milliseconds that are printed. */
uint64_t ct_junit_ms(uint64_t elapsed_us);

/* Needs the steps. */
void ct_junit_case(ct_buf *out, const ct_run_result *run, const ct_case_result *result,
                   bool is_extended);

/* One property of a suite or a testcase, with its margin; nothing for a NULL value. */
void ct_junit_property(ct_buf *out, const char *margin, const char *name, const char *value);

/* What the suite's system-out says about the case; often nothing. Needs the steps. */
void ct_junit_output(ct_buf *out, const ct_run_result *run, const ct_case_result *result);

/* "suite.operation", of letters, digits, '.', '_' and '-' alone. */
void ct_junit_classname(ct_buf *out, const char *suite, const char *operation);

/* <error> with this type; the text's first line is the message, all of it the text. */
void ct_junit_error(ct_buf *out, const char *type, const char *text);

#endif

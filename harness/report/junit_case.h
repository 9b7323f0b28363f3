/* junit_case.h - one testcase element, and the part of a case in its suite's system-out. */
#ifndef CT_REPORT_JUNIT_CASE_H
#define CT_REPORT_JUNIT_CASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "model/result.h"

enum {
    CT_LIMIT_JUNIT_MESSAGE = 500,    /* bytes of a message, which is one line */
    CT_LIMIT_JUNIT_CAUSE = 200,      /* bytes of a cause's text before a message */
    CT_LIMIT_JUNIT_TEXT = 64 << 10,  /* bytes of a case's text */
    CT_LIMIT_JUNIT_OUTPUT = 1 << 20, /* bytes of a suite's system-out */
    CT_LIMIT_JUNIT_CLASSNAME = 96,   /* bytes; some readers make file names of it */
    CT_LIMIT_JUNIT_VALUE = 4 << 10   /* bytes of one expected or actual value */
};

/* The child of a testcase. */
typedef enum ct_junit_child {
    CT_JUNIT_NOTHING,
    CT_JUNIT_SKIPPED,
    CT_JUNIT_ERROR,
    CT_JUNIT_FAILURE,
    CT_JUNIT_CHILDREN
} ct_junit_child;

/* Returns the child for a verdict. */
ct_junit_child ct_junit_child_of(ct_verdict verdict, bool is_strict);

/* Returns the milliseconds that are printed: rounded down, so that sums match. */
uint64_t ct_junit_ms(uint64_t elapsed_us);

/* Adds a testcase element. Needs the steps. */
void ct_junit_case(ct_buf *out, const ct_run_result *run, const ct_case_result *result,
                   bool is_extended);

/* Adds "cause 1: TEXT; ", escaped, as the begin of the message of a case. */
void ct_junit_cause(ct_buf *out, const ct_cause *cause);

/* Adds a property of a suite or a testcase on a line after `margin`; nothing for a NULL value. */
void ct_junit_property(ct_buf *out, const char *margin, const char *name, const char *value);

/* Adds the warning of a case and the errors of its clean-up, for the suite's system-out; often
 * nothing. Needs the steps. */
void ct_junit_output(ct_buf *out, const ct_run_result *run, const ct_case_result *result);

/* Adds "SUITE.OPERATION"; other characters than letters, digits, '.', '_' and '-' become '_'. */
void ct_junit_classname(ct_buf *out, const char *suite, const char *operation);

/* Adds an <error> element of that type. The first line of the text is its message. */
void ct_junit_error(ct_buf *out, const char *type, const char *text);

#endif

/* attr.h - attributes of functions for gcc and clang. */
#ifndef CT_BASE_ATTR_H
#define CT_BASE_ATTR_H

/* Argument `at` is a format of printf(), argument `values` its first value or 0 for a va_list. Both
 * count from 1. */
#define CT_PRINTF(at, values) __attribute__((format(printf, at, values)))

/* The result must be used: the compiler warns if a call ignores it. */
#define CT_MUST_USE __attribute__((warn_unused_result))

/* The function never returns: code after a call is not reached. */
#define CT_NORETURN __attribute__((noreturn))

#endif

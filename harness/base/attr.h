/* attr.h - what we tell the compiler about a function, spelled once. */
#ifndef CT_BASE_ATTR_H
#define CT_BASE_ATTR_H

/* The format is argument `at`, its values begin at argument `values`; both count from 1. */
#define CT_PRINTF(at, values) __attribute__((format(printf, at, values)))

/* Throwing the result away is a mistake. */
#define CT_MUST_USE __attribute__((warn_unused_result))

#define CT_NORETURN __attribute__((noreturn))

#endif

/* limits.h - every input has an end, and all ends are on this page. */
#ifndef CT_BASE_LIMITS_H
#define CT_BASE_LIMITS_H

enum {
    /* files that we read */
    CT_LIMIT_SOURCE = 64 << 20,     /* bytes of one file */
    CT_LIMIT_FILES = 10000,         /* case files in one run */
    CT_LIMIT_YAML_DEPTH = 64,       /* nesting of lists and maps */
    CT_LIMIT_YAML_NODES = 16 << 20, /* nodes of one file, aliases expanded */
    CT_LIMIT_NOTES = 32,            /* mistakes that are told; the rest is counted */
    CT_LIMIT_SECRET = 128 << 10,    /* bytes of one secret; real tokens reach 100,000 */
    CT_LIMIT_SECRET_MIN = 6,        /* shorter ones would mask half of every report */

    /* values */
    CT_LIMIT_JSON_DEPTH = 128,        /* nesting of a JSON text */
    CT_LIMIT_NUMBER_DIGITS = 1000,    /* characters of a number that a case may write */
    CT_LIMIT_EXPONENT = 400,          /* largest power of ten that a case may write */
    CT_LIMIT_PATTERN_STEPS = 1000000, /* backtracking of one match of one pattern */
    CT_LIMIT_PATTERN = 32 << 10,      /* bytes of one pattern */
    CT_LIMIT_PATTERN_DEPTH = 100,     /* nesting of groups in one pattern */

    /* JSON Schema */
    CT_LIMIT_SCHEMA_DOCUMENTS = 1000,  /* documents that one schema may reach */
    CT_LIMIT_SCHEMA_DEPTH = 1000,      /* schemas applied inside each other */
    CT_LIMIT_SCHEMA_STEPS = 100000000, /* schemas applied in one check */
    CT_LIMIT_SCHEMA_FAILURES = 100,    /* failures of one check that are told */

    /* answers */
    CT_LIMIT_HEADERS = 256 << 10, /* bytes of all header lines, interim answers and trailers too */
    CT_LIMIT_BODY = 16 << 20,     /* bytes of one body */
    CT_LIMIT_INTERIM = 16,        /* interim (1xx) answers before the final one */
    CT_LIMIT_REQUEST = 16 << 20,  /* bytes of one request body */

    /* what is kept and shown */
    CT_LIMIT_EVIDENCE = 16 << 10, /* bytes of a body that a report keeps */
    CT_LIMIT_VALUE = 200,         /* bytes of one value in a message */
    CT_LIMIT_DIFFERENCES = 1000,  /* differences of one body that are told; the rest is counted */

    /* a run */
    CT_LIMIT_CASES = 1000000,
    CT_LIMIT_PARALLEL = 256
};

#endif

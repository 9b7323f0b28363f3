/* limits.h - the limits of everything that is read, kept and shown.
 *
 * Input beyond a limit is an error that names the limit; it is never cut off silently. Limits of
 * what is shown cut, and the rest is counted.
 *
 * Each constant states its unit. A limit is inclusive: a file of exactly that size is
 * still allowed. The limits protect the machine that runs the tests from a file or a target; they
 * are not part of the contract of a target, so exceeding one is an error and never a failure.
 */
#ifndef CT_BASE_LIMITS_H
#define CT_BASE_LIMITS_H

enum {
    /* Files that we read */
    CT_LIMIT_SOURCE = 64 << 20,     /* bytes of one file */
    CT_LIMIT_FILES = 10000,         /* case files in one run */
    CT_LIMIT_YAML_DEPTH = 64,       /* nesting of lists and mappings */
    CT_LIMIT_YAML_NODES = 16 << 20, /* nodes of one file, aliases expanded */
    CT_LIMIT_YAML_ALIASED = 100000, /* values that the aliases of one file stand for */
    CT_LIMIT_DIAGNOSTICS = 32,      /* errors that are printed; the rest is counted */
    CT_LIMIT_SECRET = 128 << 10,    /* bytes of one secret; real tokens reach 100,000 */
    CT_LIMIT_SECRET_MIN = 6,        /* shorter ones would mask half of every report */

    /* Values */
    CT_LIMIT_JSON_DEPTH = 128,     /* nesting of a JSON text */
    CT_LIMIT_JSON_VALUES = 400000, /* of a response: an empty object with a name takes 330 bytes */
    CT_LIMIT_DOCUMENT_VALUES = 2000000, /* of a certificate, a manifest, a line of a results file */
    CT_LIMIT_NUMBER_DIGITS = 1000,      /* characters of a number that a case may write */
    CT_LIMIT_EXPONENT = 400,            /* largest power of ten that a case may write */
    CT_LIMIT_PATTERN_STEPS = 1000000,   /* backtracking of one match of one pattern */
    CT_LIMIT_PATTERN = 32 << 10,        /* bytes of one pattern */
    CT_LIMIT_PATTERN_DEPTH = 100,       /* nesting of groups in one pattern */

    /* Judging the responses of one case, see budget.h */
    CT_LIMIT_JUDGE_STEPS = 100000000, /* about 2 to 5 seconds */
    CT_LIMIT_JUDGE_MS = 10000,        /* less where the timeout of a request is less */
    CT_LIMIT_JUDGE_MS_MIN = 1000,     /* at least, however short that timeout is */
    CT_LIMIT_JUDGE_GRACE_MS = 500,    /* after a signal or the end of --max-time */

    /* JSONPath */
    CT_LIMIT_PATH = 64 << 10,     /* bytes of one JSONPath */
    CT_LIMIT_PATH_DEPTH = 32,     /* nesting of filters, parentheses and calls */
    CT_LIMIT_PATH_NODES = 400000, /* nodes that one path selects */

    /* JSON Schema */
    CT_LIMIT_SCHEMA_DOCUMENTS = 1000,    /* documents that one schema may reach */
    CT_LIMIT_SCHEMA_DEPTH = 1000,        /* nesting of schemas that are applied */
    CT_LIMIT_SCHEMA_DESCRIBED = 1000000, /* properties marked as described, counting each time */
    CT_LIMIT_SCHEMA_UNDOCUMENTED = 100,  /* undescribed properties of one value that are shown */
    CT_LIMIT_SCHEMA_FAILURES = 100,      /* failures of one check that are shown */

    /* Requests and responses */
    CT_LIMIT_HEADERS = 256 << 10, /* bytes of all header lines, with interim responses, trailers */
    CT_LIMIT_BODY = 16 << 20,     /* bytes of one body */
    CT_LIMIT_CHUNK_LINE = 4096,   /* bytes of a chunk's size and its extensions */
    CT_LIMIT_INTERIM = 16,        /* interim (1xx) responses before the final one */
    CT_LIMIT_REQUEST = 16 << 20,  /* bytes of one request body */

    /* The reference gateway */
    CT_LIMIT_MOCK_BODY = 12 << 20,     /* bytes of a request body that it accepts */
    CT_LIMIT_MOCK_READ = 64 << 20,     /* bytes of one that it reads before it rejects it */
    CT_LIMIT_MOCK_HEADERS = 160 << 10, /* bytes of all header lines; each request pays for them */
    CT_LIMIT_MOCK_CONNECTIONS = 1000,  /* open at once */
    CT_LIMIT_MOCK_IDLE_S = 120,        /* seconds that a connection may be idle */

    /* What is kept and shown */
    CT_LIMIT_EVIDENCE = 16 << 10,   /* bytes of a body that a report keeps */
    CT_LIMIT_VALUE = 200,           /* bytes of one value in a message */
    CT_LIMIT_HINT_STEPS = 10000000, /* of explaining the differences of a response, see budget.h */
    CT_LIMIT_DIFFERENCES = 1000, /* differences of one body that are shown; the rest is counted */

    CT_LIMIT_RECORD_LINE = 256 << 20, /* bytes of one line of results.json: a case, or the head */

    /* A run */
    CT_LIMIT_CASES = 1000000, /* cases of one run */
    CT_LIMIT_PARALLEL = 256   /* cases at the same time */
};

#endif

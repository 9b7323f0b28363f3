/* analysis.h - what a run shows as a whole: the causes of its failures, the status of each
 * requirement, what was covered; and how it reached its target.
 *
 * Each list is NULL if it was not computed, or if nothing was found. All strings are masked
 * (redact.h). A record carries these facts; its reader checks that each case, step, finding,
 * operation and requirement that they name is in the record.
 *
 * The facts are derived from the results of cases and never change one. They belong to the arena of
 * the run's result, and are complete at run_end.
 */
#ifndef CT_MODEL_ANALYSIS_H
#define CT_MODEL_ANALYSIS_H

#include <stdbool.h>
#include <stdint.h>

struct ct_name;
struct ct_operation;
struct ct_requirement;

/* How an actual value differs from the expected one. It is a fact about the first difference of a
 * finding, not a judgement. */
typedef enum ct_mismatch {
    CT_MISMATCH_NONE,  /* not evaluated */
    CT_MISMATCH_VALUE, /* another value of a permitted JSON type, or nothing more is known */
    CT_MISMATCH_TYPE,  /* another JSON type, or not JSON */
    CT_MISMATCH_MISSING,
    CT_MISMATCH_UNEXPECTED, /* present, and no value is allowed there */
    CT_MISMATCHES
} ct_mismatch;

/* Returns "value", "type", "missing" or "unexpected"; NULL for CT_MISMATCH_NONE. Static.
 * mismatch: in; below CT_MISMATCHES */
const char *ct_mismatch_name(ct_mismatch mismatch);

/* A failure that a cause explains: a finding of a step, or the step's error. */
typedef struct ct_cause_case {
    const char *name; /* the case's full name */
    unsigned step;    /* from 0, in the order of the case's results, clean-up included */
    bool has_finding; /* false: the step's error */
    unsigned finding; /* from 0, of the step */
    struct ct_cause_case *next;
} ct_cause_case;

/* One reason for one or more failures, such as a property with another name. Failures that no cause
 * explains are not listed here; the cases have them. */
typedef struct ct_cause {
    unsigned id;      /* from 1, in the order of the list */
    const char *kind; /* lower-case words joined by '-': "renamed-property" */
    /* The part of the response: that of a finding ("status", "header Content-Type", "json"), and
     * for JSON a path whose array indices are replaced by [*]; NULL: the whole body, or not JSON.
     */
    const char *subject, *path;
    ct_mismatch mismatch;          /* CT_MISMATCH_NONE: errors, or several kinds */
    const char *text;              /* one sentence, in the terms of the contract */
    const char *expected, *actual; /* in the case that represents it; NULL: an error */
    unsigned follows;              /* the id of the cause that probably led to this one; 0: none */
    const char *first;             /* the full name of the case that represents it */
    ct_cause_case *cases;          /* at least one; `first` is among them */
    struct ct_name *violates;      /* ids of requirements; NULL: none */
    struct ct_cause *next;
} ct_cause;

/* Of a requirement, in the order of precedence: the largest of its cases counts. */
typedef enum ct_requirement_status {
    CT_NOT_TESTED,     /* no case can verify it: see `not_tested` of the requirement */
    CT_NOT_APPLICABLE, /* the target declares that it lacks the capability */
    CT_PASSED,
    CT_WARNED, /* a SHOULD was not met */
    CT_WAIVED, /* not met, and accepted until a date */
    CT_NOT_VERIFIED,
    CT_FAILED,
    CT_REQUIREMENT_STATUSES
} ct_requirement_status;

/* Returns "not-tested", "not-applicable", "passed", "warned", "waived", "not-verified" or "failed":
 * the names in files. Static.
 * status: in; below CT_REQUIREMENT_STATUSES */
const char *ct_requirement_status_name(ct_requirement_status status);

/* Returns the same in words, with spaces: "not verified". Static. */
const char *ct_requirement_status_words(ct_requirement_status status);

/* What one case shows about a requirement that the case or one of its steps cites. */
typedef struct ct_requirement_outcome {
    const struct ct_requirement *requirement;
    ct_requirement_status status; /* never CT_NOT_TESTED */
    struct ct_requirement_outcome *next;
} ct_requirement_outcome;

/* The status of a requirement, and the cases that decided it. */
typedef struct ct_requirement_result {
    const struct ct_requirement *requirement;
    ct_requirement_status status;
    struct ct_name *cases; /* full names of those that show this status; NULL: no case does */
    struct ct_requirement_result *next;
} ct_requirement_result;

/* A point of an API description that cases can reach, such as a status of an operation. Points that
 * no case reached are listed too, with the count 0. */
typedef struct ct_coverage_point {
    const struct ct_operation *operation;
    const char *kind;  /* "status" */
    const char *point; /* "404"; unique for its operation and kind */
    uint64_t count;    /* how often it was reached; 0: never */
    struct ct_coverage_point *next;
} ct_coverage_point;

/* How the requests of a run reach the target, as far as its URL does not say; the same for all of
 * its requests. No secrets: a password in a URL is masked, and of a key only the path is kept. */
typedef struct ct_connection {
    const char *http_version;             /* "1.1" or "2", as requested; NULL: the default */
    const char *proxy;                    /* URL; NULL: none */
    struct ct_name *resolve;              /* "HOST:PORT:ADDRESS"; NULL: none */
    const char *ca;                       /* path of a PEM file; NULL: the system's certificates */
    const char *client_cert, *client_key; /* paths of PEM files; NULL: none */
    /* SHA-256 as hex digits; NULL: no such file, or not known. Of the file `ca`, and of the
     * certificate in `client_cert` in DER: that file may have the key, too. */
    const char *ca_sha256, *client_cert_sha256;
    bool is_insecure; /* the server certificate is not verified */
} ct_connection;

#endif

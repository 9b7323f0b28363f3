/* result.h - the answer: what was found. The one model that every report reads.
 *
 * Every text in here is fit to be shown as far as secrets go (redact.h), but
 * not escaped for any medium: it may hold whatever the target sent.
 */
#ifndef CT_MODEL_RESULT_H
#define CT_MODEL_RESULT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "model/analysis.h"
#include "model/exchange.h"
#include "model/suite.h"

/* The warning of every report about a run with --insecure. */
#define CT_INSECURE                                                                                \
    "the server certificate was not verified: the responses may be from another server"

/* In the order of what counts for the whole: the largest. */
typedef enum ct_verdict {
    CT_NOT_RUN, /* selected, but the run ended before it: see ct_case_result.reason */
    CT_SKIP,    /* not run, on purpose */
    CT_PASS,    /* every expectation was evaluated and held */
    CT_WARN,    /* a `should` did not */
    CT_ERROR,   /* there was no answer to judge: network, limit, malformed HTTP */
    CT_FAIL,    /* the target answered, and broke the contract */
    CT_VERDICTS
} ct_verdict;

const char *ct_verdict_name(ct_verdict verdict); /* "not run", "skip", "pass", ... */
ct_verdict ct_verdict_worse(ct_verdict a, ct_verdict b);

/* One place where a response is not as expected. `expected` and `actual` are noun phrases, never
 * sentences: they complete "expected ..., got ...". */
typedef struct ct_difference {
    const char *path;     /* normalized JSONPath (RFC 9535): $['applies'][0] */
    const char *expected; /* "a string that matches '^[0-9a-f]{32}$'" */
    const char *actual;   /* "7", or "nothing" */
    const char *hint;     /* an explanation: "a number sent as a string"; or NULL */
    const char *schema;   /* violated keyword: "bindings.json#/properties/id/type"; or NULL */
    ct_mismatch mismatch;
    ct_loc where; /* of the expectation in its file */
    struct ct_difference *next;
} ct_difference;

/* One expectation that did not hold. Its facts are those of its first difference, except for
 * alternatives, which differ as a whole. */
typedef struct ct_finding {
    const ct_expect *expect; /* NULL in a record */
    const char *subject;     /* "status", "header Content-Type", "json" */
    ct_verdict verdict;      /* CT_FAIL, CT_WARN, or CT_ERROR if it could not be evaluated */
    ct_loc where;            /* of the first difference, or of the expectation, in its file */
    const char *expected;
    const char *actual; /* CT_NOT_EVALUATED beside CT_ERROR */
    const char *hint;   /* an explanation, beside CT_ERROR the reason; or NULL */
    const char *schema; /* violated keyword; or NULL */
    ct_mismatch mismatch;
    ct_difference *differences; /* about a body: the first CT_LIMIT_DIFFERENCES; else NULL */
    unsigned difference_count;  /* of all differences, listed or not; 0 without a list */
    struct ct_finding *next;
} ct_finding;

#define CT_NOT_EVALUATED "a response that could not be evaluated"

/* Something worth knowing that touches no verdict: "member $['x'] is not documented". */
typedef struct ct_response_note {
    const char *text;
    struct ct_response_note *next;
} ct_response_note;

typedef struct ct_step_result {
    const ct_step *step;
    ct_verdict verdict;
    const ct_exchange *exchange; /* masked and cut; NULL when nothing was sent, or nobody asks */
    ct_finding *findings;        /* what did not hold */
    unsigned checks;             /* expectations that were evaluated */
    ct_response_note *notes;
    ct_code code;          /* why CT_ERROR, with `trouble` */
    const char *error;     /* one sentence, or NULL */
    bool is_cleanup;       /* reported, never part of the case's verdict */
    unsigned attempts;     /* requests that were sent; only the last answer was judged */
    unsigned throttled_ms; /* waited because the target asked for it */
    unsigned waited_ms;    /* waited between the attempts of a step with `within` */
    struct ct_step_result *next;
} ct_step_result;

typedef struct ct_case_result {
    const ct_case *test_case;
    ct_verdict verdict;
    const char *reason;    /* of CT_SKIP, CT_NOT_RUN, and of a flaky case: one sentence */
    ct_step_result *steps; /* in the order they ran; there only while case_end is told */
    int64_t started_at;    /* Unix milliseconds */
    uint64_t elapsed_us;
} ct_case_result;

typedef struct ct_run_result {
    const ct_suite *suite;
    const char *target_name; /* "Reference gateway" */
    const char *target_url;
    const char *seed;   /* hex digits */
    int64_t started_at; /* Unix milliseconds */
    uint64_t elapsed_us;
    ct_case_result *before; /* the target's own steps, ahead of everything; NULL: it has none */
    ct_case_result *cases;  /* every selected case, in file order, from the beginning */
    size_t case_count;
    size_t deselected; /* cases of the suite that the selection left out */
    unsigned counts[CT_VERDICTS];
    unsigned cleanup_failures; /* steps of cleanup that did not pass */
    const char *stopped;       /* why the run ended early: "interrupted", or NULL */
    uint64_t throttled_us;     /* waited because the target asked for it, in all */
    const char *shuffle;       /* the seed of the order, or NULL: file order */
    unsigned repeat;           /* how often each case ran */
    unsigned shard, shards;    /* which part of the selection this is, of how many; 0: all of it */
    const ct_case **others;    /* the cases of the other shards, in file order */
    size_t other_count;
    bool is_strict;   /* --strict */
    bool is_insecure; /* the target's certificate was not verified */

    /* What the run shows as a whole; each of them NULL if nothing computed it. */
    const ct_cause *causes;
    const ct_requirement_result *requirement_results;
    const ct_coverage_point *coverage;
    const ct_connection *connection;
} ct_run_result;

/* The first step, and in it the first finding, that decided the verdict; *finding is NULL when it
 * was trouble. NULL for a pass, and for a case that did not run. Needs the steps. */
const ct_step_result *ct_case_decider(const ct_case_result *result, const ct_finding **finding);

/* The sentence that says why a case did not pass: the first finding or trouble that decided.
 * In the arena; NULL for a pass. Needs the steps. */
const char *ct_case_why(const ct_case_result *result, ct_arena *arena);

/* "pass" or "fail" and so on for the run as a whole, and the exit status that cli.md promises
 * for it: 0, 1 or 3. */
ct_verdict ct_run_verdict(const ct_run_result *run);
int ct_run_exit_status(const ct_run_result *run);

#endif

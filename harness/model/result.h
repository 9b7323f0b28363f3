/* result.h - what a run found: the one model that every report reads.
 *
 * A run has a result for each case, a case one for each step that ran, and a step a finding for
 * each expectation that did not hold. Verdicts are ordered: the worst step decides a case, the
 * worst case the run.
 *
 * Secrets are masked in every text (model/redact/redact.h), but nothing is escaped for any medium:
 * a string may hold whatever the target sent. Results are const for those who receive them; who
 * made them owns them.
 */
#ifndef CT_MODEL_RESULT_H
#define CT_MODEL_RESULT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "model/analysis.h"
#include "model/error_kind.h"
#include "model/exchange.h"
#include "model/suite.h"

/* The warning of every report about a run with --insecure. */
#define CT_INSECURE                                                                                \
    "the server certificate was not verified: the responses may be from another server"

/* In the order of precedence: the largest decides for the whole. */
typedef enum ct_verdict {
    CT_NOT_RUN, /* selected, but the run ended before it: see ct_case_result.reason */
    CT_SKIP,    /* left out on purpose, as a capability is missing */
    CT_PASS,    /* every expectation was evaluated, and held */
    CT_WARN,    /* a `should` did not hold, or the failure is waived */
    CT_ERROR,   /* there was no response that could be judged: network, limit, malformed HTTP */
    CT_FAIL,    /* the target responded, and violated the contract */
    CT_VERDICTS
} ct_verdict;

/* Returns "not run", "skip", "pass", "warn", "error" or "fail": the names in records and reports.
 */
const char *ct_verdict_name(ct_verdict verdict);

/* Returns the verdict that decides for both. */
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

/* An observation that does not change the result: "property $['x'] is not documented". */
typedef struct ct_response_note {
    const char *text;
    struct ct_response_note *next;
} ct_response_note;

/* The result of a step: of its last attempt, if it was repeated. */
typedef struct ct_step_result {
    const ct_step *step; /* in a record only its title and its place; NULL: it has neither */
    ct_verdict verdict;
    const ct_exchange
        *exchange;        /* masked and cut; NULL: nothing was sent, or no listener wants it */
    ct_finding *findings; /* the expectations that did not hold, in the order of the file */
    unsigned checks;      /* expectations that were evaluated, with those that held */
    ct_response_note *notes;
    ct_code code;          /* the kind of `error`; CT_E_NONE without one */
    const char *error;     /* one sentence that says why CT_ERROR, or why polling ended; or NULL */
    bool is_cleanup;       /* reported, but not part of the case's verdict */
    unsigned attempts;     /* requests that were sent; the response to the last one was judged */
    unsigned throttled_ms; /* waited because the target asked for it (429, 503) */
    unsigned waited_ms;    /* waited between the attempts of a step with `within` */
    struct ct_step_result *next;
} ct_step_result;

/* The result of a case. */
typedef struct ct_case_result {
    const ct_case *test_case;
    ct_verdict verdict;
    const char *reason;    /* one sentence; of CT_SKIP, CT_NOT_RUN, a flaky and a waived case */
    ct_step_result *steps; /* in the order in which they ran; only during case_end (events.h) */
    int64_t started_at;    /* Unix milliseconds; 0: it did not start */
    uint64_t elapsed_us;
} ct_case_result;

/* The result of a run. While it goes on, counts and cases change between events. */
typedef struct ct_run_result {
    const ct_suite *suite;
    const char *target_name; /* "Reference gateway"; NULL: it has none */
    const char *target_url;
    const char *seed;   /* of generated values, as hex digits */
    int64_t started_at; /* Unix milliseconds */
    uint64_t elapsed_us;
    ct_case_result *before; /* the target's own steps, before all cases; NULL: it has none */
    ct_case_result *cases;  /* every selected case, in file order, from the start of the run */
    size_t case_count;
    size_t deselected; /* cases of the suite that filters left out */
    unsigned counts[CT_VERDICTS];
    unsigned cleanup_failures; /* steps of clean-up that did not pass */
    const char *stopped;       /* why the run ended early: "interrupted"; or NULL */
    uint64_t throttled_us;     /* waited because the target asked for it, in total */
    const char *shuffle;       /* the seed of the order; NULL: file order */
    unsigned repeat;           /* how many times each case ran */
    unsigned shard, shards;    /* this part of the selection, from 1, and how many; 0: all of it */
    const ct_case **others;    /* the cases of the other shards, in file order */
    size_t other_count;
    bool is_strict;   /* --strict */
    bool is_insecure; /* the server certificate was not verified */

    /* What the run shows as a whole; each of them NULL if nothing computed it. */
    const ct_cause *causes;
    const ct_requirement_result *requirement_results;
    const ct_coverage_point *coverage;
    const ct_connection *connection;
} ct_run_result;

/* Finds what decided the verdict of a case. Needs the steps.
 *
 * result   in
 * finding  out: the first finding that decided; NULL if the step's error did.
 *
 * Returns the step; NULL for a pass, and for a case that did not run. */
const ct_step_result *ct_case_decider(const ct_case_result *result, const ct_finding **finding);

/* Returns the sentence that says why a case did not pass: its reason, or the finding or the error
 * that decided, such as "status: expected 404, got 200". NULL for a pass. It belongs to the result
 * or to the arena. Needs the steps. */
const char *ct_case_why(const ct_case_result *result, ct_arena *arena);

/* Returns the verdict of the run. With --strict a warning is a failure, and a skipped case an
 * error; a run that ended early, and one of no cases, is never a pass. */
ct_verdict ct_run_verdict(const ct_run_result *run);

/* Returns the exit status of the run: 0 it passed, 1 the target violated the contract, 3 not
 * verified. */
int ct_run_exit_status(const ct_run_result *run);

#endif

/* result.h - what a run found: the one model that every report reads.
 *
 * A run has a result for each case, a case one for each step that ran, and a step a finding for
 * each expectation that did not hold. Verdicts are ordered: the worst step decides a case, the
 * worst case the run.
 *
 * Secrets are masked in every text (model/redact/redact.h), but nothing is escaped for any medium:
 * a string may hold whatever the target sent. Results are const for those who receive them; who
 * made them owns them.
 *
 * Invariants:
 *   - counts[v] is the number of cases with the verdict v; their sum is case_count at the end;
 *   - a finding or an error explains every verdict of a step that is CT_WARN, CT_ERROR or CT_FAIL;
 *   - steps of clean-up never change the verdict of a case;
 *   - nothing here depends on a report: all of them read the same facts.
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

/* The warning of every report about a run with --insecure, as a sentence without a capital and a
 * period. */
#define CT_INSECURE                                                                                \
    "the server certificate was not verified: the responses may be from another server"

/* In the order of precedence: the largest decides for the whole. The numbers are not written to any
 * file: files use the names. */
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
 * Static.
 * verdict: in; below CT_VERDICTS */
const char *ct_verdict_name(ct_verdict verdict);

/* Returns the verdict that decides for both: the larger one. CT_NOT_RUN is neutral: with it the
 * other one is returned. */
ct_verdict ct_verdict_worse(ct_verdict a, ct_verdict b);

/* One place where a response is not as expected. `expected` and `actual` are noun phrases, never
 * sentences: they complete "expected ..., got ...". Values in them are JSON, cut to about
 * CT_LIMIT_VALUE bytes. */
typedef struct ct_difference {
    const char *path;     /* normalized JSONPath (RFC 9535): $['applies'][0] */
    const char *expected; /* "a string that matches '^[0-9a-f]{32}$'" */
    const char *actual;   /* "7", or "nothing" */
    const char *hint;     /* an explanation: "a number sent as a string"; or NULL */
    const char *schema;   /* violated keyword: "bindings.json#/properties/id/type"; or NULL */
    const char *diff;     /* lines of two strings, see CT_DIFF_LINES; or NULL */
    ct_mismatch mismatch;
    ct_loc where; /* of the expectation in its file */
    struct ct_difference *next;
} ct_difference;

/* One expectation that did not hold. Its facts are those of its first difference, except for
 * alternatives, which differ as a whole. An expectation has at most one finding, however many
 * differences it has. */
typedef struct ct_finding {
    const ct_expect *expect; /* NULL in a record */
    const char *subject;     /* "status", "header Content-Type", "json" */
    ct_verdict verdict;      /* CT_FAIL, CT_WARN, or CT_ERROR if it could not be evaluated */
    ct_loc where;            /* of the first difference, or of the expectation, in its file */
    const char *expected;
    const char *actual; /* CT_NOT_EVALUATED beside CT_ERROR */
    const char *hint;   /* an explanation, beside CT_ERROR the reason; or NULL */
    const char *schema; /* violated keyword; or NULL */
    const char *diff;   /* lines of two strings, see CT_DIFF_LINES; or NULL */
    ct_mismatch mismatch;
    ct_difference *differences; /* about a body: the first CT_LIMIT_DIFFERENCES; else NULL */
    unsigned difference_count;  /* of all differences, listed or not; 0 without a list */
    const ct_cite *violates;    /* the cited requirements that it fails; NULL: none */
    struct ct_finding *next;
} ct_finding;

/* The most lines of a diff. They are joined by line feeds, without one at the end, and start with
 * ' ' (in both strings), '-' (expected only), '+' (received only) or '\\' (about the line before).
 * A line "..." at the end stands for further differences. Long lines are cut. */
enum { CT_DIFF_LINES = 20 };

#define CT_NOT_EVALUATED "a response that could not be evaluated"

/* An observation that does not change the result: "property $['x'] is not documented". Notes of a
 * step are reported with it, also if it passed. */
typedef struct ct_response_note {
    const char *text;
    struct ct_response_note *next;
} ct_response_note;

/* The result of a step: of its last attempt, if it was repeated. With a verdict of CT_SKIP nothing
 * was sent. CT_ERROR has an `error` or a finding with that verdict; CT_PASS has no findings. */
typedef struct ct_step_result {
    const ct_step *step; /* in a record only its title and its place; NULL: it has neither */
    ct_verdict verdict;
    const ct_exchange
        *exchange;        /* masked and cut; NULL: nothing was sent, or no listener wants it */
    ct_finding *findings; /* the expectations that did not hold: status first, then file order */
    unsigned checks;      /* expectations that were evaluated, with those that held */
    unsigned status;      /* of the response that was judged; 0: there was none */
    ct_response_note *notes;
    ct_code code;          /* the kind of `error`; CT_E_NONE without one */
    const char *error;     /* one sentence that says why CT_ERROR, or why polling ended; or NULL */
    bool is_cleanup;       /* reported, but not part of the case's verdict */
    unsigned attempts;     /* requests that were sent; the response to the last one was judged */
    unsigned throttled_ms; /* waited because the target asked for it (429, 503) */
    unsigned waited_ms;    /* waited between the attempts of a step with `within` */
    unsigned saved_ms;     /* the rest of `within` that was not waited, as it could not help */
    struct ct_step_result *next;
} ct_step_result;

/* The result of a case. `verdict` is the worst of its steps without clean-up. A case that passed
 * only in some of its repeats is flaky; `reason` states that. */
typedef struct ct_case_result {
    const ct_case *test_case;
    ct_verdict verdict;
    const char *reason;    /* one sentence; of CT_SKIP, CT_NOT_RUN, a flaky and a waived case */
    ct_step_result *steps; /* in the order in which they ran; only during case_end (events.h) */
    int64_t started_at;    /* Unix milliseconds; 0: it did not start */
    uint64_t elapsed_us;
    /* What it shows about each requirement that it cites, steps included; NULL: none is cited, or
     * the case did not end. */
    const ct_requirement_outcome *requirements;
} ct_case_result;

/* How long a run waited for responses to change (`within`), in milliseconds, summed over the steps
 * that are reported: steps of cases that ran in parallel waited at the same time. */
typedef struct ct_waiting {
    uint64_t waited_ms;
    unsigned steps; /* those that waited */
    uint64_t saved_ms;
    unsigned saved_steps;     /* those whose polling ended early */
    uint64_t longest_ms;      /* the longest wait of one step; 0: none waited */
    const char *longest_case; /* its full name */
    const char *longest_step; /* its title; NULL: none */
} ct_waiting;

/* Adds the steps of a case, or of another sum.
 * sum:    in/out
 * result: in; with its steps
 * arena:  owns the copies of the names in `sum` */
void ct_waiting_add(ct_waiting *sum, const ct_case_result *result, ct_arena *arena);
void ct_waiting_add_sum(ct_waiting *sum, const ct_waiting *other);

/* The result of a run. While it goes on, counts and cases change between events. It belongs to the
 * arena that was given to ct_run(), or to the reader of a results file. Times in microseconds come
 * from the monotonic clock, times in milliseconds since 1970 from the clock of the system. */
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
    ct_waiting waiting;        /* of its cases, without `before` */
    const char *shuffle;       /* the seed of the order; NULL: file order */
    const char *user_agent;    /* that was set for its requests, masked; NULL: the program's own */
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

/* Finds what decided the verdict of a case, for reports that show one reason. Call it while the
 * steps exist: during case_end.
 * result:  in
 * finding: out; the first finding of the case's verdict; NULL if the step's error decided, and
 *          whenever NULL is returned. It belongs to the result
 * Returns the first step with the verdict of the case, without clean-up; NULL for a pass, and for a
 * case that did not run. */
const ct_step_result *ct_case_decider(const ct_case_result *result, const ct_finding **finding);

/* Returns the sentence that says why a case did not pass: its reason, or the finding or the error
 * that decided, such as "status: expected 404, got 200". NULL for a pass. Call it while the steps
 * exist.
 * result: in
 * arena:  owns the sentence, if it is not a string of the result itself. It is masked, but not
 *         escaped */
const char *ct_case_why(const ct_case_result *result, ct_arena *arena);

/* Returns the verdict of the run: the same for the run and for its results file. With --strict a
 * warning is a failure, and a skipped case an error. A run that ended early or has a case that was
 * not run is CT_ERROR, unless a case failed. A
 * run in which no case passed is CT_SKIP: it is never a pass.
 * run: in; its counts are complete
 * after run_end */
ct_verdict ct_run_verdict(const ct_run_result *run);

/* Returns the exit status of the run: 0 if ct_run_verdict() is CT_PASS or CT_WARN, 1 for CT_FAIL
 * (the target violated the contract), 3 for everything else (not verified). */
int ct_run_exit_status(const ct_run_result *run);

#endif

/* mutation_report.h - the results of a mutation run, and its report as text and JSON.
 *
 * A mutant is killed if a case detects it, otherwise it survived. Mutants are given by their index
 * in the mutation run, cases by their index in its selection. The functions only read the report.
 *
 * An index must be below ct_mutation_report_mutant_count(), or the number of selected cases.
 * Everything but the last two functions takes time in proportion to the number of mutants or of
 * cases, or their product, so callers keep a result that they need again. Nothing here fails.
 */
#ifndef CT_MUTATION_MUTATION_REPORT_H
#define CT_MUTATION_MUTATION_REPORT_H

#include "base/buf.h"
#include "mutation/mutation_run.h"

/* Verdicts are rows of bytes, a ct_verdict for each case of the selection. All is borrowed. */
typedef struct ct_mutation_report {
    const ct_mutation_run *mutation_run;
    const unsigned char *by_variant; /* a row for each of ct_variants; NULL: not run */
    const unsigned char *by_mutant;  /* a row for each mutant, the uncharged ones included */
    size_t variant_count;
    const char *version; /* version of this program */
    uint64_t elapsed_us; /* microseconds, of the whole run */
} ct_mutation_report;

/* Returns whether the case kills the mutant: it fails, or it warns and the mutant violates no MUST.
 * A case that could not be judged kills nothing.
 * mutant:  in; index
 * of_case: in; index */
bool ct_mutation_report_kills(const ct_mutation_report *report, size_t mutant, size_t of_case);

/* Returns whether any selected case kills it. Otherwise it survived.
 * mutant: in; index */
bool ct_mutation_report_is_killed(const ct_mutation_report *report, size_t mutant);

/* Returns whether the mutant is a response in another order that no case detects, and that violates
 * no verified requirement. Nothing shows that the contract promises an order, so it may be a
 * conforming response: it does not count as a survivor.
 * mutant: in; index */
bool ct_mutation_report_may_survive(const ct_mutation_report *report, size_t mutant);

/* The outcome of a mutation run. PROVEN and NOT_PROVEN are about the requirements that the cases
 * claim to verify; without such a claim there is only a score. A run from which cases were left out
 * is never PROVEN. */
typedef enum ct_mutation_outcome {
    CT_OUTCOME_SCORE, /* no MUST is verified, or it is unknown what mutants violate */
    CT_OUTCOME_PROVEN,
    CT_OUTCOME_NOT_PROVEN
} ct_mutation_outcome;

/* A number of mutants, and how many of them were killed. Of several mutants of one fault each
 * counts. */
typedef struct ct_mutation_count {
    size_t faults, killed;
} ct_mutation_count;

/* The numbers of the whole report. A mutant is *charged* if it violates a requirement that a
 * selected case verifies. Only charged mutants decide whether a MUST is proven. */
typedef struct ct_mutation_report_counts {
    ct_mutation_outcome outcome;
    ct_mutation_count charged;   /* mutants that violate a verified requirement */
    ct_mutation_count uncharged; /* all others */
    ct_mutation_count total;     /* sum of both */
    size_t may_survive;          /* mutants that count nowhere else */
    size_t left_out;             /* cases that do not pass without a fault */
    size_t mutants, killed;      /* those that violate a verified requirement */
    size_t must_survivors;       /* of these, mutants that violate a MUST and survived */
    size_t must_unproven;        /* see ct_mutation_report_is_unproven() */
    size_t redundant;            /* cases, see ct_mutation_report_is_redundant() */
    size_t faults;               /* faults with at least one mutant */
    size_t false_alarms;         /* variants against which a case fails */
} ct_mutation_report_counts;

/* Counts everything once. The result does not refer to the report. */
ct_mutation_report_counts ct_mutation_report_count(const ct_mutation_report *report);

/* Returns "12/40 (30.0 %)" in `arena`. The percentage is rounded down, so that only a complete
 * score is 100 %.
 * counter: in; of no mutants the percentage is 0.0
 * arena:   owns the string */
const char *ct_mutation_score(const ct_mutation_count *counter, ct_arena *arena);

/* Returns the exit status: 0, 1 for a false alarm, a case that was left out, an unproven MUST or a
 * mutant that violates a MUST and survived, 3 if there is no mutant. A false alarm and a case that
 * was left out take precedence. With `is_strict`
 * redundant cases and, of a mutation score, surviving mutants are 1 too. */
int ct_mutation_report_status(const ct_mutation_report_counts *counts, bool is_strict);

/* Whether the mutant violates a verified requirement. Without the data of the reference gateway:
 * whether a case kills it that verifies one. */
bool ct_mutation_report_is_charged(const ct_mutation_report *report, size_t mutant);

/* Returns the number of mutants, the uncharged ones included: the limit of every mutant's index. */
size_t ct_mutation_report_mutant_count(const ct_mutation_report *report);

/* The mutants that violate a requirement, those that were killed, and those that were killed by a
 * case which verifies it. Of a recorded API it is unknown what a fault violates: then all three are
 * the mutants that such cases kill. */
typedef struct ct_mutation_report_requirement {
    size_t mutants, killed, killed_by_own;
} ct_mutation_report_requirement;

ct_mutation_report_requirement ct_mutation_report_of(const ct_mutation_report *report,
                                                     const ct_requirement *requirement);

/* The mutants that a case kills, and those of them that no other case kills. */
typedef struct ct_mutation_report_case {
    size_t killed, alone;
} ct_mutation_report_case;

ct_mutation_report_case ct_mutation_report_of_case(const ct_mutation_report *report,
                                                   size_t of_case);

/* Returns whether the case kills no mutant that another case misses, and has no `why`. Such a case
 * can be removed without losing a mutant, but two of them may not both be.
 * of_case: in; index */
bool ct_mutation_report_is_redundant(const ct_mutation_report *report, size_t of_case);

/* Whether a selected case verifies this MUST, or one that was left out, no mutant that violates it
 * was killed, and it has no `not_tested`. False for a SHOULD or MAY. requirement: in; of the suite
 * of the selection */
bool ct_mutation_report_is_unproven(const ct_mutation_report *report,
                                    const ct_requirement *requirement);

/* Returns whether a selected case verifies it, or one that was left out.
 * requirement: in; of the suite of the selection */
bool ct_mutation_report_is_tested(const ct_mutation_report *report,
                                  const ct_requirement *requirement);

/* Returns whether the case fails, or could not be judged, against a conforming variant.
 * variant: in; index in ct_variants, below variant_count
 * of_case: in; index */
bool ct_mutation_report_is_false_alarm(const ct_mutation_report *report, size_t variant,
                                       size_t of_case);

/* Returns "bind 400", the operation and status of the mutated response, or "behaviour" for a fault
 * that changes no response.
 * arena: owns the string */
const char *ct_mutant_response(const ct_mutant *mutant, ct_arena *arena);

/* Append the report to `out`: as text for a terminal, or as one JSON object with a line
 * break. Strings of the suite are escaped for the format.
 * out:   in, out; owned by the caller. It should have no limit: a cut report is not marked
 * level: 0 for the last line only, 1 for the tables and surviving mutants, 2 for every mutant */
void ct_mutation_report_write_text(const ct_mutation_report *report, ct_buf *out, unsigned level);
void ct_mutation_report_write_json(const ct_mutation_report *report, ct_buf *out);

#endif

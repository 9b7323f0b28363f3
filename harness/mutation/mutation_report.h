/* mutation_report.h - what a campaign has shown, and the three ways to write it down. */
#ifndef CT_MUTATION_MUTATION_REPORT_H
#define CT_MUTATION_MUTATION_REPORT_H

#include "base/buf.h"
#include "mutation/mutation_run.h"

/* Facts of all trials, and verdicts as rows of one byte per selected case. */
typedef struct ct_mutation_report {
    const ct_mutation_run *mutation_run;
    const unsigned char *by_variant; /* a row for each of ct_variants; NULL: none was run */
    const unsigned char *by_mutant;  /* a row for each trial, the uncharged ones included */
    size_t variant_count;
    const char *version; /* of this program */
    uint64_t elapsed_us; /* of all trials */
} ct_mutation_report;

/* The case notices: it fails, or warns where no more than a SHOULD is broken. */
bool ct_mutation_report_kills(const ct_mutation_report *report, size_t mutant, size_t of_case);

/* Any case does. */
bool ct_mutation_report_is_killed(const ct_mutation_report *report, size_t mutant);

/* What the numbers of a proof are a measure of. */
typedef enum ct_mutation_outcome {
    CT_OUTCOME_SCORE, /* nothing is required, or it is unknown what a fault breaks: a mutation score
                       */
    CT_OUTCOME_PROVEN,
    CT_OUTCOME_NOT_PROVEN
} ct_mutation_outcome;

/* Trials, and those that were caught. */
typedef struct ct_mutation_count {
    size_t faults, killed;
} ct_mutation_count;

typedef struct ct_mutation_report_counts {
    ct_mutation_outcome outcome;
    ct_mutation_count charged;   /* trials that a requirement is charged with */
    ct_mutation_count uncharged; /* the others */
    ct_mutation_count total;     /* their sum */
    size_t mutants, killed, must_survivors;
    size_t must_unproven; /* requirements that cases verify, and no break of which was caught */
    size_t redundant;     /* cases: see ct_mutation_report_is_redundant */
    size_t faults;        /* rows of the table that were tried */
    size_t false_alarms;  /* variants in which a case fails */
} ct_mutation_report_counts;

ct_mutation_report_counts ct_mutation_report_count(const ct_mutation_report *report);

/* "12/40 (30.0 %)", rounded down, so that only all of them are 100 %. In the arena. */
const char *ct_mutation_score(const ct_mutation_count *counter, ct_arena *arena);

/* The exit status that the proof leads to. A fault that survives a mutation score fails a strict
 * one. */
int ct_mutation_report_status(const ct_mutation_report_counts *counts, bool is_strict);

/* Of all trials, the uncharged ones included: whether a requirement is charged with it. */
bool ct_mutation_report_is_charged(const ct_mutation_report *report, size_t mutant);

/* All trials, the uncharged ones included. */
size_t ct_mutation_report_mutant_count(const ct_mutation_report *report);

/* Breaks of one requirement, those that were caught, and by a case that verifies it. It is unknown
 * what a defect breaks of a gateway that is not ours: there all three are the breaks that the
 * requirement's own cases catch. */
typedef struct ct_mutation_report_requirement {
    size_t mutants, killed, killed_by_own;
} ct_mutation_report_requirement;

ct_mutation_report_requirement ct_mutation_report_of(const ct_mutation_report *report,
                                                     const ct_requirement *requirement);

/* Breaks that a case notices, and those that no other one does. */
typedef struct ct_mutation_report_case {
    size_t killed, alone;
} ct_mutation_report_case;

ct_mutation_report_case ct_mutation_report_of_case(const ct_mutation_report *report,
                                                   size_t of_case);

/* Without the case all that is caught would be caught still, and its file does not say why it is
 * there. */
bool ct_mutation_report_is_redundant(const ct_mutation_report *report, size_t of_case);

/* A MUST that cases verify, and no break of which was caught, nor says its row why not. */
bool ct_mutation_report_is_unproven(const ct_mutation_report *report,
                                    const ct_requirement *requirement);

/* A case of the selection verifies it. */
bool ct_mutation_report_is_tested(const ct_mutation_report *report,
                                  const ct_requirement *requirement);

/* In that variant the case fails, or could not be judged. */
bool ct_mutation_report_is_false_alarm(const ct_mutation_report *report, size_t variant,
                                       size_t of_case);

/* "bind 400", or "behaviour". */
const char *ct_mutant_response(const ct_mutant *mutant, ct_arena *arena);

/* The table; `level` 0: its last line only, 2: every trial. */
void ct_mutation_report_write_text(const ct_mutation_report *report, ct_buf *out, unsigned level);
void ct_mutation_report_write_json(const ct_mutation_report *report, ct_buf *out);
void ct_mutation_report_write_html(const ct_mutation_report *report, ct_buf *out);

#endif

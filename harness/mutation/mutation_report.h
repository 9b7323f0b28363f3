/* mutation_report.h - what a campaign has shown, and the three ways to write it down. */
#ifndef CT_MUTATION_MUTATION_REPORT_H
#define CT_MUTATION_MUTATION_REPORT_H

#include "base/buf.h"
#include "mutation/mutation_run.h"

/* Facts of all trials, and verdicts as rows of one byte per selected case. */
typedef struct ct_proof {
    const ct_campaign *campaign;
    const unsigned char *by_variant; /* a row for each of ct_variants; NULL: none was run */
    const unsigned char *by_trial;   /* a row for each trial, the uncharged ones included */
    size_t variant_count;
    const char *version; /* of this program */
    uint64_t elapsed_us; /* of all trials */
} ct_proof;

/* The case notices: it fails, or warns where no more than a SHOULD is broken. */
bool ct_proof_notices(const ct_proof *proof, size_t trial, size_t of_case);

/* Any case does. */
bool ct_proof_is_caught(const ct_proof *proof, size_t trial);

/* What the numbers of a proof are a measure of. */
typedef enum ct_proof_outcome {
    CT_PROOF_SCORE, /* nothing is required, or it is unknown what a fault breaks: a mutation score
                     */
    CT_PROOF_PROVEN,
    CT_PROOF_NOT_PROVEN
} ct_proof_outcome;

/* Trials, and those that were caught. */
typedef struct ct_proof_tally {
    size_t faults, caught;
} ct_proof_tally;

typedef struct ct_proof_counts {
    ct_proof_outcome outcome;
    ct_proof_tally charged;   /* trials that a requirement is charged with */
    ct_proof_tally uncharged; /* the others */
    ct_proof_tally total;     /* their sum */
    size_t trials, caught, must_survivors;
    size_t must_unproven; /* requirements that cases verify, and no break of which was caught */
    size_t weak;          /* cases: see ct_proof_is_weak */
    size_t defects;       /* rows of the table that were tried */
    size_t false_alarms;  /* variants in which a case fails */
} ct_proof_counts;

ct_proof_counts ct_proof_count(const ct_proof *proof);

/* "12/40 (30.0 %)", rounded down, so that only all of them are 100 %. In the arena. */
const char *ct_proof_score(const ct_proof_tally *tally, ct_arena *arena);

/* The exit status that the proof leads to. A fault that survives a mutation score fails a strict
 * one. */
int ct_proof_status(const ct_proof_counts *counts, bool is_strict);

/* Of all trials, the uncharged ones included: whether a requirement is charged with it. */
bool ct_proof_is_charged(const ct_proof *proof, size_t trial);

/* All trials, the uncharged ones included. */
size_t ct_proof_trial_count(const ct_proof *proof);

/* Breaks of one requirement, those that were caught, and by a case that verifies it. It is unknown
 * what a defect breaks of a gateway that is not ours: there all three are the breaks that the
 * requirement's own cases catch. */
typedef struct ct_proof_requirement {
    size_t trials, caught, caught_by_own;
} ct_proof_requirement;

ct_proof_requirement ct_proof_of(const ct_proof *proof, const ct_requirement *requirement);

/* Breaks that a case notices, and those that no other one does. */
typedef struct ct_proof_case {
    size_t caught, alone;
} ct_proof_case;

ct_proof_case ct_proof_of_case(const ct_proof *proof, size_t of_case);

/* Without the case all that is caught would be caught still, and its file does not say why it is
 * there. */
bool ct_proof_is_weak(const ct_proof *proof, size_t of_case);

/* Why a case is there that catches nothing of its own: the comment right above its id, when it has
 * the tag `redundant`. NULL: it has no such tag, or no comment. */
const char *ct_proof_reason(const ct_case *asked, ct_arena *arena);

/* A MUST that cases verify, and no break of which was caught, nor says its row why not. */
bool ct_proof_is_unproven(const ct_proof *proof, const ct_requirement *requirement);

/* A case of the selection verifies it. */
bool ct_proof_is_asked(const ct_proof *proof, const ct_requirement *requirement);

/* In that variant the case fails, or could not be judged. */
bool ct_proof_is_false_alarm(const ct_proof *proof, size_t variant, size_t of_case);

/* "bind 400", or "behaviour". */
const char *ct_trial_answer(const ct_trial *trial, ct_arena *arena);

/* The table; `level` 0: its last line only, 2: every trial. */
void ct_proof_write_text(const ct_proof *proof, ct_buf *out, unsigned level);
void ct_proof_write_json(const ct_proof *proof, ct_buf *out);
void ct_proof_write_html(const ct_proof *proof, ct_buf *out);

#endif

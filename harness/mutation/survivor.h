/* survivor.h - the mutants that no case detects, grouped for people.
 *
 * A group has the mutants that survived at one place (operation, status, and part of the response)
 * that one expectation would detect. It has neither ids that were generated nor ports nor times,
 * and groups are sorted, so that two runs give the same groups.
 */
#ifndef CT_MUTATION_SURVIVOR_H
#define CT_MUTATION_SURVIVOR_H

#include "mutation/mutation_report.h"

/* A fault of a group, and the number of its mutants in it. */
typedef struct ct_survivor_fault {
    const ct_fault *fault;
    size_t mutants;
} ct_survivor_fault;

/* A group. Lists are in the order of the table of faults, of the selection, and of the suite. */
typedef struct ct_survivor_group {
    const char *place;         /* "GET /pets/{pet_id}"; "behaviour": no response is changed */
    unsigned status;           /* of the responses; 0: no response is changed */
    const char *part;          /* "status", "header Allow", "body", "$.pets[*].id"; "": behaviour */
    size_t mutants;            /* at least one */
    size_t first;              /* index of the first one */
    ct_survivor_fault *faults; /* each once */
    size_t fault_count;
    const ct_case **cases; /* that received such a mutant and did not detect it */
    size_t case_count;
    const ct_requirement **violated; /* that a selected case verifies */
    size_t violated_count;
    bool is_must;        /* one of them is a MUST */
    bool may_survive;    /* see ct_mutation_report_may_survive() */
    const char *yaml;    /* "expect: {status: 200}"; NULL: none */
    const char *reason;  /* why there is none; NULL beside `yaml` */
    const ct_case *only; /* the case for which `yaml` holds; NULL: for all of `cases` */
} ct_survivor_group;

/* The groups of a report. */
typedef struct ct_survivors {
    ct_survivor_group *groups;
    size_t count;
} ct_survivors;

/* Groups those of some mutants that survived.
 * report: in; must outlive the result
 * begin:  in; index of the first mutant
 * end:    in; index after the last one
 * arena:  owns the result
 * Returns groups in this order: those that violate a MUST, those that violate a requirement, all
 * others, those that may survive; in each by place, status, part and first mutant. */
ct_survivors ct_survivors_group(const ct_mutation_report *report, size_t begin, size_t end,
                                ct_arena *arena);

/* The groups that a report lists: of all mutants if its outcome is a score, else only of those that
 * violate a verified requirement. Parameters as above. */
ct_survivors ct_survivors_of(const ct_mutation_report *report,
                             const ct_mutation_report_counts *counts, ct_arena *arena);

#endif

/* report_sample.h - runs made by hand, golden files, and folders to write into: for the tests of
 * the reports. */
#ifndef CT_TESTS_REPORT_SAMPLE_H
#define CT_TESTS_REPORT_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/events.h"
#include "report/reporters.h"

enum { SAMPLE_CASES = 64 };

typedef struct sample {
    ct_arena *arena;
    ct_suite suite;
    ct_run_result run;
    ct_case_result results[SAMPLE_CASES];
    const ct_source *source; /* "cases/quota/404.yaml" */
    ct_report_about about;
} sample;

/* An empty run with a target, a seed and fixed times. */
sample *sample_new(ct_arena *arena);

ct_operation *sample_operation(sample *s, const char *id);
ct_case_result *sample_case(sample *s, const ct_operation *operation, const char *id,
                            ct_verdict verdict);

/* Adds a step with an exchange; status 0: there was no answer. */
ct_step_result *sample_step(sample *s, ct_case_result *result, unsigned status);
ct_finding *sample_finding(sample *s, ct_step_result *step, const char *subject,
                           const char *expected, const char *actual);
ct_difference *sample_difference(sample *s, ct_finding *finding, const char *path,
                                 const char *expected, const char *actual);
void sample_trouble(ct_step_result *step, ct_code code, const char *error);
void sample_remark(sample *s, ct_step_result *step, const char *text);
void sample_cite(sample *s, ct_case_result *result, const char *id, ct_level level);
void sample_body(ct_step_result *step, const char *bytes, size_t size, size_t whole);

/* The case of a result, to be changed. */
ct_case *sample_asked(ct_case_result *result);

/* Counts, and tells the run: the last case ends first. */
void sample_tell(sample *s, ct_listener *listener);

/* One of everything. */
sample *sample_mixed(ct_arena *arena);

/* What targets and files send to break a report, in every place that can hold a text. */
extern const char sample_hostile[];
sample *sample_attack(ct_arena *arena);

/* A report of the kind as bytes, by way of a file in `folder`. */
const ct_source *sample_report(sample *s, const char *kind, const char *folder);

/* The same bytes as harness/tests/golden/NAME; with CT_ACCEPT=1 in the environment they become
 * that file. */
void golden_check(const char *name, const char *bytes, size_t size);

/* A new folder, removed with all that is in it when the arena goes. */
const char *folder_new(ct_arena *arena);
const char *path_in(ct_arena *arena, const char *folder, const char *name);
unsigned folder_count(const char *folder); /* entries, hidden ones too */
void file_write(const char *path, const char *text);

/* Setup and teardown: *state is an arena. */
int arena_setup(void **state);
int arena_teardown(void **state);

#endif

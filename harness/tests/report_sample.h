/* report_sample.h - sample runs, golden files, and temporary folders for the tests of the
 * reports. */
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

/* Adds a step with an exchange; status 0: without a response. */
ct_step_result *sample_step(sample *s, ct_case_result *result, unsigned status);
ct_finding *sample_finding(sample *s, ct_step_result *step, const char *subject,
                           const char *expected, const char *actual);
ct_difference *sample_difference(sample *s, ct_finding *finding, const char *path,
                                 const char *expected, const char *actual);
void sample_trouble(ct_step_result *step, ct_code code, const char *error);
void sample_remark(sample *s, ct_step_result *step, const char *text);
void sample_cite(sample *s, ct_case_result *result, const char *id, ct_level level);
void sample_body(ct_step_result *step, const char *bytes, size_t size, size_t whole);

/* Returns the case of a result, for changes. */
ct_case *sample_asked(ct_case_result *result);

/* Counts the results, and sends the run to the listener: the last case ends first. */
void sample_tell(sample *s, ct_listener *listener);

/* A run with one of everything. */
sample *sample_mixed(ct_arena *arena);

/* Hostile data of targets and files, in every place that can contain a string. */
extern const char sample_hostile[];
sample *sample_attack(ct_arena *arena);

/* Writes a report of this kind to a file in `folder`, and reads it. */
const ct_source *sample_report(sample *s, const char *kind, const char *folder);

/* Compares the bytes with harness/tests/golden/NAME; with CT_ACCEPT=1 in the environment writes
 * that file. */
void golden_check(const char *name, const char *bytes, size_t size);

/* Creates a folder, which is deleted with its content when the arena is freed. */
const char *folder_new(ct_arena *arena);
const char *path_in(ct_arena *arena, const char *folder, const char *name);
unsigned folder_count(const char *folder); /* entries, hidden ones too */
void file_write(const char *path, const char *text);

/* Setup and teardown: *state is an arena. */
int arena_setup(void **state);
int arena_teardown(void **state);

#endif

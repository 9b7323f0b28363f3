/* record_read.h - reads results.json (record.h), or the journal of a run (journal.h), as a run that
 * can be replayed to listeners.
 *
 * The file is not trusted. An unknown, missing or malformed property, a digest that does not match,
 * a count that differs from the cases, a verdict that differs from the steps: each is an error with
 * its line. Opening reads the whole file once and keeps of each case what a run keeps; the steps of
 * a case are read again when they are needed, so that memory does not grow with them.
 *
 * In a journal, cases that did not end are "not run", and the run is stopped; its last line may be
 * incomplete.
 */
#ifndef CT_RECORD_RECORD_READ_H
#define CT_RECORD_RECORD_READ_H

#include "base/attr.h"
#include "model/reporter.h"

/* A run that was read. All of it belongs to the arena that it was opened with. */
typedef struct ct_recorded {
    ct_suite suite; /* without what only a run needs: requests, expectations */
    ct_run_result run;
    ct_report_about about;
    bool is_journal;
    struct ct_recorded_machine *machine; /* private */
} ct_recorded;

/* Opens the results of one run.
 *
 * arena  in: owns the result; the files stay open as long as it lives.
 * paths  in: one file, or several: the shards of one run of the same suite and the same target,
 * which are merged in file order. A case that two of them have with the same result is a warning;
 * if it did not run in one, the other counts; if the results differ, the files are refused. A
 *        selected case that none of them has is "not run". A merged run has no causes, requirement
 *        results, coverage or connection.
 * count  in: of the paths, at least 1.
 * diag   in/out
 *
 * NULL after noting why it cannot be read. */
ct_recorded *ct_recorded_open(ct_arena *arena, const char *const *paths, size_t count,
                              ct_diag *diag) CT_MUST_USE;

/* Calls the listeners as the run did (events.h), case by case in file order. Returns false after
 * noting that the file has changed since it was opened; then run_end was not called. */
bool ct_recorded_replay(ct_recorded *recorded, ct_listener *listeners, ct_diag *diag) CT_MUST_USE;

/* Reads the steps of a case.
 *
 * recorded  in/out
 * result    in/out: an element of recorded->run.cases; gets its steps, whose exchanges are as they
 *           were kept: masked and cut.
 * arena     in: owns the steps.
 *
 * Returns false after noting why they cannot be read. */
bool ct_recorded_steps(ct_recorded *recorded, ct_case_result *result, ct_arena *arena,
                       ct_diag *diag) CT_MUST_USE;

/* Returns the number of results of the target's own steps: for each run one of those before the
 * cases, and one of their clean-up, if the run got that far. */
size_t ct_recorded_before_count(const ct_recorded *recorded);

/* Reads one of these with its steps.
 *
 * index   in: below ct_recorded_before_count().
 * arena   in: owns the steps.
 * before  out
 *
 * Returns false after noting why it cannot be read. */
bool ct_recorded_before(ct_recorded *recorded, size_t index, ct_arena *arena,
                        ct_case_result *before, ct_diag *diag) CT_MUST_USE;

#endif

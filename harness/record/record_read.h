/* record_read.h - a record (record.h) or a journal (journal.h) back as a run, told to
 * listeners.
 *
 * Nobody vouches for the file: a member that is unknown, missing or of the
 * wrong kind, a count that is not that of the cases, a verdict that is not that
 * of its steps is a note with its line. Opening reads all of it once and keeps
 * of each case what a run keeps; its steps are read again when they are told.
 *
 * Of a journal the cases that did not end are "not run", and the run "stopped";
 * its last line may be torn.
 */
#ifndef CT_RECORD_RECORD_READ_H
#define CT_RECORD_RECORD_READ_H

#include "base/attr.h"
#include "model/reporter.h"

typedef struct ct_recorded {
    ct_suite suite; /* without what only a run needs: requests, expectations */
    ct_run_result run;
    ct_report_about about;
    bool is_journal;
    struct ct_recorded_machine *machine;
} ct_recorded;

/* One record, or several that are shards of one run: of the same suite and the same target, merged
 * in file order. A case in two of them is noted as a warning when both say the same; a case that
 * did not run in one counts as in the other; anything else is refused. What the selection has and
 * no record is "not run". All of it belongs to the arena; NULL after noting why not. */
ct_recorded *ct_recorded_open(ct_arena *arena, const char *const *paths, size_t count,
                              ct_diag *diag) CT_MUST_USE;

/* Tells the run as if it were running, case by case in file order. False after noting that the
 * file is no longer what it was; then run_end is not told. */
bool ct_recorded_replay(ct_recorded *recorded, ct_listener *listeners, ct_diag *diag) CT_MUST_USE;

/* Fills in the steps of a case, in the arena; false after noting. Exchanges stand there as they
 * were kept: masked and cut. */
bool ct_recorded_steps(ct_recorded *recorded, ct_case_result *result, ct_arena *arena,
                       ct_diag *diag) CT_MUST_USE;

/* How many results of the target's own steps there are: for each run one ahead of the cases, and
 * one for the cleanup behind them, where it came to that. */
size_t ct_recorded_before_count(const ct_recorded *recorded);

/* Reads one of them with its steps, into the arena. False after noting. */
bool ct_recorded_before(ct_recorded *recorded, size_t index, ct_arena *arena,
                        ct_case_result *before, ct_diag *diag) CT_MUST_USE;

#endif

/* journal.h - results of a run that goes on: results.json.journal, beside the results to come.
 *
 * It starts like results.json (record.h), with every selected case as "not run". Each case is
 * appended when it ends, as a line that is written at once, so that the results of a run that is
 * killed are not lost. When results.json is complete the journal is deleted. record_read.h reads
 * both.
 */
#ifndef CT_RECORD_JOURNAL_H
#define CT_RECORD_JOURNAL_H

#include "model/reporter.h"

#define CT_JOURNAL_SUFFIX ".journal"

typedef struct ct_record_journal ct_record_journal;

/* Prepares a journal; nothing is written before the run starts.
 *
 * arena   in: owns the journal.
 * record  in: path of the results file.
 * about   in: borrowed; it must live as long as the journal.
 *
 * NULL if `record` is standard output or a device: then there is no journal. */
ct_record_journal *ct_record_journal_new(ct_arena *arena, const char *record,
                                         const ct_report_about *about);

/* Returns the listener that writes it. It belongs to the journal. */
ct_listener *ct_record_journal_listener(ct_record_journal *journal);

/* Closes the journal. If `is_record_whole`, the results file is complete, and the journal is
 * deleted; otherwise a warning names it. A journal that could not be written is a warning, too: it
 * does not affect the run. */
void ct_record_journal_close(ct_record_journal *journal, bool is_record_whole, ct_diag *diag);

/* Returns whether the results file with that path has a journal beside it. */
bool ct_record_journal_is_beside(ct_arena *arena, const char *record);

#endif

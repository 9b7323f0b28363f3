/* journal.h - what a run that is killed leaves: results.json.journal, beside the record to
 * come.
 *
 * It begins like a record, with every selected case as "not run"; each case
 * follows as it ends, a line of its own that is written at once. A record that
 * is whole makes the journal needless: it is removed. record_read.h reads both.
 */
#ifndef CT_RECORD_JOURNAL_H
#define CT_RECORD_JOURNAL_H

#include "model/reporter.h"

#define CT_JOURNAL_SUFFIX ".journal"

typedef struct ct_record_journal ct_record_journal;

/* Beside a record that will stand in `record`; NULL where that is standard output or a device.
 * Nothing is written before the run begins. `about` must live as long as the journal. */
ct_record_journal *ct_record_journal_new(ct_arena *arena, const char *record,
                                         const ct_report_about *about);

/* A listener that shows each exchange. */
ct_listener *ct_record_journal_listener(ct_record_journal *journal);

/* Removes it, or, where the record was not written, names what is left in a warning. A journal
 * that could not be written is a warning too: the run was not disturbed by it. */
void ct_record_journal_close(ct_record_journal *journal, bool is_record_whole, ct_diag *diag);

/* Whether such a journal stands beside that file. */
bool ct_record_journal_is_beside(ct_arena *arena, const char *record);

#endif

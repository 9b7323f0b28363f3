/* record.h - results.json: all that a run found, from which every report can be made again.
 *
 * One object. Its members stand in a fixed order, the cases last, in file
 * order, one a line; a member that has nothing to say is left out. "record"
 * below "apigcheck" is the version of this format: it rises when a member
 * is added, changes its meaning or goes: a reader knows every member, or says
 * that it cannot read. Whatever a report tells stands in here, and nothing that
 * is secret (model/redact/redact.h). A text that is no UTF-8 stands there as it is
 * shown, and its bytes beside it: "reason" and "reason_base64"; a list has a
 * twin with null where the text says it all. The head and each case end with
 * their digest (record_digest.h).
 *
 * One shard of several ends with "other_shards": the cases that the others are
 * to run, so that who merges them sees a hole.
 */
#ifndef CT_RECORD_RECORD_H
#define CT_RECORD_RECORD_H

#include "base/buf.h"
#include "base/digest.h"
#include "model/reporter.h"
#include "model/result.h"

struct ct_json_writer;
struct ct_name;

enum { CT_RECORD_VERSION = 2 };

ct_reporter *ct_record_open(ct_arena *arena, ct_outfile *file, ct_diag *diag);

/* One case as an object. Needs the steps. */
void ct_record_case(ct_buf *out, const ct_case_result *result);

/* The same with its digest, as a line of a record, without its line break. */
void ct_record_line(ct_buf *out, const ct_case_result *result);

/* All but the cases: the members of the record from its "{" on, up to "cases":[ and no further,
 * without a digest. `before`: what ct_record_case wrote of the target's own steps, each before; ""
 * without. */
void ct_record_head(ct_buf *out, const ct_run_result *run, const ct_report_about *about,
                    const char *before);

/* The head of a journal (journal.h), with its digest: the same without what is known at the
 * end. */
void ct_record_journal_head(ct_buf *out, const ct_run_result *run, const ct_report_about *about);

/* One for all files of the suite: their contents, and their names below its root. */
void ct_record_suite_digest(const ct_suite *suite, char digest[CT_SHA256_TEXT]);

/* How a record tells trouble: "network"; NULL for CT_E_NONE. */
const char *ct_record_code_name(ct_code code);

/* Adds to the open object what run->causes, requirement_results, coverage and connection say. */
void ct_record_put_analysis(struct ct_json_writer *json, const ct_run_result *run);

void ct_record_names(struct ct_json_writer *json, const char *member, const struct ct_name *names);

/* The lines that its lists of cases begin and end with. */
#define CT_RECORD_CASES "  \"cases\": ["
#define CT_RECORD_OTHERS "\n  ],\n  \"other_shards\": [\n"

#endif

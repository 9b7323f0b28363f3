/* record.h - results.json: all that a run found. Every report can be generated from it.
 *
 * The file is one JSON object. Its properties are in a fixed order: the head, and then the cases in
 * file order, one on a line. Optional properties are left out. The number "record" in "apigcheck"
 * is the version of the format: it increases when a property is added or removed, or changes its
 * meaning. A reader knows every property of its version, and refuses other versions.
 *
 * The file holds whatever a report shows, and no secrets (model/redact/redact.h). A string that is
 * not UTF-8 is written in visible form, with its bytes beside it: "reason" and "reason_base64"; a
 * list of strings has a second list, with null for each text that needs no bytes. The head and each
 * case end with a digest (record_digest.h).
 *
 * The results of one of several shards end with "other_shards": the cases of the other shards,
 * without results, so that a missing shard is noticed when they are merged.
 */
#ifndef CT_RECORD_RECORD_H
#define CT_RECORD_RECORD_H

#include "base/buf.h"
#include "base/digest.h"
#include "model/reporter.h"
#include "model/result.h"

struct ct_json_writer;
struct ct_name;

enum { CT_RECORD_VERSION = 3 };

/* Returns a reporter that writes the file when the run ends.
 *
 * arena  in: owns the reporter.
 * file   in: gets the text; it must live as long as the reporter.
 * diag   in/out
 *
 * NULL after noting why its temporary file cannot be made. */
ct_reporter *ct_record_open(ct_arena *arena, ct_outfile *file, ct_diag *diag);

/* Adds one case as a JSON object, without a digest. Needs the steps. */
void ct_record_case(ct_buf *out, const ct_case_result *result);

/* Adds the same with its digest, as a line of the file without its line break. */
void ct_record_line(ct_buf *out, const ct_case_result *result);

/* Adds the head: from the "{" of the file up to the "[" of its cases, without a digest.
 *
 * out     in/out
 * run     in: it ended.
 * about   in
 * before  in: the results of the target's own steps as ct_record_case() wrote them, joined by
 *         commas; "": there are none. */
void ct_record_head(ct_buf *out, const ct_run_result *run, const ct_report_about *about,
                    const char *before);

/* Adds the head of a journal (journal.h) with its digest: without what is known only when the run
 * ends. */
void ct_record_journal_head(ct_buf *out, const ct_run_result *run, const ct_report_about *about);

/* Computes one digest for all files of the suite: of their contents, and of their names below its
 * root. `digest` gets hex digits and a NUL. */
void ct_record_suite_digest(const ct_suite *suite, char digest[CT_SHA256_TEXT]);

/* Returns the name of an error code in the file, such as "network"; NULL for CT_E_NONE. */
const char *ct_record_code_name(ct_code code);

/* Adds to the open object what run->connection, causes, requirement_results and coverage have, each
 * of them only if it is not NULL. */
void ct_record_put_analysis(struct ct_json_writer *json, const ct_run_result *run);

/* Adds to the open object an array of strings, which may be empty. */
void ct_record_names(struct ct_json_writer *json, const char *member, const struct ct_name *names);

/* The lines between the cases and those of other shards. */
#define CT_RECORD_OTHERS "\n  ],\n  \"other_shards\": [\n"

#endif

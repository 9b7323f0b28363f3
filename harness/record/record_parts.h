/* record_parts.h - what the files that read records share; record_read.h is for everybody else. */
#ifndef CT_RECORD_RECORD_PARTS_H
#define CT_RECORD_RECORD_PARTS_H

#include "base/map.h"
#include "lang/json/json_bind.h"
#include "record/lines.h"
#include "record/record_read.h"

/* Cases that a head names, and that must be among its cases. */
typedef struct ct_record_references {
    struct reference *first;
    ct_map by_name;
} ct_record_references;

/* How far the reading is, and what texts stand for. */
typedef struct ct_record_reader {
    ct_json_field_reader fields; /* its arena is one of these: */
    ct_arena *home;              /* sources: as long as the record */
    ct_arena *keep;              /* what is asked */
    ct_arena *scratch;           /* steps */
    ct_map sources, operations, requirements;
    ct_record_references references; /* from the head that was read last */
    const ct_route *route;           /* of the run */
} ct_record_reader;

/* One file. */
typedef struct ct_record_facts {
    ct_suite suite;
    ct_run_result run; /* without cases; the counts that the file tells */
    ct_report_about about;
    bool is_journal;
    ct_verdict verdict;   /* that the file tells */
    const json_t *before; /* an array, or NULL */
} ct_record_facts;

/* A case, and where its line stands. */
typedef struct ct_record_entry {
    ct_case_result result;
    ct_lines *lines; /* NULL: in no file */
    ct_line line;
} ct_record_entry;

typedef struct ct_record_entries {
    ct_record_entry *items; /* malloc'ed */
    size_t count, capacity;
} ct_record_entries;

typedef struct ct_record_file {
    const char *path;
    ct_lines *lines;
    ct_record_facts head;
    ct_record_entries cases;       /* ascending by index */
    ct_record_entries others;      /* of other shards */
    const json_t **before_results; /* of the target's own steps */
    size_t before_count;
} ct_record_file;

ct_record_entry *ct_record_entry_add(ct_record_entries *entries);

/* Ascending: by the case's index. */
ct_record_entry *ct_record_entry_find(const ct_record_entries *entries, size_t index);

/* The source of that name; made where there was none. */
ct_source *ct_record_source(ct_record_reader *reading, const char *name);

ct_json_field_fn ct_record_keep_json;     /* const json_t *: to be read later */
ct_json_field_fn ct_record_read_names;    /* ct_name * */
ct_json_field_fn ct_record_read_request;  /* const ct_request * */
ct_json_field_fn ct_record_read_response; /* const ct_response * */
ct_json_field_fn ct_record_read_tls;      /* const ct_tls_facts * */
ct_json_field_fn ct_record_read_mismatch; /* ct_mismatch */

/* Facts of the run as a whole (model/analysis.h); operations and requirements are known. */
ct_json_field_fn ct_record_read_causes;              /* const ct_cause * */
ct_json_field_fn ct_record_read_requirement_results; /* const ct_requirement_result * */
ct_json_field_fn ct_record_read_coverage;            /* const ct_coverage_point * */
ct_json_field_fn ct_record_read_connection;          /* const ct_connection * */

/* Marks what refers to the case, which has its steps. False after noting that it lacks a step or a
 * finding. */
bool ct_record_check_references(ct_json_field_reader *reader, const ct_record_references *all,
                                const ct_case_result *result);

/* The name of a case that was referred to and not found; NULL: there is none. */
const char *ct_record_missing_reference(const ct_record_references *all);

/* The head as JSON text: all of the file up to and with the line that begins its cases, and the
 * brackets that close it. */
bool ct_record_read_head(ct_record_reader *reading, const char *text, size_t size,
                         ct_record_facts *head);

/* A case as JSON: what is asked is kept, its steps are of the scratch arena. `is_before`: the
 * target's own, which are of no operation. */
bool ct_record_read_case(ct_record_reader *reading, const json_t *json, bool is_before,
                         ct_case_result *result);

/* Reads a line of the file: a case with its digest, and perhaps a comma behind it. The line is used
 * up. */
bool ct_record_read_line(ct_record_reader *reading, ct_buf *line, ct_case_result *result);

/* All of one file. `first`: the one that it is merged with, or NULL. */
bool ct_record_read_file(ct_record_reader *reading, const ct_record_file *first,
                         ct_record_file *file);

/* Whether the file can be a part of the same run as the first; false after noting what differs. */
bool ct_record_fits(const ct_record_file *first, const ct_record_file *file, ct_diag *diag);

/* All cases of all files in file order, holes among them, and the run and what is told of it, which
 * are those of the first file. False after noting doubles. */
bool ct_record_merge(ct_record_file *files, size_t count, ct_arena *arena, ct_diag *diag,
                     ct_recorded *recorded, ct_record_entries *all);

#endif

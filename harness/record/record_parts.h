/* record_parts.h - what the files that read results.json share. Others use record_read.h.
 *
 * A function that reads JSON returns false after noting the first error with its line. What it
 * fills belongs to the arena of reader->fields.
 */
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

/* The state of reading, and what is known by name. */
typedef struct ct_record_reader {
    ct_json_field_reader fields; /* its arena is one of the three: */
    ct_arena *home;              /* sources, which live as long as the run */
    ct_arena *keep;              /* cases, without their steps */
    ct_arena *scratch;           /* steps; reset for each case */
    ct_map sources, operations, requirements;
    ct_record_references references; /* from the head that was read last */
    const ct_route *route;           /* of the run */
} ct_record_reader;

/* The head of a file. */
typedef struct ct_record_facts {
    ct_suite suite;
    ct_run_result run; /* without cases; its counts are those of the head, not yet checked */
    ct_report_about about;
    bool is_journal;
    ct_verdict verdict;   /* of the head, not yet checked */
    const json_t *before; /* an array, or NULL */
} ct_record_facts;

/* A case, and the position of its line. */
typedef struct ct_record_entry {
    ct_case_result result;
    ct_waiting waiting; /* of its steps */
    ct_lines *lines;    /* NULL: in no file */
    ct_line line;
} ct_record_entry;

typedef struct ct_record_entries {
    ct_record_entry *items; /* owned: from malloc() */
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

/* Appends an empty entry. The pointer is valid until the next one is added. */
ct_record_entry *ct_record_entry_add(ct_record_entries *entries);

/* Returns the entry of the case with that index; NULL if there is none. They must be in ascending
 * order. */
ct_record_entry *ct_record_entry_find(const ct_record_entries *entries, size_t index);

/* Returns the source of that name; it is made if there is none. */
ct_source *ct_record_source(ct_record_reader *reading, const char *name);

ct_json_field_fn ct_record_keep_json;     /* const json_t *: to be read later */
ct_json_field_fn ct_record_read_names;    /* ct_name * */
ct_json_field_fn ct_record_read_request;  /* const ct_request * */
ct_json_field_fn ct_record_read_response; /* const ct_response * */
ct_json_field_fn ct_record_read_tls;      /* const ct_tls_facts * */
ct_json_field_fn ct_record_read_mismatch; /* ct_mismatch */

/* Facts of the run as a whole (model/analysis.h); operations and requirements are known. */
ct_json_field_fn ct_record_read_causes;              /* const ct_cause * */
ct_json_field_fn ct_record_read_requirement_status;  /* ct_requirement_status */
ct_json_field_fn ct_record_read_requirement_results; /* const ct_requirement_result * */
ct_json_field_fn ct_record_read_coverage;            /* const ct_coverage_point * */
ct_json_field_fn ct_record_read_connection;          /* const ct_connection * */

/* Marks all references to a case, which has its steps, as found. Returns false after noting one to
 * a step or a finding that it does not have. */
bool ct_record_check_references(ct_json_field_reader *reader, const ct_record_references *all,
                                const ct_case_result *result);

/* Returns the name of a case that was referred to and not found; NULL if there is none. */
const char *ct_record_missing_reference(const ct_record_references *all);

/* Reads the head as JSON text: the file up to the line that starts its cases, included, and the
 * brackets that close it. */
bool ct_record_read_head(ct_record_reader *reading, const char *text, size_t size,
                         ct_record_facts *head);

/* Reads a case: it belongs to `keep`, its steps to `scratch`. `is_before`: it is a result of the
 * target's own steps, which have no operation. */
bool ct_record_read_case(ct_record_reader *reading, const json_t *json, bool is_before,
                         ct_case_result *result);

/* Reads a line of the file: a case with its digest, and perhaps a comma. The line is changed. */
bool ct_record_read_line(ct_record_reader *reading, ct_buf *line, ct_case_result *result);

/* Reads a whole file. `first`: the file that it will be merged with, or NULL. */
bool ct_record_read_file(ct_record_reader *reading, const ct_record_file *first,
                         ct_record_file *file);

/* Returns whether both files are parts of one run; false after noting what differs. */
bool ct_record_fits(const ct_record_file *first, const ct_record_file *file, ct_diag *diag);

/* Merges files. `all` gets the cases of all files in file order, with those that are missing as not
 * run; `recorded` has the facts of the first file, and gets those of the others. Returns false
 * after noting cases whose results differ. */
bool ct_record_merge(ct_record_file *files, size_t count, ct_arena *arena, ct_diag *diag,
                     ct_recorded *recorded, ct_record_entries *all);

#endif

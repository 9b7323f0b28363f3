/* schema.h - JSON Schema, draft 2020-12 and draft-07.
 *
 * A schema is compiled once, with everything that it refers to, and then
 * checks any number of values. Compiled it is const: threads may share it. It
 * belongs to the arena it was compiled in and borrows the documents, which
 * must be trees (no value in two places) and must not change.
 *
 * Nothing is fetched: a reference leads into the document, to another document
 * of the store, or to one of the published metaschemas, which are built in. A
 * reference that cannot be resolved, and a keyword that is not valid, is an
 * error of the compilation; all errors are reported, with their places.
 *
 * A check has three results. "Gave up" means that a limit of ours was hit
 * (limits.h) and the result is not known: never treat it as a pass.
 */
#ifndef CT_LANG_SCHEMA_SCHEMA_H
#define CT_LANG_SCHEMA_SCHEMA_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/budget.h"
#include "base/diag.h"

typedef struct ct_schema ct_schema;

/* Other documents. `find` returns the document of an absolute URI without fragment, or NULL.
 * Without a base URI it gets relative references as they are written. */
typedef struct ct_schema_store {
    const json_t *(*find)(void *user, const char *uri);
    void *user;
} ct_schema_store;

typedef enum ct_schema_draft {
    CT_SCHEMA_2020_12, /* the default */
    CT_SCHEMA_DRAFT_07
} ct_schema_draft;

typedef struct ct_schema_options {
    const char *pointer;          /* of the schema in the document (RFC 6901); NULL: all of it */
    const char *base_uri;         /* of the document, or NULL */
    const ct_schema_store *store; /* NULL: no other documents */
    ct_schema_draft draft;        /* of documents without $schema */
    bool assert_formats;          /* `format` rejects; else only if a metaschema says so */
} ct_schema_options;

/* Compiles a schema.
 * document: borrowed as long as the schema is used
 * options:  NULL: the defaults
 * where:    the place of the schema in a file; all errors are reported there
 * Returns NULL after reporting errors. Keywords and formats that look misspelt are warnings. */
const ct_schema *ct_schema_compile(ct_arena *arena, const json_t *document,
                                   const ct_schema_options *options, ct_loc where,
                                   ct_diag *diag) CT_MUST_USE;

typedef enum ct_schema_verdict {
    CT_SCHEMA_ACCEPTS,
    CT_SCHEMA_REJECTS,
    CT_SCHEMA_GAVE_UP /* a limit of ours was hit: not known */
} ct_schema_verdict;

/* How a value differs from what a keyword allows. */
typedef enum ct_schema_mismatch {
    CT_SCHEMA_OTHER_VALUE,
    CT_SCHEMA_OTHER_TYPE,
    CT_SCHEMA_IS_MISSING,
    CT_SCHEMA_IS_UNEXPECTED /* no value is allowed here */
} ct_schema_mismatch;

/* One violated keyword. `expected` and `actual` are noun phrases, which complete the sentence
 * "expected ..., got ...". */
typedef struct ct_schema_failure {
    const char *instance; /* JSON pointer into the value, "" for all of it; of a missing property
                             its own pointer */
    const char *schema;   /* location of the keyword: "#/properties/id/type", preceded by the
                             document's URI if it is another document */
    const char *expected; /* "at most 3 characters" */
    const char *actual;   /* "the number 7"; CT_SCHEMA_MISSING if a property is missing */
    const char *hint;     /* an explanation: "property 'a' requires it"; or NULL */
    ct_schema_mismatch mismatch;
    struct ct_schema_failure *next;
} ct_schema_failure;

#define CT_SCHEMA_MISSING "nothing"

typedef struct ct_schema_result {
    ct_schema_verdict verdict;
    const char *gave_up;               /* the limit, as a sentence, or NULL; with REJECTS: there may
                                          be more failures than were found */
    const ct_schema_failure *failures; /* the first CT_LIMIT_SCHEMA_FAILURES */
    unsigned count;                    /* of all failures */
} ct_schema_result;

/* Each schema that is applied and each value that is compared is a step of the budget; NULL: a
 * budget of its own. */

/* Returns only the verdict: stops at the first failure, and allocates almost nothing. */
ct_schema_verdict ct_schema_test(const ct_schema *schema, const json_t *value, ct_budget *budget);

/* Returns the verdict with all failures. The result belongs to the arena. */
const ct_schema_result *ct_schema_check(ct_arena *arena, const ct_schema *schema,
                                        const json_t *value, ct_budget *budget);

/* A property that no schema describes. */
typedef struct ct_schema_property {
    const char *instance; /* its JSON pointer */
    struct ct_schema_property *next;
} ct_schema_property;

/* Finds properties that no schema describes although it describes others of the same object: none
 * of properties, patternProperties, additionalProperties and unevaluatedProperties (with more than
 * true or false) applies to them. The schema may reject the value. An alternative that rejects its
 * part does not describe it if another one accepts it; if none does, all of them do. members: out,
 * the first CT_LIMIT_SCHEMA_UNDOCUMENTED, in the arena; NULL: none Returns false if it gave up. */
bool ct_schema_undocumented(ct_arena *arena, const ct_schema *schema, const json_t *value,
                            ct_budget *budget, const ct_schema_property **members);

/* ------------------------------------------------------------------ formats */

/* A value of the keyword `format`. */
typedef struct ct_schema_format {
    const char *name; /* "date-time" */
    const char *noun; /* "a date-time", for sentences */
    bool (*check)(const char *text, size_t size);
} ct_schema_format;

/* Returns the format of that name, or NULL. ct_schema_format_names() returns all names, for hints.
 */
const ct_schema_format *ct_schema_format_find(const char *name);
bool ct_schema_format_check(const ct_schema_format *format, const char *text, size_t size);
const char *const *ct_schema_format_names(void); /* NULL-terminated */

#endif

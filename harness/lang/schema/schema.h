/* schema.h - JSON Schema, draft 2020-12 and draft-07.
 *
 * A schema is compiled once, with everything that it refers to, and then
 * checks any number of values. Compiled it is const: threads may share it. It
 * belongs to the arena it was compiled in and borrows the documents, which
 * must be trees (no value in two places) and must not change.
 *
 * Nothing is ever fetched: a reference leads into the document, to another
 * document of the store, or to one of the published metaschemas, which are
 * built in. What cannot be resolved, or is no schema, is refused when it is
 * compiled; every mistake is noted with the place where it stands.
 *
 * A check ends in one of three ways. "Gave up" means that a limit of ours was
 * reached (limits.h) and nothing is known: never take it for a pass.
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

/* Other documents. `find` gives the one of an absolute URI without fragment, or NULL. Without
 * a base URI a relative reference comes as it is written. */
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
    ct_schema_draft draft;        /* of documents that do not say it by $schema */
    bool assert_formats;          /* `format` rejects; else only where a metaschema says so */
} ct_schema_options;

/* `options` may be NULL. NULL after noting every mistake at `where`; keywords and formats
 * that look misspelt are warnings. */
const ct_schema *ct_schema_compile(ct_arena *arena, const json_t *document,
                                   const ct_schema_options *options, ct_loc where,
                                   ct_diag *diag) CT_MUST_USE;

typedef enum ct_schema_verdict {
    CT_SCHEMA_ACCEPTS,
    CT_SCHEMA_REJECTS,
    CT_SCHEMA_GAVE_UP /* a limit of ours; nothing is known */
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
    const char *gave_up;               /* which limit, in a sentence, or NULL; beside REJECTS:
                                          there may be more failures than we found */
    const ct_schema_failure *failures; /* the first CT_LIMIT_SCHEMA_FAILURES */
    unsigned count;                    /* of all failures, told or not */
} ct_schema_result;

/* In all of these each schema that is applied and each value that is compared is a step of the
 * budget; NULL stands for a budget of its own. */

/* The verdict alone: ends at the first failure, allocates next to nothing. */
ct_schema_verdict ct_schema_test(const ct_schema *schema, const json_t *value, ct_budget *budget);

/* The verdict with everything that is wrong. The result belongs to `arena`. */
const ct_schema_result *ct_schema_check(ct_arena *arena, const ct_schema *schema,
                                        const json_t *value, ct_budget *budget);

typedef struct ct_schema_property {
    const char *instance; /* its JSON pointer */
    struct ct_schema_property *next;
} ct_schema_property;

/* The members that no schema describes although it describes others of the same object: not
 * one of properties, patternProperties, additionalProperties or unevaluatedProperties (those
 * that say more than true or false) speaks of them. The value may be one that the schema
 * rejects. An alternative that rejects its part describes nothing if another one accepts it; if
 * none does, all of them describe it. The first CT_LIMIT_SCHEMA_UNDOCUMENTED of them. False when
 * it gave up. */
bool ct_schema_undocumented(ct_arena *arena, const ct_schema *schema, const json_t *value,
                            ct_budget *budget, const ct_schema_property **members);

/* ------------------------------------------------------------------ formats */

typedef struct ct_schema_format {
    const char *name; /* "date-time" */
    const char *noun; /* "a date-time", for sentences */
    bool (*check)(const char *text, size_t size);
} ct_schema_format;

/* NULL when there is none of that name; ct_schema_format_names() is for "did you mean". */
const ct_schema_format *ct_schema_format_find(const char *name);
bool ct_schema_format_check(const ct_schema_format *format, const char *text, size_t size);
const char *const *ct_schema_format_names(void); /* NULL-terminated */

#endif

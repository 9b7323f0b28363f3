/* schema.h - JSON Schema, draft 2020-12 and draft-07.
 *
 * A schema is compiled once, with all schemas that it refers to, and then checks
 * any number of values. A compiled schema is const, so threads may share it. It
 * belongs to the arena in which it was compiled, and borrows the documents, which
 * must be trees (no value in two places) and must not change.
 *
 * Nothing is fetched: a reference leads into the document, to another document
 * of the store, or to one of the published metaschemas, which are built in. An
 * unresolved reference or an invalid keyword is an error of the compilation; all
 * errors are reported with their locations in the schema.
 *
 * A check has three results. "Gave up" means that a limit was hit (limits.h) and the
 * result is unknown: never treat it as a pass. All keywords of the two drafts are
 * supported. `format` is an annotation unless an option or the metaschema requires
 * the check; the content keywords are always annotations.
 */
#ifndef CT_LANG_SCHEMA_SCHEMA_H
#define CT_LANG_SCHEMA_SCHEMA_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/budget.h"
#include "base/diag.h"

typedef struct ct_schema ct_schema; /* a compiled schema */

/* The source of other documents, borrowed during compilation. */
typedef struct ct_schema_store {
    /* Returns the document of a URI, borrowed as long as the schema is used, or NULL if there is
     * none; may report why.
     * uri: absolute, without fragment; a relative reference if there is no base URI */
    const json_t *(*find)(void *user, const char *uri);
    void *user; /* passed to `find` */
} ct_schema_store;

/* The supported drafts of JSON Schema. */
typedef enum ct_schema_draft {
    CT_SCHEMA_2020_12, /* the default */
    CT_SCHEMA_DRAFT_07
} ct_schema_draft;

/* Options of compiling; all zero are the defaults. Strings are borrowed for the call. */
typedef struct ct_schema_options {
    const char *pointer;          /* of the schema in the document (RFC 6901); NULL: the root */
    const char *base_uri;         /* of the document, to which its $id is relative; or NULL */
    const ct_schema_store *store; /* NULL: no other documents */
    ct_schema_draft draft;        /* for documents without $schema */
    bool assert_formats; /* `format` rejects values; false: only if a metaschema requires it */
} ct_schema_options;

/* Compiles a schema, with at most CT_LIMIT_SCHEMA_DOCUMENTS documents.
 * document: not NULL, borrowed as long as the schema is used
 * options:  NULL: the defaults
 * where:    the place of the schema in a file; all errors are reported there, with the JSON pointer
 *           of the keyword in the message
 * Returns a schema that belongs to the arena, or NULL after reporting all errors. Unknown keywords
 * are ignored (2020-12 core section 4.3.1); those that look misspelt are reported as warnings. */
const ct_schema *ct_schema_compile(ct_arena *arena, const json_t *document,
                                   const ct_schema_options *options, ct_loc where,
                                   ct_diag *diag) CT_MUST_USE;

/* The result of applying a schema to a value. */
typedef enum ct_schema_verdict {
    CT_SCHEMA_ACCEPTS,
    CT_SCHEMA_REJECTS,
    CT_SCHEMA_GAVE_UP /* a limit was hit; the result is unknown */
} ct_schema_verdict;

/* The kind of difference between a value and the values that a keyword allows. */
typedef enum ct_schema_mismatch {
    CT_SCHEMA_OTHER_VALUE,
    CT_SCHEMA_OTHER_TYPE,
    CT_SCHEMA_IS_MISSING,
    CT_SCHEMA_IS_UNEXPECTED /* no value is allowed here */
} ct_schema_mismatch;

/* One violated keyword. `expected` and `actual` are noun phrases, which complete the sentence
 * "expected ..., got ...". They are safe to print: values are shortened to CT_LIMIT_VALUE bytes and
 * control characters escaped. Secrets are not masked. */
typedef struct ct_schema_failure {
    const char *instance; /* JSON pointer into the value, "" for the root; for a missing property
                             the pointer that it would have */
    const char *schema;   /* location of the keyword: "#/properties/id/type", preceded by the
                             document's URI if it is another document */
    const char *expected; /* "at most 3 characters" */
    const char *actual;   /* "the number 7"; CT_SCHEMA_MISSING if a property is missing */
    const char *hint;     /* an explanation: "property 'a' requires it"; or NULL */
    ct_schema_mismatch mismatch;
    struct ct_schema_failure *next;
} ct_schema_failure;

/* The value of `actual` for a missing property. */
#define CT_SCHEMA_MISSING "nothing"

/* The result of a check with its failures, in the order in which they were found. */
typedef struct ct_schema_result {
    ct_schema_verdict verdict;
    const char *gave_up;               /* the limit, as a sentence, or NULL; if the verdict is
                                          CT_SCHEMA_REJECTS: not all failures were found */
    const ct_schema_failure *failures; /* the first CT_LIMIT_SCHEMA_FAILURES */
    unsigned count;                    /* number of all failures that were found */
} ct_schema_result;

/* The functions below check `value`, which is not NULL and borrowed for the call. Each schema
 * that is applied and each value that is compared is a step of `budget`; NULL: a new budget for
 * this call. Schemas are nested up to CT_LIMIT_SCHEMA_DEPTH. */

/* Returns only the verdict: stops at the first failure, and allocates almost nothing. */
ct_schema_verdict ct_schema_test(const ct_schema *schema, const json_t *value, ct_budget *budget);

/* Returns the verdict with all failures; never NULL. The result belongs to the arena and borrows
 * nothing from the value. If the schema rejects the value, it is applied twice. */
const ct_schema_result *ct_schema_check(ct_arena *arena, const ct_schema *schema,
                                        const json_t *value, ct_budget *budget);

/* A property that no schema describes. */
typedef struct ct_schema_property {
    const char *instance; /* its JSON pointer */
    struct ct_schema_property *next;
} ct_schema_property;

/* Finds undocumented properties: those that no schema describes, in objects of which a schema
 * describes other properties. A property is described if one of properties, patternProperties,
 * additionalProperties and unevaluatedProperties applies to it with a schema other than true or
 * false. The schema may reject the value. If one alternative of anyOf or oneOf accepts its part of
 * the value, only accepting alternatives describe it; if none does, all of them do.
 * members: out, the first CT_LIMIT_SCHEMA_UNDOCUMENTED in document order, in the arena; NULL if all
 *          properties are documented, or it gave up
 * Returns false if it gave up. */
bool ct_schema_undocumented(ct_arena *arena, const ct_schema *schema, const json_t *value,
                            ct_budget *budget, const ct_schema_property **members);

/* ------------------------------------------------------------------ formats */

/* A value of the keyword `format` (2020-12 validation section 7.3). */
typedef struct ct_schema_format {
    const char *name;                             /* "date-time" */
    const char *noun;                             /* a noun phrase for messages: "a date-time" */
    bool (*check)(const char *text, size_t size); /* see lang/schema/schema_formats.h */
} ct_schema_format;

/* Returns the format of that name, which is static, or NULL if it is unknown. Case matters. */
const ct_schema_format *ct_schema_format_find(const char *name);

/* Returns true if a string has the format. text: valid UTF-8, `size` bytes, may contain NULs */
bool ct_schema_format_check(const ct_schema_format *format, const char *text, size_t size);

/* Returns all names, for suggestions: a static array, ended by NULL. */
const char *const *ct_schema_format_names(void);

#endif

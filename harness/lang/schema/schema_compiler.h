/* schema_compiler.h - from JSON to the tree of schema_internal.h.
 *
 * First a document is read: every schema in it gets a place, every $id and
 * anchor a name. Then places are compiled into nodes, from a queue: who refers
 * to a schema wants its node and gets the pointer at once, so references may
 * go in circles. Mistakes are noted and compiling goes on; the schema is only
 * given out when there were none.
 */
#ifndef CT_LANG_SCHEMA_SCHEMA_COMPILER_H
#define CT_LANG_SCHEMA_SCHEMA_COMPILER_H

#include "lang/schema/schema_internal.h"

enum {
    CT_VOCABULARY_CORE = 1,
    CT_VOCABULARY_APPLICATOR = 2,
    CT_VOCABULARY_UNEVALUATED = 4,
    CT_VOCABULARY_VALIDATION = 8,
    CT_VOCABULARY_META_DATA = 16,
    CT_VOCABULARY_FORMAT = 32, /* as annotation */
    CT_VOCABULARY_CONTENT = 64,
    CT_VOCABULARY_FORMAT_ASSERTION = 128,
    CT_VOCABULARY_STANDARD = 127
};

/* The place of a schema in its document. */
typedef struct ct_schema_place {
    const json_t *json;
    ct_resource *resource;
    const char *pointer; /* in its document */
    ct_node *node;       /* NULL until ct_want() */
    struct ct_schema_place *next_wanted;
} ct_schema_place;

typedef struct ct_compiler {
    ct_arena *arena;   /* of the tree */
    ct_arena *scratch; /* freed with the compiler */
    const ct_schema_options *options;
    ct_loc where;
    ct_diag *diag;
    ct_map names;           /* "uri" and "uri#anchor" to ct_schema_place */
    ct_map places;          /* the address of a json_t to its ct_schema_place */
    ct_map dynamic_names;   /* that some $dynamicRef looks for */
    ct_resource *resources; /* last read first */
    unsigned documents;
    ct_schema_place *first_wanted, *last_wanted;
} ct_compiler;

/* A node while its keywords are compiled. */
typedef struct ct_building {
    ct_schema_place *place;
    const struct ct_keyword *keyword; /* the current one */
    ct_rule *rules;
    size_t count;
    struct ct_json_binding *members; /* of properties, patternProperties, additionalProperties */
} ct_building;

/* Which parts of a keyword's value are schemas. */
typedef enum ct_keyword_value {
    CT_KEYWORD_NONE,
    CT_KEYWORD_SCHEMA,
    CT_KEYWORD_LIST,  /* an array of schemas */
    CT_KEYWORD_MAP,   /* an object whose values are schemas, or some of them */
    CT_KEYWORD_EITHER /* a schema or an array of schemas */
} ct_keyword_value;

/* Compiles the value of the current keyword, and reports its errors. */
typedef void ct_keyword_compile(ct_compiler *c, ct_building *b, const json_t *value);

enum { CT_IN_2020_12 = 1 << CT_SCHEMA_2020_12, CT_IN_DRAFT_07 = 1 << CT_SCHEMA_DRAFT_07 };

typedef struct ct_keyword {
    const char *name;
    unsigned drafts;     /* bits CT_IN_... */
    unsigned vocabulary; /* one of CT_VOCABULARY_... */
    ct_keyword_value value_kind;
    ct_keyword_compile *compile; /* NULL: it does not validate anything */
} ct_keyword;

/* The table, ended by a row without a name. */
extern const ct_keyword ct_keywords[];
const ct_keyword *ct_keyword_named(const char *name); /* NULL: unknown */
bool ct_keyword_is_in(const ct_keyword *keyword, ct_dialect dialect);

/* Reads the places and names of a document.
 * shown: what messages put before "#" */
ct_schema_place *ct_read_document(ct_compiler *c, const char *uri, const char *shown,
                                  const json_t *json);

/* Returns the schema at a JSON pointer below a place, also if no keyword leads to it. NULL: nothing
 * is there. */
ct_schema_place *ct_place_at(ct_compiler *c, ct_schema_place *root, const char *pointer,
                             size_t size);

/* Resolves a reference in a resource; reads documents as needed.
 * anchor: out, the name after "#", or NULL if that is a pointer or missing
 * Returns NULL if the reference cannot be resolved. */
ct_schema_place *ct_place_named(ct_compiler *c, const ct_resource *from, const char *reference,
                                const char **anchor);

/* Returns the place of a subschema, known or new. */
ct_schema_place *ct_place_of(ct_compiler *c, const ct_schema_place *parent, const json_t *json,
                             const char *pointer);

/* Returns "#/properties/id", after the URI of the document unless it is the main one. */
const char *ct_place_location(ct_compiler *c, const ct_schema_place *place);

/* Returns the node of a place, which is put into the queue to be compiled. */
ct_node *ct_want(ct_compiler *c, ct_schema_place *place);

/* Reads the value of $schema.
 * location: for messages
 * dialect:  out
 * Returns false after reporting why such schemas are not supported. */
bool ct_dialect_read(ct_compiler *c, const char *uri, const char *location, ct_dialect *dialect);
ct_dialect ct_dialect_of(ct_schema_draft draft);

/* A built-in metaschema or a document of the store, or NULL. */
const json_t *ct_document_find(ct_compiler *c, const char *uri);

/* Compiles the node of a place. */
void ct_compile_place(ct_compiler *c, ct_schema_place *place);

#endif

/* schema_compiler.h - compiles JSON into the tree of schema_internal.h. For schema*.c only.
 *
 * First a document is read: every schema in it gets a place, and every $id and
 * anchor a name. Then places are compiled into nodes, from a queue. A reference
 * to a schema gets the pointer to its node at once, before the node is compiled, so
 * references may be circular. Errors are reported and compiling continues; the
 * schema is discarded if there was an error.
 */
#ifndef CT_LANG_SCHEMA_SCHEMA_COMPILER_H
#define CT_LANG_SCHEMA_SCHEMA_COMPILER_H

#include "lang/schema/schema_internal.h"

/* The vocabularies of draft 2020-12 (core section 8.1.2), as bits. A schema whose metaschema has
 * no $vocabulary uses CT_VOCABULARY_STANDARD. */
enum {
    CT_VOCABULARY_CORE = 1,
    CT_VOCABULARY_APPLICATOR = 2,
    CT_VOCABULARY_UNEVALUATED = 4,
    CT_VOCABULARY_VALIDATION = 8,
    CT_VOCABULARY_META_DATA = 16,
    CT_VOCABULARY_FORMAT = 32, /* format-annotation */
    CT_VOCABULARY_CONTENT = 64,
    CT_VOCABULARY_FORMAT_ASSERTION = 128,
    CT_VOCABULARY_STANDARD = 127
};

/* The place of a schema in its document. It lives as long as the compiler. */
typedef struct ct_schema_place {
    const json_t *json;                  /* borrowed from the document */
    ct_resource *resource;               /* that contains the schema, or starts with it */
    const char *pointer;                 /* JSON pointer from the root of its document */
    ct_node *node;                       /* NULL until ct_want() is called */
    struct ct_schema_place *next_wanted; /* in the queue */
} ct_schema_place;

/* The state of one compilation. */
typedef struct ct_compiler {
    ct_arena *arena;   /* owns the compiled tree */
    ct_arena *scratch; /* owns places and names; freed after the compilation */
    const ct_schema_options *options;
    ct_loc where;
    ct_diag *diag;
    ct_map names;           /* maps "uri" and "uri#anchor" to ct_schema_place */
    ct_map places;          /* maps the address of a json_t to its ct_schema_place */
    ct_map dynamic_names;   /* the anchor names that a $dynamicRef uses */
    ct_resource *resources; /* the latest first */
    unsigned documents;     /* read so far, at most CT_LIMIT_SCHEMA_DOCUMENTS */
    ct_schema_place *first_wanted, *last_wanted;
} ct_compiler;

/* A node while its keywords are compiled. */
typedef struct ct_building {
    ct_schema_place *place;
    const struct ct_keyword *keyword; /* the current one */
    ct_rule *rules;                   /* out, space for one rule of each keyword */
    size_t count;                     /* rules so far */
    struct ct_json_binding *members;  /* the rule that these three share: properties,
                                         patternProperties, additionalProperties; or NULL */
} ct_building;

/* The parts of a keyword's value that are schemas. */
typedef enum ct_keyword_value {
    CT_KEYWORD_NONE,   /* no part */
    CT_KEYWORD_SCHEMA, /* the value itself */
    CT_KEYWORD_LIST,   /* an array of schemas */
    CT_KEYWORD_MAP,    /* an object; all or some of its values are schemas */
    CT_KEYWORD_EITHER  /* a schema or an array of schemas */
} ct_keyword_value;

/* Compiles the value of the current keyword (b->keyword): adds a rule to the node, or reports
 * errors. */
typedef void ct_keyword_compile(ct_compiler *c, ct_building *b, const json_t *value);

/* The drafts that have a keyword, as bits. */
enum { CT_IN_2020_12 = 1 << CT_SCHEMA_2020_12, CT_IN_DRAFT_07 = 1 << CT_SCHEMA_DRAFT_07 };

/* A keyword. */
typedef struct ct_keyword {
    const char *name;    /* NULL ends the table */
    unsigned drafts;     /* bits CT_IN_... */
    unsigned vocabulary; /* bits CT_VOCABULARY_...: it belongs to any of these */
    ct_keyword_value value_kind;
    ct_keyword_compile *compile; /* NULL: it does not validate anything */
} ct_keyword;

/* The table in the order in which rules are applied; ended by a row without a name. */
extern const ct_keyword ct_keywords[];

/* Returns the keyword of that name in any draft, or NULL if there is none. */
const ct_keyword *ct_keyword_named(const char *name);

/* Returns true if the draft and a vocabulary of the dialect have the keyword. */
bool ct_keyword_is_in(const ct_keyword *keyword, ct_dialect dialect);

/* Reads the places and names of a document.
 * uri:   absolute or "", without fragment; its $id may replace it; copied
 * shown: the document in messages, before "#": "" for the main document, otherwise its URI
 * Returns the place of its root, or NULL after reporting that there are too many documents. Other
 * errors are reported too, but do not change the result. */
ct_schema_place *ct_read_document(ct_compiler *c, const char *uri, const char *shown,
                                  const json_t *json);

/* Returns the place of the schema at a JSON pointer, also if no keyword leads to it.
 * pointer: from `root`; RFC 6901, without "#"
 * Returns NULL if the pointer is invalid or leads to no value; reports nothing. */
ct_schema_place *ct_place_at(ct_compiler *c, ct_schema_place *root, const char *pointer,
                             size_t size);

/* Resolves a reference (2020-12 core section 8.2.3.1); reads documents as needed.
 * from:   the resource that contains the reference; its URI is the base
 * anchor: out, the name after "#", in `scratch`; NULL if the fragment is a pointer or missing
 * Returns NULL if the reference cannot be resolved; the caller reports it. */
ct_schema_place *ct_place_named(ct_compiler *c, const ct_resource *from, const char *reference,
                                const char **anchor);

/* Returns the place of a subschema; creates it if it is new.
 * parent:  a schema that contains it; decides its resource
 * pointer: of the subschema in its document; lives as long as `scratch` */
ct_schema_place *ct_place_of(ct_compiler *c, const ct_schema_place *parent, const json_t *json,
                             const char *pointer);

/* Returns the location of a schema, such as "#/properties/id", in the tree's arena. The URI of the
 * document precedes it unless the document is the main one. */
const char *ct_place_location(ct_compiler *c, const ct_schema_place *place);

/* Returns the node of a place, never NULL, and adds the place to the queue of places to compile
 * unless it was added before. The node is empty until then. */
ct_node *ct_want(ct_compiler *c, ct_schema_place *place);

/* Reads the value of $schema (2020-12 core section 8.1.1): a supported draft, or a known metaschema
 * with its $vocabulary.
 * location: of the schema, for messages
 * dialect:  in/out, unchanged if the metaschema is unknown
 * Returns false after reporting that the metaschema is unknown or requires an unknown
 * vocabulary. */
bool ct_dialect_read(ct_compiler *c, const char *uri, const char *location, ct_dialect *dialect);

/* Returns the dialect of a draft with its standard vocabularies. */
ct_dialect ct_dialect_of(ct_schema_draft draft);

/* Returns the built-in metaschema or the document of the store with a URI, or NULL if there is
 * none.
 * uri: without fragment */
const json_t *ct_document_find(ct_compiler *c, const char *uri);

/* Compiles the rules of a place into its node, which ct_want() has created. Reports all errors. */
void ct_compile_place(ct_compiler *c, ct_schema_place *place);

#endif

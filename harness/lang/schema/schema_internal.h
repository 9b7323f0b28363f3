/* schema_internal.h - the compiled tree of schema.h, and its evaluation. For schema*.c only.
 *
 *   schema.c              the public functions of schema.h
 *   schema_resources.c    documents, $id, anchors, references, locations
 *   schema_dialect.c      $schema, $vocabulary, the metaschemas
 *   schema_keywords.c     the table of keywords; compiles a schema object into a node
 *   schema_assertions.c   type, const, enum, numbers
 *   schema_strings.c      strings
 *   schema_objects.c      schemas of properties
 *   schema_required.c     required properties and their number
 *   schema_arrays.c       items of arrays
 *   schema_applicators.c  keywords that apply schemas to the same value
 *   schema_run.c          applies a schema to a value: limits, branches
 *   schema_evaluated.c    annotations: properties and items that were evaluated
 *   schema_failure.c      the wording of failures
 *
 * A node is one schema. A rule is one keyword of it, with its compiled operand.
 * Rules are in the order of the table: cheap ones first, the unevaluated ones
 * last, because they use the annotations of all others.
 */
#ifndef CT_LANG_SCHEMA_SCHEMA_INTERNAL_H
#define CT_LANG_SCHEMA_SCHEMA_INTERNAL_H

#include <stdint.h>

#include "base/buf.h"
#include "base/map.h"
#include "lang/schema/schema.h"

typedef struct ct_node ct_node;
typedef struct ct_rule ct_rule;
typedef struct ct_schema_run ct_schema_run;

/* ---------------------------------------------------------------- the tree */

/* A $dynamicAnchor (2020-12 core section 8.2.2). `node` is NULL if no $dynamicRef uses the name. */
typedef struct ct_dynamic_anchor {
    const char *name;
    const ct_node *node;
    struct ct_schema_place *place; /* belongs to the compiler; invalid after the compilation */
    struct ct_dynamic_anchor *next;
} ct_dynamic_anchor;

/* A draft and the vocabularies of its keywords that are in use. */
typedef struct ct_dialect {
    ct_schema_draft draft;
    unsigned vocabularies; /* bits CT_VOCABULARY_... */
} ct_dialect;

/* A schema resource (2020-12 core section 4.3.5): a document, or a schema with an $id. The unit
 * of base URIs and of the dynamic scope. */
typedef struct ct_resource {
    const char *uri;   /* absolute, without fragment; "" if the document has none */
    const char *shown; /* before "#" in locations: "" in the main document, otherwise its URI */
    ct_dialect dialect;
    ct_dynamic_anchor *anchors;
    struct ct_resource *next;
} ct_resource;

/* A compiled schema. Without rules it accepts all values. */
struct ct_node {
    const ct_rule *rules;
    size_t count; /* rules */
    bool asks;    /* has an unevaluated keyword, for which annotations must be collected */
    const ct_resource *resource;
    const char *location; /* "#/properties/id" */
};

/* The schemas of an array, such as the value of allOf. */
typedef struct ct_node_list {
    const ct_node **nodes;
    size_t count;
} ct_node_list;

/* A value that is checked, and the path to it from the root. It lives on the stack of the check. */
typedef struct ct_instance_place {
    const json_t *value;
    const struct ct_instance_place *up; /* the value that contains it; NULL for the root */
    const char *name;                   /* of a property, borrowed; NULL: an item */
    size_t size, index;                 /* bytes of the name; index of the item */
    unsigned depth;                     /* 0 for the root */
    bool is_name;                       /* the value is the name of the property (propertyNames) */
} ct_instance_place;

/* The properties or items of one value that a schema has evaluated (2020-12 core section 11). A
 * value is either an object or an array, so one set of bits is enough. Properties are numbered
 * in jansson's order of iteration. */
enum { CT_SEEN_WORDS = 2 };
typedef struct ct_seen {
    size_t count;   /* properties or items of the value */
    size_t first;   /* indexes below this one are evaluated, regardless of their bits */
    uint64_t *bits; /* `own`, or allocated for large values */
    uint64_t own[CT_SEEN_WORDS];
} ct_seen;

/* One schema applied to one value. It lives on the stack of the check; the chain of `up` is the
 * dynamic scope (2020-12 core section 7.1). */
typedef struct ct_frame {
    const ct_node *node;
    const ct_instance_place *instance;
    const struct ct_frame *up;    /* the schema that applied this one; NULL for the root */
    const struct ct_frame *entry; /* the frame that entered the node's resource */
    ct_seen *seen;                /* out, the annotations; NULL: not needed */
} ct_frame;

/* Checks one keyword. Returns true if the value satisfies it. Returns false after adding a
 * failure with ct_refuse...(), or after giving up. It is called only for values of the types of
 * the rule. */
typedef bool ct_rule_check(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule);

struct ct_rule {
    ct_rule_check *check;
    unsigned types;  /* of values to which it applies: bits CT_ON(json_type) */
    bool is_last;    /* an unevaluated keyword, which uses the annotations of others */
    unsigned weight; /* of a failure: 0 if another alternative was probably meant, 2 if this one */
    const char *keyword; /* static; NULL for the schema false */
    union {
        const ct_node *node;
        const ct_node_list *list;
        const json_t *value;
        size_t size;
        const void *own; /* a struct of the keyword's file */
    } with;
};

/* Sets of JSON types. */
#define CT_ON(type) (1u << (type))
enum {
    CT_ON_OBJECT = 1 << JSON_OBJECT,
    CT_ON_ARRAY = 1 << JSON_ARRAY,
    CT_ON_STRING = 1 << JSON_STRING,
    CT_ON_NUMBER = 1 << JSON_INTEGER | 1 << JSON_REAL,
    CT_ON_ANY = (1 << (JSON_NULL + 1)) - 1,
    CT_ON_WHOLE_REAL = 1 << (JSON_NULL + 1) /* for `type` only: 1.0 is an integer */
};

/* ---------------------------------------------------------------- a run */

/* A property that a schema describes. The entry is removed if the value is accepted by another
 * branch than the one that describes it. */
typedef struct ct_described {
    const json_t *object;
    size_t index; /* in jansson's order, or CT_DESCRIBED_SOME */
} ct_described;

/* The state of one check of a value. */
struct ct_schema_run {
    ct_arena *arena;          /* owns the failures; NULL: only the verdict is wanted */
    ct_schema_result *result; /* NULL: failures are not reported */
    ct_schema_failure *last;  /* of the result */
    unsigned silent;          /* above 0: in a branch that may fail without effect */
    unsigned score;           /* of the deepest failure while silent */
    unsigned tried;           /* the score of the latest ct_try() */
    unsigned depth;           /* schemas that are applied, at most CT_LIMIT_SCHEMA_DEPTH */
    ct_budget *budget;
    const char *gave_up; /* why the check gave up, as a sentence; NULL: it did not */
    bool describes;      /* collect the properties that are described */
    ct_described *described;
    size_t described_count, described_capacity;
};

/* Applies a schema to a value, and reports its failures unless the run is silent.
 * up:   the frame of the schema that applies it; NULL for the root
 * seen: in/out, gets the properties or items that the schema evaluated; may be NULL
 * Returns true if the schema accepts the value. Returns false if it rejects it, or after giving up:
 * check run->gave_up before using that as a result. */
bool ct_apply(ct_schema_run *run, const ct_frame *up, const ct_node *node,
              const ct_instance_place *instance, ct_seen *seen);

/* Like ct_apply(), for one of several alternatives: failures are not reported, and if it rejects
 * the value, `seen` and run->described are unchanged. Sets run->tried. */
bool ct_try(ct_schema_run *run, const ct_frame *up, const ct_node *node,
            const ct_instance_place *instance, ct_seen *seen);

/* Like ct_try(), but the properties that a failed alternative describes stay at the end of
 * run->described; the caller removes or keeps them. */
bool ct_try_keeping(ct_schema_run *run, const ct_frame *up, const ct_node *node,
                    const ct_instance_place *instance, ct_seen *seen);

/* Returns true if a check continues after a failure: to report further failures, or because the
 * described properties do not depend on the verdict. */
bool ct_schema_goes_on(const ct_schema_run *run);

/* Return the place of a property or an item of the frame's value. It borrows the frame's place. */
ct_instance_place ct_json_property_place(const ct_frame *frame, const char *name, size_t size,
                                         const json_t *value);
ct_instance_place ct_json_item_place(const ct_frame *frame, size_t index, const json_t *value);

/* Returns true if failures are reported, so that their wording is needed. */
bool ct_schema_reports_failures(const ct_schema_run *run);

/* Adds a failure: the frame's value violates the rule. Always returns false, like the functions
 * below. While the run is silent, only the score is updated.
 * actual:   see ct_schema_failure; not copied, must live as long as the run's arena
 * expected: a format as of printf(); see ct_schema_failure */
bool ct_refuse(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule, const char *actual,
               const char *expected, ...) CT_PRINTF(5, 6);

/* The wording of a failure. The strings are not copied: they must live as long as the run's
 * arena. */
typedef struct ct_refusal {
    const char *expected, *actual; /* noun phrases */
    const char *hint;              /* or NULL */
} ct_refusal;
bool ct_refuse_as(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule,
                  ct_refusal refusal);

/* A number of things that is out of bounds: "at least 2 items", but "1 item". */
typedef struct ct_miscount {
    const char *bound; /* "at least", "at most" */
    size_t limit, count;
    const char *one, *several; /* nouns: "item", "items" */
} ct_miscount;
bool ct_refuse_count(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule,
                     ct_miscount miscount);

/* Adds a failure: the frame's value lacks a property.
 * name: of `size` bytes, copied
 * hint: not copied; may be NULL */
bool ct_refuse_missing(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule,
                       const char *name, size_t size, const char *hint);

/* Gives up, unless the run gave up before: sets run->gave_up to a sentence. Always returns
 * false. */
bool ct_give_up(ct_schema_run *run, const char *format, ...) CT_PRINTF(2, 3);

/* Spends steps of the budget. Returns false if the budget is used up or the run gave up before. */
bool ct_schema_spend(ct_schema_run *run, size_t steps);

/* Gives up because a pattern of a rule reached its limit. Always returns false. */
bool ct_give_up_pattern(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule);

ct_rule_check ct_check_never; /* the schema false, which rejects all values */

/* Return a value as a noun phrase, in the run's arena: "the string 'abc'", "an array with 3
 * items"; "" if failures are not reported. Strings and numbers are shortened to CT_LIMIT_VALUE
 * bytes, and hidden characters are escaped. ct_shown_plain() omits "the string" and "the
 * number". */
const char *ct_shown(ct_schema_run *run, const json_t *value);
const char *ct_shown_plain(ct_schema_run *run, const json_t *value);
/* Returns a string in single quotes, shortened and escaped in the same way. */
const char *ct_shown_text(ct_schema_run *run, const char *text, size_t size);

/* Start an empty set for the properties or items of a value, and free its memory. A set that was
 * opened must be closed. */
void ct_seen_open(ct_seen *seen, const json_t *value);
void ct_seen_close(ct_seen *seen);

/* Add one index, all indexes, the indexes below `count`, or those of another set of the same value.
 * Every index must be below seen->count. */
void ct_seen_add(ct_seen *seen, size_t index);
void ct_seen_all(ct_seen *seen);
void ct_seen_first(ct_seen *seen, size_t count);
bool ct_seen_has(const ct_seen *seen, size_t index); /* true: it was evaluated */
void ct_seen_merge(ct_seen *into, const ct_seen *from);

/* Marks a property of the frame's object as described, if the run collects that. Gives up at
 * CT_LIMIT_SCHEMA_DESCRIBED.
 * index: of the property; CT_DESCRIBED_SOME: a schema describes properties of this object, although
 *        perhaps none that it has */
#define CT_DESCRIBED_SOME SIZE_MAX
void ct_describe(ct_schema_run *run, const ct_frame *frame, size_t index);

/* Returns the undescribed properties of objects of which a schema describes others, in document
 * order, at most CT_LIMIT_SCHEMA_UNDOCUMENTED; NULL if there are none. The list belongs to the
 * arena. Sorts run->described.
 * value: the root */
const ct_schema_property *ct_list_undescribed(ct_schema_run *run, ct_arena *arena,
                                              const json_t *value);

#endif

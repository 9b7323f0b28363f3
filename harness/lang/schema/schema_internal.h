/* schema_internal.h - the compiled tree of schema.h, and what walks it.
 *
 *   schema.c              the doors of schema.h
 *   schema_resources.c    documents, $id, anchors, references; what stands where
 *   schema_dialect.c      $schema, $vocabulary, the metaschemas
 *   schema_keywords.c     the table of keywords; from a schema object to a node
 *   schema_assertions.c   type, const, enum, numbers
 *   schema_strings.c      strings
 *   schema_objects.c      what members are like
 *   schema_required.c     which members there must be
 *   schema_arrays.c       keywords about items
 *   schema_applicators.c  keywords that apply schemas to the same value
 *   schema_run.c          a schema applied to a value: limits, branches
 *   schema_evaluated.c         annotations: which members and items were looked at
 *   schema_failure.c         failures in words
 *
 * A node is one schema. A rule is one keyword of it, with its operand made
 * ready. Rules stand in the order of the table: cheap ones first, the
 * unevaluated ones last, because they ask what all the others have seen.
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

/* `node` is NULL when no $dynamicRef looks for the name. */
typedef struct ct_dynamic_anchor {
    const char *name;
    const ct_node *node;
    struct ct_schema_place *place; /* of the compiler, freed with it */
    struct ct_dynamic_anchor *next;
} ct_dynamic_anchor;

typedef struct ct_dialect {
    ct_schema_draft draft;
    unsigned vocabularies; /* bits: CT_VOCABULARY_... */
} ct_dialect;

/* A document or an embedded $id: the unit of base URIs and of the dynamic scope. */
typedef struct ct_resource {
    const char *uri;   /* absolute, without fragment; "" if the document has none */
    const char *shown; /* what places put before "#": "" in the main document, else its URI */
    ct_dialect dialect;
    ct_dynamic_anchor *anchors;
    struct ct_resource *next;
} ct_resource;

struct ct_node {
    const ct_rule *rules;
    size_t count;
    bool asks; /* has an unevaluated keyword: what the rules see must be collected */
    const ct_resource *resource;
    const char *location; /* "#/properties/id" */
};

typedef struct ct_node_list {
    const ct_node **nodes;
    size_t count;
} ct_node_list;

/* A value that is checked, and the way to it from the top. On the stack. */
typedef struct ct_instance_place {
    const json_t *value;
    const struct ct_instance_place *up; /* NULL at the top */
    const char *name;                   /* of a property; NULL: an item */
    size_t size, index;                 /* of the name; of the item */
    unsigned depth;
    bool is_name; /* the value is the name of the property */
} ct_instance_place;

/* The properties or items of one value that a schema has evaluated. A value is an object or an
 * array, so one set of bits is enough; properties are counted in the order of jansson. */
enum { CT_SEEN_WORDS = 2 };
typedef struct ct_seen {
    size_t count; /* properties or items of the value */
    size_t first; /* this many at the start are seen, whatever the bits say */
    uint64_t *bits;
    uint64_t own[CT_SEEN_WORDS]; /* enough for most */
} ct_seen;

/* One schema applied to one value. On the stack; the chain is the dynamic scope. */
typedef struct ct_frame {
    const ct_node *node;
    const ct_instance_place *instance;
    const struct ct_frame *up;
    const struct ct_frame *entry; /* where the node's resource was entered */
    ct_seen *seen;                /* NULL: not needed */
} ct_frame;

/* Returns false after reporting what is wrong. */
typedef bool ct_rule_check(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule);

struct ct_rule {
    ct_rule_check *check;
    unsigned types;  /* of values that it speaks of: bits of CT_ON(json_type) */
    bool is_last;    /* an unevaluated keyword: uses what the others have seen */
    unsigned weight; /* of a failure: 0: probably another alternative was meant, 2: this one */
    const char *keyword;
    union {
        const ct_node *node;
        const ct_node_list *list;
        const json_t *value;
        size_t size;
        const void *own; /* a struct of the keyword's file */
    } with;
};

#define CT_ON(type) (1u << (type))
enum {
    CT_ON_OBJECT = 1 << JSON_OBJECT,
    CT_ON_ARRAY = 1 << JSON_ARRAY,
    CT_ON_STRING = 1 << JSON_STRING,
    CT_ON_NUMBER = 1 << JSON_INTEGER | 1 << JSON_REAL,
    CT_ON_ANY = (1 << (JSON_NULL + 1)) - 1,
    CT_ON_WHOLE_REAL = 1 << (JSON_NULL + 1) /* `type` only: 1.0 is an integer */
};

/* ---------------------------------------------------------------- a run */

/* A described property; dropped if another branch than the one that describes it accepts the value.
 */
typedef struct ct_described {
    const json_t *object;
    size_t index;
} ct_described;

struct ct_schema_run {
    ct_arena *arena;          /* of the failures */
    ct_schema_result *result; /* NULL: failures are not reported */
    ct_schema_failure *last;
    unsigned silent; /* above 0: in a branch that may fail */
    unsigned score;  /* of the failure that got furthest while silent */
    unsigned tried;  /* the score of the last ct_try */
    unsigned depth;
    ct_budget *budget;
    const char *gave_up;
    bool describes; /* collect what is described */
    ct_described *described;
    size_t described_count, described_capacity;
};

/* Applies a schema to a value.
 * seen: in/out, what the schema evaluated; may be NULL
 * Returns whether it accepts the value. */
bool ct_apply(ct_schema_run *run, const ct_frame *up, const ct_node *node,
              const ct_instance_place *instance, ct_seen *seen);

/* The same for one of several alternatives: its failures are not reported and have no effect. */
bool ct_try(ct_schema_run *run, const ct_frame *up, const ct_node *node,
            const ct_instance_place *instance, ct_seen *seen);

/* The same, but what a failed alternative describes stays at the end of `described`. */
bool ct_try_keeping(ct_schema_run *run, const ct_frame *up, const ct_node *node,
                    const ct_instance_place *instance, ct_seen *seen);

/* Whether a check continues after a failure: for the sake of further messages, or because what
 * is described does not depend on whether the value is accepted. */
bool ct_goes_on(const ct_schema_run *run);

/* A place inside the frame's value. */
ct_instance_place ct_json_property_place(const ct_frame *frame, const char *name, size_t size,
                                         const json_t *value);
ct_instance_place ct_json_item_place(const ct_frame *frame, size_t index, const json_t *value);

/* Returns whether failures are reported, or only the verdict is needed. */
bool ct_telling(const ct_schema_run *run);

/* Notes that the frame's value breaks the rule. The texts are the facts of a ct_schema_failure and
 * are not copied: they live as long as the run's arena. All of these return false. */
bool ct_refuse(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule, const char *actual,
               const char *expected, ...) CT_PRINTF(5, 6);

typedef struct ct_refusal {
    const char *expected, *actual;
    const char *hint; /* or NULL */
} ct_refusal;
bool ct_refuse_as(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule,
                  ct_refusal refusal);

/* A number of things that is out of bounds. */
typedef struct ct_miscount {
    const char *bound; /* "at least", "at most" */
    size_t limit, count;
    const char *one, *several; /* "item", "items" */
} ct_miscount;
bool ct_refuse_count(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule,
                     ct_miscount miscount);

/* A property of the frame's value that is missing; `hint` may be NULL. */
bool ct_refuse_missing(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule,
                       const char *name, size_t size, const char *hint);
bool ct_give_up(ct_schema_run *run, const char *format, ...) CT_PRINTF(2, 3);
bool ct_schema_spend(ct_schema_run *run, size_t steps); /* of the budget; false when it gave up */
bool ct_give_up_pattern(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule);

ct_rule_check ct_check_never; /* the schema false */

/* Returns "the string 'abc'", "an array of 3 items"; "" if failures are not reported. */
const char *ct_shown(ct_schema_run *run, const json_t *value);
/* The same without "the string", "the number". */
const char *ct_shown_plain(ct_schema_run *run, const json_t *value);
/* A text in apostrophes, cut if it is long. */
const char *ct_shown_text(ct_schema_run *run, const char *text, size_t size);

void ct_seen_open(ct_seen *seen, const json_t *value);
void ct_seen_close(ct_seen *seen);
void ct_seen_add(ct_seen *seen, size_t index);
void ct_seen_all(ct_seen *seen);
void ct_seen_first(ct_seen *seen, size_t count);
bool ct_seen_has(const ct_seen *seen, size_t index);
void ct_seen_merge(ct_seen *into, const ct_seen *from);

/* Marks the property of that index as described; CT_DESCRIBED_SOME: marks that some properties of
 * this object are. */
#define CT_DESCRIBED_SOME SIZE_MAX
void ct_describe(ct_schema_run *run, const ct_frame *frame, size_t index);

/* Returns the properties that are not described, of objects where some are. */
const ct_schema_property *ct_list_undescribed(ct_schema_run *run, ct_arena *arena,
                                              const json_t *value);

#endif

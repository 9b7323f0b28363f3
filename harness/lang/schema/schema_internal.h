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
    struct ct_schema_place *place; /* of the compiler, gone with it */
    struct ct_dynamic_anchor *next;
} ct_dynamic_anchor;

typedef struct ct_dialect {
    ct_schema_draft draft;
    unsigned vocabularies; /* bits: CT_VOCABULARY_... */
} ct_dialect;

/* A document or an embedded $id: the unit of base URIs and of the dynamic scope. */
typedef struct ct_resource {
    const char *uri;   /* absolute, without fragment; "" when the document has none */
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

/* A value that is checked, and how one came there. Lives on the stack. */
typedef struct ct_instance_place {
    const json_t *value;
    const struct ct_instance_place *up; /* NULL at the top */
    const char *name;                   /* of a member; NULL for an item */
    size_t size, index;                 /* of the name; of the item */
    unsigned depth;
    bool is_name; /* the value is the member's name itself */
} ct_instance_place;

/* Members or items of one value that some schema has looked at. A value is an object or an
 * array, so one set of bits serves both; members are counted in jansson's order. */
enum { CT_SEEN_WORDS = 2 };
typedef struct ct_seen {
    size_t count; /* members or items that there are */
    size_t first; /* that many from the beginning are seen, whatever the bits say */
    uint64_t *bits;
    uint64_t own[CT_SEEN_WORDS]; /* enough for most */
} ct_seen;

/* One schema applied to one value. Lives on the stack; the chain is the dynamic scope. */
typedef struct ct_frame {
    const ct_node *node;
    const ct_instance_place *instance;
    const struct ct_frame *up;
    const struct ct_frame *entry; /* where the node's resource was entered */
    ct_seen *seen;                /* NULL when nobody asks */
} ct_frame;

/* False after telling what is wrong. */
typedef bool ct_rule_check(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule);

struct ct_rule {
    ct_rule_check *check;
    unsigned types;  /* of values that it speaks of: bits of CT_ON(json_type) */
    bool is_last;    /* an unevaluated keyword: asks what the others have seen */
    unsigned weight; /* of a failure: 0 says "another alternative was meant", 2 "this one" */
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

/* A member that is described, kept unless another branch than the one that says so holds. */
typedef struct ct_described {
    const json_t *object;
    size_t index;
} ct_described;

struct ct_schema_run {
    ct_arena *arena;          /* of the failures */
    ct_schema_result *result; /* NULL when nothing is to be told */
    ct_schema_failure *last;
    unsigned silent; /* above zero: in a branch whose failure may be fine */
    unsigned score;  /* of the failure that got furthest while silent */
    unsigned tried;  /* the score of the last ct_try */
    unsigned depth;
    ct_budget *budget;
    const char *gave_up;
    bool describes; /* collect what is described */
    ct_described *described;
    size_t described_count, described_capacity;
};

/* What is seen goes to `seen`, which may be NULL. False when the value is not accepted. */
bool ct_apply(ct_schema_run *run, const ct_frame *up, const ct_node *node,
              const ct_instance_place *instance, ct_seen *seen);

/* The same for one of several alternatives: its failure is not told and leaves no trace. */
bool ct_try(ct_schema_run *run, const ct_frame *up, const ct_node *node,
            const ct_instance_place *instance, ct_seen *seen);

/* The same, but what a failed alternative describes stays in `described`, behind the rest. */
bool ct_try_keeping(ct_schema_run *run, const ct_frame *up, const ct_node *node,
                    const ct_instance_place *instance, ct_seen *seen);

/* Whether a check continues after a failure: for the sake of further messages, or because what
 * is described does not depend on whether the value is accepted. */
bool ct_goes_on(const ct_schema_run *run);

/* A place inside the frame's value. */
ct_instance_place ct_json_property_place(const ct_frame *frame, const char *name, size_t size,
                                         const json_t *value);
ct_instance_place ct_json_item_place(const ct_frame *frame, size_t index, const json_t *value);

/* Whether sentences are wanted; without, only the verdict is. */
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

/* "the string 'abc'", "an array of 3 items"; "" when nothing is told. */
const char *ct_shown(ct_schema_run *run, const json_t *value);
/* Without "the string", "the number". */
const char *ct_shown_plain(ct_schema_run *run, const json_t *value);
/* A text between apostrophes, cut when it is long. */
const char *ct_shown_text(ct_schema_run *run, const char *text, size_t size);

void ct_seen_open(ct_seen *seen, const json_t *value);
void ct_seen_close(ct_seen *seen);
void ct_seen_add(ct_seen *seen, size_t index);
void ct_seen_all(ct_seen *seen);
void ct_seen_first(ct_seen *seen, size_t count);
bool ct_seen_has(const ct_seen *seen, size_t index);
void ct_seen_merge(ct_seen *into, const ct_seen *from);

/* Some schema describes the member of that index; CT_DESCRIBED_SOME says that it describes
 * members of this object at all. */
#define CT_DESCRIBED_SOME SIZE_MAX
void ct_describe(ct_schema_run *run, const ct_frame *frame, size_t index);

/* What is not described in objects that are. */
const ct_schema_property *ct_list_undescribed(ct_schema_run *run, ct_arena *arena,
                                              const json_t *value);

#endif

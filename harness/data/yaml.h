/* yaml.h - a YAML file as a tree that remembers where everything stood. The door to libyaml.
 *
 * One document a file, UTF-8, scalars by the YAML 1.2 core schema. Refused
 * with their place: several documents, a duplicate key, a key that is no plain
 * text, a merge key, an undefined or endless alias, control characters, line
 * breaks other than LF and CR LF, a plain empty value, and anything over the
 * limits. What a tag means is the reader's business. The tree belongs to its
 * arena and points into nothing else but the source.
 */
#ifndef CT_DATA_YAML_H
#define CT_DATA_YAML_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"

typedef enum ct_yaml_kind { CT_YAML_SCALAR, CT_YAML_LIST, CT_YAML_MAP } ct_yaml_kind;

typedef struct ct_yaml {
    ct_yaml_kind kind;
    bool is_quoted;   /* '...', "...", | or >: always text */
    const char *tag;  /* "!re", or NULL */
    const char *text; /* of a scalar; NULL for a tag without a value */
    size_t size;
    const char *key; /* when the parent is a map */
    ct_loc key_where;
    ct_loc where;          /* the tag too, where there is one */
    struct ct_yaml *child; /* the first member of a list or map */
    struct ct_yaml *next;
    unsigned count;  /* members */
    unsigned weight; /* nodes below, and this one */
    unsigned height; /* levels below */
} ct_yaml;

/* The root of the file's document. NULL after noting every mistake that was met. */
const ct_yaml *ct_yaml_parse(ct_arena *arena, const ct_source *source, ct_diag *diag);

/* What is done with the elements of a long list, one after the other. */
typedef struct ct_yaml_each {
    const char *key; /* of the root: its value is the list */
    void (*visit)(void *user, const ct_yaml *root, const ct_yaml *element); /* the root so far */
    void *user;
} ct_yaml_each;

/* The same, but each element of that list is visited as soon as it was read, and its nodes go
 * afterwards: the list has a count, but no children. A list with a tag or an anchor is not taken
 * apart. Nothing is visited any more once the file had a mistake; what the visits note is none. */
const ct_yaml *ct_yaml_parse_each(ct_arena *arena, const ct_source *source,
                                  const ct_yaml_each *each, ct_diag *diag);

/* The member of that name; NULL when there is none, or the node is no map. */
const ct_yaml *ct_yaml_get(const ct_yaml *map, const char *key);

/* What a scalar is by the core schema. */
typedef enum ct_yaml_type {
    CT_YAML_TEXT,
    CT_YAML_NUMBER,
    CT_YAML_TRUE,
    CT_YAML_FALSE,
    CT_YAML_NULL,
    CT_YAML_UNCLEAR /* 012, 1_000, .inf, .nan, too long a number: refused */
} ct_yaml_type;

ct_yaml_type ct_yaml_scalar_type(const ct_yaml *scalar);

/* The scalar as a JSON value of the arena. NULL after noting why it is unclear. */
json_t *ct_yaml_scalar(ct_arena *arena, const ct_yaml *scalar, ct_diag *diag);

/* The whole node as a JSON value, without tags. NULL after noting why not. */
json_t *ct_yaml_json(ct_arena *arena, const ct_yaml *node, ct_diag *diag);

/* Where the first character of a scalar's text stands: behind tag, quote or block header. */
ct_loc ct_yaml_text_where(const ct_yaml *scalar);

/* Of libyaml: "0.2.5". */
const char *ct_yaml_version(void);

#endif

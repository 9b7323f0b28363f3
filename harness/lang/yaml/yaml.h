/* yaml.h - a YAML file as a tree that remembers where everything stood. The door to libyaml.
 *
 * One document a file, UTF-8, scalars by the YAML 1.2 core schema. Refused
 * with their place: several documents, a duplicate key, a key that is no plain
 * text, a merge key, an undefined or endless alias, control characters, line
 * breaks other than LF and CR LF, a plain empty value, and anything over the
 * limits. What a tag means is the reader's business. The tree belongs to its
 * arena and points into nothing else but the source.
 */
#ifndef CT_LANG_YAML_YAML_H
#define CT_LANG_YAML_YAML_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"

typedef enum ct_yaml_kind { CT_YAML_SCALAR, CT_YAML_LIST, CT_YAML_MAP } ct_yaml_kind;

typedef struct ct_yaml {
    ct_yaml_kind kind;
    bool is_quoted;   /* '...', "...", | or >: always text */
    bool has_escape;  /* "...", with an escape other than \\\\ and \\" */
    bool has_control; /* it, or a node below, has a control character in its text */
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

/* Where control characters may be written, as escapes in double quotes: "\r". Control characters
 * other than tab and line feed are refused everywhere else. `place` is 0 for the root; the result
 * is the place of what is below a key, or of an element if `key` is NULL. */
typedef unsigned ct_yaml_place_fn(unsigned place, const char *key);

/* The place of a value in which, and below which, they are allowed. A scalar with a tag may have
 * them anywhere: a reader that knows the tag has to look at has_control or has_escape. */
enum { CT_YAML_CONTROLS_ALLOWED = 1000 };

/* How a file is read. */
typedef struct ct_yaml_reading {
    ct_yaml_place_fn *place; /* NULL: control characters are refused everywhere */

    /* A key of the root whose value is a long list, or NULL. Each element of that list is visited
     * as soon as it was read, and its nodes are freed afterwards: the list has a count, but no
     * children. A list with a tag or an anchor is not taken apart. Nothing is visited after the
     * first mistake in the file; what visits note does not count as one. */
    const char *key;
    void (*visit)(void *user, const ct_yaml *root, const ct_yaml *element); /* the root so far */
    void *user;
} ct_yaml_reading;

/* ct_yaml_parse in that way. */
const ct_yaml *ct_yaml_parse_as(ct_arena *arena, const ct_source *source,
                                const ct_yaml_reading *reading, ct_diag *diag);

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

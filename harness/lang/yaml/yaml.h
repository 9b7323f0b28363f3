/* yaml.h - reads a YAML file into a tree of nodes with their places. The only user of libyaml.
 *
 * A file is one UTF-8 document; scalars follow the YAML 1.2 core schema (YAML 1.2.2
 * section 10.3). These are errors: several documents, duplicate keys, keys that are not
 * scalars, merge keys, undefined or recursive aliases, control characters, line breaks
 * other than LF and CR LF, empty plain values, and input over the limits of
 * base/limits.h. Tags are kept, not interpreted. The tree belongs to its arena
 * and refers only to the source, which must live as long.
 */
#ifndef CT_LANG_YAML_YAML_H
#define CT_LANG_YAML_YAML_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/source.h"

/* The kinds of nodes. */
typedef enum ct_yaml_kind { CT_YAML_SCALAR, CT_YAML_LIST, CT_YAML_MAP } ct_yaml_kind;

/* A node. An alias is a copy of the node of its anchor, and shares the nodes below it. */
typedef struct ct_yaml {
    ct_yaml_kind kind;
    bool is_quoted;        /* '...', "...", | or >: always a string */
    bool has_escape;       /* "..." with an escape other than \\ and \" */
    bool has_control;      /* this node or one below has a control character */
    const char *tag;       /* "!re", or NULL */
    const char *text;      /* of a scalar, with a NUL after it; NULL: a tag without a value */
    size_t size;           /* bytes of `text` */
    const char *key;       /* if the parent is a mapping; otherwise NULL */
    ct_loc key_where;      /* of the key */
    ct_loc where;          /* of the tag and the value */
    struct ct_yaml *child; /* the first entry of a list or mapping */
    struct ct_yaml *next;  /* the next entry of the parent */
    unsigned count;        /* entries */
    unsigned weight;       /* the number of nodes, this one included */
    unsigned height;       /* the number of levels below */
} ct_yaml;

/* Parses a source.
 * source: borrowed as long as the tree
 * Returns the root, which belongs to `arena`. Returns NULL after reporting all errors; a syntax
 * error or an exceeded limit ends the reading. */
const ct_yaml *ct_yaml_parse(ct_arena *arena, const ct_source *source, ct_diag *diag);

/* Decides where control characters other than tab and line feed are allowed, as escapes in double
 * quotes: "\r". Kinds of places are numbers of the caller; the root has the kind 0.
 * place: the kind of a value that contains another one
 * key:   of the inner value; NULL: it is an element of a list
 * Returns the kind of the inner value, or CT_YAML_CONTROLS_ALLOWED. */
typedef unsigned ct_yaml_place_fn(unsigned place, const char *key);

/* The kind of a value in which, and below which, control characters are allowed. They are always
 * accepted in a scalar with a tag: the code that knows the tag checks has_control or has_escape. */
enum { CT_YAML_CONTROLS_ALLOWED = 1000 };

/* Options of ct_yaml_parse_as(); all zero are those of ct_yaml_parse(). Borrowed for the call. */
typedef struct ct_yaml_reading {
    ct_yaml_place_fn *place; /* NULL: control characters are allowed nowhere */

    /* A key of the root whose value is a long list, or NULL. `visit` is called for each element as
     * soon as it is read, and its nodes are freed afterwards, so that memory does not grow with the
     * list: in the tree the list has a count, but no children. A list with a tag or an anchor is
     * read as usual. After the first error of the YAML nothing is visited; errors that visits
     * report do not end the reading. */
    const char *key;
    void (*visit)(void *user, const ct_yaml *root,
                  const ct_yaml *element); /* root: as far as it was read */
    void *user;                            /* passed to `visit` */
} ct_yaml_reading;

/* Like ct_yaml_parse(), with options. */
const ct_yaml *ct_yaml_parse_as(ct_arena *arena, const ct_source *source,
                                const ct_yaml_reading *reading, ct_diag *diag);

/* Returns the value of a key, borrowed from the tree. Returns NULL if the mapping does not have
 * the key, or the node is not a mapping. */
const ct_yaml *ct_yaml_get(const ct_yaml *map, const char *key);

/* The type of a scalar by the core schema; quoted scalars are always CT_YAML_TEXT. */
typedef enum ct_yaml_type {
    CT_YAML_TEXT,
    CT_YAML_NUMBER,
    CT_YAML_TRUE,
    CT_YAML_FALSE,
    CT_YAML_NULL,
    CT_YAML_AMBIGUOUS /* an error: 012, 1_000, .inf, .nan, a number over the limits */
} ct_yaml_type;

/* Returns the type of a scalar; reports nothing. Its tag is ignored. */
ct_yaml_type ct_yaml_scalar_type(const ct_yaml *scalar);

/* Returns a scalar as a JSON value that belongs to `arena`; its tag is ignored. Numbers keep
 * their digits, in the form of RFC 8259; 0x1F and 0o17 become decimal. Returns NULL after
 * reporting that the scalar is ambiguous. */
json_t *ct_yaml_scalar(ct_arena *arena, const ct_yaml *scalar, ct_diag *diag);

/* Returns a node with all nodes below it as a JSON value that belongs to `arena`. Returns NULL
 * after reporting all tags and ambiguous scalars in it. */
json_t *ct_yaml_json(ct_arena *arena, const ct_yaml *node, ct_diag *diag);

/* Returns the place of the first character of a scalar: after its tag, quote or block header.
 * For an alias it is the place of the alias. */
ct_loc ct_yaml_text_where(const ct_yaml *scalar);

/* Returns the version of libyaml as a static string: "0.2.5". */
const char *ct_yaml_version(void);

#endif

/* bind.h - binds a YAML mapping to a C struct, by a table of fields.
 *
 * The table defines the format: the keys, which of them are required, and their
 * values. All errors of a mapping are reported before ct_bind() returns false. An
 * unknown key gets a suggestion; the missing key that it was probably meant to be is
 * not reported. Strings are copied into the arena of the binder, so that the tree
 * can be freed.
 */
#ifndef CT_LANG_YAML_BIND_H
#define CT_LANG_YAML_BIND_H

#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "lang/yaml/yaml.h"

struct ct_file_resolver; /* lang/schema/file_resolver.h */
struct ct_intern;        /* lang/yaml/intern.h */

/* The context of binding. */
typedef struct ct_binder {
    ct_arena *arena; /* owns all values that are read */
    ct_diag *diag;
    void *user; /* shared by the functions of the table */
    struct ct_file_resolver
        *library;             /* opens files that the mapping names; NULL: it must not name any */
    struct ct_intern *shared; /* shares repeated values; NULL: nothing is shared */
} ct_binder;

/* Fills a field from a node.
 * node: the value of the key, borrowed for the call
 * slot: the field in the target struct, of the type that the function expects
 * Returns false after reporting errors at the node. */
typedef bool ct_bind_fn(ct_binder *binder, const ct_yaml *node, void *slot);

/* A key of a mapping, and the field of the struct that it fills. */
typedef struct ct_field {
    const char *key; /* NULL ends a table */
    ct_bind_fn *bind;
    size_t offset; /* offsetof() in the target struct */
    bool is_required;
    const char *help; /* a noun phrase that describes the value, for a missing key */
} ct_field;

/* Binds a mapping.
 * map:    a mapping without a tag; other nodes are reported
 * fields: the table, ended by a row with a NULL key
 * target: in/out, the struct; fields of missing keys keep their values
 * Returns false after reporting all errors; fields without an error are filled nevertheless. */
bool ct_bind(ct_binder *binder, const ct_yaml *map, const ct_field *fields, void *target);

/* Returns true if every key of the mapping is in the table, or the node is not a mapping. If
 * not, ct_bind() has reported an unknown key, and the caller should not report keys as missing:
 * the unknown one may be one of these. */
bool ct_bind_knows_keys(const ct_yaml *map, const ct_field *fields);

/* A list of strings, in their order. */
typedef struct ct_name {
    const char *text;
    ct_loc where;
    struct ct_name *next;
} ct_name;

/* Returns true if the list, which may be NULL, contains `text`. */
bool ct_names_have(const ct_name *names, const char *text);

/* Functions for tables, with the type of the field that each one fills. Tags are errors. */
ct_bind_fn ct_bind_text;     /* const char *: a non-empty string or a number, as written */
ct_bind_fn ct_bind_bool;     /* bool */
ct_bind_fn ct_bind_uint;     /* unsigned: 1 to 2^31 - 1 */
ct_bind_fn ct_bind_duration; /* unsigned, milliseconds, above zero: 500ms, 30s, 5m, 2h */
ct_bind_fn ct_bind_names;    /* ct_name *: a list of strings without duplicates */

/* Returns true if the node has the kind and no tag; otherwise false after reporting that. */
bool ct_bind_expect(ct_binder *binder, const ct_yaml *node, ct_yaml_kind kind);

/* Parses "500ms", "2s", "1.5s", "10m", "2h" or "20d" into milliseconds: a decimal with at most
 * three digits after the point, and a unit.
 * milliseconds: out, rounded down; meaningless if false is returned
 * Returns false if the string is not a duration, is below 1 ms, or does not fit into 32 bits (49
 * days). Reports nothing. */
bool ct_duration_parse(const char *text, unsigned *milliseconds);

/* Like ct_duration_parse(), with 64 bits, for durations such as "365d". */
bool ct_duration_parse_long(const char *text, uint64_t *milliseconds);

/* Parses "20/s" into requests per second, 1 to 999,999. Returns false for other strings. */
bool ct_rate_parse(const char *text, unsigned *rate);

/* Reports an error at the place of a node, like ct_fail(). Always returns false. */
bool ct_bind_fail(ct_binder *binder, const ct_yaml *node, ct_error_code code, const char *format,
                  ...) CT_PRINTF(4, 5);

#endif

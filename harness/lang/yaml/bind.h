/* bind.h - binds a YAML mapping to a C struct, by a table of fields.
 *
 * The table defines the format: which keys exist, which are required, and what
 * they mean. All errors of a mapping are reported before ct_bind() returns false;
 * an unknown key gets a suggestion, and a missing key that it stands for is not
 * reported. Texts are copied into the arena of the binder, so that the tree can
 * be freed.
 */
#ifndef CT_LANG_YAML_BIND_H
#define CT_LANG_YAML_BIND_H

#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "lang/yaml/yaml.h"

struct ct_file_resolver; /* lang/schema/file_resolver.h */
struct ct_intern;        /* lang/yaml/intern.h */

typedef struct ct_binder {
    ct_arena *arena;
    ct_diag *diag;
    void *user; /* shared by the functions of the table */
    struct ct_file_resolver
        *library;             /* opens files that the mapping names; NULL: it must name none */
    struct ct_intern *shared; /* shares repeated values; NULL: nothing is shared */
} ct_binder;

/* Fills `slot` from a node. Returns false after reporting errors. */
typedef bool ct_bind_fn(ct_binder *binder, const ct_yaml *node, void *slot);

typedef struct ct_field {
    const char *key;
    ct_bind_fn *bind;
    size_t offset; /* offsetof() in the target struct */
    bool is_required;
    const char *help; /* a noun phrase: what the value is */
} ct_field;

/* Binds a mapping. The table ends with a NULL key. Returns false after reporting errors; fields
 * without an error are filled nevertheless. */
bool ct_bind(ct_binder *binder, const ct_yaml *map, const ct_field *fields, void *target);

/* Returns true if every key of the mapping is in the table. An unknown key was reported by
 * ct_bind(); what it may have meant should not be reported as missing. */
bool ct_bind_knows_keys(const ct_yaml *map, const ct_field *fields);

/* A list of strings, in their order. */
typedef struct ct_name {
    const char *text;
    ct_loc where;
    struct ct_name *next;
} ct_name;

/* Returns true if a name of the list is `text`. */
bool ct_names_have(const ct_name *names, const char *text);

ct_bind_fn ct_bind_text;     /* const char *: a string that is not empty */
ct_bind_fn ct_bind_bool;     /* bool */
ct_bind_fn ct_bind_uint;     /* unsigned, above zero */
ct_bind_fn ct_bind_duration; /* unsigned, milliseconds, above zero: 500ms, 30s, 5m, 2h */
ct_bind_fn ct_bind_names;    /* ct_name *: a list of strings without duplicates */

/* Returns false after reporting that the node has another kind, or a tag. */
bool ct_bind_expect(ct_binder *binder, const ct_yaml *node, ct_yaml_kind kind);

/* Parses "500ms", "2s", "1.5s", "10m", "2h" or "20d" into milliseconds. Returns false if it is not
 * a duration, is zero, or does not fit into 32 bits. */
bool ct_duration_parse(const char *text, unsigned *milliseconds);

/* Like ct_duration_parse(), with 64 bits: "365d" takes 35. */
bool ct_duration_parse_long(const char *text, uint64_t *milliseconds);

/* Parses "20/s" into requests per second, above zero and below a million. */
bool ct_rate_parse(const char *text, unsigned *rate);

/* ct_fail() at the place of a node. */
bool ct_bind_fail(ct_binder *binder, const ct_yaml *node, ct_error_code code, const char *format,
                  ...) CT_PRINTF(4, 5);

#endif

/* bind.h - from a YAML map to a C struct, by a table of fields.
 *
 * The table is the format: which keys exist, which are required, what they
 * mean. Unknown keys are mistakes with a suggestion, and all mistakes of a map
 * are noted before ct_bind returns false. Texts are copied into the binder's
 * arena: the YAML tree may go.
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
    void *user;                       /* whatever the table's functions share */
    struct ct_file_resolver *library; /* of files that the text names; NULL: it may name none */
    struct ct_intern *shared;         /* what is said again and again; NULL: nothing is kept */
} ct_binder;

/* Fills the slot from the node; false after noting why not. */
typedef bool ct_bind_fn(ct_binder *binder, const ct_yaml *node, void *slot);

typedef struct ct_field {
    const char *key;
    ct_bind_fn *bind;
    size_t offset; /* offsetof() in the target struct */
    bool is_required;
    const char *help; /* one line; the format reference and the editor schema are made from it */
} ct_field;

/* Tables end with a NULL key. */
bool ct_bind(ct_binder *binder, const ct_yaml *map, const ct_field *fields, void *target);

/* Returns true if every key of the mapping is in the table. An unknown key was reported by
 * ct_bind(); what it may have meant should not be reported as missing. */
bool ct_bind_knows_keys(const ct_yaml *map, const ct_field *fields);

/* A list of texts, in their order. */
typedef struct ct_name {
    const char *text;
    ct_loc where;
    struct ct_name *next;
} ct_name;

bool ct_names_have(const ct_name *names, const char *text);

ct_bind_fn ct_bind_text;     /* const char *: a text, not empty */
ct_bind_fn ct_bind_bool;     /* bool */
ct_bind_fn ct_bind_uint;     /* unsigned, above zero */
ct_bind_fn ct_bind_duration; /* unsigned, milliseconds, above zero: 500ms, 30s, 5m, 2h */
ct_bind_fn ct_bind_names;    /* ct_name *: a list of texts, none twice */

/* Notes it when the node is not of that kind, or has a tag. */
bool ct_bind_expect(ct_binder *binder, const ct_yaml *node, ct_yaml_kind kind);

/* "500ms", "2s", "1.5s", "10m", "2h", "20d" in milliseconds; false when it is none, zero, or more
 * than 32 bits hold. */
bool ct_duration_parse(const char *text, unsigned *milliseconds);

/* The same for what may take years: "365d" is 35 bits long. */
bool ct_duration_parse_long(const char *text, uint64_t *milliseconds);

/* "20/s": requests a second, above zero. */
bool ct_rate_parse(const char *text, unsigned *rate);

/* ct_fail() at the place of a node. */
bool ct_bind_fail(ct_binder *binder, const ct_yaml *node, ct_error_code code, const char *format,
                  ...) CT_PRINTF(4, 5);

#endif

/* json_bind.h - from a JSON object that nobody vouches for to a C struct, by a table of members.
 *
 * What lang/yaml/bind.h is for YAML: the table is the format. An unknown member, a
 * missing one, a value of the wrong kind: the first mistake is noted with its
 * line and its path ("steps[0].findings[2].verdict") and ends the reading.
 */
#ifndef CT_LANG_JSON_JSON_BIND_H
#define CT_LANG_JSON_JSON_BIND_H

#include <jansson.h>

#include "base/arena.h"
#include "base/diag.h"

enum { CT_MEMBER_DEPTH = 16 };

typedef struct ct_json_field_reader {
    ct_arena *arena; /* gets what is read */
    ct_diag *diag;
    ct_loc where;     /* of the line */
    const char *what; /* ahead of the path in a note: "case 'bind/known'"; or NULL */
    void *user;       /* whatever the table's functions share */
    struct {
        const char *name; /* NULL: an element */
        size_t index;
    } path[CT_MEMBER_DEPTH];
    unsigned depth;
} ct_json_field_reader;

/* Fills the slot; false after noting why not. */
typedef bool ct_json_field_fn(ct_json_field_reader *reader, const json_t *value, void *slot);

typedef struct ct_json_field {
    const char *name;
    ct_json_field_fn *read;
    size_t offset; /* in the target struct */
    bool is_required;
} ct_json_field;

/* The table ends with a NULL name. */
bool ct_json_bind_read(ct_json_field_reader *reader, const json_t *object,
                       const ct_json_field *members, void *target);

/* Calls `read` for each element, the slot the same. */
bool ct_json_bind_each(ct_json_field_reader *reader, const json_t *array, ct_json_field_fn *read,
                       void *slot);

/* The same for a member that was kept for later. */
bool ct_json_bind_each_of(ct_json_field_reader *reader, const char *name, const json_t *array,
                          ct_json_field_fn *read, void *slot);

/* Notes what is wrong at the path; false. "expected a text, found a number": _expected. */
bool ct_json_bind_fail(ct_json_field_reader *reader, const char *format, ...) CT_PRINTF(2, 3);
bool ct_json_bind_expected(ct_json_field_reader *reader, const char *expected, const json_t *found);

ct_json_field_fn
    ct_json_field_string; /* const char *; with NAME_base64 beside it the bytes of that */
ct_json_field_fn ct_json_field_bool; /* bool */
ct_json_field_fn ct_json_field_uint; /* unsigned */
ct_json_field_fn ct_json_field_u64;  /* uint64_t, also size_t */
ct_json_field_fn ct_member_us;       /* uint64_t, microseconds, at most a hundred years: sums fit */
ct_json_field_fn ct_json_field_time; /* int64_t, Unix milliseconds: "2026-09-01T10:00:00.123Z" */

/* The text for which name_of(i) is the value, i below `count`. */
bool ct_json_bind_word(ct_json_field_reader *reader, const json_t *value,
                       const char *(*name_of)(int i), int count, const char *expected, int *word);

/* The bytes of a text whose visible form is `shown`: those of `base64`, or itself where that is
 * NULL or null. NULL after noting that they do not belong together. */
const char *ct_json_bind_exact(ct_json_field_reader *reader, const json_t *shown,
                               const json_t *base64);

/* The bytes that the digits stand for, with a NUL behind them. NULL after noting. */
const char *ct_json_bind_base64(ct_json_field_reader *reader, const json_t *digits, size_t *size);

#endif

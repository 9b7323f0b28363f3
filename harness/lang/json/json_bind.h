/* json_bind.h - binds an untrusted JSON object to a C struct, by a table of fields.
 *
 * The table defines the format, as in lang/yaml/bind.h: unknown properties,
 * missing ones and values of the wrong type are errors. Reading ends at the
 * first error, which is reported with its line and its path, such as
 * "steps[0].findings[2].verdict".
 */
#ifndef CT_LANG_JSON_JSON_BIND_H
#define CT_LANG_JSON_JSON_BIND_H

#include <jansson.h>

#include "base/arena.h"
#include "base/diag.h"

enum { CT_MEMBER_DEPTH = 16 };

typedef struct ct_json_field_reader {
    ct_arena *arena; /* owns the values that are read */
    ct_diag *diag;
    ct_loc where;     /* place of the document or line */
    const char *what; /* named in errors: "case 'bind/known'"; or NULL */
    void *user;       /* shared by the functions of the table */
    struct {
        const char *name; /* NULL: an element of an array */
        size_t index;
    } path[CT_MEMBER_DEPTH];
    unsigned depth;
} ct_json_field_reader;

/* Fills `slot` from a value. Returns false after reporting an error. */
typedef bool ct_json_field_fn(ct_json_field_reader *reader, const json_t *value, void *slot);

typedef struct ct_json_field {
    const char *name;
    ct_json_field_fn *read;
    size_t offset; /* in the target struct */
    bool is_required;
} ct_json_field;

/* Binds an object. The table ends with a NULL name. Returns false after reporting an error;
 * `target` is filled in part then. */
bool ct_json_bind_read(ct_json_field_reader *reader, const json_t *object,
                       const ct_json_field *members, void *target);

/* Calls `read` for each element with the same slot. Returns false after reporting an error. */
bool ct_json_bind_each(ct_json_field_reader *reader, const json_t *array, ct_json_field_fn *read,
                       void *slot);

/* Like ct_json_bind_each(), for the array of a property `name` that is read later. */
bool ct_json_bind_each_of(ct_json_field_reader *reader, const char *name, const json_t *array,
                          ct_json_field_fn *read, void *slot);

/* Reports an error at the current path. Returns false. ct_json_bind_expected() reports "expected X,
 * got Y" for the value `found`, which may be NULL. */
bool ct_json_bind_fail(ct_json_field_reader *reader, const char *format, ...) CT_PRINTF(2, 3);
bool ct_json_bind_expected(ct_json_field_reader *reader, const char *expected, const json_t *found);

ct_json_field_fn
    ct_json_field_string; /* const char *; with NAME_base64 beside it the bytes of that */
ct_json_field_fn ct_json_field_bool; /* bool */
ct_json_field_fn ct_json_field_uint; /* unsigned */
ct_json_field_fn ct_json_field_u64;  /* uint64_t, also size_t */
ct_json_field_fn ct_member_us;       /* uint64_t, microseconds, at most a hundred years: sums fit */
ct_json_field_fn ct_json_field_time; /* int64_t, Unix milliseconds: "2026-09-01T10:00:00.123Z" */

/* Sets *word to the number i below `count` for which name_of(i) is the value. name_of() may return
 * NULL. `expected` describes the words in an error. */
bool ct_json_bind_word(ct_json_field_reader *reader, const json_t *value,
                       const char *(*name_of)(int i), int count, const char *expected, int *word);

/* Returns the exact bytes of a string whose visible form is `shown`: those of `base64`, or `shown`
 * itself if that is NULL or null. Returns NULL after reporting that the two do not fit together. */
const char *ct_json_bind_exact(ct_json_field_reader *reader, const json_t *shown,
                               const json_t *base64);

/* Decodes base64. Returns the bytes with a NUL after them and sets *size, or returns NULL after
 * reporting an error. */
const char *ct_json_bind_base64(ct_json_field_reader *reader, const json_t *digits, size_t *size);

#endif

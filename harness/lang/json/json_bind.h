/* json_bind.h - binds an untrusted JSON object to a C struct, by a table of fields.
 *
 * The table defines the format, as in lang/yaml/bind.h: unknown properties,
 * missing ones and values of the wrong type are errors. Reading ends at the
 * first error, which is reported with its line and its path, such as
 * "steps[0].findings[2].verdict". The reader must not be used after an error.
 */
#ifndef CT_LANG_JSON_JSON_BIND_H
#define CT_LANG_JSON_JSON_BIND_H

#include <jansson.h>

#include "base/arena.h"
#include "base/diag.h"

enum { CT_JSON_FIELD_DEPTH = 16 }; /* levels of objects and arrays in one document */

/* The state of reading one document. The caller sets `arena`, `diag`, `where`, `what` and
 * `user`, and the rest to zero. */
typedef struct ct_json_field_reader {
    ct_arena *arena; /* owns the values that are read */
    ct_diag *diag;
    ct_loc where;     /* place of the document or line */
    const char *what; /* named in errors: "case 'bind/known'"; or NULL */
    void *user;       /* shared by the functions of the table */
    struct {
        const char *name; /* NULL: an element of an array */
        size_t index;
    } path[CT_JSON_FIELD_DEPTH];
    unsigned depth; /* entries of `path` in use */
} ct_json_field_reader;

/* Fills a field from a value.
 * value: not NULL, borrowed for the call
 * slot:  the field in the target struct, of the type that the function expects
 * Returns false after reporting an error. */
typedef bool ct_json_field_fn(ct_json_field_reader *reader, const json_t *value, void *slot);

/* A property of an object, and the field of the struct that it fills. */
typedef struct ct_json_field {
    const char *name; /* of the property; NULL ends a table */
    ct_json_field_fn *read;
    size_t offset;    /* offsetof() in the target struct */
    bool is_required; /* false: the field keeps its value if the property is missing */
} ct_json_field;

/* Binds an object.
 * members: the table, ended by a row with a NULL name; a field that ct_json_field_string() reads
 *          also allows the property NAME_base64
 * target:  in/out, the struct; its strings belong to the reader's arena
 * Returns false after reporting an error; `target` may be partly filled then. */
bool ct_json_bind_read(ct_json_field_reader *reader, const json_t *object,
                       const ct_json_field *members, void *target);

/* Calls `read` for each element of an array, in order and with the same slot, to which `read` adds.
 * Returns false after reporting an error, also that the value is not an array. */
bool ct_json_bind_each(ct_json_field_reader *reader, const json_t *array, ct_json_field_fn *read,
                       void *slot);

/* Like ct_json_bind_each(), for the array of a property `name` that is read after its object; the
 * name becomes part of the path in errors. */
bool ct_json_bind_each_of(ct_json_field_reader *reader, const char *name, const json_t *array,
                          ct_json_field_fn *read, void *slot);

/* Report an error at the current path; always return false. ct_json_bind_expected() reports
 * "expected X, got Y".
 * expected: a noun phrase
 * found:    NULL: the value is missing; a string is shown shortened and with escapes */
bool ct_json_bind_fail(ct_json_field_reader *reader, const char *format, ...) CT_PRINTF(2, 3);
bool ct_json_bind_expected(ct_json_field_reader *reader, const char *expected, const json_t *found);

/* Functions for tables, with the type of the field that each one fills. A string is NUL-terminated
 * and belongs to the reader's arena; U+0000 in it is an error. */
ct_json_field_fn
    ct_json_field_string; /* const char *; the bytes of NAME_base64 if the object has that too */
ct_json_field_fn ct_json_field_bool; /* bool */
ct_json_field_fn ct_json_field_uint; /* unsigned */
ct_json_field_fn ct_json_field_u64;  /* uint64_t, also size_t */
ct_json_field_fn ct_json_field_us; /* uint64_t, microseconds, at most 100 years, so that sums fit */
ct_json_field_fn ct_json_field_time; /* int64_t, Unix milliseconds: "2026-09-01T10:00:00.123Z" */

/* Reads one of a set of words, such as the names of an enum.
 * name_of:  returns the word of number i, or NULL if i has no word
 * count:    the numbers are 0 to count - 1
 * expected: a noun phrase for the error
 * word:     out, the number of the word; meaningless after an error
 * Returns false after reporting an unknown word or a value that is not a string. */
bool ct_json_bind_word(ct_json_field_reader *reader, const json_t *value,
                       const char *(*name_of)(int i), int count, const char *expected, int *word);

/* Returns the exact bytes of a string that ct_json_put_exact() has written.
 * shown:  its visible form, a string
 * base64: its bytes, or NULL or null if `shown` is exact
 * The result is NUL-terminated and belongs to the arena. Returns NULL after reporting that
 * `shown` is not a string or is not the visible form of the bytes. */
const char *ct_json_bind_exact(ct_json_field_reader *reader, const json_t *shown,
                               const json_t *base64);

/* Decodes base64 (RFC 4648 section 4).
 * digits: a string; NULL is an error
 * size:   out, the number of bytes, without the NUL after them
 * Returns the bytes, which belong to the arena, or NULL after reporting an error. */
const char *ct_json_bind_base64(ct_json_field_reader *reader, const json_t *digits, size_t *size);

#endif

/* json_writer.h - writes JSON step by step into a buffer, for reports.
 *
 * Strings may contain any bytes that a target sent: characters of ct_utf8_is_hidden()
 * are written as \uXXXX, and a byte that is not UTF-8 as the visible characters \xNN,
 * as in every report. Nothing is masked: the caller redacts secrets before.
 *
 * In all functions `name` is the property name, or NULL for an element of an array and
 * for the root. Names are not checked for duplicates. The caller closes each bracket
 * that it opens. Nothing fails; if the buffer is full, out->is_full is set and the JSON
 * is incomplete.
 */
#ifndef CT_LANG_JSON_JSON_WRITER_H
#define CT_LANG_JSON_JSON_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* The state of writing. Initialize it with {.out = out}, and with `broken_depth` if wanted. */
typedef struct ct_json_writer {
    ct_buf *out;           /* borrowed; not freed here */
    unsigned depth;        /* brackets that are open */
    unsigned broken_depth; /* entries of levels up to this start a line each; 0: all in one line */
    bool has_member;       /* the innermost open bracket has an entry */
} ct_json_writer;

/* Open and close an object or array. */
void ct_json_put_open(ct_json_writer *json, const char *name, char bracket); /* '{' or '[' */
void ct_json_put_close(ct_json_writer *json, char bracket);                  /* '}' or ']' */

/* Write a string: NUL-terminated, or of any bytes with a size. */
void ct_json_put_string(ct_json_writer *json, const char *name,
                        const char *text); /* NULL: left out */
void ct_json_put_bytes(ct_json_writer *json, const char *name, const char *bytes, size_t size);

/* Writes a string in an object; if it is not UTF-8, also writes its bytes as NAME_base64, so that
 * ct_json_bind_exact() can read it back. `name` has at most 56 bytes. */
void ct_json_put_exact(ct_json_writer *json, const char *name,
                       const char *text); /* NULL: left out */

/* Write a value of another type; bytes as a base64 string (RFC 4648 section 4). Times before
 * 1970 are written as 1970-01-01. */
void ct_json_put_base64(ct_json_writer *json, const char *name, const char *bytes, size_t size);
void ct_json_put_uint(ct_json_writer *json, const char *name, uint64_t value);
void ct_json_put_time(ct_json_writer *json, const char *name, int64_t unix_ms); /* ISO 8601, UTC */
void ct_json_put_null(ct_json_writer *json, const char *name);
void ct_json_put_bool(ct_json_writer *json, const char *name, bool value);
void ct_json_put_raw(ct_json_writer *json, const char *name,
                     const char *value); /* a valid JSON text, copied as it is */

/* Appends the bytes with each byte that is not UTF-8 as \xNN, as ct_json_put_bytes() shows them.
 * The result is valid UTF-8; NUL and control characters are copied. */
void ct_show_bytes(ct_buf *out, const char *bytes, size_t size);

#endif

/* json_writer.h - writes JSON step by step into a buffer, for reports.
 *
 * Texts may contain anything that a target sent: characters of
 * ct_utf8_is_hidden() are written as \uXXXX, and a byte that is not UTF-8 as the
 * visible text \xNN, as in every report. `name` is NULL for elements of an array.
 * Every bracket that is opened must be closed by the caller.
 */
#ifndef CT_LANG_JSON_JSON_WRITER_H
#define CT_LANG_JSON_JSON_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

typedef struct ct_json_writer {
    ct_buf *out;
    unsigned depth;
    unsigned broken_depth; /* entries of levels up to this start a line each */
    bool has_member;       /* of the innermost open bracket */
} ct_json_writer;

void ct_json_put_open(ct_json_writer *json, const char *name, char bracket); /* '{' or '[' */
void ct_json_put_close(ct_json_writer *json, char bracket);                  /* '}' or ']' */

void ct_json_put_string(ct_json_writer *json, const char *name,
                        const char *text); /* NULL: left out */
void ct_json_put_bytes(ct_json_writer *json, const char *name, const char *bytes, size_t size);
/* In an object: if `text` is not UTF-8, also writes its bytes as NAME_base64. */
void ct_json_put_exact(ct_json_writer *json, const char *name,
                       const char *text); /* NULL: left out */
void ct_json_put_base64(ct_json_writer *json, const char *name, const char *bytes, size_t size);
void ct_json_put_uint(ct_json_writer *json, const char *name, uint64_t value);
void ct_json_put_time(ct_json_writer *json, const char *name, int64_t unix_ms); /* ISO 8601, UTC */
void ct_json_put_null(ct_json_writer *json, const char *name);
void ct_json_put_bool(ct_json_writer *json, const char *name, bool value);
void ct_json_put_raw(ct_json_writer *json, const char *name, const char *value); /* a JSON text */

/* Appends a copy in which bytes that are not UTF-8 are visible, as ct_json_put_bytes() writes them.
 */
void ct_show_bytes(ct_buf *out, const char *bytes, size_t size);

#endif

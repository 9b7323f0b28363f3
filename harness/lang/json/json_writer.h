/* json_writer.h - JSON written as it comes, member by member, into a text.
 *
 * For reports: texts may hold whatever a target sent. What ct_utf8_is_hidden
 * hides is written as \uXXXX; a byte that is no UTF-8, which JSON cannot
 * carry, becomes the visible text \xNN, as every report shows it.
 * A NULL name is for an element of an array. What is opened must be closed.
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
    unsigned broken_depth; /* members down to here begin a line each, deeper ones do not */
    bool has_member;       /* of what is open now */
} ct_json_writer;

void ct_json_put_open(ct_json_writer *json, const char *name, char bracket); /* '{' or '[' */
void ct_json_put_close(ct_json_writer *json, char bracket);                  /* '}' or ']' */

void ct_json_put_string(ct_json_writer *json, const char *name,
                        const char *text); /* NULL: left out */
void ct_json_put_bytes(ct_json_writer *json, const char *name, const char *bytes, size_t size);
/* Of an object: what is no UTF-8 is made visible, and its bytes stand in NAME_base64 beside it. */
void ct_json_put_exact(ct_json_writer *json, const char *name,
                       const char *text); /* NULL: left out */
void ct_json_put_base64(ct_json_writer *json, const char *name, const char *bytes, size_t size);
void ct_json_put_uint(ct_json_writer *json, const char *name, uint64_t value);
void ct_json_put_time(ct_json_writer *json, const char *name, int64_t unix_ms); /* ISO 8601, UTC */
void ct_json_put_null(ct_json_writer *json, const char *name);
void ct_json_put_bool(ct_json_writer *json, const char *name, bool value);
void ct_json_put_raw(ct_json_writer *json, const char *name, const char *value); /* JSON already */

/* Adds a copy in which only the bytes that are no UTF-8 are made visible, as ct_json_put_bytes
 * does. */
void ct_show_bytes(ct_buf *out, const char *bytes, size_t size);

#endif

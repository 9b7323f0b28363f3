/* json.h - JSON text to values and back, exact and strict.
 *
 * Values are jansson's, numbers those of number.h. The reader is ours because
 * jansson's cannot keep a number's text, says "duplicate" without a place and
 * lets a NUL pass behind a number; the writer because only it knows the texts.
 */
#ifndef CT_LANG_JSON_JSON_H
#define CT_LANG_JSON_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

/* Why a text is not JSON, and where. Lines and columns start at 1, columns count characters. */
typedef struct ct_json_error {
    const char *what; /* "expected ',' or ']'"; static, or of the arena */
    size_t offset;    /* in bytes */
    unsigned line, column;
    bool is_limit;    /* a limit of ours, not a mistake of the text */
    bool is_too_many; /* that limit is the one of values */
} ct_json_error;

/* Reads one JSON text by RFC 8259: UTF-8 without a byte order mark, no name
 * twice in an object, no lone surrogate, nothing after the value, nesting up
 * to CT_LIMIT_JSON_DEPTH, and at most CT_LIMIT_JSON_VALUES values: scalars,
 * arrays and objects, which cost up to 80 times the bytes of the text. The value
 * belongs to the arena. Returns NULL and fills *trouble if the text is not such. */
json_t *ct_json_read(ct_arena *arena, const char *text, size_t size, ct_json_error *error);

/* The same for files of the user's own, which may have any number of values. */
json_t *ct_json_read_file(ct_arena *arena, const char *text, size_t size, ct_json_error *error);

/* The same for a document in a format of this program, whose strings are used as C strings: U+0000
 * in a string or in the name of a member is refused too. */
json_t *ct_json_read_plain(ct_arena *arena, const char *text, size_t size, ct_json_error *error);

/* Returns a string's bytes as a C string; NULL if the value is not a string, is NULL, or has U+0000
 * in it, so that a comparison would see only a part of it. It lives as long as the value. */
const char *ct_json_text(const json_t *value);

/* Ties a value to an arena: jansson's reference is given up when the arena goes. */
json_t *ct_json_own(ct_arena *arena, json_t *value);

/* A copy that belongs to the arena and borrows nothing. */
json_t *ct_json_copy(ct_arena *arena, const json_t *value);

typedef enum ct_json_style {
    CT_JSON_COMPACT = 0,
    CT_JSON_PRETTY = 1, /* two blanks a level, a line break between members */
    CT_JSON_SHOWN = 2   /* what ct_utf8_is_hidden hides is written as \uXXXX */
} ct_json_style;

/* Adds the value as JSON text, members in their order, numbers as written. */
void ct_json_write(ct_buf *out, const json_t *value, int style);
void ct_json_write_string(ct_buf *out, const char *bytes, size_t size, int style);

/* The same value: numbers by ct_number_compare, members in any order. */
bool ct_json_equal(const json_t *a, const json_t *b);

/* How many steps of a budget (base/budget.h) it is worth to compare, copy or hash the value. */
size_t ct_json_weight(const json_t *value);

/* "string", "number", "integer", "boolean", "null", "array", "object": an integer
 * is named so; "nothing" for NULL. */
const char *ct_json_type(const json_t *value);

/* jansson iterates only over what it may change. We do not change it. */
static inline json_t *ct_json_iterable(const json_t *value)
{
    return (json_t *)value;
}

#endif

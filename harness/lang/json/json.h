/* json.h - reads, writes and compares JSON values, exactly and strictly.
 *
 * Values are jansson's, with the numbers of number.h. jansson's own reader is not
 * used: it does not keep the text of a number, reports a duplicate without its
 * place, and accepts a NUL after a number. Its writer does not know the texts.
 */
#ifndef CT_LANG_JSON_JSON_H
#define CT_LANG_JSON_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

/* Why a text is not valid JSON, and where. Lines and columns start at 1; columns count characters.
 */
typedef struct ct_json_error {
    const char *what; /* "expected ',' or ']'": a constant, or of the arena */
    size_t offset;    /* in bytes */
    unsigned line, column;
    bool is_limit;    /* the text exceeds a limit, and may be valid */
    bool is_too_many; /* the limit is CT_LIMIT_JSON_VALUES */
} ct_json_error;

/* Reads a JSON text (RFC 8259): UTF-8 without a byte order mark, no duplicate names in an object,
 * no unpaired surrogates, nothing after the value, nesting up to CT_LIMIT_JSON_DEPTH, and at most
 * CT_LIMIT_JSON_VALUES values, because a value can take 80 times the bytes of its text. Returns a
 * value that belongs to `arena`, or NULL after filling *error. */
json_t *ct_json_read(ct_arena *arena, const char *text, size_t size, ct_json_error *error);

/* Like ct_json_read(), for a file of the user, which may have any number of values. */
json_t *ct_json_read_file(ct_arena *arena, const char *text, size_t size, ct_json_error *error);

/* Like ct_json_read(), for a document of apigcheck whose strings are used as C strings: U+0000 in a
 * string or property name is an error too. */
json_t *ct_json_read_plain(ct_arena *arena, const char *text, size_t size, ct_json_error *error);

/* Returns a string as a C string, valid as long as the value. Returns NULL if the value is NULL, is
 * not a string, or contains U+0000, because a comparison would see only a part of it. */
const char *ct_json_text(const json_t *value);

/* Transfers a reference to an arena, which releases it when it is freed. Returns `value`. */
json_t *ct_json_own(ct_arena *arena, json_t *value);

/* Returns a deep copy that belongs to `arena`. */
json_t *ct_json_copy(ct_arena *arena, const json_t *value);

typedef enum ct_json_style {
    CT_JSON_COMPACT = 0,
    CT_JSON_PRETTY = 1, /* two spaces per level, a line break between entries */
    CT_JSON_SHOWN = 2   /* characters of ct_utf8_is_hidden() as \uXXXX */
} ct_json_style;

/* Appends a value as JSON text: properties in their order, numbers as written. `style` is a sum of
 * ct_json_style. */
void ct_json_write(ct_buf *out, const json_t *value, int style);
void ct_json_write_string(ct_buf *out, const char *bytes, size_t size, int style);

/* Returns true for equal values: numbers by ct_number_compare(), properties in any order. */
bool ct_json_equal(const json_t *a, const json_t *b);

/* Returns the steps of a budget (base/budget.h) that comparing, copying or hashing the value costs.
 */
size_t ct_json_weight(const json_t *value);

/* Returns the type: "string", "number", "integer" (for numbers that are integers), "boolean",
 * "null", "array" or "object"; "nothing" for NULL. */
const char *ct_json_type(const json_t *value);

/* jansson iterates only over non-const values. The value must not be changed through the result. */
static inline json_t *ct_json_iterable(const json_t *value)
{
    return (json_t *)value;
}

#endif

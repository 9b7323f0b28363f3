/* json.h - reads, writes and compares JSON values, exactly and strictly.
 *
 * Values are jansson's, with the numbers of number.h. jansson's own reader is not
 * used: it does not keep the text of a number, reports a duplicate without its
 * place, and accepts a NUL after a number. Its writer and json_equal() are not used
 * either, because they round numbers to doubles.
 *
 * A value belongs to an arena, which holds the reference to it. Values that are
 * shared between threads must not be changed, nor their reference counts.
 */
#ifndef CT_LANG_JSON_JSON_H
#define CT_LANG_JSON_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

/* The reason and place of a syntax error. Lines and columns start at 1; columns count
 * characters. */
typedef struct ct_json_error {
    const char *what; /* "expected ',' or ']'": static; NULL: no error */
    size_t offset;    /* bytes before the error */
    unsigned line, column;
    bool is_limit;    /* the text exceeds a limit; it may be valid JSON */
    bool is_too_many; /* the limit is CT_LIMIT_JSON_VALUES */
} ct_json_error;

/* Reads a JSON text (RFC 8259). Stricter than the RFC where it leaves a choice, as I-JSON is (RFC
 * 7493): duplicate names in an object and unpaired surrogates are errors.
 * text:  UTF-8 without a byte order mark, nothing after the value except white space; borrowed for
 *        the call; nesting up to CT_LIMIT_JSON_DEPTH, and at most CT_LIMIT_JSON_VALUES values,
 *        because a value can take 80 times the bytes of its text
 * error: out, the first error, or all zero
 * Returns a value that belongs to `arena`, or NULL after filling *error. Properties keep their
 * order; strings may contain U+0000. */
json_t *ct_json_read(ct_arena *arena, const char *text, size_t size, ct_json_error *error);

/* Like ct_json_read(), for a file of the user, which may have any number of values. For data of a
 * target call ct_json_read(). */
json_t *ct_json_read_file(ct_arena *arena, const char *text, size_t size, ct_json_error *error);

/* Like ct_json_read_file(), for a document of apigcheck whose strings are used as C strings: U+0000
 * in a string or property name is an error too, and so are more than CT_LIMIT_DOCUMENT_VALUES
 * values. */
json_t *ct_json_read_plain(ct_arena *arena, const char *text, size_t size, ct_json_error *error);

/* Returns a string as a C string in UTF-8, borrowed from the value. Returns NULL if the value is
 * NULL, is not a string, or contains U+0000, because a comparison would see only a part of it. */
const char *ct_json_text(const json_t *value);

/* Transfers the caller's reference to an arena, which releases it when it is freed or reset.
 * Returns `value`. */
json_t *ct_json_own(ct_arena *arena, json_t *value);

/* Returns a deep copy that belongs to `arena` and shares nothing with `value`; numbers keep their
 * text. The value must not be NULL. */
json_t *ct_json_copy(ct_arena *arena, const json_t *value);

/* Options of writing; a sum of these. */
typedef enum ct_json_style {
    CT_JSON_COMPACT = 0,
    CT_JSON_PRETTY = 1, /* two spaces per level, a line break between entries */
    CT_JSON_SHOWN = 2   /* characters of ct_utf8_is_hidden() as \uXXXX */
} ct_json_style;

/* Append a value, or a string with its quotes, as JSON text: properties in their order, numbers as
 * written. Writing ends early if the buffer is full (out->is_full).
 * bytes: a byte that is not UTF-8 is written as U+FFFD
 * style: a sum of ct_json_style */
void ct_json_write(ct_buf *out, const json_t *value, int style);
void ct_json_write_string(ct_buf *out, const char *bytes, size_t size, int style);

/* Returns true for equal values: numbers by their mathematical value (ct_number_compare()),
 * strings by their bytes without normalization, properties in any order, elements in the same
 * order. This is the equality of JSON Schema (2020-12 core section 4.2.2) and RFC 9535. Neither
 * may be NULL. The caller spends ct_json_weight() of a budget before. */
bool ct_json_equal(const json_t *a, const json_t *b);

/* Returns the steps of a budget (base/budget.h) that comparing, copying or hashing the value costs:
 * at least 1, and more for long strings and numbers. Takes time proportional to the result. */
size_t ct_json_weight(const json_t *value);

/* Returns the type as a static string: "string", "number", "integer" (for numbers that are
 * integers, such as 1.0), "boolean", "null", "array" or "object"; "nothing" for NULL. */
const char *ct_json_type(const json_t *value);

/* jansson iterates only over non-const values. The value must not be changed through the result. */
static inline json_t *ct_json_iterable(const json_t *value)
{
    return (json_t *)value;
}

#endif

/* utf8.h - UTF-8 (RFC 3629), read strictly, and text made safe to show. */
#ifndef CT_BASE_UTF8_H
#define CT_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* What ct_utf8_next returns for a byte that begins no valid sequence. */
enum { CT_UTF8_INVALID = -1 };

/* Decodes one code point and moves *at behind it. Overlong forms, surrogates
 * and anything above U+10FFFF are invalid; then *at moves one byte on.
 * *at must be before `end`. */
int32_t ct_utf8_next(const char **at, const char *end);

/* Writes a code point below 0x110000; returns how many bytes it takes. */
size_t ct_utf8_encode(uint32_t code_point, char out[4]);

/* Adds a code point below 0x110000 to a text. */
void ct_utf8_add(ct_buf *buf, uint32_t code_point);

/* How many bytes from the start on are ASCII. */
size_t ct_utf8_ascii_size(const char *bytes, size_t size);

/* The offset of the first byte that is not valid, or `size`. */
size_t ct_utf8_valid_size(const char *bytes, size_t size);

/* Code points in a text; an invalid byte counts as one. */
size_t ct_utf8_length(const char *bytes, size_t size);

/* The size of the text's beginning that is at most `limit` bytes and does not end inside a
 * character. What is not UTF-8 is cut anywhere. */
size_t ct_utf8_cut(const char *bytes, size_t size, size_t limit);

/* Would show as something else than itself: C0, DEL, C1, bidi controls, zero-width
 * and line separators, U+FEFF, surrogates and noncharacters. */
bool ct_utf8_is_hidden(int32_t code_point);

/* Adds a text as it may be shown on a terminal or in a report, on one line:
 * hidden characters become \n, \t, \r, \xNN or \u{NNNN}, invalid bytes \xNN. */
void ct_show_text(ct_buf *buf, const char *bytes, size_t size);

#endif

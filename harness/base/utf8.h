/* utf8.h - UTF-8 (RFC 3629), read strictly, and text made safe to show.
 *
 * Sizes are in bytes. Strings need not end with NUL and may hold any bytes.
 */
#ifndef CT_BASE_UTF8_H
#define CT_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* What ct_utf8_next() returns for a byte that does not start a valid sequence. */
enum { CT_UTF8_INVALID = -1 };

/* Decodes one code point and moves *at after it. Overlong forms, surrogates and anything above
 * U+10FFFF are invalid (RFC 3629 section 3): then *at moves by one byte.
 * at: in/out, *at must be before `end`
 * Returns the code point, or CT_UTF8_INVALID. */
int32_t ct_utf8_next(const char **at, const char *end);

/* Encodes a code point below 0x110000.
 * code_point: surrogates are encoded too; the caller refuses them
 * out:        1 to 4 bytes, without NUL
 * Returns how many. */
size_t ct_utf8_encode(uint32_t code_point, char out[4]);

/* Appends a code point below 0x110000. */
void ct_utf8_add(ct_buf *buf, uint32_t code_point);

/* Returns how many bytes at the start are ASCII, 0x00 to 0x7F. `bytes` may be NULL if size is 0. */
size_t ct_utf8_ascii_size(const char *bytes, size_t size);

/* Returns the offset of the first byte that is not valid, or `size` if all are. An incomplete
 * sequence at the end is not valid. */
size_t ct_utf8_valid_size(const char *bytes, size_t size);

/* Returns the number of code points; an invalid byte counts as one. */
size_t ct_utf8_length(const char *bytes, size_t size);

/* Returns the size of the longest prefix that has at most `limit` bytes and does not end inside a
 * character. Text that is not UTF-8 is cut at the limit. */
size_t ct_utf8_cut(const char *bytes, size_t size, size_t limit);

/* Returns whether a code point is invisible or changes how others are shown: C0, DEL, C1, bidi
 * controls, zero-width characters and line separators, U+FEFF, surrogates and noncharacters. */
bool ct_utf8_is_hidden(int32_t code_point);

/* Appends a string in a form that is safe on a terminal and in a report, on one line: hidden
 * characters become \n, \t, \r, \xNN or \u{NNNN}, invalid bytes \xNN. Secrets must be masked
 * before.
 * buf:   in, out; the limit of the buffer can cut an escape
 * bytes: in; `size` bytes, any content */
void ct_show_text(ct_buf *buf, const char *bytes, size_t size);

#endif

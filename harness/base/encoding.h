/* encoding.h - base64 and hex: bytes as text, and text as bytes, strictly.
 *
 * Decoding accepts exactly what encoding writes, so there is one text for each sequence of bytes:
 * no line breaks or spaces, no missing padding, no bits left over, no other alphabet.
 */
#ifndef CT_BASE_ENCODING_H
#define CT_BASE_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Appends base64 (RFC 4648 section 4) with padding, on one line: 4 characters for 3 bytes, rounded
 * up.
 * out:   in/out, owned by the caller; what passes its limit is left out, see buf.h
 * bytes: in, `size` bytes; may be NULL if size is 0 */
void ct_base64_encode(ct_buf *out, const void *bytes, size_t size);

/* Decodes base64 and appends the bytes. An empty string is valid and decodes to no bytes.
 * out:  in/out, owned by the caller; on failure it may hold some of the bytes
 * text: in, `size` bytes, need not end with NUL
 * Returns false if the text is not what ct_base64_encode() would write. */
bool ct_base64_decode(ct_buf *out, const char *text, size_t size);

/* Writes 2 * size lower-case hex digits and a NUL.
 * bytes: in; `size` bytes, may be NULL if size is 0
 * text:  out, room for 2 * size + 1 bytes */
void ct_hex(const unsigned char *bytes, size_t size, char *text);

/* Reads exactly 2 * size lower-case hex digits; the text must end there with NUL.
 * bytes: out, room for `size` bytes; on failure their value is undefined
 * Returns false if the text is anything else. */
bool ct_hex_decode(const char *text, unsigned char *bytes, size_t size);

#endif

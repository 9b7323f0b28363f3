#include "base/encoding.h"

#include <openssl/evp.h>
#include <string.h>

#include "base/ascii.h"

/* A piece of the work, small enough for the int that libcrypto takes. Pieces are whole groups of
 * three bytes, so that only the last one is padded. */
enum { PIECE_BYTES = 3 * 256, PIECE_TEXT = 4 * 256 };

void ct_base64_encode(ct_buf *out, const void *bytes, size_t size)
{
    unsigned char text[PIECE_TEXT + 1];
    for (const unsigned char *at = bytes; size;) {
        size_t const piece = size < PIECE_BYTES ? size : PIECE_BYTES;
        int const made = EVP_EncodeBlock(text, at, (int)piece);
        ct_buf_add(out, text, (size_t)made);
        at += piece;
        size -= piece;
    }
}

/* EVP_DecodeBlock() ignores white space at both ends, leftover bits, and '=' anywhere. What it read
 * is therefore encoded again, and must be the same text. */
static bool decode_piece(ct_buf *out, const char *text, size_t size)
{
    unsigned char bytes[PIECE_BYTES], again[PIECE_TEXT + 1];
    size_t const padding = text[size - 1] != '=' ? 0 : text[size - 2] != '=' ? 1 : 2;
    int const made = EVP_DecodeBlock(bytes, (const unsigned char *)text, (int)size);
    if (made != (int)(size / 4 * 3))
        return false;
    size_t const count = (size_t)made - padding;
    if (EVP_EncodeBlock(again, bytes, (int)count) != (int)size || memcmp(again, text, size) != 0)
        return false;
    ct_buf_add(out, bytes, count);
    return true;
}

bool ct_base64_decode(ct_buf *out, const char *text, size_t size)
{
    if (size % 4)
        return false;
    while (size > PIECE_TEXT) {
        if (text[PIECE_TEXT - 1] == '=' || !decode_piece(out, text, PIECE_TEXT))
            return false;
        text += PIECE_TEXT;
        size -= PIECE_TEXT;
    }
    return !size || decode_piece(out, text, size);
}

void ct_hex(const unsigned char *bytes, size_t size, char *text)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        *text++ = digits[bytes[i] >> 4];
        *text++ = digits[bytes[i] & 15];
    }
    *text = '\0';
}

static bool is_lower_hex(char c)
{
    return ct_is_digit(c) || (c >= 'a' && c <= 'f');
}

bool ct_hex_decode(const char *text, unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++, text += 2) {
        if (!is_lower_hex(text[0]) || !is_lower_hex(text[1]))
            return false;
        bytes[i] = (unsigned char)(ct_hex_value(text[0]) << 4 | ct_hex_value(text[1]));
    }
    return !*text;
}

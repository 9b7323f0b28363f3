#include "model/body_text.h"

#include <string.h>

#include "base/utf8.h"

bool ct_body_is_text(const ct_body *body, size_t *size)
{
    size_t const valid = ct_utf8_valid_size(body->bytes, body->size);
    bool const is_cut_character = body->whole > body->size && body->size - valid < 4;
    *size = is_cut_character ? valid : body->size;
    return valid >= *size && !memchr(body->bytes, '\0', *size);
}

#include "lang/yaml/yaml_characters.h"

#include <string.h>

#include "base/utf8.h"

ct_loc ct_yaml_place_of_byte(const ct_source *source, size_t offset)
{
    ct_loc const start = {.source = source, .line = 1, .column = 1};
    return ct_loc_within(start, source->text, offset, 1);
}

static bool check_utf8(const ct_source *source, ct_diag *diag)
{
    size_t const valid = ct_utf8_valid_size(source->text, source->size);
    if (valid == source->size)
        return true;
    return ct_fail(diag, CT_ERR_INVALID_ENCODING, ct_yaml_place_of_byte(source, valid),
                   "the file is not valid UTF-8");
}

/* libyaml ends a line at each of these, but YAML 1.2 and editors do not. Reported lines would be
 * wrong. */
static bool check_breaks(const ct_source *source, ct_diag *diag)
{
    const char *const end = source->text + source->size;
    for (const char *at = source->text; (at = memchr(at, '\r', (size_t)(end - at))); at++)
        if (at + 1 == end || at[1] != '\n')
            return ct_fail(diag, CT_ERR_INVALID_YAML,
                           ct_yaml_place_of_byte(source, (size_t)(at - source->text)),
                           "carriage return without a line feed");
    for (const char *at = source->text;;) {
        at += ct_utf8_ascii_size(at, (size_t)(end - at));
        if (at == end)
            return true;
        size_t const offset = (size_t)(at - source->text);
        int32_t const c = ct_utf8_next(&at, end);
        if (c != 0x85 && c != 0x2028 && c != 0x2029)
            continue;
        ct_fail(diag, CT_ERR_INVALID_YAML, ct_yaml_place_of_byte(source, offset),
                "line separator U+%04X", (unsigned)c);
        return ct_hint(diag, "write it as an escape in double quotes: \\u%04X", (unsigned)c);
    }
}

bool ct_yaml_check_characters(const ct_source *source, ct_diag *diag)
{
    return check_utf8(source, diag) && check_breaks(source, diag);
}

bool ct_yaml_find_control(const char *text, size_t size, unsigned *control)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char const c = (unsigned char)text[i];
        bool const is_c1 = c == 0xC2 && i + 1 < size && (unsigned char)text[i + 1] < 0xA0;
        *control = is_c1 ? (unsigned char)text[i + 1] : c;
        if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7F || is_c1)
            return true;
    }
    return false;
}

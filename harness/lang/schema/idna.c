#include "lang/schema/idna.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include <idn2.h>
#include <unictype.h>

#include "base/utf8.h"

/* Space for a label in UTF-8: 63 characters of four bytes, and a NUL. */
enum { UTF8_MAX = 4 * CT_IDNA_LABEL + 1 };

/* ---- The Bidi rule (RFC 5893 section 2) ---- */

typedef struct direction {
    int first, last; /* categories; `last` without nonspacing marks at the end */
    bool has_left, has_right, has_arabic_number, has_european_number;
    bool has_other; /* a category that no label of a right-to-left name may have */
} direction;

static bool is_neutral(int category)
{
    return category == UC_BIDI_ES || category == UC_BIDI_CS || category == UC_BIDI_ET ||
           category == UC_BIDI_ON || category == UC_BIDI_BN || category == UC_BIDI_NSM;
}

static direction direction_of(const char *text, size_t size)
{
    direction d = {.first = -1};
    const char *at = text;
    while (at < text + size) {
        int const category = uc_bidi_category((ucs4_t)ct_utf8_next(&at, text + size));
        if (d.first < 0)
            d.first = category;
        if (category != UC_BIDI_NSM || d.first == UC_BIDI_NSM)
            d.last = category;
        d.has_left = d.has_left || category == UC_BIDI_L;
        d.has_right = d.has_right || category == UC_BIDI_R || category == UC_BIDI_AL;
        d.has_arabic_number = d.has_arabic_number || category == UC_BIDI_AN;
        d.has_european_number = d.has_european_number || category == UC_BIDI_EN;
        d.has_other = d.has_other ||
                      !(category == UC_BIDI_L || category == UC_BIDI_R || category == UC_BIDI_AL ||
                        category == UC_BIDI_AN || category == UC_BIDI_EN || is_neutral(category));
    }
    return d;
}

static bool keeps_bidi(const direction *d)
{
    if (d->has_other)
        return false;
    if (d->first == UC_BIDI_L)
        return !d->has_right && !d->has_arabic_number &&
               (d->last == UC_BIDI_L || d->last == UC_BIDI_EN);
    if (d->first != UC_BIDI_R && d->first != UC_BIDI_AL)
        return false;
    return !d->has_left && !(d->has_european_number && d->has_arabic_number) &&
           (d->last == UC_BIDI_R || d->last == UC_BIDI_AL || d->last == UC_BIDI_EN ||
            d->last == UC_BIDI_AN);
}

static void note_direction(ct_idna_label *label, const char *text, size_t size)
{
    direction const d = direction_of(text, size);
    label->is_right_to_left = d.has_right || d.has_arabic_number;
    label->keeps_bidi = keeps_bidi(&d);
}

/* ---- Labels ---- */

/* Reads a U-label, or an A-label that decodes to one. libidn2 applies its rules for registration,
 * which are those of RFC 5891 section 4.2. */
static bool read_unicode(ct_idna_label *label, const char *text, bool is_encoded)
{
    uint8_t *ascii = NULL;
    char *unicode = NULL;
    const uint8_t *bytes = (const uint8_t *)text;
    bool ok = idn2_register_u8(is_encoded ? NULL : bytes, is_encoded ? bytes : NULL, &ascii, 0) ==
              IDN2_OK;
    ok = ok && (!is_encoded || idn2_to_unicode_8z8z(text, &unicode, 0) == IDN2_OK);
    if (ok) {
        const char *shown = is_encoded ? unicode : text;
        label->ascii_size = strlen((const char *)ascii);
        note_direction(label, shown, strlen(shown));
        ok = label->ascii_size <= CT_IDNA_LABEL;
    }
    idn2_free(ascii);
    idn2_free(unicode);
    return ok;
}

/* Reads a label of letters, digits, and hyphens between them (RFC 1123 section 2.1). */
static bool read_plain(ct_idna_label *label, const char *text, size_t size)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    label->ascii_size = size;
    note_direction(label, text, size);
    return strspn(text, letters) == size && text[0] != '-' && text[size - 1] != '-';
}

static bool is_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return !*text;
}

bool ct_idna_label_read(ct_idna_label *label, const char *text, size_t size)
{
    char copy[UTF8_MAX];
    if (!size || size >= sizeof copy || memchr(text, '\0', size) ||
        ct_utf8_valid_size(text, size) != size)
        return false;
    memcpy(copy, text, size);
    copy[size] = '\0';
    bool const is_encoded = !strncasecmp(copy, "xn--", 4);
    if (!is_ascii(copy))
        return !is_encoded && read_unicode(label, copy, false);
    return size <= CT_IDNA_LABEL && read_plain(label, copy, size) &&
           (!is_encoded || read_unicode(label, copy, true));
}

/* idna.h - labels of internationalized host names (RFC 5890 to 5893).
 *
 * The tables know Unicode 17. That a label is in normalization form C is not
 * checked: that needs more of Unicode than its properties.
 */
#ifndef CT_LANG_SCHEMA_IDNA_H
#define CT_LANG_SCHEMA_IDNA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CT_IDNA_LABEL = 63 }; /* bytes of a label as DNS has it, characters at most */

/* A label's characters. */
typedef struct ct_idna_label {
    int32_t chars[CT_IDNA_LABEL];
    size_t count;
} ct_idna_label;

/* From UTF-8; false when it is empty, too long or not UTF-8. */
bool ct_idna_read(ct_idna_label *label, const char *text, size_t size);

/* From what stands behind "xn--"; false when it is no Punycode (RFC 3492). */
bool ct_idna_decode(ct_idna_label *label, const char *text, size_t size);

/* The bytes of "xn--" and the Punycode of the label. */
size_t ct_idna_encoded_size(const ct_idna_label *label);

/* A U-label by RFC 5891 section 4.2, but for the Bidi rule. */
bool ct_idna_is_valid(const ct_idna_label *label);

/* The rule of RFC 5893, which holds for all labels of a name when one is written from the
 * right. */
bool ct_idna_is_right_to_left(const ct_idna_label *label);
bool ct_idna_keeps_bidi(const ct_idna_label *label);

#endif

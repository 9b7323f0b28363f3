/* idna.h - labels of internationalized host names (IDNA 2008, RFC 5890 to 5893).
 *
 * libidn2 applies the rules for single labels. The Bidi rule depends on all labels
 * of a name; it is applied here, with the character properties of libunistring.
 * Separators and the length of the whole name are checked by the caller.
 */
#ifndef CT_LANG_SCHEMA_IDNA_H
#define CT_LANG_SCHEMA_IDNA_H

#include <stdbool.h>
#include <stddef.h>

enum { CT_IDNA_LABEL = 63 }; /* bytes of a label in DNS (RFC 1035 section 2.3.4) */

/* The properties of a label that the check of the whole name requires. */
typedef struct ct_idna_label {
    size_t ascii_size;     /* bytes of the label in DNS, with "xn--" if it is encoded */
    bool is_right_to_left; /* has a character of RFC 5893 section 1.4: the Bidi rule applies */
    bool keeps_bidi;       /* satisfies the Bidi rule (RFC 5893 section 2) */
} ct_idna_label;

/* Reads a U-label in UTF-8, an A-label ("xn--...") or a plain ASCII label of letters, digits and
 * hyphens.
 * label: out, undefined if false is returned
 * text:  one label without separators, any bytes, borrowed for the call
 * Returns false if the label has another form (RFC 5891 section 4.2), is empty, or takes more than
 * CT_IDNA_LABEL bytes in DNS. */
bool ct_idna_label_read(ct_idna_label *label, const char *text, size_t size);

#endif

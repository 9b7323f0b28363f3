/* idna.h - labels of internationalized host names (IDNA 2008, RFC 5890 to 5893).
 *
 * The rules of labels are libidn2's; the Bidi rule, which looks at all labels
 * of a name, is applied here with the character properties of libunistring.
 */
#ifndef CT_LANG_SCHEMA_IDNA_H
#define CT_LANG_SCHEMA_IDNA_H

#include <stdbool.h>
#include <stddef.h>

enum { CT_IDNA_LABEL = 63 }; /* bytes of a label in DNS (RFC 1035 section 2.3.4) */

/* What a host name needs to know about one of its labels. */
typedef struct ct_idna_label {
    size_t ascii_size;     /* bytes of the label in DNS, with "xn--" where it is encoded */
    bool is_right_to_left; /* it has a character of RFC 5893 section 1.4: the Bidi rule applies */
    bool keeps_bidi;       /* it satisfies the Bidi rule (RFC 5893 section 2) */
} ct_idna_label;

/* Reads a U-label in UTF-8, an A-label ("xn--...") or a plain ASCII label of letters, digits and
 * hyphens. Returns false when it is none of them (RFC 5891 section 4.2), is empty, or needs more
 * than CT_IDNA_LABEL bytes; `label` is then undefined. */
bool ct_idna_label_read(ct_idna_label *label, const char *text, size_t size);

#endif

/* idna_tables.h - Unicode, as far as host names ask for it: sorted ranges, ended by {0}. */
#ifndef CT_LANG_SCHEMA_IDNA_TABLES_H
#define CT_LANG_SCHEMA_IDNA_TABLES_H

#include <stdint.h>

typedef struct ct_idna_range {
    int32_t first, last;
} ct_idna_range;

/* letters, digits and marks that a label may have (PVALID) */
extern const ct_idna_range ct_idna_valid[];
/* combining marks among them (M) */
extern const ct_idna_range ct_idna_marks[];
/* canonical combining class 9 */
extern const ct_idna_range ct_idna_viramas[];
/* bidi classes R and AL */
extern const ct_idna_range ct_idna_right_to_left[];
/* bidi class AN */
extern const ct_idna_range ct_idna_arabic_numbers[];
/* bidi class EN */
extern const ct_idna_range ct_idna_european_numbers[];
/* bidi class NSM */
extern const ct_idna_range ct_idna_nonspacing[];
/* bidi classes ES, CS, ET, ON and BN */
extern const ct_idna_range ct_idna_neutral[];
/* joining types L and D */
extern const ct_idna_range ct_idna_joins_left[];
/* joining types R and D */
extern const ct_idna_range ct_idna_joins_right[];
/* script Greek */
extern const ct_idna_range ct_idna_greek[];
/* script Hebrew */
extern const ct_idna_range ct_idna_hebrew[];
/* script Hiragana */
extern const ct_idna_range ct_idna_hiragana[];
/* script Katakana */
extern const ct_idna_range ct_idna_katakana[];
/* script Han */
extern const ct_idna_range ct_idna_han[];

#endif

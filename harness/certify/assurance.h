/* assurance.h - what a certificate proves, in fixed words. */
#ifndef CT_CERTIFY_ASSURANCE_H
#define CT_CERTIFY_ASSURANCE_H

#include <stdbool.h>

/* Returns the name of the assurance in a certificate: "witnessed" or "self-attested". Static. */
const char *ct_assurance_name(bool is_witnessed);

/* Returns the sentence of a certificate that says what it proves. Static. */
const char *ct_assurance_sentence(bool is_witnessed);

#endif

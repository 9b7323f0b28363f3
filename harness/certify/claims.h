/* claims.h - checks what a certificate states about the product and the program. */
#ifndef CT_CERTIFY_CLAIMS_H
#define CT_CERTIFY_CLAIMS_H

#include <stdbool.h>

#include "base/diag.h"
#include "certify/certificate.h"

/* Returns whether a string has no visible character: it is empty, or consists of spaces, control
 * characters and zero-width characters only. */
bool ct_is_blank(const char *text);

/* Returns what is wrong with the name or version of a product: "has no visible character", "has a
 * hidden character", such as a line break or one that reverses the direction of text, or "is longer
 * than 200 bytes". Returns NULL if it is valid. The result is static. */
const char *ct_name_mistake(const char *text);

/* Returns whether certificates of this version of the program can be verified: it is this version
 * or an earlier one.
 * version: such as "0.1.0" */
bool ct_program_is_known(const char *version);

/* Checks the claims of a certificate.
 * claims: without NULL, except the challenge
 * Returns false after reporting each invalid name (ct_name_mistake()), an empty challenge, and a
 * program version that is not known. */
bool ct_claims_check(const ct_claims *claims, ct_diag *diag);

#endif

/* claims.h - checks what a certificate states about the product and the program. */
#ifndef CT_CERTIFY_CLAIMS_H
#define CT_CERTIFY_CLAIMS_H

#include <stdbool.h>

#include "base/diag.h"
#include "certify/certificate.h"

/* Returns whether a string has no visible character: it is empty, or consists of spaces, control
 * characters and zero-width characters only. */
bool ct_is_blank(const char *text);

/* Returns whether certificates of this version of the program can be verified: it is this version
 * or an earlier one.
 * version: such as "0.1.0" */
bool ct_program_is_known(const char *version);

/* Checks the claims of a certificate.
 * claims: without NULL, except the challenge
 * Returns false after reporting each name without a visible character, and a program version that
 * is not known. */
bool ct_claims_check(const ct_claims *claims, ct_diag *diag);

#endif

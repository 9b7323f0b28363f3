/* evidence_waivers.h - compares the waivers in the evidence with those of the verifier. */
#ifndef CT_CERTIFY_EVIDENCE_WAIVERS_H
#define CT_CERTIFY_EVIDENCE_WAIVERS_H

#include <jansson.h>

#include "certify/waiver.h"

/* Compares waivers.yaml of the evidence with the verifier's waivers. Those that apply to the
 * product must be the same in both, with all of their keys. Order, comments and notation do not
 * count, nor do the waivers of other products.
 * folder:   of the evidence
 * manifest: of the evidence; the file is read only if it is listed there
 * claims:   of the certificate, with vendor and product
 * own:      the verifier's waivers, or NULL: none
 * Returns false after reporting every difference. */
bool ct_evidence_waivers_check(ct_arena *arena, const char *folder, const json_t *manifest,
                               const json_t *claims, const ct_waivers *own, ct_diag *diag);

#endif

/* evidence_suite.h - the suite in the evidence, compared with that of the verifier. */
#ifndef CT_CERTIFY_EVIDENCE_SUITE_H
#define CT_CERTIFY_EVIDENCE_SUITE_H

#include <jansson.h>

#include "certify/profile.h"

/* Compares the files below suite/ in the manifest with the verifier's own suite and profile, by
 * their digests.
 * manifest: of the evidence; its files are compared with it elsewhere
 * Returns false after reporting every file that is missing, different or additional. */
bool ct_evidence_check_suite(ct_arena *arena, const ct_suite *suite, const ct_profile *profile,
                             const json_t *manifest, ct_diag *diag);

#endif

/* evidence.h - a folder in which everything stands that a certificate speaks of.
 *
 *   results.json junit.xml report.html    the first pass, in file order; the others, in another
 *   exchanges.har                         order each, in pass-2/ and so on
 *   suite/...                             the case, requirement, profile and schema files, exactly
 *   target.json target.yaml               what was tested: resolved, and as written; no secrets
 *   waivers.yaml                          where there were any
 *   manifest.json                         size and SHA-256 of each of these
 *   certificate.json                      the seal over the manifest
 *
 * A manifest lists everything but itself and the certificate. Paths in it are
 * relative and lead nowhere else; links are not followed anywhere.
 */
#ifndef CT_CERTIFY_EVIDENCE_H
#define CT_CERTIFY_EVIDENCE_H

#include <jansson.h>

#include "base/diag.h"
#include "certify/profile.h"
#include "model/redact/redact.h"
#include "model/target.h"

#define CT_EVIDENCE_MANIFEST "manifest.json"
#define CT_EVIDENCE_CERTIFICATE "certificate.json"

/* The folder of the file at `path`: "." where the path has no slash. In the arena. */
const char *ct_evidence_folder(ct_arena *arena, const char *path);

/* Makes the folder; one that is there must be empty. False after noting why not. */
bool ct_evidence_begin(const char *folder, ct_diag *diag);

/* Writes one file below the folder, and the folders on its way. False after noting why not. */
bool ct_evidence_put(ct_arena *arena, const char *folder, const char *path, const char *bytes,
                     size_t size, ct_diag *diag);

/* The files of the suite and the profile as they were read: one that has changed since is noted. */
bool ct_evidence_put_suite(ct_arena *arena, const char *folder, const ct_suite *suite,
                           const ct_profile *profile, ct_diag *diag);

/* The path of a file of the suite below its root; NULL when it lies elsewhere. */
const char *ct_evidence_suite_path(const ct_suite *suite, const ct_source *source);

bool ct_evidence_put_target(ct_arena *arena, const char *folder, const ct_target *target,
                            ct_diag *diag);

/* The target back, with masks for its secrets. NULL after noting why not. */
const ct_target *ct_evidence_target(ct_arena *arena, const char *folder, const char *run_id,
                                    ct_diag *diag);

/* What a target that was read with masks captures in its own steps is a mask too, and no secret. */
void ct_evidence_check_secrets(const ct_target *target);

/* What stands in the folder: {"path": {"size": N, "sha256": HEX}, ...} in byte order, without
 * manifest and certificate. What is neither a file nor a folder, or has a strange name, is noted.
 * `redactor`, when not NULL, knows what must not stand in any byte of it: a file with a secret is
 * noted by its name. NULL after noting. */
json_t *ct_evidence_list(ct_arena *arena, const char *folder, const ct_redactor *redactor,
                         ct_diag *diag);

/* Every difference of the folder from its manifest (as ct_evidence_list makes it) is noted. */
bool ct_evidence_check(ct_arena *arena, const char *folder, const json_t *manifest, ct_diag *diag);

#endif

/* evidence.h - the folder with everything that a certificate refers to.
 *
 *   - results.json, junit.xml, report.html, exchanges.har: the first pass, in file order; the
 *     others, each in another order, are in pass-2/ and so on
 *   - suite/: the case, requirement, profile and schema files, unchanged
 *   - target.json, target.yaml: the target, resolved and as written, without secrets
 *   - waivers.yaml: the waivers, if there were any
 *   - manifest.json: size and SHA-256 of each of these files
 *   - certificate.json: the signed statement, which covers the manifest
 *   - receipts/: what an authority decided, written after the certificate (decision.h)
 *
 * The manifest lists all files but itself, the certificate and the receipts. Its paths are relative
 * and stay inside the folder. Symbolic links are never followed.
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

/* Returns the folder of a file: "." if the path has no slash. In the arena, or static. */
const char *ct_evidence_folder(ct_arena *arena, const char *path);

/* Creates the folder; an existing one must be empty. Returns false after reporting an error. */
bool ct_evidence_begin(const char *folder, ct_diag *diag);

/* Writes a new file below the folder, and creates the folders of its path.
 * path: relative to the folder
 * Returns false after reporting an error, such as that the file exists. */
bool ct_evidence_put(ct_arena *arena, const char *folder, const char *path, const char *bytes,
                     size_t size, ct_diag *diag);

/* Copies the files of the suite and of the profile to suite/. Each is read again, and must not have
 * changed since the suite was loaded. Returns false after reporting an error. */
bool ct_evidence_put_suite(ct_arena *arena, const char *folder, const ct_suite *suite,
                           const ct_profile *profile, ct_diag *diag);

/* Returns the path of a file below the root of the suite; NULL if it is outside. Borrowed from the
 * name of the source. */
const char *ct_evidence_suite_path(const ct_suite *suite, const ct_source *source);

/* Writes target.json and, if the target has a file, target.yaml. Of secrets only the names are
 * written. Returns false after reporting an error. */
bool ct_evidence_put_target(ct_arena *arena, const char *folder, const ct_target *target,
                            ct_diag *diag);

/* Reads the target of the evidence, with masks instead of its secrets, for replay.h. What
 * target.json says must follow from target.yaml and the variables and secrets in target.json.
 * run_id: of the recorded run; borrowed
 * Returns a target of the arena, or NULL after reporting an error. */
const ct_target *ct_evidence_target(ct_arena *arena, const char *folder, const char *run_id,
                                    ct_diag *diag);

/* Adapts a target that was read with masks: what its set-up steps capture is a mask too, and needs
 * no masking as a secret. */
void ct_evidence_check_secrets(const ct_target *target);

/* Lists the files of the folder, without manifest and certificate.
 * redactor: knows the secrets that no file may contain; NULL: do not search for secrets
 * Returns {"path": {"size": N, "sha256": HEX}, ...} in byte order, in the arena. Returns NULL after
 * reporting every error: a secret, an invalid name, something that is neither a file nor a folder,
 * an empty folder, a file that is too large or one too many (evidence_files.h), or more than 16
 * levels of folders. */
json_t *ct_evidence_list(ct_arena *arena, const char *folder, const ct_redactor *redactor,
                         ct_diag *diag);

/* Compares the folder with a manifest of ct_evidence_list(). Only files of the stated size are
 * read; receipts/ is ignored. Returns false after reporting every file that is missing, changed,
 * added or too large, and too many files (evidence_files.h). */
bool ct_evidence_check(ct_arena *arena, const char *folder, const json_t *manifest, ct_diag *diag);

#endif

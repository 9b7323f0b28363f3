/* evidence_files.h - the names and sizes that the files of the evidence may have. */
#ifndef CT_CERTIFY_EVIDENCE_FILES_H
#define CT_CERTIFY_EVIDENCE_FILES_H

#include <jansson.h>
#include <stdint.h>

#include "base/diag.h"

enum { CT_EVIDENCE_FILES_MAX = 20000 }; /* files in one folder of evidence */

/* Checks the number of files. Returns false after reporting that there are more than
 * CT_EVIDENCE_FILES_MAX. */
bool ct_evidence_check_count(size_t count, ct_diag *diag);

/* Checks a size before the file is read.
 * path:  of the file, for the message
 * size:  of the file, in bytes; at most 512 MiB; 4 MiB for target.json, target.yaml and
 *        waivers.yaml
 * total: of the files so far, with this one; at most 2 GiB
 * Returns false after reporting that one of them is too large. */
bool ct_evidence_check_size(const char *path, int64_t size, int64_t total, ct_diag *diag);

/* Checks the names in a manifest: target.json, target.yaml, waivers.yaml, the reports of each pass,
 * and any below suite/, which are compared with the suite elsewhere.
 * passes: that were run; the reports of the first are in the folder itself, those of the others in
 *         pass-2 and so on
 * Returns false after reporting every file that is unknown or missing. */
bool ct_evidence_check_names(const json_t *manifest, unsigned passes, ct_diag *diag);

#endif

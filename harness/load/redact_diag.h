/* redact_diag.h - hides secrets in the excerpts of diagnostics.
 *
 * A secret that is written into a target file is an error with a place, but its
 * excerpt must not show the secret. Each of its characters is shown as a star, so
 * that columns stay the same.
 */
#ifndef CT_LOAD_REDACT_DIAG_H
#define CT_LOAD_REDACT_DIAG_H

#include "base/diag.h"
#include "lang/yaml/yaml.h"

/* Returns the same place in a copy of the source that shows stars there. The copy belongs to
 * `arena`. */
ct_loc ct_redact_diag_location(ct_arena *arena, ct_loc where);

/* Makes the diagnostics after `last` (NULL: all) show stars for the values below the node
 * `secrets`, except the names of variables and files. */
void ct_redact_diag_notes(ct_diag *diag, const ct_diagnostic *last, const ct_yaml *secrets);

#endif

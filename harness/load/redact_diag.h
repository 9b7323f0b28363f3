/* redact_diag.h - diagnostics that do not show what they speak of.
 *
 * Who writes a secret into a target file shall be told where, but the secret
 * shall not stand in the log of what we said about it, too: it is shown as
 * stars, a character each, so that all columns stay.
 */
#ifndef CT_LOAD_REDACT_DIAG_H
#define CT_LOAD_REDACT_DIAG_H

#include "base/diag.h"
#include "lang/yaml/yaml.h"

/* The same place, in a source that does not show what stands there. */
ct_loc ct_redact_diag_location(ct_arena *arena, ct_loc where);

/* Veils, in the notes behind `last` (NULL: in all), the values below `secrets` but for the names
 * of variables and files. */
void ct_redact_diag_notes(ct_diag *diag, const ct_diagnostic *last, const ct_yaml *secrets);

#endif

/* diagnostics_json.h - diagnostics as JSON, for editors and scripts: `lint --json`. */
#ifndef CT_CLI_DIAGNOSTICS_JSON_H
#define CT_CLI_DIAGNOSTICS_JSON_H

#include "base/diag.h"

/* Errors and warnings that `lint --json` keeps; further ones are only counted. */
enum { CT_DIAGNOSTICS_JSON_LIMIT = 10000 };

/* Appends an object with a line break:
 *
 *     {"errors": 1, "warnings": 0, "files": 1, "diagnostics": [
 *       {"severity": "error", "code": "unknown-key", "file": "a.yaml", "line": 2, "column": 1,
 *        "end_column": 4, "message": "unknown key 'idd'", "help": "did you mean 'id'?",
 *        "notes": []}]}
 *
 * "file" is missing if the diagnostic is not about a file, "line" and the columns if it is about a
 * whole file, and "help" if there is none. Columns count characters from 1; "end_column" is that
 * after the last character. */
void ct_diagnostics_json(const ct_diag *diag, ct_buf *out);

#endif

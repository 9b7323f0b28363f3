/* help_errors.h - `apigcheck help errors [CODE]`: the table of error codes. */
#ifndef CT_CLI_HELP_ERRORS_H
#define CT_CLI_HELP_ERRORS_H

#include "base/diag.h"

/* Prints the explanation of `code` to standard output, or a line for each code if it is NULL.
 * Returns false after reporting an unknown code, with the nearest one as help.
 * code: in; "unknown-key", without "error[...]" */
bool ct_help_errors(const char *code, ct_diag *diag);

#endif

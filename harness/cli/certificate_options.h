/* certificate_options.h - what `certify` and `verify` share. */
#ifndef CT_CLI_CERTIFICATE_OPTIONS_H
#define CT_CLI_CERTIFICATE_OPTIONS_H

#include "cli/run_specification.h"

/* Loads the suite of --suite, or the shipped one, with the profiles and waivers that the command
 * line names. The suite must be complete: a certificate covers all of its files.
 * session: the current command; errors are reported in its diag
 * specification: out; `suite`, `profiles` and `waivers` are set, in the session's arena
 * Returns false after reporting every error. */
bool ct_certificate_suite(ct_session *session, ct_run_specification *specification);

#endif

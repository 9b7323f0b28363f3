/* certificate_options.h - what the commands around certificates have in common. */
#ifndef CT_CLI_CERTIFICATE_OPTIONS_H
#define CT_CLI_CERTIFICATE_OPTIONS_H

#include "cli/run_specification.h"

/* Loads the suite of --suite, or the shipped one, whole, with the profile and the waivers that are
 * named. False after noting. */
bool ct_certificate_suite(ct_session *session, ct_run_specification *specification);

/* Verifies the certificate of --countersign and adds a signature. The exit status. */
int ct_countersign(ct_session *session);

#endif

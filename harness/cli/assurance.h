/* assurance.h - what a certificate proves: `certify --witness`, and what both commands print. */
#ifndef CT_CLI_ASSURANCE_H
#define CT_CLI_ASSURANCE_H

#include "certify/verify.h"
#include "cli/run_specification.h"

/* Checks that --witness has a --challenge, and that a challenge is valid UTF-8 with a visible
 * character. Returns false after reporting an error. */
bool ct_witness_check_options(ct_session *session);

/* With --witness, names the key as the witness in the claims, and binds them to suite, profile and
 * capabilities. Call it before the seed is derived. The target is read for its capabilities.
 * specification: with suite and profile; not changed
 * key: private; NULL: its error was reported
 * claims: in, out
 * Returns false after reporting an error. */
bool ct_witness_bind(ct_session *session, const ct_run_specification *specification,
                     const ct_key *key, ct_claims *claims);

/* Prints "assurance: " and the sentence of a certificate that was just signed. */
void ct_print_assurance(const ct_claims *claims);

/* Prints them of a certificate that was verified.
 * authority: the key of --authority or --sign; NULL: neither was given. A certificate is called
 *            witnessed without reserve only if it is sound, and the witness has this key. */
void ct_print_verified_assurance(const ct_verified *verified, const ct_key *authority);

/* Prints the run that --witnessed compared, else the one that the decision names; nothing if there
 * is neither.
 * decision: predicate of the decision; NULL: none was read */
void ct_print_witnessed_run(const ct_verified *verified, const json_t *decision);

/* Returns the assurance as JSON: {"kind", "proves", "witness", "confirmed"}. The caller owns it. */
json_t *ct_verified_assurance_json(const ct_verified *verified, const ct_key *authority);

#endif

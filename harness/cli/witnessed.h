/* witnessed.h - `verify --witnessed`: compares a vendor's certificate with a run that the authority
 * witnessed. */
#ifndef CT_CLI_WITNESSED_H
#define CT_CLI_WITNESSED_H

#include "cli/receipts.h"

/* Verifies the certificate of --witnessed with the key of the authority, with its receipts, and
 * compares product, profile, suite, target, capabilities and result. Does nothing without the
 * option, or if `verified` is not sound. Every problem is reported in the session.
 * terms: of `verified`
 * plan: with the key of --sign or --authority
 * verified: in, out; not sound if the other certificate is not, is not witnessed, or was revoked by
 *           an invalid receipt; not acceptable if the other certificate is not, or is about
 *           something else. Otherwise sets `witnessed` */
void ct_witnessed_compare(ct_session *session, const ct_verify_terms *terms,
                          const ct_receipts_plan *plan, ct_verified *verified);

#endif

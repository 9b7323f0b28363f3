/* certificate.h - what is sealed: an in-toto Statement v1 with a test-result predicate v0.1.
 *
 * A certificate is made from facts, and checked by making it again from the
 * evidence: what differs is named. Who reads only in-toto's own members sees no
 * more success than there is; ours stand below `apigcheck`. It claims what
 * its signers claim and no more: `assurance` is self-attested.
 */
#ifndef CT_CERTIFY_CERTIFICATE_H
#define CT_CERTIFY_CERTIFICATE_H

#include <jansson.h>

#include "certify/case_outcomes.h"

#define CT_STATEMENT_TYPE "https://in-toto.io/Statement/v1"
#define CT_PREDICATE_TYPE "https://in-toto.io/attestation/test-result/v0.1"
#define CT_PREDICATE_OURS "apigcheck"

enum { CT_CERTIFICATE_VERSION = 1 };

/* What the signer says of the product, and what the run was bound to. */
typedef struct ct_claims {
    const char *vendor, *product, *version;
    const char *challenge; /* of the authority; NULL: none */
    const char *nonce;     /* hex digits */
    const char *program;   /* version of the program that ran */
} ct_claims;

/* The seed that a challenge gives, with a nonce: every generated value of the run comes from it.
 * Without a challenge the nonce alone decides. 64 hex digits, in the arena. */
const char *ct_certificate_seed(ct_arena *arena, const char *challenge, const char *nonce);

typedef struct ct_certified {
    const ct_claims *claims;
    const ct_profile *profile;
    const ct_target *target;
    const ct_case_outcomes *outcomes;
    const char *seed;
    int64_t started_ms, finished_ms; /* of the first pass, of the last; Unix milliseconds */
    const json_t *manifest;          /* ct_evidence_list */
    const char *manifest_sha256;     /* of the manifest's bytes, hex digits */
} ct_certified;

typedef struct ct_certificate {
    json_t *statement; /* of the arena */
    ct_conformance_report judgement;
} ct_certificate;

ct_certificate ct_certificate_make(ct_arena *arena, const ct_certified *facts);

/* The manifest as it is written: sorted, a file a line. */
void ct_manifest_write(ct_buf *out, const json_t *manifest);

/* Names each member of the one that is not the other's: "predicate.apigcheck.conformance". */
bool ct_certificate_compare(const json_t *claimed, const json_t *made, ct_diag *diag);

#endif

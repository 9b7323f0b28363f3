/* certificate.h - the signed content of a certificate: an in-toto Statement v1 with a test-result
 * predicate v0.1.
 *
 * A certificate is made from facts. It is verified by making it again from the evidence and
 * comparing both. The fields of in-toto never show more success than the own fields below
 * `apigcheck`. A certificate states what its signer claims: `assurance` is self-attested, or
 * witnessed. `proves` says in a sentence what follows from it.
 */
#ifndef CT_CERTIFY_CERTIFICATE_H
#define CT_CERTIFY_CERTIFICATE_H

#include <jansson.h>

#include "certify/case_outcomes.h"

#define CT_STATEMENT_TYPE "https://in-toto.io/Statement/v1"
#define CT_PREDICATE_TYPE "https://in-toto.io/attestation/test-result/v0.1"
#define CT_PREDICATE_OURS "apigcheck"

enum { CT_CERTIFICATE_VERSION = 2 }; /* schemaVersion */

/* What the signer states about the product and the run. Strings are borrowed. */
typedef struct ct_claims {
    const char *vendor, *product, *version;
    const char *challenge;  /* issued by the authority; NULL: none */
    const char *nonce;      /* random hex digits, chosen for this run */
    const char *program;    /* version of the program that ran the cases */
    const char *witness;    /* id of the key of the witness; NULL: self-attested */
    const char *binding;    /* of ct_witness_binding(), if there is a witness; else NULL */
    const char *user_agent; /* of requests that do not set their own, masked */
} ct_claims;

/* Derives the seed of all generated values from the nonce, and the binding of a witnessed run, else
 * the challenge. Returns 64 hex digits, in the arena. */
const char *ct_claims_seed(ct_arena *arena, const ct_claims *claims);

/* Derives a seed from challenge and nonce, so that the values could not be known before the
 * challenge was issued.
 * challenge: NULL: only the nonce counts
 * Returns 64 hex digits, in the arena. */
const char *ct_certificate_seed(ct_arena *arena, const char *challenge, const char *nonce);

/* The facts that a certificate is made from. All pointers are borrowed. */
typedef struct ct_certified {
    const ct_claims *claims;
    const ct_profile *profile;
    const ct_target *target;
    const ct_case_outcomes *outcomes; /* of all passes */
    const char *seed;                 /* hex digits */
    const json_t *connection;         /* of ct_connections_json() */
    int64_t started_ms, finished_ms;  /* first and last pass; Unix milliseconds */
    const json_t *manifest;           /* of ct_evidence_list() */
    const char *manifest_sha256;      /* of the manifest file, 64 hex digits */
} ct_certified;

typedef struct ct_certificate {
    json_t *statement; /* belongs to the arena */
    ct_conformance_report judgement;
} ct_certificate;

/* Makes a certificate. The same facts always give the same bytes: there is no clock and no random
 * value. Its parts belong to the arena. */
ct_certificate ct_certificate_make(ct_arena *arena, const ct_certified *facts);

/* Appends the manifest as JSON, one line per file, in the order of `manifest`. */
void ct_manifest_write(ct_buf *out, const json_t *manifest);

/* Compares two statements.
 * claimed: of the certificate
 * made: made again from the evidence
 * Returns false after reporting every field that differs, such as
 * "predicate.apigcheck.conformance". */
bool ct_certificate_compare(const json_t *claimed, const json_t *made, ct_diag *diag);

#endif

/* verify.h - checks a certificate offline, by the verifier's own suite, waivers and clock.
 *
 * In order: who signed it; that every file is there, unchanged, and nothing
 * else; that the suite is the verifier's own, byte for byte; that every answer
 * is judged again as it was recorded; and that all this gives the certificate.
 * Every problem is noted, and nothing of the certificate is read before its
 * signatures hold.
 */
#ifndef CT_CERTIFY_VERIFY_H
#define CT_CERTIFY_VERIFY_H

#include "certify/certificate.h"
#include "certify/dsse.h"

typedef struct ct_verify_terms {
    const char *path;          /* of the certificate, in its evidence */
    const ct_key *const *keys; /* every one must have signed */
    const char *const *key_names;
    size_t key_count;
    const ct_suite *suite; /* the verifier's own, whole */
    const char *waivers;   /* the verifier's own file; NULL: none */
    const char *challenge; /* that it must be bound to; NULL: any or none */
    int64_t now_ms;
} ct_verify_terms;

typedef struct ct_verified {
    bool is_authentic;  /* signed, and a certificate */
    bool is_sound;      /* the evidence is whole, the verifier's suite, and gives the certificate */
    bool is_acceptable; /* conformant, and in date */
    const ct_dsse *dsse;
    const json_t *statement; /* NULL when it is not authentic */
    ct_conformance_report
        judgement; /* by the verifier's lights; where the evidence could be judged */
    bool is_judged;
    unsigned confirmed;         /* cases whose recorded verdict was found again, in all passes */
    const json_t *not_rejudged; /* "case: why" */
    const char *not_compared;   /* parts of requests: "the masked parts of 3 headers"; or NULL */
} ct_verified;

/* Every problem is noted in diag. */
ct_verified ct_verify(ct_arena *arena, const ct_verify_terms *terms, ct_diag *diag);

/* The exit status that the command line promises: 0, 1, 3 or 4. */
int ct_verified_status(const ct_verified *verified);

#endif

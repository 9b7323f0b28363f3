/* verify.h - verifies a certificate offline, with the verifier's own suite, waivers and clock.
 *
 * The steps: check the signatures; check that all files of the evidence exist, are unchanged, and
 * that there are no others; check that the suite is the verifier's own, byte for byte; judge every
 * recorded response again; compare the rest of each results file; make the certificate again and
 * compare it. Nothing of the certificate is read before its signatures are valid. Every problem is
 * reported. The reports for people are compared by cli/evidence_reports.h.
 */
#ifndef CT_CERTIFY_VERIFY_H
#define CT_CERTIFY_VERIFY_H

#include "certify/certificate.h"
#include "certify/dsse.h"
#include "model/peers.h"

/* All pointers are borrowed. */
typedef struct ct_verify_terms {
    const char *path;             /* of the certificate; the evidence is in the same folder */
    const ct_key *const *keys;    /* all of them must have signed */
    const char *const *key_names; /* their paths, for messages */
    size_t key_count;
    const ct_suite *suite; /* the verifier's own, loaded as a whole */
    const char *waivers;   /* path of the verifier's own waivers; NULL: none */
    const char *challenge; /* that the certificate must be bound to; NULL: any or none */
    int64_t now_ms;        /* Unix milliseconds, for expiry */
} ct_verify_terms;

/* The result. The other members are meaningless if it is not authentic. All pointers belong to the
 * arena. */
typedef struct ct_verified {
    bool is_authentic;               /* signed with all keys, and a certificate of this program */
    bool is_sound;                   /* the evidence is complete and supports the certificate */
    bool is_acceptable;              /* conformant without limits, and not expired */
    const ct_dsse *dsse;             /* NULL: the file is not an envelope */
    const char *sha256;              /* of the file of the certificate; NULL: not read */
    const json_t *statement;         /* NULL: not authentic */
    const char *witness;             /* id of the key of the witness that signed it; NULL: not
                                        witnessed, or not signed as it must be */
    const struct ct_target *target;  /* of the evidence; NULL: not read */
    bool is_judged;                  /* `judgement` is set */
    ct_conformance_report judgement; /* by the verifier's own evaluation */
    unsigned passes;                 /* that were run and judged again */
    unsigned confirmed;              /* results that were confirmed by judging responses again,
                                        over all passes; without skipped cases */
    const char *witnessed;           /* SHA-256 of the certificate of a run that the authority
                                        witnessed, set by cli/witnessed.h; NULL: none */
    bool has_compared_reports;       /* set by cli/evidence_reports.h */
    ct_peers *peers;                 /* that the recorded responses came from, over all passes */
    const json_t *not_rejudged;      /* array of "case: reason" */
    const char *not_compared;        /* "the masked parts of 3 headers"; NULL: all was compared */
} ct_verified;

/* Verifies a certificate.
 * arena: owns the result
 * diag: receives every problem */
ct_verified ct_verify(ct_arena *arena, const ct_verify_terms *terms, ct_diag *diag);

/* Returns the exit status of the command line: 0 valid, 1 not conformant, limited or expired, 3 not
 * supported by the evidence, 4 not authentic. */
int ct_verified_status(const ct_verified *verified);

#endif

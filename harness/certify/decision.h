/* decision.h - receipts: what an authority decided about a certificate, as signed statements.
 *
 * A decision or a revocation is an in-toto Statement v1 in a DSSE envelope. Its subject is the file
 * of the certificate, by its SHA-256. Receipts are in the folder receipts/ of the evidence, which
 * the manifest does not cover. Only what is signed with the authority's key is believed. A
 * witnessed certificate needs no decision, because the authority signed it.
 */
#ifndef CT_CERTIFY_DECISION_H
#define CT_CERTIFY_DECISION_H

#include "certify/verify.h"

#define CT_RECEIPTS "receipts"
#define CT_RECEIPT_DECISION "receipts/decision.json"
#define CT_RECEIPT_REVOCATION "receipts/revocation.json"

enum { CT_RECEIPT_VERSION = 1 }; /* schemaVersion */

/* Returns the statement of a decision, in the arena. It accepts the certificate only if
 * ct_verified_status() is 0.
 * verified: authentic, sound and judged
 * problems: why it is not accepted; only its errors are listed
 * valid_until_ms: end of validity in Unix milliseconds; the certificate's own end if it is earlier;
 *                 0: the certificate's own end
 * now_ms: date of the decision */
json_t *ct_decision_make(ct_arena *arena, const ct_verified *verified, const ct_diag *problems,
                         int64_t valid_until_ms, int64_t now_ms);

/* Returns the statement of a revocation, in the arena.
 * reason: "": none */
json_t *ct_revocation_make(ct_arena *arena, const ct_verified *verified, const char *reason,
                           int64_t now_ms);

/* Signs a receipt and writes it. The file must not exist. A missing folder receipts/ of the path is
 * created; it must not be a link.
 * path: of the receipt
 * creates_folder: the folder of `path` is the receipts folder, and is created if needed
 * Returns false after reporting an error. */
bool ct_receipt_write(ct_arena *arena, const json_t *statement, const ct_key *key, const char *path,
                      bool creates_folder, ct_diag *diag);

/* The receipts of a certificate. NULL: the file is missing or invalid. */
typedef struct ct_receipts {
    const json_t *decision, *revocation; /* their predicates, in the arena */
    bool is_valid;                       /* no receipt is invalid */
    bool is_acceptable;                  /* accepted, in date, and not revoked */
} ct_receipts;

/* Reads the receipts in the folder of the evidence.
 * authority: the public key that must have signed them
 * diag: receives every problem: a receipt of another key or certificate, or with another outcome
 *       than `verified` has, a missing decision, a rejection, a revocation, the end of validity, a
 *       certificate that another key witnessed */
ct_receipts ct_receipts_read(ct_arena *arena, const char *folder, const ct_verified *verified,
                             const ct_key *authority, int64_t now_ms, ct_diag *diag);

/* Returns whether the folder has a file of this name, such as CT_RECEIPT_DECISION. */
bool ct_receipt_exists(ct_arena *arena, const char *folder, const char *name);

/* Returns whether an entry of the evidence is the folder of receipts, and not a link or a file.
 * folder: handle of the evidence folder */
bool ct_receipts_are(int folder, const char *name);

#endif

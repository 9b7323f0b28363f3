/* receipts.h - decisions and revocations of `verify`: --sign, --revoke, --authority. */
#ifndef CT_CLI_RECEIPTS_H
#define CT_CLI_RECEIPTS_H

#include "certify/decision.h"
#include "cli/command.h"

enum { CT_RECEIPT_NOT_WRITTEN = 4 }; /* exit status */

/* What the options ask for. All pointers belong to the arena. */
typedef struct ct_receipts_plan {
    const ct_key *signer;    /* of --sign; NULL: write nothing */
    const ct_key *authority; /* of --authority; NULL: read nothing */
    const char *folder;      /* of the evidence */
    const char *path;        /* of the file to write */
} ct_receipts_plan;

/* What was read or written. */
typedef struct ct_receipts_done {
    const ct_key *authority; /* of --authority or --sign; NULL: neither */
    ct_receipts read;
    bool are_unread;         /* there are receipts, but no --authority */
    const char *kind;        /* "decision (accepted)", "revocation" */
    const char *written;     /* path; NULL: nothing */
    const char *valid_until; /* end of an accepting decision that was made; NULL: none */
    bool has_failed;         /* a receipt could not be written */
} ct_receipts_done;

/* Reads the keys and checks the options.
 * path: of the certificate
 * plan: out
 * Returns false after reporting every error. */
bool ct_receipts_prepare(ct_session *session, const char *path, ct_receipts_plan *plan);

/* Reads or writes the receipts after a verification.
 * now_ms: Unix milliseconds
 * status: in, out; the exit status */
ct_receipts_done ct_receipts_apply(ct_session *session, const ct_receipts_plan *plan,
                                   const ct_verified *verified, int64_t now_ms, int *status);

#endif

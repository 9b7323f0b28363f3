/* dsse.h - DSSE envelopes: a payload with its signatures.
 *
 * The signature covers the bytes of the payload and their type (PAE), not their meaning. The
 * payload needs no canonical form, and is not parsed before its signatures are checked. A key id is
 * only a hint: every key is tried, none is looked up.
 */
#ifndef CT_CERTIFY_DSSE_H
#define CT_CERTIFY_DSSE_H

#include "base/buf.h"
#include "certify/ed25519.h"

#define CT_DSSE_PAYLOAD_TYPE "application/vnd.in-toto+json"

enum { CT_SIGNATURES_MAX = 16 }; /* in one envelope: each is tried with each key */

typedef struct ct_dsse_signature {
    char key_id[CT_SHA256_TEXT]; /* as the envelope claims it; "": none */
    unsigned char bytes[CT_SIGNATURE_SIZE];
    struct ct_dsse_signature *next;
} ct_dsse_signature;

typedef struct ct_dsse {
    const char *type;    /* media type of the payload */
    const char *payload; /* `size` bytes */
    size_t size;
    ct_dsse_signature *signatures; /* NULL: none */
} ct_dsse;

/* Appends the bytes that are signed: "DSSEv1 28 application/vnd.in-toto+json 468 {...". */
void ct_dsse_pae(ct_buf *out, const char *type, const char *payload, size_t size);

/* Appends a signature to the list. It belongs to the arena.
 * key: a private key */
void ct_dsse_sign(ct_arena *arena, ct_dsse *dsse, const ct_key *key);

/* Returns whether one of the signatures was made with this key. */
bool ct_dsse_is_signed_by(const ct_dsse *dsse, const ct_key *key);

/* Appends the envelope as JSON, with a line break at its end. */
void ct_dsse_write(ct_buf *out, const ct_dsse *dsse);

/* Reads an envelope strictly: it has exactly the fields of DSSE, in base64 of either alphabet, at
 * most CT_SIGNATURES_MAX signatures, and nothing follows it.
 * arena: owns the envelope
 * text: `size` bytes; need not live longer than the call
 * error: out; NULL, or the reason, in the arena or static
 * Returns NULL if it is invalid. The signatures are not verified. */
const ct_dsse *ct_dsse_read(ct_arena *arena, const char *text, size_t size, const char **error);

#endif

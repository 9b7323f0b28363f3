/* dsse.h - a DSSE envelope: a payload, and who signed it.
 *
 * What is signed is the payload's bytes with their type in front of them
 * (PAE), never a meaning: nothing is made canonical, and nothing of a payload
 * is read before its signatures were checked. A key id is only a hint: keys
 * are tried, not looked up.
 */
#ifndef CT_CERTIFY_DSSE_H
#define CT_CERTIFY_DSSE_H

#include "base/buf.h"
#include "certify/ed25519.h"

#define CT_DSSE_PAYLOAD_TYPE "application/vnd.in-toto+json"

typedef struct ct_dsse_signature {
    char key_id[CT_SHA256_TEXT]; /* as it is claimed; "" when it is not */
    unsigned char bytes[CT_SIGNATURE_SIZE];
    struct ct_dsse_signature *next;
} ct_dsse_signature;

typedef struct ct_dsse {
    const char *type; /* of the payload */
    const char *payload;
    size_t size;
    ct_dsse_signature *signatures;
} ct_dsse;

/* "DSSEv1 28 application/vnd.in-toto+json 468 {...": the bytes that are signed. */
void ct_dsse_pae(ct_buf *out, const char *type, const char *payload, size_t size);

/* Adds a signature behind those that are there. */
void ct_dsse_sign(ct_arena *arena, ct_dsse *dsse, const ct_key *key);

/* One of the signatures is this key's. */
bool ct_dsse_is_signed_by(const ct_dsse *dsse, const ct_key *key);

/* The envelope as JSON, with a line break at its end. */
void ct_dsse_write(ct_buf *out, const ct_dsse *dsse);

/* Strict: an object with these members and no others, base64 (of either alphabet) with nothing
 * behind it. NULL, and one sentence in *trouble, when it is none. */
const ct_dsse *ct_dsse_read(ct_arena *arena, const char *text, size_t size, const char **error);

#endif

/* ed25519.h - Ed25519 keys and signatures (RFC 8032, pure). A door to libcrypto.
 *
 * Keys are PEM files: PKCS#8 for a private one, SubjectPublicKeyInfo for a
 * public one. They belong to the arena, which wipes them when it goes.
 */
#ifndef CT_CERTIFY_ED25519_H
#define CT_CERTIFY_ED25519_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/digest.h"

enum { CT_SIGNATURE_SIZE = 64 };

typedef struct ct_key ct_key;

/* NULL after noting why not. A private key that others than its owner may read is refused. */
ct_key *ct_key_read_private(ct_arena *arena, const char *path, ct_diag *diag);
ct_key *ct_key_read_public(ct_arena *arena, const char *path, ct_diag *diag);

/* The SHA-256 of its SubjectPublicKeyInfo, in hex digits. */
void ct_key_id(const ct_key *key, char id[CT_SHA256_TEXT]);

/* With a private key. Ends the process with status 4 when libcrypto cannot. */
void ct_key_sign(const ct_key *key, const void *bytes, size_t size,
                 unsigned char signature[CT_SIGNATURE_SIZE]);

bool ct_signature_holds(const ct_key *key, const void *bytes, size_t size,
                        const unsigned char signature[CT_SIGNATURE_SIZE]);

#endif

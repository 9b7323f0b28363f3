/* ed25519.h - Ed25519 keys and signatures (RFC 8032, pure), implemented by libcrypto.
 *
 * Keys are read from PEM files: PKCS#8 for a private key, SubjectPublicKeyInfo for a public key.
 * Encrypted keys are not supported. A key belongs to an arena, which wipes and frees it.
 */
#ifndef CT_CERTIFY_ED25519_H
#define CT_CERTIFY_ED25519_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/digest.h"

enum { CT_SIGNATURE_SIZE = 64 }; /* bytes */

typedef struct ct_key ct_key;

/* Read a key. Return NULL after reporting an error. It is an error if other users have any access
 * to the file of a private key, if the file has several PEM blocks, and if a public key is a point
 * of low order or is not in canonical form. */
ct_key *ct_key_read_private(ct_arena *arena, const char *path, ct_diag *diag);
ct_key *ct_key_read_public(ct_arena *arena, const char *path, ct_diag *diag);

/* Writes the SHA-256 of the key's SubjectPublicKeyInfo, 64 hex digits and a NUL.
 * id: out */
void ct_key_id(const ct_key *key, char id[CT_SHA256_TEXT]);

/* Signs bytes. Ends the process with status 4 if libcrypto fails.
 * key: a private key
 * signature: out */
void ct_key_sign(const ct_key *key, const void *bytes, size_t size,
                 unsigned char signature[CT_SIGNATURE_SIZE]);

/* Returns whether the signature of these bytes was made with this key, public or private. */
bool ct_signature_holds(const ct_key *key, const void *bytes, size_t size,
                        const unsigned char signature[CT_SIGNATURE_SIZE]);

#endif

/* private_key.h - tests whether the key of a client certificate can be used, and identifies the
 * certificate.
 *
 * OpenSSL would ask for the pass phrase of an encrypted key on the terminal, in the middle of a
 * run. Therefore each key is tried before the first request.
 */
#ifndef CT_BASE_PRIVATE_KEY_H
#define CT_BASE_PRIVATE_KEY_H

#include <stdbool.h>

#include "base/digest.h"

/* What a file of a key is. */
typedef enum ct_private_key_state {
    CT_PRIVATE_KEY_USABLE,
    CT_PRIVATE_KEY_ENCRYPTED, /* and the pass phrase is missing or wrong */
    CT_PRIVATE_KEY_UNREADABLE /* not readable, or not a private key in PEM form (RFC 7468) */
} ct_private_key_state;

/* Reads the file and keeps nothing of it. Never asks for a pass phrase. Whether the key belongs to
 * a certificate is not checked.
 * path:     in; relative to the current folder
 * password: in; a secret, used for an encrypted key only; NULL: none */
ct_private_key_state ct_private_key_try(const char *path, const char *password);

/* Computes SHA-256 of the first certificate in a file, in DER: what `openssl x509 -fingerprint
 * -sha256` prints. Other contents of the file, such as a key, are not part of it.
 * path:   in; relative to the current folder
 * digest: out
 * Returns false if the file has no readable certificate in PEM form. */
bool ct_certificate_digest(const char *path, unsigned char digest[CT_SHA256_SIZE]);

#endif

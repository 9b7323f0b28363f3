/* digest.h - SHA-256, its HMAC and random bytes, from libcrypto. */
#ifndef CT_BASE_DIGEST_H
#define CT_BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum { CT_SHA256_SIZE = 32, CT_SHA256_TEXT = 65 };

/* Ahead of everything else: out of memory inside libcrypto ends the process, as everywhere. There
 * it would follow NULL into a crash. */
void ct_digest_start(void);

void ct_sha256(const void *bytes, size_t size, unsigned char digest[CT_SHA256_SIZE]);

/* HMAC-SHA256 (RFC 2104). */
void ct_hmac_sha256(const void *key, size_t key_size, const void *bytes, size_t size,
                    unsigned char mac[CT_SHA256_SIZE]);

/* Compares without telling by its time where two texts differ. */
bool ct_same_secret(const char *a, const char *b);

/* From the system's generator. Ends the process with status 4 when there is none. */
void ct_random_bytes(unsigned char *bytes, size_t size);

#endif

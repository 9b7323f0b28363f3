/* digest.h - SHA-256, its HMAC and random bytes, from libcrypto.
 *
 * Nothing here can fail: when memory runs out the process ends with status 4. Any thread may call
 * these functions, except for ct_digest_start(). No input is kept.
 */
#ifndef CT_BASE_DIGEST_H
#define CT_BASE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Bytes of a digest, and of its hex digits with the NUL. */
enum { CT_SHA256_SIZE = 32, CT_SHA256_TEXT = 65 };

/* Makes libcrypto use our allocator, which ends the process when memory runs out; some paths of
 * libcrypto would dereference NULL. Call it before any other function of libcrypto. */
void ct_digest_start(void);

/* Computes SHA-256 (FIPS 180-4).
 * bytes:  in; `size` bytes
 * digest: out; raw bytes, not hex digits: ct_hex() converts them */
void ct_sha256(const void *bytes, size_t size, unsigned char digest[CT_SHA256_SIZE]);

/* Computes SHA-256 of bytes that arrive in parts. ct_sha256_end() must follow ct_sha256_begin(),
 * and frees it. bytes:  in; `size` bytes, which follow those that were added before digest: out;
 * raw bytes */
typedef struct ct_sha256_parts ct_sha256_parts;
ct_sha256_parts *ct_sha256_begin(void);
void ct_sha256_add(ct_sha256_parts *parts, const void *bytes, size_t size);
void ct_sha256_end(ct_sha256_parts *parts, unsigned char digest[CT_SHA256_SIZE]);

/* Computes HMAC-SHA256 (RFC 2104).
 * key:   in; key_size bytes, any number up to INT_MAX
 * bytes: in; the message, `size` bytes
 * mac:   out; raw bytes */
void ct_hmac_sha256(const void *key, size_t key_size, const void *bytes, size_t size,
                    unsigned char mac[CT_SHA256_SIZE]);

/* Returns whether two strings are equal, in a time that does not depend on where they differ, only
 * on their lengths. For tokens and signatures, which must not be guessed byte by byte. */
bool ct_same_secret(const char *a, const char *b);

/* Fills in random bytes from the generator of the system, fit for keys and nonces. Ends the process
 * with status 4 if the system has none.
 * bytes: out; `size` bytes */
void ct_random_bytes(unsigned char *bytes, size_t size);

#endif

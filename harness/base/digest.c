#include "base/digest.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static void *take(size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return ct_malloc(size);
}

static void *change(void *memory, size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    if (size)
        return ct_realloc(memory, size);
    free(memory);
    return NULL;
}

static void give(void *memory, const char *file, int line)
{
    (void)file;
    (void)line;
    free(memory);
}

void ct_digest_start(void)
{
    CRYPTO_set_mem_functions(take, change, give);
}

void ct_sha256(const void *bytes, size_t size, unsigned char digest[CT_SHA256_SIZE])
{
    if (!EVP_Digest(bytes, size, digest, NULL, EVP_sha256(), NULL))
        ct_out_of_memory(); /* the only way it can fail */
}

/* The type of libcrypto stays in this file. */
struct ct_sha256_parts {
    EVP_MD_CTX *context;
};

ct_sha256_parts *ct_sha256_begin(void)
{
    ct_sha256_parts *parts = ct_malloc(sizeof *parts);
    parts->context = EVP_MD_CTX_new();
    if (!parts->context || !EVP_DigestInit_ex(parts->context, EVP_sha256(), NULL))
        ct_out_of_memory();
    return parts;
}

void ct_sha256_add(ct_sha256_parts *parts, const void *bytes, size_t size)
{
    if (!EVP_DigestUpdate(parts->context, bytes, size))
        ct_out_of_memory();
}

void ct_sha256_end(ct_sha256_parts *parts, unsigned char digest[CT_SHA256_SIZE])
{
    if (!EVP_DigestFinal_ex(parts->context, digest, NULL))
        ct_out_of_memory();
    EVP_MD_CTX_free(parts->context);
    free(parts);
}

void ct_hmac_sha256(const void *key, size_t key_size, const void *bytes, size_t size,
                    unsigned char mac[CT_SHA256_SIZE])
{
    unsigned mac_size = CT_SHA256_SIZE;
    if (key_size > INT_MAX || !HMAC(EVP_sha256(), key, (int)key_size, bytes, size, mac, &mac_size))
        ct_out_of_memory();
}

bool ct_same_secret(const char *a, const char *b)
{
    size_t const size = strlen(a);
    return size == strlen(b) && !CRYPTO_memcmp(a, b, size);
}

void ct_random_bytes(unsigned char *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t const got = getrandom(bytes + done, size - done, 0);
        if (got <= 0)
            ct_out_of_memory();
        done += (size_t)got;
    }
}

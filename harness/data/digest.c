#include "data/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/arena.h"

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

void ct_hex(const unsigned char *bytes, size_t size, char *text)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        *text++ = digits[bytes[i] >> 4];
        *text++ = digits[bytes[i] & 15];
    }
    *text = '\0';
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

#include "certify/ed25519.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/encoding.h"

enum { POINT_SIZE = 32 }; /* bytes of a public key */

struct ct_key {
    EVP_PKEY *key;
};

static void drop(void *key)
{
    EVP_PKEY_free(key);
}

/* Refuses encrypted keys instead of asking for a password on the terminal. */
static int no_password(char *text, int size, int is_writing, void *user)
{
    (void)text;
    (void)size;
    (void)is_writing;
    (void)user;
    return -1;
}

enum { MOST = 64 * 1024 }; /* bytes of a file with one key and notes about it */

/* Returns the number of PEM blocks (RFC 7468) in the file, which is read from its start again
 * afterwards; 0 if it is too large for a file with one key. */
static unsigned count_blocks(FILE *file)
{
    static const char begin[] = "-----BEGIN ";
    char *bytes = ct_malloc(MOST + 1);
    size_t const size = fread(bytes, 1, MOST + 1, file);
    unsigned count = 0;
    const char *at = size <= MOST ? bytes : NULL;
    while (at && (at = memmem(at, size - (size_t)(at - bytes), begin, sizeof begin - 1))) {
        count++;
        at += sizeof begin - 1;
    }
    OPENSSL_cleanse(bytes, size);
    free(bytes);
    rewind(file);
    return count;
}

/* Why a public key must not be trusted; NULL: it may be. */
static const char *weakness(const unsigned char point[POINT_SIZE])
{
    /* The points whose order divides the cofactor 8, by their y coordinate. One signature is valid
     * for many messages, so such a key identifies no one (RFC 8032, section 8.6 and 8.9). */
    static const unsigned char low_orders[][POINT_SIZE] = {
        {0}, /* order 4 */
        {1}, /* order 1 */
        {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
         0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
         0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05}, /* order 8 */
        {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
         0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
         0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a}, /* order 8 */
        {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
         0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
         0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}, /* p - 1: order 2 */
    };
    unsigned char y[POINT_SIZE];
    memcpy(y, point, sizeof y);
    y[POINT_SIZE - 1] &= 0x7f; /* without the sign of x */
    for (size_t i = 0; i < sizeof low_orders / sizeof *low_orders; i++)
        if (!memcmp(y, low_orders[i], sizeof y))
            return "is a low-order point: its signatures prove nothing";
    /* y must be below p = 2^255 - 19 (RFC 8032, section 5.1.3), whose last byte is 0xed */
    size_t i = 1;
    while (i < POINT_SIZE - 1 && y[i] == 0xff)
        i++;
    return i == POINT_SIZE - 1 && y[i] == 0x7f && y[0] >= 0xed ? "is not in canonical form" : NULL;
}

/* Reports a key that is not Ed25519, or that must not be trusted. */
static bool check_key(const EVP_PKEY *key, const char *path, const char *kind, ct_diag *diag)
{
    unsigned char point[POINT_SIZE];
    size_t size = sizeof point;
    if (!key || EVP_PKEY_id(key) != EVP_PKEY_ED25519)
        return ct_fail(diag, CT_ERR_INVALID_KEY, CT_NOWHERE,
                       "'%s' is not a %s Ed25519 key in PEM format", path, kind);
    if (EVP_PKEY_get_raw_public_key(key, point, &size) != 1 || size != sizeof point)
        ct_out_of_memory();
    const char *weak = weakness(point);
    return !weak ||
           ct_fail(diag, CT_ERR_INVALID_KEY, CT_NOWHERE, "the %s key in '%s' %s", kind, path, weak);
}

static ct_key *parse_key(ct_arena *arena, FILE *file, const char *path, bool is_private,
                         ct_diag *diag)
{
    const char *kind = is_private ? "private" : "public";
    ct_key *kept = NULL;
    unsigned const blocks = count_blocks(file);
    if (!blocks) {
        check_key(NULL, path, kind, diag);
        return NULL;
    }
    if (blocks > 1) {
        ct_fail(diag, CT_ERR_INVALID_KEY, CT_NOWHERE, "'%s' contains several PEM blocks", path);
        ct_hint(diag, "keep one key in a file");
        return NULL;
    }
    EVP_PKEY *key = is_private ? PEM_read_PrivateKey(file, NULL, no_password, NULL)
                               : PEM_read_PUBKEY(file, NULL, no_password, NULL);
    if (check_key(key, path, kind, diag)) {
        kept = ct_new(arena, ct_key);
        kept->key = ct_arena_own(arena, key, drop);
    } else
        EVP_PKEY_free(key);
    return kept;
}

static ct_key *read_key(ct_arena *arena, const char *path, bool is_private, ct_diag *diag)
{
    int const handle = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    FILE *file = handle >= 0 ? fdopen(handle, "rb") : NULL;
    ct_key *kept = NULL;
    struct stat facts;
    if (!file || fstat(handle, &facts)) {
        ct_fail(diag, CT_ERR_CANNOT_OPEN, CT_NOWHERE, "cannot open '%s': %s", path,
                strerror(errno));
    } else if (!S_ISREG(facts.st_mode)) {
        ct_fail(diag, CT_ERR_CANNOT_READ, CT_NOWHERE, "'%s' is not a regular file", path);
    } else if (is_private && (facts.st_mode & 077)) {
        ct_fail(diag, CT_ERR_INVALID_KEY, CT_NOWHERE,
                "other users have access to the private key '%s'", path);
        ct_hint(diag, "run: chmod 600 '%s'", path);
    } else {
        kept = parse_key(arena, file, path, is_private, diag);
    }
    if (file)
        fclose(file);
    else if (handle >= 0)
        close(handle);
    return kept;
}

ct_key *ct_key_read_private(ct_arena *arena, const char *path, ct_diag *diag)
{
    return read_key(arena, path, true, diag);
}

ct_key *ct_key_read_public(ct_arena *arena, const char *path, ct_diag *diag)
{
    return read_key(arena, path, false, diag);
}

void ct_key_id(const ct_key *key, char id[CT_SHA256_TEXT])
{
    unsigned char *der = NULL, digest[CT_SHA256_SIZE];
    int const size = i2d_PUBKEY(key->key, &der);
    if (size <= 0)
        ct_out_of_memory(); /* the only possible failure */
    ct_sha256(der, (size_t)size, digest);
    ct_hex(digest, sizeof digest, id);
    OPENSSL_free(der);
}

void ct_key_sign(const ct_key *key, const void *bytes, size_t size,
                 unsigned char signature[CT_SIGNATURE_SIZE])
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t room = CT_SIGNATURE_SIZE;
    if (!context || EVP_DigestSignInit(context, NULL, NULL, NULL, key->key) != 1 ||
        EVP_DigestSign(context, signature, &room, bytes, size) != 1 || room != CT_SIGNATURE_SIZE)
        ct_out_of_memory();
    EVP_MD_CTX_free(context);
}

bool ct_signature_holds(const ct_key *key, const void *bytes, size_t size,
                        const unsigned char signature[CT_SIGNATURE_SIZE])
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool const holds = context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key->key) == 1 &&
                       EVP_DigestVerify(context, signature, CT_SIGNATURE_SIZE, bytes, size) == 1;
    EVP_MD_CTX_free(context);
    return holds;
}

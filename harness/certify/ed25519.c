#include "certify/ed25519.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/encoding.h"

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

static ct_key *read_key(ct_arena *arena, const char *path, bool is_private, ct_diag *diag)
{
    const char *kind = is_private ? "private" : "public";
    int const handle = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    FILE *file = handle >= 0 ? fdopen(handle, "rb") : NULL;
    EVP_PKEY *key = NULL;
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
        key = is_private ? PEM_read_PrivateKey(file, NULL, no_password, NULL)
                         : PEM_read_PUBKEY(file, NULL, no_password, NULL);
        if (key && EVP_PKEY_id(key) == EVP_PKEY_ED25519) {
            kept = ct_new(arena, ct_key);
            kept->key = ct_arena_own(arena, key, drop);
        } else {
            ct_fail(diag, CT_ERR_INVALID_KEY, CT_NOWHERE,
                    "'%s' is not a %s Ed25519 key in PEM format", path, kind);
        }
    }
    if (!kept)
        EVP_PKEY_free(key);
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

#include "base/private_key.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>

typedef struct asking {
    const char *password;
    bool was_asked;
} asking;

/* -1 is an error; 0 would be an empty pass phrase. libcurl, too, gives up on one that fills the
 * buffer. */
static int give_password(char *text, int size, int is_writing, void *user)
{
    asking *a = user;
    size_t const length = a->password ? strlen(a->password) : 0;
    (void)is_writing;
    a->was_asked = true;
    if (!a->password || length >= (size_t)size)
        return -1;
    memcpy(text, a->password, length);
    return (int)length;
}

ct_private_key_state ct_private_key_try(const char *path, const char *password)
{
    asking a = {.password = password};
    BIO *file = BIO_new_file(path, "r");
    EVP_PKEY *key = file ? PEM_read_bio_PrivateKey(file, NULL, give_password, &a) : NULL;
    ct_private_key_state const state = key           ? CT_PRIVATE_KEY_USABLE
                                       : a.was_asked ? CT_PRIVATE_KEY_ENCRYPTED
                                                     : CT_PRIVATE_KEY_UNREADABLE;
    EVP_PKEY_free(key);
    BIO_free(file);
    ERR_clear_error(); /* else libcurl reports this one for a later connection */
    return state;
}

bool ct_certificate_digest(const char *path, unsigned char digest[CT_SHA256_SIZE])
{
    asking a = {0};
    unsigned size = 0;
    BIO *file = BIO_new_file(path, "r");
    X509 *certificate = file ? PEM_read_bio_X509(file, NULL, give_password, &a) : NULL;
    bool const ok = certificate && X509_digest(certificate, EVP_sha256(), digest, &size) &&
                    size == CT_SHA256_SIZE;
    X509_free(certificate);
    BIO_free(file);
    ERR_clear_error();
    return ok;
}

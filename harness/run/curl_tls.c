/* What was agreed on with the peer. The door to libssl. */
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <string.h>

#include "data/digest.h"
#include "run/curl_call.h"

static const char *subject_of(ct_arena *arena, X509 *certificate)
{
    BIO *out = BIO_new(BIO_s_mem());
    char *bytes = NULL;
    if (!out)
        return NULL;
    X509_NAME_print_ex(out, X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
    long const size = BIO_get_mem_data(out, &bytes);
    const char *subject = size > 0 ? ct_arena_copy(arena, bytes, (size_t)size) : NULL;
    BIO_free(out);
    return subject;
}

static const char *sha256_of(ct_arena *arena, X509 *certificate)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    char hex[CT_SHA256_TEXT];
    unsigned size = 0;
    if (!X509_digest(certificate, EVP_sha256(), digest, &size) || size != CT_SHA256_SIZE)
        return NULL;
    ct_hex(digest, size, hex);
    return ct_arena_text(arena, hex);
}

const ct_tls_facts *ct_tls_facts_of(ct_call *c)
{
    const struct curl_tlssessioninfo *session = NULL;
    curl_easy_getinfo(c->easy, CURLINFO_TLS_SSL_PTR, &session);
    if (!session || session->backend != CURLSSLBACKEND_OPENSSL || !session->internals)
        return NULL;
    const SSL *ssl = session->internals;
    ct_tls_facts *facts = ct_new(c->into, ct_tls_facts);
    facts->version = ct_arena_text(c->into, SSL_get_version(ssl));
    facts->cipher = ct_arena_text(c->into, SSL_get_cipher_name(ssl));
    X509 *certificate = SSL_get1_peer_certificate(ssl);
    if (!certificate)
        return facts;
    facts->subject = subject_of(c->into, certificate);
    facts->sha256 = sha256_of(c->into, certificate);
    X509_free(certificate);
    return facts;
}

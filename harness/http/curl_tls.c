/* TLS: its options, who ended the connection, what was negotiated. */
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <string.h>
#include <time.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "http/curl_transfer.h"

/* ---- What is asked for ---- */

static long tls_version(const char *version)
{
    static const long versions[] = {CURL_SSLVERSION_TLSv1_0, CURL_SSLVERSION_TLSv1_1,
                                    CURL_SSLVERSION_TLSv1_2, CURL_SSLVERSION_TLSv1_3};
    return versions[version[2] - '0'];
}

static long tls_max_version(const char *version)
{
    static const long versions[] = {CURL_SSLVERSION_MAX_TLSv1_0, CURL_SSLVERSION_MAX_TLSv1_1,
                                    CURL_SSLVERSION_MAX_TLSv1_2, CURL_SSLVERSION_MAX_TLSv1_3};
    return versions[version[2] - '0'];
}

void ct_tls_set(CURL *easy, const ct_tls *tls)
{
    const char *max = tls->max_version;
    const char *min = tls->min_version ? tls->min_version : max && max[2] < '2' ? max : "1.2";
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, tls_version(min) | (max ? tls_max_version(max) : 0));
    if (tls->ca) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, tls->ca);
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    }
    curl_easy_setopt(easy, CURLOPT_SSLCERT, tls->client_cert);
    curl_easy_setopt(easy, CURLOPT_SSLKEY, tls->client_key);
    /* Without a pass phrase, even an empty one, OpenSSL would ask for it on the terminal. */
    curl_easy_setopt(easy, CURLOPT_KEYPASSWD,
                     tls->client_key_password ? tls->client_key_password : "");
    if (tls->is_insecure) {
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    /* OpenSSL's usual level refuses old versions by itself; here the peer shall. */
    if (max && max[2] < '2')
        curl_easy_setopt(easy, CURLOPT_SSL_CIPHER_LIST, "DEFAULT:@SECLEVEL=0");
}

/* ---- Alerts ---- */

/* libcurl reads what waits before it closes a connection, so that an alert is seen here even when
 * the request ran into the end of the connection first. */
static void on_alert(const SSL *ssl, int where, int value)
{
    ct_transfer *c = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    if (!(where & SSL_CB_ALERT))
        return;
    if (value >> 8 != SSL3_AL_FATAL)
        c->has_closure |= where & SSL_CB_READ && (value & 0xFF) == SSL_AD_CLOSE_NOTIFY;
    else if (where & SSL_CB_WRITE)
        c->has_alerted = true;
    else if (!c->has_alerted)
        c->alert = SSL_alert_desc_string_long(value);
}

CURLcode ct_tls_watch(CURL *easy, void *context, void *call)
{
    (void)easy;
    SSL_CTX_set_app_data(context, call);
    SSL_CTX_set_info_callback(context, on_alert);
    return CURLE_OK;
}

/* ---- What was agreed on ---- */

static const char *name_text(ct_arena *arena, const X509_NAME *name)
{
    BIO *out = BIO_new(BIO_s_mem());
    char *bytes = NULL;
    if (!out)
        return NULL;
    X509_NAME_print_ex(out, name, 0, XN_FLAG_RFC2253);
    long const size = BIO_get_mem_data(out, &bytes);
    const char *text = size > 0 ? ct_arena_copy(arena, bytes, (size_t)size) : NULL;
    BIO_free(out);
    return text;
}

/* 0 for a time that a report cannot show: before 1970, or after 9999. */
static int64_t unix_ms_of(const ASN1_TIME *time)
{
    static const int64_t end_of_9999 = 253402300800;
    struct tm utc = {0};
    if (!ASN1_TIME_to_tm(time, &utc))
        return 0;
    int64_t const seconds = timegm(&utc);
    return seconds > 0 && seconds < end_of_9999 ? seconds * 1000 : 0;
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

/* Of the SubjectPublicKeyInfo, as key pins use it (RFC 7469 section 2.4). */
static const char *public_key_sha256_of(ct_arena *arena, X509 *certificate)
{
    unsigned char *der = NULL, digest[CT_SHA256_SIZE];
    char hex[CT_SHA256_TEXT];
    int const size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    if (size <= 0)
        return NULL;
    ct_sha256(der, (size_t)size, digest);
    OPENSSL_free(der);
    ct_hex(digest, sizeof digest, hex);
    return ct_arena_text(arena, hex);
}

static const SSL *session_of(const ct_transfer *c)
{
    const struct curl_tlssessioninfo *session = NULL;
    curl_easy_getinfo(c->easy, CURLINFO_TLS_SSL_PTR, &session);
    return session && session->backend == CURLSSLBACKEND_OPENSSL ? session->internals : NULL;
}

bool ct_tls_allows_http2(const ct_transfer *c)
{
    const SSL *ssl = session_of(c);
    const unsigned char *name = NULL;
    unsigned size = 0;
    if (!ssl)
        return true;
    SSL_get0_alpn_selected(ssl, &name, &size);
    return size == 2 && !memcmp(name, "h2", 2);
}

const ct_tls_facts *ct_tls_agreed(ct_transfer *c)
{
    const SSL *ssl = session_of(c);
    if (!ssl)
        return NULL;
    SSL_CTX_set_app_data(SSL_get_SSL_CTX(ssl), c);
    ct_tls_facts *facts = ct_new(c->into, ct_tls_facts);
    facts->version = ct_arena_text(c->into, SSL_get_version(ssl));
    facts->cipher = ct_arena_text(c->into, SSL_get_cipher_name(ssl));
    X509 *certificate = SSL_get1_peer_certificate(ssl);
    if (!certificate)
        return facts;
    facts->subject = name_text(c->into, X509_get_subject_name(certificate));
    facts->issuer = name_text(c->into, X509_get_issuer_name(certificate));
    facts->valid_from = unix_ms_of(X509_get0_notBefore(certificate));
    facts->valid_until = unix_ms_of(X509_get0_notAfter(certificate));
    facts->sha256 = sha256_of(c->into, certificate);
    facts->public_key_sha256 = public_key_sha256_of(c->into, certificate);
    X509_free(certificate);
    return facts;
}

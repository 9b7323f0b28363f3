/* What the results of libcurl mean: the sentence, and the kind of failure. */
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "http/curl_transfer.h"

typedef struct meaning {
    CURLcode result;
    const char *sign; /* must be in libcurl's message; NULL: any message */
    ct_code code;
    bool is_unreachable;
    const char *words;
} meaning;

/* The first row that matches. Some errors differ only in the message of libcurl. */
static const meaning meanings[] = {
    {CURLE_COULDNT_RESOLVE_HOST, NULL, CT_E_NETWORK, true,
     "cannot resolve the host name of the target"},
    {CURLE_COULDNT_RESOLVE_PROXY, NULL, CT_E_NETWORK, true,
     "cannot resolve the host name of the proxy"},
    {CURLE_COULDNT_CONNECT, NULL, CT_E_NETWORK, true, "cannot connect to the target"},
    {CURLE_SSL_CONNECT_ERROR, NULL, CT_E_NETWORK, true, "TLS handshake with the target failed"},
    {CURLE_PEER_FAILED_VERIFICATION, NULL, CT_E_NETWORK, true,
     "the certificate of the target is not trusted"},
    {CURLE_OPERATION_TIMEDOUT, NULL, CT_E_TIMEOUT, false, "no complete response in time"},
    {CURLE_GOT_NOTHING, NULL, CT_E_PROTOCOL, false,
     "the target closed the connection without a response (RFC 9112 section 8)"},
    {CURLE_PARTIAL_FILE, NULL, CT_E_PROTOCOL, false,
     "the response body is incomplete (RFC 9112 section 8)"},
    {CURLE_RECV_ERROR, "Out of memory in chunked", CT_E_LIMIT, false, "a trailer is too long"},
    {CURLE_RECV_ERROR, "chunked-encoding", CT_E_PROTOCOL, false,
     "malformed chunk in the response (RFC 9112 section 7.1)"},
    {CURLE_RECV_ERROR, NULL, CT_E_NETWORK, false,
     "the connection broke while the response was received (RFC 9112 section 8)"},
    {CURLE_SEND_ERROR, NULL, CT_E_NETWORK, false,
     "the connection broke while the request was sent"},
    {CURLE_UNSUPPORTED_PROTOCOL, "Unsupported HTTP version", CT_E_PROTOCOL, false,
     "the response is not HTTP/1 (RFC 9112 section 2.3)"},
    {CURLE_UNSUPPORTED_PROTOCOL, NULL, CT_E_PROTOCOL, false,
     "the response is not HTTP/1: its status line is malformed (RFC 9112 section 4)"},
    {CURLE_WEIRD_SERVER_REPLY, "Nul byte", CT_E_PROTOCOL, false,
     "NUL in a header line (RFC 9110 section 5.5)"},
    {CURLE_WEIRD_SERVER_REPLY, "without colon", CT_E_PROTOCOL, false,
     "field without a colon (RFC 9112 section 5)"},
    {CURLE_WEIRD_SERVER_REPLY, "Content-Length", CT_E_PROTOCOL, false,
     "Content-Length is not a number (RFC 9112 section 6.3)"},
    {CURLE_WEIRD_SERVER_REPLY, NULL, CT_E_PROTOCOL, false,
     "the response is not HTTP (RFC 9112 section 4)"},
    {CURLE_BAD_FUNCTION_ARGUMENT, NULL, CT_E_PROTOCOL, false,
     "malformed field in the response (RFC 9112 section 5)"},
    {CURLE_BAD_CONTENT_ENCODING, NULL, CT_E_PROTOCOL, false,
     "Transfer-Encoding must be 'chunked', once (RFC 9112 section 6.1)"},
    {CURLE_URL_MALFORMAT, NULL, CT_E_VALUE, false, "the URL is malformed"},
    {CURLE_OUT_OF_MEMORY, NULL, CT_E_LIMIT, false, "a header line is too long"},
};

static const meaning *meaning_of(CURLcode result, const char *error)
{
    static const meaning other = {CURLE_OK, NULL, CT_E_PROTOCOL, false, "the exchange failed"};
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (meanings[i].result == result && (!meanings[i].sign || strstr(error, meanings[i].sign)))
            return &meanings[i];
    return &other;
}

const char *ct_curl_error_text(CURLcode result)
{
    return meaning_of(result, "")->words;
}

const char *ct_curl_error(const ct_transfer *c)
{
    return strstr(c->error, "Unsupported proxy") ? "the URL of the proxy is not supported"
                                                 : c->error;
}

/* The peer ended the handshake: with an alert, or without a word. */
static bool ended_by_peer(const ct_transfer *c)
{
    static const char *const signs[] = {"reset by peer", "Connection reset", "unexpected eof",
                                        "SSL_ERROR_SYSCALL"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strstr(c->error, signs[i]))
            return !c->has_alerted;
    return c->alert;
}

ct_failure ct_curl_failure(const ct_transfer *c, CURLcode result)
{
    long error = 0;
    curl_easy_getinfo(c->easy, CURLINFO_OS_ERRNO, &error);
    switch (result) {
    case CURLE_COULDNT_CONNECT:
        return error == ECONNREFUSED ? CT_FAILURE_REFUSED : CT_FAILURE_OTHER;
    case CURLE_OPERATION_TIMEDOUT:
        return CT_FAILURE_TIMEOUT;
    case CURLE_SSL_CONNECT_ERROR:
        return ended_by_peer(c) ? CT_FAILURE_TLS_REFUSED : CT_FAILURE_OTHER;
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
        if (c->alert && !c->head.size)
            return CT_FAILURE_TLS_REFUSED;
        return error == ECONNRESET || strstr(c->error, "reset by peer") ? CT_FAILURE_RESET
                                                                        : CT_FAILURE_OTHER;
    default:
        return CT_FAILURE_OTHER;
    }
}

/* Errors that libcurl reports as something else, and those that it reports as success. */
void ct_curl_set_error(ct_transfer *c, CURLcode result, ct_arrival *arrival)
{
    const meaning *m = meaning_of(result, c->error);
    long connected = 0;
    if (c->is_refused_address) {
        arrival->code = CT_E_NETWORK;
        arrival->error = "the target is not on loopback, and writing to it requires 'confirm_host'";
    } else if (c->is_starved) {
        arrival->code = CT_E_LIMIT;
        arrival->error = "no file descriptors left for a connection";
    } else if (c->is_rerun) {
        arrival->code = CT_E_NETWORK;
        arrival->error = "the target closed a reused connection while the request was sent, and no "
                         "request is sent twice (RFC 9110 section 9.2.2)";
    } else if (c->is_body_too_large) {
        arrival->code = CT_E_LIMIT;
        arrival->error =
            ct_arena_printf(c->into, "the body is larger than %d MiB", CT_LIMIT_BODY >> 20);
    } else if (c->head.error) {
        arrival->code = c->head.is_limit ? CT_E_LIMIT : CT_E_PROTOCOL;
        arrival->error = c->head.error;
    } else if (!result && c->options->is_http2 && strcmp(c->head.version, "2")) {
        arrival->code = CT_E_PROTOCOL;
        arrival->error = ct_arena_printf(
            c->into, "HTTP/2 was requested, but the target uses HTTP/%s", c->head.version);
    } else if (result && c->alert && !c->head.size) {
        arrival->code = CT_E_NETWORK;
        arrival->is_unreachable = true;
        arrival->error =
            ct_arena_printf(c->into, "the target ended TLS with an alert: %s", c->alert);
    } else if (result == CURLE_GOT_NOTHING && c->head.size) {
        arrival->code = CT_E_PROTOCOL;
        arrival->error = "the connection closed after an interim response, before the final one "
                         "(RFC 9112 section 8)";
    } else if (result) {
        curl_easy_getinfo(c->easy, CURLINFO_NUM_CONNECTS, &connected);
        arrival->code = m->code;
        arrival->is_unreachable =
            m->is_unreachable || (result == CURLE_OPERATION_TIMEDOUT && !connected);
        arrival->error =
            *c->error ? ct_arena_printf(c->into, "%s: %s", m->words, ct_curl_error(c)) : m->words;
    }
}

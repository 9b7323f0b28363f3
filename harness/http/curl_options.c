/* The options of libcurl: for a request, and those that are the same for every request. */
#include <string.h>
#include <strings.h>

#include "http/curl_transfer.h"

static void add_header(ct_transfer *c, const char *line)
{
    struct curl_slist *longer = curl_slist_append(c->headers, line);
    if (!longer)
        ct_out_of_memory();
    c->headers = longer;
}

static void set_headers(ct_transfer *c)
{
    ct_buf line = CT_BUF(CT_BUF_ANY);
    for (const ct_header *h = c->request->headers; h; h = h->next) {
        ct_buf_clear(&line);
        /* the form of libcurl for a header with an empty value */
        ct_buf_printf(&line, *h->value ? "%s: %s" : "%s;", h->name, h->value);
        add_header(c, ct_buf_str(&line));
    }
    ct_buf_free(&line);
    if (!ct_header_find(c->request->headers, "Accept"))
        add_header(c, "Accept:");
    if (!ct_header_find(c->request->headers, "Content-Type"))
        add_header(c, "Content-Type:");
    add_header(c, "Expect:");
    curl_easy_setopt(c->easy, CURLOPT_HTTPHEADER, c->headers);
}

static void set_method(ct_transfer *c)
{
    const ct_request *request = c->request;
    bool const is_head = !strcmp(request->method, "HEAD");
    curl_easy_setopt(c->easy, CURLOPT_HTTPGET, 1L);
    if (request->body.bytes) {
        curl_easy_setopt(c->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.size);
        curl_easy_setopt(c->easy, CURLOPT_POSTFIELDS, request->body.bytes);
    }
    if (is_head) /* CUSTOMREQUEST alone would wait for a body */
        curl_easy_setopt(c->easy, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(c->easy, CURLOPT_CUSTOMREQUEST, request->method);
}

void ct_curl_set_request(ct_transfer *c)
{
    set_method(c);
    set_headers(c);
    if (c->request->tls)
        ct_tls_set(c->easy, c->request->tls);
}

/* HTTP/2 is agreed on within TLS; without TLS it is spoken at once. */
static long http_version(const ct_transfer *c, const ct_curl_options *options)
{
    if (!options->is_http2)
        return CURL_HTTP_VERSION_1_1;
    return c->request && !strncasecmp(c->request->url, "https:", 6)
               ? CURL_HTTP_VERSION_2TLS
               : CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE;
}

void ct_curl_set_manners(ct_transfer *c, const ct_curl_options *options, struct curl_slist *resolve)
{
    long const is_fresh = !options->reuse_connections;
    unsigned connect_ms = options->connect_timeout_ms;
    if (c->request && c->request->timeout_ms < connect_ms)
        connect_ms = c->request->timeout_ms;
    curl_easy_setopt(c->easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c->easy, CURLOPT_PROXY, options->proxy ? options->proxy : "");
    curl_easy_setopt(c->easy, CURLOPT_NOPROXY, ""); /* not even NO_PROXY counts */
    curl_easy_setopt(c->easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(c->easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(c->easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c->easy, CURLOPT_HTTP_VERSION, http_version(c, options));
    curl_easy_setopt(c->easy, CURLOPT_RESOLVE, resolve);
    curl_easy_setopt(c->easy, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(c->easy, CURLOPT_HTTP_TRANSFER_DECODING, 0L); /* chunks.c is stricter */
    curl_easy_setopt(c->easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(c->easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(c->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(c->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c->easy, CURLOPT_FRESH_CONNECT, is_fresh);
    curl_easy_setopt(c->easy, CURLOPT_FORBID_REUSE, is_fresh);
    curl_easy_setopt(c->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)connect_ms);
}

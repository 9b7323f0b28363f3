#include "report/curl_line.h"

#include <string.h>
#include <strings.h>

#include "model/redact/redact.h"
#include "report/shell.h"

enum { EXPECT_SIZE = 1 << 20 }; /* for more, curl sends "Expect: 100-continue" first */

/* ---- Parts of a request ---- */

/* "X-Auth-Token" is X_AUTH_TOKEN. */
static void name_variable(ct_buf *out, const char *name)
{
    for (; *name; name++) {
        bool const is_lower = *name >= 'a' && *name <= 'z';
        bool const is_kept = (*name >= 'A' && *name <= 'Z') || (*name >= '0' && *name <= '9');
        ct_buf_char(out, is_lower ? (char)(*name - 'a' + 'A') : is_kept ? *name : '_');
    }
}

static void add_header(ct_buf *out, const ct_header *header)
{
    ct_buf line = CT_BUF(CT_BUF_ANY), variable = CT_BUF(CT_BUF_ANY);
    name_variable(&variable, header->name);
    ct_buf_text(&line, header->name);
    if (header->value && *header->value)
        ct_buf_printf(&line, ": %s", header->value);
    else
        ct_buf_char(&line, ';'); /* with a colon alone curl would leave the header out */
    ct_buf_text(out, " -H ");
    ct_shell_masked(out, line.bytes, line.size, ct_buf_str(&variable));
    ct_buf_free(&line);
    ct_buf_free(&variable);
}

/* What curl would add on its own. */
static void add_absent_headers(ct_buf *out, const ct_request *request)
{
    if (!ct_header_find(request->headers, "Accept"))
        ct_buf_text(out, " -H 'Accept:'");
    if (!ct_header_find(request->headers, "User-Agent"))
        ct_buf_text(out, " -H 'User-Agent:'");
    if (request->body.bytes && !ct_header_find(request->headers, "Content-Type"))
        ct_buf_text(out, " -H 'Content-Type:'");
    if (request->body.whole > EXPECT_SIZE)
        ct_buf_text(out, " -H 'Expect:'");
}

static void add_headers(ct_buf *out, const ct_request *request)
{
    for (const ct_header *header = request->headers; header; header = header->next)
        add_header(out, header);
    add_absent_headers(out, request);
}

static void add_body(ct_buf *out, const ct_body *body, size_t limit)
{
    if (!body->bytes)
        return;
    bool const is_printed =
        body->whole <= body->size && body->size <= limit && !memchr(body->bytes, '\0', body->size);
    if (!is_printed) {
        ct_buf_text(out, " --data-binary @BODY");
        return;
    }
    ct_buf_text(out, " --data-raw ");
    ct_shell_masked(out, body->bytes, body->size, "SECRET");
}

/* ---- TLS and the route ---- */

static void add_option(ct_buf *out, const char *option, const char *value)
{
    if (!value)
        return;
    ct_buf_printf(out, " %s ", option);
    ct_shell_masked(out, value, strlen(value), "SECRET");
}

/* curl takes what follows a colon for the pass phrase. */
static void add_certificate(ct_buf *out, const char *path)
{
    ct_buf escaped = CT_BUF(CT_BUF_ANY);
    for (const char *at = path; at && *at; at++) {
        if (strchr(":\\", *at))
            ct_buf_char(&escaped, '\\');
        ct_buf_char(&escaped, *at);
    }
    add_option(out, "--cert", path ? ct_buf_str(&escaped) : NULL);
    ct_buf_free(&escaped);
}

/* See ct_tls_set() for what a maximum alone means. */
static void add_versions(ct_buf *out, const ct_tls *tls)
{
    const char *max = tls->max_version;
    bool const is_old = max && max[2] < '2';
    if (tls->min_version || max)
        ct_buf_printf(out, " --tlsv%s", tls->min_version ? tls->min_version : is_old ? max : "1.2");
    if (max)
        ct_buf_printf(out, " --tls-max %s", max);
    if (is_old)
        ct_buf_text(out, " --ciphers DEFAULT:@SECLEVEL=0");
}

static void add_tls(ct_buf *out, const ct_tls *tls)
{
    if (!tls)
        return;
    if (tls->is_insecure)
        ct_buf_text(out, " -k");
    add_option(out, "--cacert", tls->ca);
    add_certificate(out, tls->client_cert);
    add_option(out, "--key", tls->client_key);
    if (tls->client_key && tls->client_key_password)
        ct_buf_text(out, " --pass \"$CLIENT_KEY_PASSWORD\"");
    add_versions(out, tls);
}

/* curl alone prefers HTTP/2 where TLS lets it choose. */
static void add_version(ct_buf *out, bool is_https, bool is_http2)
{
    if (is_http2)
        ct_buf_text(out, is_https ? " --http2" : " --http2-prior-knowledge");
    else if (is_https)
        ct_buf_text(out, " --http1.1");
}

static void add_route(ct_buf *out, const ct_route *route)
{
    if (!route)
        return;
    for (size_t i = 0; i < route->resolve_count; i++)
        add_option(out, "--resolve", route->resolve[i]);
    add_option(out, "--proxy", route->proxy);
    if (route->proxy)
        ct_buf_text(out, " --noproxy ''"); /* else NO_PROXY goes before it */
}

static void add_connection(ct_buf *out, const ct_request *request)
{
    bool const is_https = !strncasecmp(request->url, "https:", 6);
    add_version(out, is_https, request->route && request->route->is_http2);
    if (is_https)
        add_tls(out, request->tls);
    add_route(out, request->route);
}

void ct_curl_line(ct_buf *out, const ct_request *request, size_t body_limit)
{
    /* -g and --path-as-is: the URL is sent as it is written. */
    ct_buf_text(out, "curl -i -g --path-as-is");
    add_connection(out, request);
    if (!strcmp(request->method, "HEAD")) {
        ct_buf_text(out, " --head");
    } else {
        ct_buf_text(out, " -X ");
        ct_shell_masked(out, request->method, strlen(request->method), "SECRET");
    }
    ct_buf_char(out, ' ');
    ct_shell_masked(out, request->url, strlen(request->url), "SECRET");
    add_headers(out, request);
    add_body(out, &request->body, body_limit);
}

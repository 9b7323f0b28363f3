/* The transport over libcurl multi. The door to libcurl.
 *
 * Requests go exactly as written: no redirects, no proxy from the environment,
 * no .netrc, no cookies, no Expect, no retries, no decoding of the body, paths
 * as they are. libcurl adds Host and Content-Length, and nothing else.
 * Callbacks only collect bytes; what they mean is decided when the exchange is
 * over.
 */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "run/curl_call.h"

typedef struct ct_curl {
    ct_transport door; /* first: this is a ct_transport */
    CURLM *multi;
    ct_curl_options options;
    struct curl_slist *resolve;
    ct_call *calls, *free_calls;
    unsigned in_flight;
} transport;

void ct_curl_start(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT))
        ct_out_of_memory();
}

const char *ct_curl_version(void)
{
    return curl_version();
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- Collecting ---- */

static size_t on_header(char *line, size_t unit, size_t count, void *user)
{
    ct_call *c = user;
    size_t const size = unit * count;
    return ct_head_line(&c->head, line, size) ? size : 0;
}

static size_t on_body(char *bytes, size_t unit, size_t count, void *user)
{
    ct_call *c = user;
    size_t const size = unit * count;
    c->is_body_too_large = !ct_buf_add(&c->body, bytes, size);
    return c->is_body_too_large ? 0 : size;
}

static bool is_loopback(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)address;
        return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
    }
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)address;
    return address->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
}

/* The last word on "nothing is written off loopback": here the address is known. */
static curl_socket_t on_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    ct_call *c = user;
    (void)purpose;
    if (!is_loopback(&address->addr)) {
        c->is_refused_address = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* ---- Sending ---- */

static ct_call *new_call(transport *t)
{
    ct_call *c = ct_malloc(sizeof *c);
    *c = (ct_call){.owner = t, .body = CT_BUF(CT_LIMIT_BODY), .next = t->calls};
    c->easy = curl_easy_init();
    if (!c->easy)
        ct_out_of_memory();
    t->calls = c;
    return c;
}

static ct_call *take_call(transport *t)
{
    ct_call *c = t->free_calls;
    if (!c)
        return new_call(t);
    t->free_calls = c->next_free;
    return c;
}

static void add_header(ct_call *c, const char *line)
{
    struct curl_slist *longer = curl_slist_append(c->headers, line);
    if (!longer)
        ct_out_of_memory();
    c->headers = longer;
}

static void set_headers(ct_call *c)
{
    ct_buf line = CT_BUF(CT_BUF_ANY);
    for (const ct_header *h = c->request->headers; h; h = h->next) {
        ct_buf_clear(&line);
        /* libcurl's own way to say "this header, with nothing in it" */
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

static void set_method(ct_call *c)
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

static void set_callbacks(ct_call *c)
{
    curl_easy_setopt(c->easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(c->easy, CURLOPT_HEADERDATA, c);
    curl_easy_setopt(c->easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(c->easy, CURLOPT_WRITEDATA, c);
    curl_easy_setopt(c->easy, CURLOPT_ERRORBUFFER, c->error);
    curl_easy_setopt(c->easy, CURLOPT_PRIVATE, c);
    if (c->owner->options.loopback_only && !c->request->is_safe) {
        curl_easy_setopt(c->easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
        curl_easy_setopt(c->easy, CURLOPT_OPENSOCKETDATA, c);
    }
}

/* HTTP/2 is agreed on within TLS; without TLS it is spoken at once. */
static long http_version(const ct_call *c)
{
    if (!c->owner->options.is_http2)
        return CURL_HTTP_VERSION_1_1;
    return c->request && !strncasecmp(c->request->url, "https:", 6)
               ? CURL_HTTP_VERSION_2TLS
               : CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE;
}

static void set_manners(ct_call *c)
{
    const ct_curl_options *options = &c->owner->options;
    long const is_fresh = !options->reuse_connections;
    curl_easy_setopt(c->easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c->easy, CURLOPT_PROXY, options->proxy ? options->proxy : "");
    curl_easy_setopt(c->easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(c->easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c->easy, CURLOPT_HTTP_VERSION, http_version(c));
    curl_easy_setopt(c->easy, CURLOPT_RESOLVE, c->owner->resolve);
    curl_easy_setopt(c->easy, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(c->easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(c->easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(c->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(c->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c->easy, CURLOPT_FRESH_CONNECT, is_fresh);
    curl_easy_setopt(c->easy, CURLOPT_FORBID_REUSE, is_fresh);
    curl_easy_setopt(c->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)options->connect_timeout_ms);
}

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

static void set_tls(ct_call *c, const ct_tls *tls)
{
    const char *max = tls->max_version;
    const char *min = tls->min_version ? tls->min_version : max && max[2] < '2' ? max : "1.2";
    curl_easy_setopt(c->easy, CURLOPT_SSLVERSION,
                     tls_version(min) | (max ? tls_max_version(max) : 0));
    if (tls->ca) {
        curl_easy_setopt(c->easy, CURLOPT_CAINFO, tls->ca);
        curl_easy_setopt(c->easy, CURLOPT_CAPATH, NULL);
    }
    curl_easy_setopt(c->easy, CURLOPT_SSLCERT, tls->client_cert);
    curl_easy_setopt(c->easy, CURLOPT_SSLKEY, tls->client_key);
    if (tls->is_insecure) {
        curl_easy_setopt(c->easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(c->easy, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    /* OpenSSL's usual level refuses old versions by itself; here the peer shall. */
    if (max && max[2] < '2')
        curl_easy_setopt(c->easy, CURLOPT_SSL_CIPHER_LIST, "DEFAULT:@SECLEVEL=0");
}

static void transport_send(ct_transport *self, const ct_request *request, ct_arena *into,
                           void *token)
{
    transport *t = (transport *)self;
    ct_call *c = take_call(t);
    c->request = request;
    c->into = into;
    c->token = token;
    c->owner_is_http2 = t->options.is_http2;
    c->is_body_too_large = c->is_refused_address = false;
    c->error[0] = '\0';
    ct_buf_clear(&c->body);
    ct_head_start(&c->head, into);
    c->exchange = ct_new(into, ct_exchange);
    c->exchange->request = request;
    c->exchange->started_at = now_ms();
    curl_easy_reset(c->easy);
    curl_easy_setopt(c->easy, CURLOPT_URL, request->url);
    curl_easy_setopt(c->easy, CURLOPT_TIMEOUT_MS, (long)request->timeout_ms);
    set_manners(c);
    set_callbacks(c);
    set_method(c);
    set_headers(c);
    if (request->tls)
        set_tls(c, request->tls);
    if (curl_multi_add_handle(t->multi, c->easy))
        ct_out_of_memory();
    t->in_flight++;
}

/* ---- Arriving ---- */

static ct_response *make_response(ct_call *c)
{
    ct_response *response = ct_new(c->into, ct_response);
    response->status = c->head.status;
    response->version = c->head.version;
    response->reason = c->head.reason;
    response->headers = c->head.headers;
    if (c->body.size)
        response->body = (ct_body){ct_buf_keep(&c->body, c->into), c->body.size, c->body.size};
    return response;
}

static uint64_t time_of(ct_call *c, CURLINFO info)
{
    curl_off_t microseconds = 0;
    curl_easy_getinfo(c->easy, info, &microseconds);
    return microseconds > 0 ? (uint64_t)microseconds : 0;
}

static void note_facts(ct_call *c)
{
    char *ip = NULL;
    long port = 0;
    curl_easy_getinfo(c->easy, CURLINFO_PRIMARY_IP, &ip);
    curl_easy_getinfo(c->easy, CURLINFO_PRIMARY_PORT, &port);
    if (ip && *ip)
        c->exchange->address =
            ct_arena_printf(c->into, strchr(ip, ':') ? "[%s]:%ld" : "%s:%ld", ip, port);
    c->exchange->received_at = now_ms();
    c->exchange->connect_us = time_of(c, CURLINFO_CONNECT_TIME_T);
    c->exchange->first_byte_us = time_of(c, CURLINFO_STARTTRANSFER_TIME_T);
    c->exchange->elapsed_us = time_of(c, CURLINFO_TOTAL_TIME_T);
}

static void give_back(transport *t, ct_call *c)
{
    curl_multi_remove_handle(t->multi, c->easy);
    curl_slist_free_all(c->headers);
    c->headers = NULL;
    c->request = NULL;
    c->next_free = t->free_calls;
    t->free_calls = c;
    t->in_flight--;
}

static void land(transport *t, ct_call *c, CURLcode result, ct_arrival *arrival)
{
    *arrival = (ct_arrival){.token = c->token, .exchange = c->exchange};
    note_facts(c);
    /* A head that libcurl found complete may still be none. */
    if (!result)
        ct_head_finish(&c->head);
    ct_curl_explain(c, result, arrival);
    if (arrival->trouble)
        c->exchange->failure = result ? ct_curl_failure(c, result) : CT_FAILURE_OTHER;
    else
        c->exchange->response = make_response(c);
    give_back(t, c);
}

static bool next_landing(transport *t, ct_arrival *arrival)
{
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(t->multi, &left));) {
        ct_call *c;
        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&c);
        land(t, c, message->data.result, arrival);
        return true;
    }
    return false;
}

static bool transport_wait(ct_transport *self, unsigned milliseconds, ct_arrival *arrival)
{
    transport *t = (transport *)self;
    struct curl_waitfd wake = {.fd = t->options.wake_fd, .events = CURL_WAIT_POLLIN};
    unsigned const extra = t->options.wake_fd >= 0;
    int running;
    if (next_landing(t, arrival))
        return true;
    curl_multi_perform(t->multi, &running);
    if (next_landing(t, arrival))
        return true;
    curl_multi_poll(t->multi, &wake, extra, (int)milliseconds, NULL);
    curl_multi_perform(t->multi, &running);
    return next_landing(t, arrival);
}

static void transport_cancel(ct_transport *self)
{
    transport *t = (transport *)self;
    for (ct_call *c = t->calls; c; c = c->next)
        if (c->request)
            give_back(t, c);
}

static const char *transport_probe(ct_transport *self, const char *url, ct_arena *arena)
{
    transport *t = (transport *)self;
    ct_call *c = new_call(t);
    curl_easy_setopt(c->easy, CURLOPT_URL, url);
    curl_easy_setopt(c->easy, CURLOPT_ERRORBUFFER, c->error);
    set_manners(c);
    curl_easy_setopt(c->easy, CURLOPT_CONNECT_ONLY, 1L);
    CURLcode const result = curl_easy_perform(c->easy);
    const char *why = NULL;
    if (result)
        why = ct_arena_printf(arena, "%s: %s", ct_curl_words(result),
                              *c->error ? c->error : curl_easy_strerror(result));
    /* A handle that only connected keeps its connection until it goes. */
    curl_easy_cleanup(c->easy);
    c->easy = curl_easy_init();
    if (!c->easy)
        ct_out_of_memory();
    c->next_free = t->free_calls;
    t->free_calls = c;
    return why;
}

static void transport_close(ct_transport *self)
{
    transport *t = (transport *)self;
    transport_cancel(self);
    for (ct_call *c = t->calls, *next; c; c = next) {
        next = c->next;
        curl_easy_cleanup(c->easy);
        ct_buf_free(&c->body);
        free(c);
    }
    curl_multi_cleanup(t->multi);
    curl_slist_free_all(t->resolve);
    free(t);
}

ct_transport *ct_curl_open(const ct_curl_options *options)
{
    transport *t = ct_malloc(sizeof *t);
    *t = (transport){.door = {transport_send, transport_wait, transport_cancel, transport_probe,
                              transport_close, 0},
                     .multi = curl_multi_init(),
                     .options = *options};
    if (!t->multi)
        ct_out_of_memory();
    for (size_t i = 0; i < options->resolve_count; i++)
        t->resolve = curl_slist_append(t->resolve, options->resolve[i]);
    curl_multi_setopt(t->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
    return &t->door;
}

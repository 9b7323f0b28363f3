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
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "run/head.h"
#include "run/transport.h"

/* One request in flight. Kept and used again for the next one. */
typedef struct call {
    struct transport *owner;
    CURL *easy;
    struct curl_slist *headers;
    ct_buf body;
    ct_head head;
    const ct_request *request;
    ct_exchange *exchange;
    ct_arena *into;
    void *token;
    bool is_body_too_large;
    bool is_refused_address; /* the peer is not on loopback, and must be */
    char error[CURL_ERROR_SIZE];
    struct call *next_free;
    struct call *next; /* all that were ever made */
} call;

typedef struct transport {
    ct_transport door; /* first: this is a ct_transport */
    CURLM *multi;
    ct_curl_options options;
    call *calls, *free_calls;
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
    call *c = user;
    size_t const size = unit * count;
    return ct_head_line(&c->head, line, size) ? size : 0;
}

static size_t on_body(char *bytes, size_t unit, size_t count, void *user)
{
    call *c = user;
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
    call *c = user;
    (void)purpose;
    if (!is_loopback(&address->addr)) {
        c->is_refused_address = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* ---- Sending ---- */

static call *new_call(transport *t)
{
    call *c = ct_malloc(sizeof *c);
    *c = (call){.owner = t, .body = CT_BUF(CT_LIMIT_BODY), .next = t->calls};
    c->easy = curl_easy_init();
    if (!c->easy)
        ct_out_of_memory();
    t->calls = c;
    return c;
}

static call *take_call(transport *t)
{
    call *c = t->free_calls;
    if (!c)
        return new_call(t);
    t->free_calls = c->next_free;
    return c;
}

static void add_header(call *c, const char *line)
{
    struct curl_slist *longer = curl_slist_append(c->headers, line);
    if (!longer)
        ct_out_of_memory();
    c->headers = longer;
}

static void set_headers(call *c)
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

static void set_method(call *c)
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

static void set_callbacks(call *c)
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

static void set_manners(call *c)
{
    const ct_curl_options *options = &c->owner->options;
    long const is_fresh = !options->reuse_connections;
    curl_easy_setopt(c->easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c->easy, CURLOPT_PROXY, "");
    curl_easy_setopt(c->easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(c->easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c->easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(c->easy, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(c->easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(c->easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(c->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(c->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c->easy, CURLOPT_FRESH_CONNECT, is_fresh);
    curl_easy_setopt(c->easy, CURLOPT_FORBID_REUSE, is_fresh);
    curl_easy_setopt(c->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)options->connect_timeout_ms);
}

static void transport_send(ct_transport *self, const ct_request *request, ct_arena *into,
                           void *token)
{
    transport *t = (transport *)self;
    call *c = take_call(t);
    c->request = request;
    c->into = into;
    c->token = token;
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
    if (curl_multi_add_handle(t->multi, c->easy))
        ct_out_of_memory();
    t->in_flight++;
}

/* ---- Arriving ---- */

typedef struct meaning {
    CURLcode result;
    ct_code code;
    bool is_unreachable;
    const char *words;
} meaning;

static const meaning meanings[] = {
    {CURLE_COULDNT_RESOLVE_HOST, CT_E_NETWORK, true, "the target's name does not resolve"},
    {CURLE_COULDNT_RESOLVE_PROXY, CT_E_NETWORK, true, "the proxy's name does not resolve"},
    {CURLE_COULDNT_CONNECT, CT_E_NETWORK, true, "no connection to the target"},
    {CURLE_SSL_CONNECT_ERROR, CT_E_NETWORK, true, "no TLS connection to the target"},
    {CURLE_PEER_FAILED_VERIFICATION, CT_E_NETWORK, true,
     "the target's certificate is not to be trusted"},
    {CURLE_OPERATION_TIMEDOUT, CT_E_TIMEOUT, false, "the answer did not come in time"},
    {CURLE_GOT_NOTHING, CT_E_PROTOCOL, false, "the target closed the connection without an answer"},
    {CURLE_PARTIAL_FILE, CT_E_PROTOCOL, false, "the answer's body breaks off before its end"},
    {CURLE_RECV_ERROR, CT_E_NETWORK, false, "the connection broke while the answer came"},
    {CURLE_SEND_ERROR, CT_E_NETWORK, false, "the connection broke while the request was sent"},
    {CURLE_UNSUPPORTED_PROTOCOL, CT_E_PROTOCOL, false, "the answer is no HTTP/1"},
    {CURLE_WEIRD_SERVER_REPLY, CT_E_PROTOCOL, false, "the answer is not HTTP"},
    {CURLE_BAD_CONTENT_ENCODING, CT_E_PROTOCOL, false, "the answer's transfer coding is malformed"},
    {CURLE_URL_MALFORMAT, CT_E_VALUE, false, "the address is malformed"},
    {CURLE_OUT_OF_MEMORY, CT_E_LIMIT, false, "a header line is larger than we read"},
};

/* libcurl counts a malformed chunk as trouble of the network; only its words tell it apart. */
static bool is_bad_chunk(CURLcode result, const char *error)
{
    return result == CURLE_RECV_ERROR && strstr(error, "chunked-encoding");
}

static const meaning *meaning_of(CURLcode result, const char *error)
{
    static const meaning other = {CURLE_OK, CT_E_PROTOCOL, false, "the exchange failed"};
    static const meaning bad_chunk = {CURLE_RECV_ERROR, CT_E_PROTOCOL, false,
                                      "a chunk of the answer is malformed (RFC 9112 section 7.1)"};
    if (is_bad_chunk(result, error))
        return &bad_chunk;
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (meanings[i].result == result)
            return &meanings[i];
    return &other;
}

/* What libcurl counts as a failure although the exchange is one that can be judged, and what it
 * counts as a success although it is none. */
static void explain(call *c, CURLcode result, ct_arrival *arrival)
{
    const meaning *m = meaning_of(result, c->error);
    long connected = 0;
    if (c->is_refused_address) {
        arrival->code = CT_E_NETWORK;
        arrival->trouble = "the target is not on loopback, and writing to it needs confirm_host";
    } else if (c->is_body_too_large) {
        arrival->code = CT_E_LIMIT;
        arrival->trouble =
            ct_arena_printf(c->into, "the body is larger than %d MiB", CT_LIMIT_BODY >> 20);
    } else if (c->head.trouble) {
        arrival->code = c->head.is_limit ? CT_E_LIMIT : CT_E_PROTOCOL;
        arrival->trouble = c->head.trouble;
    } else if (result) {
        curl_easy_getinfo(c->easy, CURLINFO_NUM_CONNECTS, &connected);
        arrival->code = m->code;
        arrival->is_unreachable =
            m->is_unreachable || (result == CURLE_OPERATION_TIMEDOUT && !connected);
        arrival->trouble =
            *c->error ? ct_arena_printf(c->into, "%s: %s", m->words, c->error) : m->words;
    }
}

static ct_response *make_response(call *c)
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

static uint64_t time_of(call *c, CURLINFO info)
{
    curl_off_t microseconds = 0;
    curl_easy_getinfo(c->easy, info, &microseconds);
    return microseconds > 0 ? (uint64_t)microseconds : 0;
}

static void note_facts(call *c)
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

static void give_back(transport *t, call *c)
{
    curl_multi_remove_handle(t->multi, c->easy);
    curl_slist_free_all(c->headers);
    c->headers = NULL;
    c->request = NULL;
    c->next_free = t->free_calls;
    t->free_calls = c;
    t->in_flight--;
}

static void land(transport *t, call *c, CURLcode result, ct_arrival *arrival)
{
    *arrival = (ct_arrival){.token = c->token, .exchange = c->exchange};
    note_facts(c);
    /* A head that libcurl found complete may still be none. */
    if (!result)
        ct_head_finish(&c->head);
    explain(c, result, arrival);
    if (!arrival->trouble)
        c->exchange->response = make_response(c);
    give_back(t, c);
}

static bool next_landing(transport *t, ct_arrival *arrival)
{
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(t->multi, &left));) {
        call *c;
        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&c);
        land(t, c, message->data.result, arrival);
        return true;
    }
    return false;
}

static ct_waited transport_wait(ct_transport *self, unsigned milliseconds, ct_arrival *arrival)
{
    transport *t = (transport *)self;
    struct curl_waitfd wake = {.fd = t->options.wake_fd, .events = CURL_WAIT_POLLIN};
    unsigned const extra = t->options.wake_fd >= 0;
    int running;
    if (!t->in_flight)
        return CT_WAITED_NOTHING;
    for (bool has_waited = false;; has_waited = true) {
        if (next_landing(t, arrival))
            return CT_WAITED_ARRIVAL;
        curl_multi_perform(t->multi, &running);
        if (next_landing(t, arrival))
            return CT_WAITED_ARRIVAL;
        if (has_waited)
            return CT_WAITED_LONG;
        curl_multi_poll(t->multi, &wake, extra, (int)milliseconds, NULL);
    }
}

static void transport_cancel(ct_transport *self)
{
    transport *t = (transport *)self;
    for (call *c = t->calls; c; c = c->next)
        if (c->request)
            give_back(t, c);
}

static const char *transport_probe(ct_transport *self, const char *url, ct_arena *arena)
{
    transport *t = (transport *)self;
    call *c = new_call(t);
    curl_easy_setopt(c->easy, CURLOPT_URL, url);
    curl_easy_setopt(c->easy, CURLOPT_ERRORBUFFER, c->error);
    set_manners(c);
    curl_easy_setopt(c->easy, CURLOPT_CONNECT_ONLY, 1L);
    CURLcode const result = curl_easy_perform(c->easy);
    const char *why = NULL;
    if (result)
        why = ct_arena_printf(arena, "%s: %s", meaning_of(result, c->error)->words,
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
    for (call *c = t->calls, *next; c; c = next) {
        next = c->next;
        curl_easy_cleanup(c->easy);
        ct_buf_free(&c->body);
        free(c);
    }
    curl_multi_cleanup(t->multi);
    free(t);
}

ct_transport *ct_curl_open(const ct_curl_options *options)
{
    transport *t = ct_malloc(sizeof *t);
    *t = (transport){.door = {transport_send, transport_wait, transport_cancel, transport_probe,
                              transport_close},
                     .multi = curl_multi_init(),
                     .options = *options};
    if (!t->multi)
        ct_out_of_memory();
    curl_multi_setopt(t->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
    return &t->door;
}

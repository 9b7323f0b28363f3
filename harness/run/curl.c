/* The transport over libcurl multi. The door to libcurl.
 *
 * Requests go exactly as written: no redirects, no proxy from the environment,
 * no .netrc, no cookies, no Expect, no retries, no decoding of the body, paths
 * as they are. libcurl adds Host and Content-Length, and nothing else.
 * Callbacks only collect bytes; what they mean is decided when the exchange is
 * over.
 */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/limits.h"
#include "run/curl_call.h"

typedef struct ct_curl {
    ct_transport door; /* first: this is a ct_transport */
    CURLM *multi;
    ct_curl_options options;
    struct curl_slist *resolve;
    ct_call *calls, *free_calls;
    ct_sockets sockets; /* with --reuse-connections */
    unsigned in_flight;
    ct_call *starved; /* of those: wait until another one gives its file descriptor back */
    unsigned starved_count;
} transport;

static void *zeroed(size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        ct_out_of_memory();
    void *memory = ct_malloc(count * size);
    return memset(memory, 0, count * size);
}

static char *duplicate(const char *text)
{
    size_t const size = strlen(text) + 1;
    return memcpy(ct_malloc(size), text, size);
}

/* Out of memory inside libcurl ends the process, as everywhere: it would else look like trouble
 * of the target's. */
void ct_curl_start(void)
{
    if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, ct_malloc, free, ct_realloc, duplicate, zeroed))
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
    bool const ok = c->head.is_chunked ? ct_chunks_read(&c->chunks, bytes, size, &c->head, &c->body)
                                       : ct_buf_add(&c->body, bytes, size);
    c->is_body_too_large = !ok && !c->head.trouble;
    return ok ? size : 0;
}

/* The last word on "nothing is written off loopback": here the address is known. */
static curl_socket_t on_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    ct_call *c = user;
    (void)purpose;
    if (c->owner->options.loopback_only && !c->request->is_safe &&
        !ct_socket_is_loopback(&address->addr)) {
        c->is_refused_address = true;
        return CURL_SOCKET_BAD;
    }
    return ct_socket_open(&c->owner->sockets, c, address);
}

/* The last moment before a request is written. HTTP/2 numbers its answers: there nothing that
 * waits can be taken for another. */
static int on_request(void *user, char *peer, char *own, int peer_port, int own_port)
{
    ct_call *c = user;
    (void)peer;
    (void)own;
    (void)peer_port;
    c->is_again = c->is_written;
    c->is_unsent = !c->is_again && !c->is_own_connection && !c->owner->options.is_http2 &&
                   ct_socket_has_bytes(&c->owner->sockets, own_port);
    if (c->is_again || c->is_unsent)
        return CURL_PREREQFUNC_ABORT;
    c->is_written = true;
    c->exchange->tls = ct_tls_agreed(c);
    return CURL_PREREQFUNC_OK;
}

/* ---- Sending ---- */

static ct_call *new_call(transport *t)
{
    ct_call *c = ct_malloc(sizeof *c);
    *c = (ct_call){.owner = t,
                   .body = CT_BUF(CT_LIMIT_BODY),
                   .chunks.line = CT_BUF(CT_LIMIT_HEADERS),
                   .next = t->calls};
    t->calls = c;
    return c;
}

/* A handle is never used for two requests: curl_easy_reset() of libcurl 7.88 keeps a pointer to the
 * last header of the answer before, and an answer whose first field begins with a blank makes
 * libcurl follow it into memory that is gone. */
static void renew_handle(ct_call *c)
{
    curl_easy_cleanup(c->easy);
    c->easy = curl_easy_init();
    if (!c->easy)
        ct_out_of_memory();
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
    curl_easy_setopt(c->easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(c->easy, CURLOPT_OPENSOCKETDATA, c);
    curl_easy_setopt(c->easy, CURLOPT_CLOSESOCKETFUNCTION, ct_socket_close);
    curl_easy_setopt(c->easy, CURLOPT_CLOSESOCKETDATA, &c->owner->sockets);
    curl_easy_setopt(c->easy, CURLOPT_SSL_CTX_FUNCTION, ct_tls_watch);
    curl_easy_setopt(c->easy, CURLOPT_SSL_CTX_DATA, c);
    curl_easy_setopt(c->easy, CURLOPT_PREREQFUNCTION, on_request);
    curl_easy_setopt(c->easy, CURLOPT_PREREQDATA, c);
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
    curl_easy_setopt(c->easy, CURLOPT_HTTP_TRANSFER_DECODING, 0L); /* chunks.c is stricter */
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
    ct_call *c = take_call(t);
    c->request = request;
    c->into = into;
    c->token = token;
    c->owner_is_http2 = t->options.is_http2;
    c->is_body_too_large = c->is_refused_address = false;
    c->is_own_connection = c->is_written = c->is_unsent = c->is_again = c->is_starved = false;
    c->alert = NULL;
    c->has_alerted = c->has_closure = false;
    c->error[0] = '\0';
    ct_buf_clear(&c->body);
    ct_head_start(&c->head, into);
    ct_chunks_start(&c->chunks);
    c->exchange = ct_new(into, ct_exchange);
    c->exchange->request = request;
    c->exchange->started_at = now_ms();
    renew_handle(c);
    curl_easy_setopt(c->easy, CURLOPT_URL, request->url);
    curl_easy_setopt(c->easy, CURLOPT_TIMEOUT_MS, (long)request->timeout_ms);
    set_manners(c);
    set_callbacks(c);
    set_method(c);
    set_headers(c);
    if (request->tls)
        ct_tls_set(c->easy, request->tls);
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
    c->exchange->name_us = time_of(c, CURLINFO_NAMELOOKUP_TIME_T);
    c->exchange->connect_us = time_of(c, CURLINFO_CONNECT_TIME_T);
    c->exchange->tls_us = time_of(c, CURLINFO_APPCONNECT_TIME_T);
    c->exchange->sent_us = time_of(c, CURLINFO_PRETRANSFER_TIME_T);
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

/* libcurl found the end of the body, and we did not. */
static const char *why_cut(const ct_call *c)
{
    const ct_head *head = &c->head;
    if (!strcmp(c->request->method, "HEAD") || head->status == 204 || head->status == 304)
        return NULL;
    if (head->is_chunked && c->chunks.state != CT_CHUNK_DONE)
        return "the answer's body breaks off before its end (RFC 9112 section 8)";
    bool const ends_by_closing = !head->is_chunked && !head->has_length && *head->version == '1';
    if (ends_by_closing && c->exchange->tls && !c->has_closure)
        return "TLS ended without saying so, and nothing else tells where the answer's body ends "
               "(RFC 9112 section 9.8)";
    return NULL;
}

static void land(transport *t, ct_call *c, CURLcode result, ct_arrival *arrival)
{
    *arrival = (ct_arrival){.token = c->token, .exchange = c->exchange};
    note_facts(c);
    /* A head that libcurl found complete may still be none. */
    if (!result && ct_head_finish(&c->head))
        c->head.trouble = why_cut(c);
    ct_curl_explain(c, result, arrival);
    if (arrival->trouble)
        c->exchange->failure = result ? ct_curl_failure(c, result) : CT_FAILURE_OTHER;
    else
        c->exchange->response = make_response(c);
    give_back(t, c);
}

/* Nothing was written: now on a connection of its own. */
static void send_afresh(transport *t, ct_call *c)
{
    c->is_unsent = c->is_starved = false;
    c->error[0] = '\0';
    curl_multi_remove_handle(t->multi, c->easy);
    curl_easy_setopt(c->easy, CURLOPT_FRESH_CONNECT, 1L);
    if (curl_multi_add_handle(t->multi, c->easy))
        ct_out_of_memory();
}

/* Out of file descriptors: fewer are in flight, as long as there is another one. */
static bool can_wait_its_turn(const transport *t, const ct_call *c)
{
    return c->is_starved && t->in_flight > t->starved_count + 1;
}

static void wait_its_turn(transport *t, ct_call *c)
{
    c->next_starved = t->starved;
    t->starved = c;
    t->starved_count++;
}

static void feed_one(transport *t)
{
    ct_call *c = t->starved;
    if (!c)
        return;
    t->starved = c->next_starved;
    t->starved_count--;
    send_afresh(t, c);
}

static bool next_landing(transport *t, ct_arrival *arrival)
{
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(t->multi, &left));) {
        ct_call *c;
        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&c);
        if (c->is_unsent) {
            send_afresh(t, c);
            continue;
        }
        if (can_wait_its_turn(t, c)) {
            wait_its_turn(t, c);
            continue;
        }
        land(t, c, message->data.result, arrival);
        feed_one(t);
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
    t->starved = NULL;
    t->starved_count = 0;
}

static const char *transport_probe(ct_transport *self, const char *url, const ct_tls *tls,
                                   ct_arena *arena)
{
    transport *t = (transport *)self;
    ct_call *c = new_call(t);
    renew_handle(c);
    curl_easy_setopt(c->easy, CURLOPT_URL, url);
    curl_easy_setopt(c->easy, CURLOPT_ERRORBUFFER, c->error);
    set_manners(c);
    if (tls)
        ct_tls_set(c->easy, tls);
    curl_easy_setopt(c->easy, CURLOPT_CONNECT_ONLY, 1L);
    CURLcode const result = curl_easy_perform(c->easy);
    const char *why = NULL;
    if (result)
        why = ct_arena_printf(arena, "%s: %s", ct_curl_words(result),
                              *c->error ? c->error : curl_easy_strerror(result));
    /* A handle that only connected keeps its connection until it goes. */
    curl_easy_cleanup(c->easy);
    c->easy = NULL;
    c->next_free = t->free_calls;
    t->free_calls = c;
    return why;
}

static void transport_close(ct_transport *self)
{
    transport *t = (transport *)self;
    transport_cancel(self);
    for (ct_call *c = t->calls; c; c = c->next)
        curl_easy_cleanup(c->easy);
    curl_multi_cleanup(t->multi); /* the last that a shared connection hears is told to its call */
    for (ct_call *c = t->calls, *next; c; c = next) {
        next = c->next;
        ct_buf_free(&c->body);
        ct_buf_free(&c->chunks.line);
        free(c);
    }
    ct_sockets_free(&t->sockets);
    curl_slist_free_all(t->resolve);
    free(t);
}

ct_transport *ct_curl_open(const ct_curl_options *options)
{
    transport *t = ct_malloc(sizeof *t);
    *t = (transport){.door = {.send = transport_send,
                              .wait = transport_wait,
                              .cancel = transport_cancel,
                              .probe = transport_probe,
                              .close = transport_close},
                     .multi = curl_multi_init(),
                     .options = *options};
    if (!t->multi)
        ct_out_of_memory();
    for (size_t i = 0; i < options->resolve_count; i++)
        t->resolve = curl_slist_append(t->resolve, options->resolve[i]);
    curl_multi_setopt(t->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
    return &t->door;
}

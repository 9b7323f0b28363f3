/* The transport over libcurl multi. The door to libcurl.
 *
 * Requests go exactly as written: no redirects, no proxy from the environment,
 * no .netrc, no cookies, no Expect, no retries, no decoding of the body, paths
 * as they are. libcurl adds Host and Content-Length, and nothing else.
 * Callbacks only collect bytes; what they mean is decided when the exchange is
 * over.
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "http/curl_transfer.h"

enum { LARGE_BODY = 256 << 10 };

typedef struct ct_curl {
    ct_transport door; /* first: this is a ct_transport */
    CURLM *multi;
    ct_curl_options options;
    struct curl_slist *resolve;
    ct_transfer *calls, *free_calls;
    ct_sockets sockets; /* with --reuse-connections */
    unsigned in_flight;
    ct_transfer *starved; /* of those: wait until another one gives its file descriptor back */
    unsigned starved_count;
    ct_transfer *first_done, **last_done; /* in the order in which they were */
    ct_clock clock;
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

/* Running out of memory inside libcurl ends the process, as everywhere: else it would look like an
 * error of the target. */
void ct_curl_start(void)
{
    if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, ct_malloc, free, ct_realloc, duplicate, zeroed))
        ct_out_of_memory();
}

const char *ct_curl_version(void)
{
    return curl_version();
}

const char *ct_curl_user_agent(ct_arena *arena)
{
    return ct_arena_printf(arena, "curl/%s", curl_version_info(CURLVERSION_NOW)->version);
}

/* ---- Collecting ---- */

static size_t on_header(char *line, size_t unit, size_t count, void *user)
{
    ct_transfer *c = user;
    size_t const size = unit * count;
    ct_clock_news(c);
    if (!c->head.size && !ct_watch_first_byte(c))
        return 0;
    return ct_head_line(&c->head, line, size) ? size : 0;
}

static size_t on_body(char *bytes, size_t unit, size_t count, void *user)
{
    ct_transfer *c = user;
    size_t const size = unit * count;
    ct_clock_news(c);
    bool const ok = c->head.is_chunked ? ct_chunks_read(&c->chunks, bytes, size, &c->head, &c->body)
                                       : ct_buf_add(&c->body, bytes, size);
    c->is_body_too_large = !ok && !c->head.error;
    return ok ? size : 0;
}

/* The last check that nothing is written to other hosts: here the IP address is known. */
static curl_socket_t on_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    ct_transfer *c = user;
    (void)purpose;
    if (c->options->loopback_only && !c->request->is_safe &&
        !ct_socket_is_loopback(&address->addr)) {
        c->is_refused_address = true;
        return CURL_SOCKET_BAD;
    }
    return ct_socket_open(c->sockets, c, address);
}

/* ---- Sending ---- */

static ct_transfer *new_call(transport *t)
{
    ct_transfer *c = ct_malloc(sizeof *c);
    *c = (ct_transfer){.owner = t,
                       .clock = &t->clock,
                       .options = &t->options,
                       .sockets = &t->sockets,
                       .body = CT_BUF(CT_LIMIT_BODY),
                       .chunks.line = CT_BUF(CT_LIMIT_HEADERS),
                       .next = t->calls};
    t->calls = c;
    return c;
}

/* A handle is never used for two requests: curl_easy_reset() of libcurl 7.88 keeps a pointer to the
 * last header of the previous response, and a response whose first field starts with a space makes
 * libcurl follow it into freed memory. */
static void renew_handle(ct_transfer *c)
{
    curl_easy_cleanup(c->easy);
    c->easy = curl_easy_init();
    if (!c->easy)
        ct_out_of_memory();
}

static ct_transfer *take_call(transport *t)
{
    ct_transfer *c = t->free_calls;
    if (!c)
        return new_call(t);
    t->free_calls = c->next_free;
    return c;
}

static void set_callbacks(ct_transfer *c)
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
    curl_easy_setopt(c->easy, CURLOPT_CLOSESOCKETDATA, c->sockets);
    curl_easy_setopt(c->easy, CURLOPT_SSL_CTX_FUNCTION, ct_tls_watch);
    curl_easy_setopt(c->easy, CURLOPT_SSL_CTX_DATA, c);
    curl_easy_setopt(c->easy, CURLOPT_PREREQFUNCTION, ct_watch_request);
    curl_easy_setopt(c->easy, CURLOPT_PREREQDATA, c);
    curl_easy_setopt(c->easy, CURLOPT_DEBUGFUNCTION, ct_watch_log);
    curl_easy_setopt(c->easy, CURLOPT_DEBUGDATA, c);
    curl_easy_setopt(c->easy, CURLOPT_VERBOSE, 1L);
}

static void transport_send(ct_transport *self, const ct_request *request, ct_arena *into,
                           void *token)
{
    transport *t = (transport *)self;
    ct_transfer *c = take_call(t);
    c->request = request;
    c->into = into;
    c->token = token;
    c->socket = NULL;
    c->has_tls = c->has_excess = false;
    c->is_body_too_large = c->is_refused_address = false;
    c->is_own_connection = c->is_written = c->is_unsent = c->is_rerun = c->is_starved = false;
    c->alert = NULL;
    c->has_alerted = c->has_closure = false;
    c->error[0] = '\0';
    ct_buf_clear(&c->body);
    ct_head_start(&c->head, into);
    ct_chunks_start(&c->chunks);
    c->exchange = ct_new(into, ct_exchange);
    c->exchange->request = request;
    c->exchange->started_at = ct_clock_unix_ms();
    c->fd = CURL_SOCKET_BAD;
    ct_clock_start(c);
    renew_handle(c);
    curl_easy_setopt(c->easy, CURLOPT_URL, request->url);
    ct_curl_set_manners(c, &t->options, t->resolve);
    set_callbacks(c);
    ct_curl_set_request(c);
    if (curl_multi_add_handle(t->multi, c->easy))
        ct_out_of_memory();
    t->in_flight++;
}

/* ---- Arriving ---- */

static ct_response *make_response(ct_transfer *c)
{
    ct_response *response = ct_new(c->into, ct_response);
    response->status = c->head.status;
    response->version = c->head.version;
    response->reason = c->head.reason;
    response->headers = c->head.headers;
    size_t const size = c->body.size;
    response->trailers = c->head.trailers;
    response->has_excess = c->has_excess;
    if (size > LARGE_BODY) /* handed over, not copied */
        response->body = (ct_body){ct_buf_hand_over(&c->body, c->into), size, size};
    else if (size)
        response->body = (ct_body){ct_buf_keep(&c->body, c->into), size, size};
    return response;
}

static void note_address(ct_transfer *c)
{
    char *ip = NULL;
    long port = 0;
    curl_easy_getinfo(c->easy, CURLINFO_PRIMARY_IP, &ip);
    curl_easy_getinfo(c->easy, CURLINFO_PRIMARY_PORT, &port);
    if (ip && *ip)
        c->exchange->address =
            ct_arena_printf(c->into, strchr(ip, ':') ? "[%s]:%ld" : "%s:%ld", ip, port);
}

static void give_back(transport *t, ct_transfer *c)
{
    curl_multi_remove_handle(t->multi, c->easy);
    curl_slist_free_all(c->headers);
    c->headers = NULL;
    c->request = NULL;
    c->next_free = t->free_calls;
    t->free_calls = c;
    t->in_flight--;
}

/* Returns why the body is not complete although libcurl found its end, or NULL. */
static const char *why_cut(const ct_transfer *c)
{
    const ct_head *head = &c->head;
    if (!strcmp(c->request->method, "HEAD") || head->status == 204 || head->status == 304)
        return NULL;
    if (head->is_chunked && c->chunks.state != CT_CHUNK_DONE)
        return "the response body is incomplete (RFC 9112 section 8)";
    bool const ends_by_closing = !head->is_chunked && !head->has_length && *head->version == '1';
    if (ends_by_closing && c->exchange->tls && !c->has_closure)
        return "TLS ended without close_notify, and nothing else marks the end of the response "
               "body (RFC 9112 section 9.8)";
    return NULL;
}

static void complete_transfer(transport *t, ct_transfer *c, ct_arrival *arrival)
{
    CURLcode const result = c->result;
    *arrival = (ct_arrival){.token = c->token, .exchange = c->exchange};
    note_address(c);
    /* libcurl accepts heads that are not complete. */
    if (!result && ct_head_finish(&c->head))
        c->head.error = why_cut(c);
    ct_curl_set_error(c, result, arrival);
    if (arrival->error)
        c->exchange->failure = result ? ct_curl_failure(c, result) : CT_FAILURE_OTHER;
    else
        c->exchange->response = make_response(c);
    give_back(t, c);
}

/* Nothing was written: send the request on a new connection. */
static void send_afresh(transport *t, ct_transfer *c)
{
    c->is_unsent = c->is_starved = false;
    c->error[0] = '\0';
    ct_clock_start(c);
    curl_multi_remove_handle(t->multi, c->easy);
    curl_easy_setopt(c->easy, CURLOPT_FRESH_CONNECT, 1L);
    if (curl_multi_add_handle(t->multi, c->easy))
        ct_out_of_memory();
}

/* Out of file descriptors: wait for another request to end, if there is one. */
static bool can_wait_its_turn(const transport *t, const ct_transfer *c)
{
    return c->is_starved && t->in_flight > t->starved_count + 1;
}

static void wait_its_turn(transport *t, ct_transfer *c)
{
    c->next_starved = t->starved;
    t->starved = c;
    t->starved_count++;
}

static void feed_one(transport *t)
{
    ct_transfer *c = t->starved;
    if (!c)
        return;
    t->starved = c->next_starved;
    t->starved_count--;
    send_afresh(t, c);
}

static void finish(transport *t, ct_transfer *c, CURLcode result)
{
    ct_clock_note(c, result);
    c->result = !result && ct_clock_came_too_late(c) ? CURLE_OPERATION_TIMEDOUT : result;
    if (c->result == CURLE_OPERATION_TIMEDOUT && (!result || !*c->error))
        snprintf(c->error, sizeof c->error,
                 "timed out after %u ms with %zu bytes of the body received",
                 c->request->timeout_ms, c->body.size);
    c->is_done = true;
    c->next_done = NULL;
    *t->last_done = c;
    t->last_done = &c->next_done;
}

/* The connect timeout of libcurl also counts time in which libcurl was not called. */
static bool deserves_another_try(const ct_transfer *c, CURLcode result)
{
    return c->is_unsent || (result == CURLE_OPERATION_TIMEDOUT && !c->is_written && c->missed_us);
}

static void take_results(transport *t)
{
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(t->multi, &left));) {
        ct_transfer *c;
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode const result = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&c);
        if (deserves_another_try(c, result))
            send_afresh(t, c);
        else if (can_wait_its_turn(t, c))
            wait_its_turn(t, c);
        else
            finish(t, c, result);
    }
    for (ct_transfer *c = t->calls; c; c = c->next) {
        if (!c->request || c->is_done || c->is_starved || !ct_clock_is_over(c))
            continue;
        curl_multi_remove_handle(t->multi, c->easy);
        c->error[0] = '\0';
        finish(t, c, CURLE_OPERATION_TIMEDOUT);
    }
}

static void transport_pump(ct_transport *self)
{
    transport *t = (transport *)self;
    int running;
    ct_clock_begin(&t->clock, t->calls);
    curl_multi_perform(t->multi, &running);
    take_results(t);
}

static bool next_landing(transport *t, ct_arrival *arrival)
{
    ct_transfer *c = t->first_done;
    if (!c)
        return false;
    t->first_done = c->next_done;
    if (!t->first_done)
        t->last_done = &t->first_done;
    complete_transfer(t, c, arrival);
    feed_one(t);
    return true;
}

static bool transport_wait(ct_transport *self, unsigned milliseconds, ct_arrival *arrival)
{
    transport *t = (transport *)self;
    struct curl_waitfd wake = {.fd = t->options.wake_fd, .events = CURL_WAIT_POLLIN};
    unsigned const extra = t->options.wake_fd >= 0;
    if (next_landing(t, arrival))
        return true;
    transport_pump(self);
    if (next_landing(t, arrival))
        return true;
    milliseconds = ct_clock_left_ms(t->calls, milliseconds);
    ct_clock_expect(&t->clock, milliseconds);
    curl_multi_poll(t->multi, &wake, extra, (int)milliseconds, NULL);
    ct_clock_wake(&t->clock);
    transport_pump(self);
    return next_landing(t, arrival);
}

static void transport_cancel(ct_transport *self)
{
    transport *t = (transport *)self;
    for (ct_transfer *c = t->calls; c; c = c->next)
        if (c->request)
            give_back(t, c);
    t->starved = NULL;
    t->starved_count = 0;
    t->first_done = NULL;
    t->last_done = &t->first_done;
}

static const char *transport_probe(ct_transport *self, const char *url, const ct_tls *tls,
                                   ct_arena *arena)
{
    transport *t = (transport *)self;
    ct_transfer *c = new_call(t);
    renew_handle(c);
    curl_easy_setopt(c->easy, CURLOPT_URL, url);
    curl_easy_setopt(c->easy, CURLOPT_ERRORBUFFER, c->error);
    ct_curl_set_manners(c, &t->options, t->resolve);
    if (tls)
        ct_tls_set(c->easy, tls);
    curl_easy_setopt(c->easy, CURLOPT_CONNECT_ONLY, 1L);
    CURLcode const result = curl_easy_perform(c->easy);
    const char *why = NULL;
    if (result)
        why = ct_arena_printf(arena, "%s: %s", ct_curl_error_text(result),
                              *c->error ? ct_curl_error(c) : curl_easy_strerror(result));
    /* A handle with CURLOPT_CONNECT_ONLY keeps its connection until it is freed. */
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
    for (ct_transfer *c = t->calls; c; c = c->next)
        curl_easy_cleanup(c->easy);
    curl_multi_cleanup(t->multi); /* may still call the callbacks of a transfer */
    for (ct_transfer *c = t->calls, *next; c; c = next) {
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
                              .close = transport_close,
                              .pump = transport_pump},
                     .multi = curl_multi_init(),
                     .options = *options};
    if (!t->multi)
        ct_out_of_memory();
    t->last_done = &t->first_done;
    ct_clock_begin(&t->clock, NULL);
    for (size_t i = 0; i < options->resolve_count; i++)
        t->resolve = curl_slist_append(t->resolve, options->resolve[i]);
    curl_multi_setopt(t->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
    return &t->door;
}

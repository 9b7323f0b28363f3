#include "gateway/server.h"

#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/buf.h"
#include "base/limits.h"

struct ct_server {
    ct_arena *arena;
    ct_gateway *gateway;
    unsigned latency_ms;
    const char *url;
    struct MHD_Daemon *daemon;
    pthread_mutex_t mutex; /* guards the gateway and is_stopping */
    pthread_cond_t stops;  /* wakes the threads that wait for the latency */
    bool is_stopping;
};

/* One request, from its request line to the end of its response. Only one thread uses it. */
typedef struct visit {
    ct_arena *arena;
    const char *target;
    ct_buf body;
    size_t whole;    /* bytes of the body received so far, stored or not */
    bool is_started; /* the header lines are complete */
} visit;

/* ---- one request ------------------------------------------------------------------------ */

/* Keeps the target as it was sent: libmicrohttpd passes it to this callback only, and splits and
 * decodes it before all others. */
static void *visit_open(void *user, const char *target, struct MHD_Connection *connection)
{
    (void)user, (void)connection;
    ct_arena *arena = ct_arena_new();
    visit *v = ct_new(arena, visit);
    v->arena = arena;
    v->target = ct_arena_text(arena, target ? target : "");
    v->body = CT_BUF(CT_LIMIT_MOCK_BODY);
    return v;
}

static void visit_close(void *user, struct MHD_Connection *connection, void **slot,
                        enum MHD_RequestTerminationCode how)
{
    visit *v = *slot;
    (void)user, (void)connection, (void)how;
    if (!v)
        return;
    ct_buf_free(&v->body);
    ct_arena_free(v->arena);
    *slot = NULL;
}

/* Returns false if the body exceeds CT_LIMIT_MOCK_READ. */
static bool visit_take(visit *v, const char *bytes, size_t size)
{
    v->whole += size;
    if (v->whole <= CT_LIMIT_MOCK_BODY)
        ct_buf_add(&v->body, bytes, size);
    else
        ct_buf_free(&v->body);
    return v->whole <= CT_LIMIT_MOCK_READ;
}

typedef struct header_list {
    ct_arena *arena;
    ct_header *first, **tail;
} header_list;

static enum MHD_Result add_header(void *user, enum MHD_ValueKind which, const char *name,
                                  const char *value)
{
    header_list *list = user;
    (void)which;
    ct_header *header = ct_new(list->arena, ct_header);
    header->name = ct_arena_text(list->arena, name);
    header->value = ct_arena_text(list->arena, value ? value : "");
    *list->tail = header;
    list->tail = &header->next;
    return MHD_YES;
}

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Called with the mutex locked, which is released while it waits. Returns false if the server
 * stops. */
static bool wait_out_latency(ct_server *server)
{
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += server->latency_ms / 1000;
    end.tv_nsec += (long)(server->latency_ms % 1000) * 1000000;
    if (end.tv_nsec >= 1000000000) {
        end.tv_nsec -= 1000000000;
        end.tv_sec++;
    }
    int waited = server->latency_ms ? 0 : ETIMEDOUT;
    while (!server->is_stopping && waited != ETIMEDOUT)
        waited = pthread_cond_timedwait(&server->stops, &server->mutex, &end);
    return !server->is_stopping;
}

/* Waits before it carries out the request, so that a request cut off meanwhile changes nothing.
 * Returns NULL in that case. */
static const ct_response *ask_gateway(ct_server *server, const ct_gateway_request *request,
                                      ct_arena *arena)
{
    const ct_response *response = NULL;
    pthread_mutex_lock(&server->mutex);
    if (wait_out_latency(server))
        response = ct_gateway_respond(server->gateway, request, now_ns(), arena);
    pthread_mutex_unlock(&server->mutex);
    return response;
}

/* libmicrohttpd sends a body of unknown length in chunks. */
typedef struct source {
    size_t size;
    char bytes[];
} source;

static ssize_t read_source(void *user, uint64_t at, char *out, size_t room)
{
    const source *from = user;
    enum { CHUNK = 16 };
    size_t size = from->size - (size_t)at;
    if (!size)
        return MHD_CONTENT_READER_END_OF_STREAM;
    size = size < room ? size : room;
    size = size < CHUNK ? size : CHUNK;
    memcpy(out, from->bytes + at, size);
    return (ssize_t)size;
}

static struct MHD_Response *new_chunked(const ct_body *body)
{
    enum { BLOCK = 1024 };
    source *from = ct_malloc(sizeof *from + body->size);
    from->size = body->size;
    memcpy(from->bytes, body->bytes, body->size);
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_source, from, free);
}

static enum MHD_Result add_headers(struct MHD_Response *response, const ct_response *from,
                                   bool is_chunked)
{
    enum MHD_Result result = MHD_YES;
    for (const ct_header *h = from->headers; h && result == MHD_YES; h = h->next)
        if (!(is_chunked && !strcasecmp(h->name, "Transfer-Encoding")) && *h->value)
            result = MHD_add_response_header(response, h->name, h->value);
    return result;
}

static enum MHD_Result send_response(struct MHD_Connection *connection, const ct_response *from)
{
    bool const is_chunked = ct_header_find(from->headers, "Transfer-Encoding") != NULL;
    struct MHD_Response *response =
        is_chunked
            ? new_chunked(&from->body)
            : MHD_create_response_from_buffer(from->body.size, (void *)(uintptr_t)from->body.bytes,
                                              MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    if (!strcmp(from->version, "1.0"))
        MHD_set_response_options(response, MHD_RF_HTTP_1_0_SERVER, MHD_RO_END);
    enum MHD_Result result = add_headers(response, from, is_chunked);
    if (result == MHD_YES)
        result = MHD_queue_response(connection, from->status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result serve(ct_server *server, struct MHD_Connection *connection, visit *v,
                             const char *method)
{
    header_list headers = {.arena = v->arena};
    headers.tail = &headers.first;
    MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header, &headers);
    ct_gateway_request const request = {
        .method = method,
        .target = v->target,
        .headers = headers.first,
        .body = {v->body.bytes, v->body.size, v->whole},
    };
    const ct_response *response = ask_gateway(server, &request, v->arena);
    return response ? send_response(connection, response) : MHD_NO;
}

/* libmicrohttpd calls this after the header lines, for each piece of the body, and after the body.
 */
static enum MHD_Result on_request(void *user, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *bytes,
                                  size_t *size, void **slot)
{
    visit *v = *slot;
    (void)url, (void)version;
    if (!v->is_started) {
        v->is_started = true;
        return MHD_YES;
    }
    if (!*size)
        return serve(user, connection, v, method);
    bool const goes_on = visit_take(v, bytes, *size);
    *size = 0;
    return goes_on ? MHD_YES : MHD_NO;
}

/* ---- listening -------------------------------------------------------------------------- */

static bool cannot_listen(ct_diag *diag, const ct_server_options *options, const char *why)
{
    return ct_fail(diag, CT_ERR_CANNOT_LISTEN, CT_NOWHERE, "cannot listen on %s, port %u: %s",
                   options->listen, options->port, why);
}

static int try_listen(const struct addrinfo *address)
{
    int const yes = 1;
    int const fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (!bind(fd, address->ai_addr, address->ai_addrlen) && !listen(fd, SOMAXCONN))
        return fd;
    int const why = errno;
    close(fd);
    errno = why;
    return -1;
}

/* Accepts [::1] for ::1, as it is written in a URL. */
static const char *without_brackets(const char *address, ct_arena *arena)
{
    size_t const size = strlen(address);
    return size > 2 && address[0] == '[' && address[size - 1] == ']'
               ? ct_arena_copy(arena, address + 1, size - 2)
               : address;
}

static int listen_on(const ct_server_options *options, ct_arena *arena, ct_diag *diag)
{
    struct addrinfo const hints = {.ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *addresses;
    int fd = -1;
    if (options->port > 65535) {
        cannot_listen(diag, options, "a port is at most 65535");
        return -1;
    }
    int const error = getaddrinfo(without_brackets(options->listen, arena),
                                  ct_arena_printf(arena, "%u", options->port), &hints, &addresses);
    if (error) {
        cannot_listen(diag, options, gai_strerror(error));
        return -1;
    }
    for (const struct addrinfo *at = addresses; at && fd < 0; at = at->ai_next)
        fd = try_listen(at);
    if (fd < 0)
        cannot_listen(diag, options, strerror(errno));
    freeaddrinfo(addresses);
    return fd;
}

/* A server that listens on all addresses is reached on loopback. */
static const char *reachable(const char *host)
{
    return !strcmp(host, "0.0.0.0") ? "127.0.0.1" : !strcmp(host, "::") ? "::1" : host;
}

static const char *url_of(int fd, ct_arena *arena)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    char host[64] = "", port[16] = "";
    getsockname(fd, (struct sockaddr *)&address, &size);
    getnameinfo((struct sockaddr *)&address, size, host, sizeof host, port, sizeof port,
                NI_NUMERICHOST | NI_NUMERICSERV);
    return ct_arena_printf(arena, strchr(host, ':') ? "http://[%s]:%s" : "http://%s:%s",
                           reachable(host), port);
}

/* ---- life ------------------------------------------------------------------------------- */

static struct MHD_Daemon *start_daemon(ct_server *server, int fd)
{
    return MHD_start_daemon(
        MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL |
            MHD_USE_ITC,
        0, NULL, NULL, on_request, server, MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_URI_LOG_CALLBACK, visit_open, NULL, MHD_OPTION_NOTIFY_COMPLETED, visit_close,
        NULL, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CT_LIMIT_MOCK_HEADERS,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CT_LIMIT_MOCK_CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CT_LIMIT_MOCK_IDLE_S, MHD_OPTION_END);
}

/* Threads inherit the blocked signals, so that only the caller receives a Ctrl-C. Signals of errors
 * in a thread itself stay unblocked: blocking them is undefined. */
static struct MHD_Daemon *start_without_signals(ct_server *server, int fd)
{
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
    sigset_t blocked, before;
    sigfillset(&blocked);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        sigdelset(&blocked, faults[i]);
    pthread_sigmask(SIG_BLOCK, &blocked, &before);
    struct MHD_Daemon *daemon = start_daemon(server, fd);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return daemon;
}

static ct_server *new_server(ct_gateway *gateway, const ct_server_options *options)
{
    ct_arena *arena = ct_arena_new();
    ct_server *server = ct_new(arena, ct_server);
    pthread_condattr_t attributes;
    server->arena = arena;
    server->gateway = gateway;
    server->latency_ms = options->latency_ms + ct_gateway_variant(gateway)->behaviour.latency_ms;
    pthread_mutex_init(&server->mutex, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&server->stops, &attributes);
    pthread_condattr_destroy(&attributes);
    return server;
}

static void free_server(ct_server *server)
{
    pthread_cond_destroy(&server->stops);
    pthread_mutex_destroy(&server->mutex);
    ct_arena_free(server->arena);
}

ct_server *ct_server_start(ct_gateway *gateway, const ct_server_options *options, ct_diag *diag)
{
    ct_server_options wanted = *options;
    if (!wanted.listen)
        wanted.listen = "127.0.0.1";
    ct_server *server = new_server(gateway, &wanted);
    int const fd = listen_on(&wanted, server->arena, diag);
    if (fd >= 0) {
        server->url = url_of(fd, server->arena);
        server->daemon = start_without_signals(server, fd);
        if (server->daemon)
            return server;
        cannot_listen(diag, &wanted, "libmicrohttpd does not start");
    }
    free_server(server);
    return NULL;
}

const char *ct_server_url(const ct_server *server)
{
    return server->url;
}

void ct_server_stop(ct_server *server)
{
    if (!server)
        return;
    pthread_mutex_lock(&server->mutex);
    server->is_stopping = true;
    pthread_cond_broadcast(&server->stops);
    pthread_mutex_unlock(&server->mutex);
    MHD_stop_daemon(server->daemon);
    free_server(server);
}

const char *ct_server_version(void)
{
    return MHD_get_version();
}

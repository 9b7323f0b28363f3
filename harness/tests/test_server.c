/* The reference gateway on a port: real connections over loopback, and hostile clients. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "gateway/server.h"

#define OF_QUOTA                                                                                   \
    "/v2/73d69ae0cfcf460190522d06b60f05ad/apigw/instances/f0fa1789-3b76-433b-a787-9892951c620e"    \
    "/app-quotas/c900c5612dbe451bb43cbcc49cfaf2f3"
#define HEADERS                                                                                    \
    "Host: localhost\r\nConnection: close\r\n"                                                     \
    "X-Auth-Token: reference-gateway-token-of-an-operator\r\n"
#define BODY "{\"app_ids\":[\"98df09fb-d459-4cbf-83a7-2b55ca6f3d5d\"]}"
#define BIND "POST " OF_QUOTA "/binding-apps HTTP/1.1\r\n" HEADERS "Content-Length: 52\r\n\r\n" BODY
#define LIST "GET " OF_QUOTA "/bound-apps HTTP/1.1\r\n" HEADERS "\r\n"
#define UNBIND                                                                                     \
    "DELETE " OF_QUOTA "/bound-apps/98df09fb-d459-4cbf-83a7-2b55ca6f3d5d HTTP/1.1\r\n" HEADERS     \
    "\r\n"

typedef struct bench {
    ct_arena *arena;
    ct_diag diag;
    ct_gateway *gateway;
    ct_server *server;
} bench;

static void start(bench *b, ct_server_options options)
{
    b->server = ct_server_start(b->gateway, &options, &b->diag);
    ct_diag_print(&b->diag, stderr);
    assert_non_null(b->server);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- a client that sends raw bytes ------------------------------------------------------ */

static unsigned port_of(const bench *b)
{
    return (unsigned)strtoul(strrchr(ct_server_url(b->server), ':') + 1, NULL, 10);
}

static int dial(const bench *b)
{
    struct sockaddr_in const address = {.sin_family = AF_INET,
                                        .sin_port = htons((uint16_t)port_of(b)),
                                        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct timeval const patience = {.tv_sec = 10};
    int const fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

/* False if the peer has closed, which is allowed. */
static bool say(int fd, const char *bytes, size_t size)
{
    while (size) {
        ssize_t const sent = send(fd, bytes, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        size -= (size_t)sent;
    }
    return true;
}

/* Reads until the peer closes, and closes. */
static const char *hear(const bench *b, int fd)
{
    ct_buf heard = CT_BUF(1 << 20);
    char piece[4096];
    for (ssize_t size; (size = recv(fd, piece, sizeof piece, 0)) > 0;)
        ct_buf_add(&heard, piece, (size_t)size);
    close(fd);
    ct_buf_text(&heard, "");
    return ct_buf_finish(&heard, b->arena);
}

static const char *exchange(const bench *b, const char *request)
{
    int const fd = dial(b);
    say(fd, request, strlen(request));
    return hear(b, fd);
}

static void assert_begins(const char *text, const char *beginning)
{
    assert_int_equal(strncmp(text, beginning, strlen(beginning)), 0);
}

static void assert_has(const char *text, const char *part)
{
    assert_non_null(strstr(text, part));
}

/* ---- responses -------------------------------------------------------------------------- */

static void responds_with_the_state_of_the_gateway(void **state)
{
    bench *b = *state;
    start(b, (ct_server_options){0});
    const char *bound = exchange(b, BIND);
    assert_begins(bound, "HTTP/1.1 201 ");
    assert_has(bound, "\r\nContent-Type: application/json\r\n");
    assert_has(bound, "\r\nX-Request-Id: ");
    assert_has(bound, "{\"applies\":[{\"app_id\":\"98df09fb-");
    assert_has(exchange(b, LIST), "\"total\":1");
    assert_begins(exchange(b, UNBIND), "HTTP/1.1 204 ");
    assert_has(exchange(b, LIST), "\"total\":0");
}

static void responds_to_unknown_requests(void **state)
{
    static const char *const rows[] = {
        "GET / HTTP/1.1\r\n" HEADERS "\r\n",
        "BREW /pot HTTP/1.1\r\n" HEADERS "\r\n",
        "OPTIONS * HTTP/1.1\r\n" HEADERS "\r\n",
        "GET " OF_QUOTA "/bound-apps/ HTTP/1.1\r\n" HEADERS "\r\n",
        "POST " OF_QUOTA "/../binding-apps HTTP/1.1\r\n" HEADERS "Content-Length: 0\r\n\r\n",
    };
    bench *b = *state;
    start(b, (ct_server_options){0});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *heard = exchange(b, rows[i]);
        assert_begins(heard, "HTTP/1.1 404 ");
        assert_has(heard, "\"error_code\":\"APIGW.0101\"");
    }
    const char *head = exchange(b, "HEAD " OF_QUOTA "/bound-apps HTTP/1.1\r\n" HEADERS "\r\n");
    assert_begins(head, "HTTP/1.1 404 ");
    assert_null(strstr(head, "error_code"));
}

static void accepts_a_body_in_any_pieces(void **state)
{
    static const char *const pieces[] = {
        "POST " OF_QUOTA "/binding-apps HTTP/1.1\r\n" HEADERS "Transfer-Enc",
        "oding: chunked\r\n\r\n",
        "b\r\n{\"app_ids\":",
        "\r\n29\r\n[\"98df09fb-d459-4cbf-83a7-",
        "2b55ca6f3d5d\"]}\r\n",
        "0\r\n\r\n",
    };
    bench *b = *state;
    start(b, (ct_server_options){0});
    int const fd = dial(b);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        say(fd, pieces[i], strlen(pieces[i]));
        usleep(5000);
    }
    assert_begins(hear(b, fd), "HTTP/1.1 201 ");
}

static void rejects_a_body_that_is_too_large(void **state)
{
    bench *b = *state;
    start(b, (ct_server_options){0});
    size_t const size = CT_LIMIT_MOCK_BODY + 1;
    char *body = ct_arena_alloc(b->arena, size);
    memset(body, ' ', size);
    for (size_t left = 0; left < 2; left++) { /* the largest accepted body, then one byte more */
        const char *head = ct_arena_printf(b->arena,
                                           "POST " OF_QUOTA "/binding-apps HTTP/1.1\r\n" HEADERS
                                           "Content-Length: %zu\r\n\r\n",
                                           size - 1 + left);
        memcpy(body, BODY, strlen(BODY));
        int const fd = dial(b);
        assert_true(say(fd, head, strlen(head)) && say(fd, body, size - 1 + left));
        assert_begins(hear(b, fd), left ? "HTTP/1.1 413 " : "HTTP/1.1 201 ");
    }
}

static void keeps_a_connection_for_the_next_request(void **state)
{
    static const char request[] = "GET /first HTTP/1.1\r\nHost: x\r\n\r\n" LIST;
    bench *b = *state;
    start(b, (ct_server_options){0});
    int const fd = dial(b);
    say(fd, request, strlen(request));
    const char *heard = hear(b, fd);
    assert_begins(heard, "HTTP/1.1 404 ");
    assert_has(heard, "HTTP/1.1 200 ");
}

/* ---- parallel requests ------------------------------------------------------------------ */

enum { FLIGHTS = 16 };

static void responses_overlap_with_latency(void **state)
{
    bench *b = *state;
    int fds[FLIGHTS];
    start(b, (ct_server_options){.latency_ms = 300});
    double const start_s = seconds();
    for (size_t i = 0; i < FLIGHTS; i++) {
        fds[i] = dial(b);
        say(fds[i], i % 2 ? BIND : LIST, strlen(i % 2 ? BIND : LIST));
    }
    for (size_t i = 0; i < FLIGHTS; i++)
        assert_begins(hear(b, fds[i]), i % 2 ? "HTTP/1.1 201 " : "HTTP/1.1 200 ");
    double const elapsed = seconds() - start_s;
    assert_true(elapsed >= 0.3 && elapsed < 0.3 * FLIGHTS / 2);
}

/* In any order of parallel requests, each response is complete and possible. */
static void parallel_clients_see_one_state(void **state)
{
    static const char *const requests[] = {BIND, LIST, UNBIND};
    bench *b = *state;
    int fds[FLIGHTS];
    start(b, (ct_server_options){0});
    for (int round = 0; round < 20; round++) {
        for (size_t i = 0; i < FLIGHTS; i++) {
            fds[i] = dial(b);
            say(fds[i], requests[i % 3], strlen(requests[i % 3]));
        }
        for (size_t i = 0; i < FLIGHTS; i++) {
            const char *heard = hear(b, fds[i]);
            bool const is_fine = !strncmp(heard, "HTTP/1.1 20", 11);
            assert_true(is_fine || (i % 3 == 2 && strstr(heard, "APIG.3093")));
        }
    }
}

/* ---- hostile clients -------------------------------------------------------------------- */

static void survives_invalid_http(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
    } rows[] = {
#define BYTES(text) {text, sizeof text - 1}
        BYTES(""),
        BYTES("\r\n"),
        BYTES("\r\n\r\n\r\n"),
        BYTES("\0\0\0\0"),
        BYTES("GET"),
        BYTES("GET\r\n\r\n"),
        BYTES("GET  HTTP/1.1\r\n\r\n"),
        BYTES("GET /\r\n\r\n"),
        BYTES("GET / HTTP/9.9\r\n\r\n"),
        BYTES("GET / HTTP/1.1\r\nno colon\r\n\r\n"),
        BYTES("GET / HTTP/1.1\r\n: empty\r\n\r\n"),
        BYTES("GET / HTTP/1.1\r\n folded\r\n\r\n"),
        BYTES("GET /\0x HTTP/1.1\r\nHost: x\r\n\r\n"),
        BYTES("GET /%zz%0?%=&&=%00 HTTP/1.0\r\n\r\n"),
        BYTES("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"),
        BYTES("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n"),
        BYTES("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nshort"),
        BYTES("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        BYTES("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff"),
        BYTES("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
        BYTES("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
        BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        BYTES("POST " OF_QUOTA "/binding-apps HTTP/1.1\r\n" HEADERS
              "Content-Length: 4\r\n\r\n\xff\0[{"),
#undef BYTES
    };
    bench *b = *state;
    start(b, (ct_server_options){0});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int const fd = dial(b);
        say(fd, rows[i].bytes, rows[i].size);
        shutdown(fd, SHUT_WR);
        hear(b, fd);
    }
    assert_begins(exchange(b, LIST), "HTTP/1.1 200 ");
}

/* A valid request with a few changed bytes, the same ones every time. */
static void survives_noise(void **state)
{
    bench *b = *state;
    uint32_t seed = 20260301;
    start(b, (ct_server_options){0});
    for (int round = 0; round < 300; round++) {
        char request[] = BIND;
        for (int i = 0; i < 4; i++) {
            seed = seed * 1664525 + 1013904223;
            request[(seed >> 8) % (sizeof request - 1)] = (char)(seed >> 24);
        }
        int const fd = dial(b);
        say(fd, request, sizeof request - 1);
        shutdown(fd, SHUT_WR);
        hear(b, fd);
    }
    assert_begins(exchange(b, LIST), "HTTP/1.1 200 ");
}

static void survives_too_many_header_bytes(void **state)
{
    bench *b = *state;
    start(b, (ct_server_options){0});
    size_t const size = CT_LIMIT_MOCK_HEADERS + 4096;
    char *filler = ct_arena_alloc(b->arena, size + 1);
    memset(filler, 'a', size);
    const char *const rows[] = {
        ct_arena_printf(b->arena, "GET /%s HTTP/1.1\r\n" HEADERS "\r\n", filler),
        ct_arena_printf(b->arena, "GET / HTTP/1.1\r\nX-Long: %s\r\n" HEADERS "\r\n", filler),
        filler,
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int const fd = dial(b);
        say(fd, rows[i], strlen(rows[i]));
        shutdown(fd, SHUT_WR);
        const char *heard = hear(b, fd);
        assert_true(!*heard || !strncmp(heard, "HTTP/1.1 4", 10));
    }
    filler[100000] = '\0'; /* as long as a real token may be */
    assert_begins(exchange(b, ct_arena_printf(b->arena,
                                              "GET " OF_QUOTA "/bound-apps HTTP/1.1\r\nHost: x\r\n"
                                              "Connection: close\r\nX-Auth-Token: %s\r\n\r\n",
                                              filler)),
                  "HTTP/1.1 401 ");
}

/* ---- start and stop --------------------------------------------------------------------- */

static void stops_at_once(void **state)
{
    static const char *const rows[] = {
        "",                                /* sends nothing */
        "GET / HTTP/1.1\r\nHost: x\r\nX-", /* in the middle of a header line */
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf",
        LIST, /* waits out a latency */
        BIND,
    };
    enum { COUNT = sizeof rows / sizeof *rows };
    bench *b = *state;
    int fds[COUNT];
    start(b, (ct_server_options){.latency_ms = 60000});
    for (size_t i = 0; i < COUNT; i++) {
        fds[i] = dial(b);
        say(fds[i], rows[i], strlen(rows[i]));
    }
    usleep(100000);
    double const start_s = seconds();
    ct_server_stop(b->server);
    b->server = NULL;
    assert_true(seconds() - start_s < 2);
    for (size_t i = 0; i < COUNT; i++)
        assert_string_equal(hear(b, fds[i]), "");
    start(b, (ct_server_options){
                 0}); /* a request that was interrupted during the latency has bound nothing */
    assert_has(exchange(b, LIST), "\"total\":0");
}

static void starts_again_on_the_same_port(void **state)
{
    bench *b = *state;
    start(b, (ct_server_options){0});
    unsigned const port = port_of(b);
    exchange(b, LIST);
    ct_server_stop(b->server);
    start(b, (ct_server_options){.port = port});
    assert_int_equal(port_of(b), port);
    assert_begins(exchange(b, LIST), "HTTP/1.1 200 ");
}

static void reports_where_it_listens(void **state)
{
    static const struct {
        const char *listen, *beginning;
    } rows[] = {
        {NULL, "http://127.0.0.1:"},        {"127.0.0.1", "http://127.0.0.1:"},
        {"127.0.0.2", "http://127.0.0.2:"}, {"::1", "http://[::1]:"},
        {"[::1]", "http://[::1]:"},
    };
    bench *b = *state;
    int const ipv6 = socket(AF_INET6, SOCK_STREAM, 0);
    struct sockaddr_in6 const loopback = {.sin6_family = AF_INET6,
                                          .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    bool const has_ipv6 =
        ipv6 >= 0 && !bind(ipv6, (const struct sockaddr *)&loopback, sizeof loopback);
    close(ipv6);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].listen && strchr(rows[i].listen, ':') && !has_ipv6)
            continue;
        start(b, (ct_server_options){.listen = rows[i].listen});
        assert_begins(ct_server_url(b->server), rows[i].beginning);
        assert_int_not_equal(port_of(b), 0);
        ct_server_stop(b->server);
        b->server = NULL;
    }
}

static void reports_why_it_cannot_listen(void **state)
{
    bench *b = *state;
    start(b, (ct_server_options){0});
    unsigned const taken = port_of(b);
    const struct {
        ct_server_options options;
        const char *what;
    } rows[] = {
        {{.port = taken},
         ct_arena_printf(b->arena,
                         "cannot listen on 127.0.0.1, port %u: "
                         "Address already in use",
                         taken)},
        {{.port = 65536}, "cannot listen on 127.0.0.1, port 65536: a port is at most 65535"},
        {{.listen = "192.0.2.1"},
         "cannot listen on 192.0.2.1, port 0: Cannot assign requested address"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_null(ct_server_start(b->gateway, &rows[i].options, &b->diag));
        assert_string_equal(b->diag.last->message, rows[i].what);
    }
}

static int open_bench(void **state)
{
    ct_arena *arena = ct_arena_new();
    bench *b = ct_new(arena, bench);
    b->arena = arena;
    b->diag.arena = arena;
    const ct_gateway_data *data = ct_gateway_data_load(arena, "fixtures/gateway", &b->diag);
    ct_diag_print(&b->diag, stderr);
    *state = b;
    if (!data)
        return -1;
    b->gateway = ct_gateway_new(data, &ct_variants[0], arena);
    return 0;
}

static int close_bench(void **state)
{
    bench *b = *state;
    ct_server_stop(b->server);
    ct_arena_free(b->arena);
    return 0;
}

#define ON_A_BENCH(test) cmocka_unit_test_setup_teardown(test, open_bench, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_A_BENCH(responds_with_the_state_of_the_gateway),
        ON_A_BENCH(responds_to_unknown_requests),
        ON_A_BENCH(accepts_a_body_in_any_pieces),
        ON_A_BENCH(rejects_a_body_that_is_too_large),
        ON_A_BENCH(keeps_a_connection_for_the_next_request),
        ON_A_BENCH(responses_overlap_with_latency),
        ON_A_BENCH(parallel_clients_see_one_state),
        ON_A_BENCH(survives_invalid_http),
        ON_A_BENCH(survives_noise),
        ON_A_BENCH(survives_too_many_header_bytes),
        ON_A_BENCH(stops_at_once),
        ON_A_BENCH(starts_again_on_the_same_port),
        ON_A_BENCH(reports_where_it_listens),
        ON_A_BENCH(reports_why_it_cannot_listen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

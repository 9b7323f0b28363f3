/* The curl command that reproduces a request. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/reporter.h"
#include "report/curl_line.h"

static void reproduces_requests(void **state)
{
    static ct_header token = {"X-Auth-Token", "***", NULL};
    static ct_header bearer = {"authorization", "Bearer ***", NULL};
    static ct_header empty = {"X-Empty", "", NULL};
    static ct_header type = {"content-type", "application/json", &token};
    static ct_header odd = {"X-Odd", "it's $HOME `id` \"!\\", NULL};
    static ct_header tab = {"X-Tab", "it's\t\342\200\256\377", NULL};
    static const struct {
        ct_request request;
        const char *line;
    } rows[] = {
        {{.method = "GET", .url = "http://h/a/../b?x=[1]&y={z}"},
         "curl -i -g --path-as-is -X GET 'http://h/a/../b?x=[1]&y={z}' -H 'Accept:' -H "
         "'User-Agent:'"},
        {{.method = "HEAD", .url = "http://h/"},
         "curl -i -g --path-as-is --head http://h/ -H 'Accept:' -H 'User-Agent:'"},
        {{.method = "POST", .url = "u", .headers = &type, .body = {"{\"a\":\"b\"}", 9, 9}},
         "curl -i -g --path-as-is -X POST u -H 'content-type: application/json' "
         "-H 'X-Auth-Token: '\"$X_AUTH_TOKEN\" -H 'Accept:' -H 'User-Agent:' --data-raw "
         "'{\"a\":\"b\"}'"},
        {{.method = "GET", .url = "http://h/?t=***&u=1", .headers = &bearer},
         "curl -i -g --path-as-is -X GET 'http://h/?t='\"$SECRET\"'&u=1' "
         "-H 'authorization: Bearer '\"$AUTHORIZATION\" -H 'Accept:' -H 'User-Agent:'"},
        {{.method = "GET", .url = "u", .headers = &empty},
         "curl -i -g --path-as-is -X GET u -H 'X-Empty;' -H 'Accept:' -H 'User-Agent:'"},
        {{.method = "GET", .url = "u", .headers = &odd},
         "curl -i -g --path-as-is -X GET u -H 'X-Odd: it'\\''s $HOME `id` \"!\\' -H 'Accept:' -H "
         "'User-Agent:'"},
        {{.method = "GET", .url = "u", .headers = &tab},
         "curl -i -g --path-as-is -X GET u "
         "-H $'X-Tab: it\\'s\\x09\\xE2\\x80\\xAE\\xFF' -H 'Accept:' -H 'User-Agent:'"},
        {{.method = "PUT", .url = "u", .body = {"", 0, 0}},
         "curl -i -g --path-as-is -X PUT u -H 'Accept:' -H 'User-Agent:' -H 'Content-Type:' "
         "--data-raw ''"},
        {{.method = "PUT", .url = "u", .body = {"@x\r\n", 4, 4}},
         "curl -i -g --path-as-is -X PUT u -H 'Accept:' -H 'User-Agent:' -H 'Content-Type:' "
         "--data-raw $'@x\\x0D\\x0A'"},
        {{.method = "PUT", .url = "u#", .body = {"##[x]###", 8, 8}},
         "curl -i -g --path-as-is -X PUT 'u#' -H 'Accept:' -H 'User-Agent:' -H 'Content-Type:' "
         "--data-raw "
         "$'#\\x23[x]#\\x23\\x23'"},
        {{.method = "PUT", .url = "u", .body = {"a\0b", 3, 3}},
         "curl -i -g --path-as-is -X PUT u -H 'Accept:' -H 'User-Agent:' -H 'Content-Type:' "
         "--data-binary @BODY"},
        {{.method = "PUT", .url = "u", .body = {"cut", 3, 9}},
         "curl -i -g --path-as-is -X PUT u -H 'Accept:' -H 'User-Agent:' -H 'Content-Type:' "
         "--data-binary @BODY"},
        {{.method = "PUT", .url = "u", .body = {"much too long", 13, 13}},
         "curl -i -g --path-as-is -X PUT u -H 'Accept:' -H 'User-Agent:' -H 'Content-Type:' "
         "--data-binary @BODY"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_buf line = CT_BUF(CT_BUF_ANY);
        ct_curl_line(&line, &rows[i].request, 12);
        assert_string_equal(ct_buf_str(&line), rows[i].line);
        ct_buf_free(&line);
    }
}

/* The default headers of the other rows. */
static ct_header agent = {"User-Agent", "a", NULL}, accept_all = {"accept", "*/*", &agent};
#define LINE(options, url)                                                                         \
    "curl -i -g --path-as-is" options " -X GET " url " -H 'accept: */*' -H 'User-Agent: a'"

typedef struct connection {
    const char *url;
    const ct_tls *tls;
    const ct_route *route;
    const char *line;
} connection;

static void check_connections(const connection *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ct_buf line = CT_BUF(CT_BUF_ANY);
        ct_request const request = {.method = "GET",
                                    .url = rows[i].url,
                                    .headers = &accept_all,
                                    .tls = rows[i].tls,
                                    .route = rows[i].route};
        ct_curl_line(&line, &request, 12);
        assert_string_equal(ct_buf_str(&line), rows[i].line);
        ct_buf_free(&line);
    }
}

static void reproduces_connections(void **state)
{
    static const char *const resolve[] = {"h:80:127.0.0.1", "h:443:[::1]"};
    static const ct_route http2 = {.is_http2 = true},
                          resolved = {.resolve = resolve, .resolve_count = 2};
    static const ct_route by_proxy = {.proxy = "http://***@127.0.0.1:3128"};
    static const ct_route all = {
        .proxy = "http://p:1", .resolve = resolve, .resolve_count = 1, .is_http2 = true};
    static const ct_tls usual = {0}, insecure = {.is_insecure = true}, ca = {.ca = "my ca.pem"};
    static const ct_tls client = {.client_cert = "c:1\\.pem", .client_key = "c:1.key"};
    static const ct_tls encrypted = {
        .client_cert = "c.pem", .client_key = "c.key", .client_key_password = "***"};
    static const ct_tls spare = {.client_key_password = "***"};
    static const ct_tls min = {.min_version = "1.3"}, max = {.max_version = "1.2"},
                        old = {.max_version = "1.1"},
                        both = {.min_version = "1.0", .max_version = "1.0"};
    static const connection rows[] = {
        {"http://h/", NULL, NULL, LINE("", "http://h/")},
        {"http://h/", &insecure, NULL, LINE("", "http://h/")},
        {"http://h/", NULL, &http2, LINE(" --http2-prior-knowledge", "http://h/")},
        {"https://h/", NULL, NULL, LINE(" --http1.1", "https://h/")},
        {"HTTPS://h/", &usual, &http2, LINE(" --http2", "HTTPS://h/")},
        {"https://h/", &insecure, NULL, LINE(" --http1.1 -k", "https://h/")},
        {"https://h/", &ca, NULL, LINE(" --http1.1 --cacert 'my ca.pem'", "https://h/")},
        {"https://h/", &client, NULL,
         LINE(" --http1.1 --cert 'c\\:1\\\\.pem' --key c:1.key", "https://h/")},
        {"https://h/", &encrypted, NULL,
         LINE(" --http1.1 --cert c.pem --key c.key --pass \"$CLIENT_KEY_PASSWORD\"", "https://h/")},
        {"https://h/", &spare, NULL, LINE(" --http1.1", "https://h/")},
        {"https://h/", &min, NULL, LINE(" --http1.1 --tlsv1.3", "https://h/")},
        {"https://h/", &max, NULL, LINE(" --http1.1 --tlsv1.2 --tls-max 1.2", "https://h/")},
        {"https://h/", &old, NULL,
         LINE(" --http1.1 --tlsv1.1 --tls-max 1.1 --ciphers DEFAULT:@SECLEVEL=0", "https://h/")},
        {"https://h/", &both, NULL,
         LINE(" --http1.1 --tlsv1.0 --tls-max 1.0 --ciphers DEFAULT:@SECLEVEL=0", "https://h/")},
        {"http://h/", NULL, &resolved,
         LINE(" --resolve h:80:127.0.0.1 --resolve 'h:443:[::1]'", "http://h/")},
        {"http://h/", NULL, &by_proxy,
         LINE(" --proxy http://\"$SECRET\"'@127.0.0.1:3128' --noproxy ''", "http://h/")},
        {"https://h/", &insecure, &all,
         LINE(" --http2 -k --resolve h:80:127.0.0.1 --proxy http://p:1 --noproxy ''",
              "https://h/")},
    };
    (void)state;
    check_connections(rows, sizeof rows / sizeof *rows);
}

static void takes_the_route_from_the_options(void **state)
{
    static ct_report_option last = {"resolve", "b:2:3", NULL}, http = {"http", "2", &last},
                            timeout = {"timeout", "3s", &http},
                            proxy = {"proxy", "http://p", &timeout},
                            first = {"resolve", "a:1:2", &proxy};
    ct_arena *arena = ct_arena_new();
    const ct_route *route = ct_report_route(arena, &first);
    (void)state;
    assert_string_equal(route->proxy, "http://p");
    assert_true(route->is_http2);
    assert_int_equal(route->resolve_count, 2);
    assert_string_equal(route->resolve[0], "a:1:2");
    assert_string_equal(route->resolve[1], "b:2:3");
    route = ct_report_route(arena, &timeout);
    assert_null(route->proxy);
    assert_int_equal(route->resolve_count, 1);
    http.value = "1.1";
    assert_false(ct_report_route(arena, &first)->is_http2);
    assert_null(ct_report_route(arena, NULL)->proxy);
    ct_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reproduces_requests),
        cmocka_unit_test(reproduces_connections),
        cmocka_unit_test(takes_the_route_from_the_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

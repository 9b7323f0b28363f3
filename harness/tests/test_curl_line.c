/* The command that repeats a request. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/curl_line.h"

static void repeats_requests(void **state)
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
         "curl -i -g --path-as-is -X GET 'http://h/a/../b?x=[1]&y={z}'"},
        {{.method = "HEAD", .url = "http://h/"}, "curl -i -g --path-as-is --head http://h/"},
        {{.method = "POST", .url = "u", .headers = &type, .body = {"{\"a\":\"b\"}", 9, 9}},
         "curl -i -g --path-as-is -X POST u -H 'content-type: application/json' "
         "-H 'X-Auth-Token: '\"$X_AUTH_TOKEN\" --data-raw '{\"a\":\"b\"}'"},
        {{.method = "GET", .url = "http://h/?t=***&u=1", .headers = &bearer},
         "curl -i -g --path-as-is -X GET 'http://h/?t='\"$SECRET\"'&u=1' "
         "-H 'authorization: Bearer '\"$AUTHORIZATION\""},
        {{.method = "GET", .url = "u", .headers = &empty},
         "curl -i -g --path-as-is -X GET u -H 'X-Empty;'"},
        {{.method = "GET", .url = "u", .headers = &odd},
         "curl -i -g --path-as-is -X GET u -H 'X-Odd: it'\\''s $HOME `id` \"!\\'"},
        {{.method = "GET", .url = "u", .headers = &tab},
         "curl -i -g --path-as-is -X GET u "
         "-H $'X-Tab: it\\'s\\x09\\xE2\\x80\\xAE\\xFF'"},
        {{.method = "PUT", .url = "u", .body = {"", 0, 0}},
         "curl -i -g --path-as-is -X PUT u -H 'Content-Type:' --data-raw ''"},
        {{.method = "PUT", .url = "u", .body = {"@x\r\n", 4, 4}},
         "curl -i -g --path-as-is -X PUT u -H 'Content-Type:' --data-raw $'@x\\x0D\\x0A'"},
        {{.method = "PUT", .url = "u#", .body = {"##[x]###", 8, 8}},
         "curl -i -g --path-as-is -X PUT 'u#' -H 'Content-Type:' --data-raw "
         "$'#\\x23[x]#\\x23\\x23'"},
        {{.method = "PUT", .url = "u", .body = {"a\0b", 3, 3}},
         "curl -i -g --path-as-is -X PUT u -H 'Content-Type:' --data-binary @BODY"},
        {{.method = "PUT", .url = "u", .body = {"cut", 3, 9}},
         "curl -i -g --path-as-is -X PUT u -H 'Content-Type:' --data-binary @BODY"},
        {{.method = "PUT", .url = "u", .body = {"much too long", 13, 13}},
         "curl -i -g --path-as-is -X PUT u -H 'Content-Type:' --data-binary @BODY"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_buf line = CT_BUF(CT_BUF_ANY);
        ct_curl_line(&line, &rows[i].request, 12);
        assert_string_equal(ct_buf_str(&line), rows[i].line);
        ct_buf_free(&line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repeats_requests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

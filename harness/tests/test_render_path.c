/* The path of a request, the base URL, and the variables in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "load/loading.h"
#include "tests/render_rows.h"

static void builds_urls(void **state)
{
    static const render_row rows[] = {
        {"{method: GET, path: /}", NULL, "GET http://gw:80/base/"},
        {"{method: GET, path: /a/b}", NULL, "GET http://gw:80/base/a/b"},
        {"{method: GET, path: '/a/{id}/b'}", NULL, "GET http://gw:80/base/a/7/b"},
        {"{method: GET, path: '/{id}{id}'}", NULL, "GET http://gw:80/base/77"},
        {"{method: GET, path: '/{text}'}", NULL,
         "GET http://gw:80/base/a%20b%2Fc%3Fd%23%C3%A9%2541"},
        {"{method: GET, path: '/{yes}'}", NULL, "GET http://gw:80/base/true"},
        {"{method: GET, path: '/{climb}'}", NULL, "GET http://gw:80/base/..%2F..%2Fusers"},
        {"{method: GET, path: '/a/{nul}'}", NULL, "GET http://gw:80/base/a/a%00b"},
        {"{method: GET, path: /a/$(id)}", NULL, "GET http://gw:80/base/a/7"},
        {"{method: GET, path: $(slash)/y}", NULL, "GET http://gw:80/base/x/y"},
        {"{method: GET, path: /$$(id)}", NULL, "GET http://gw:80/base/$(id)"},
        /* as written, except for characters that are not allowed in a request line */
        {"{method: GET, path: /a%2Fb%zz%}", NULL, "GET http://gw:80/base/a%2Fb%zz%"},
        {"{method: GET, path: '/a b/é\"<>'}", NULL, "GET http://gw:80/base/a%20b/%C3%A9\"<>"},
        {"{method: GET, path: /a/../b/./c//d}", NULL, "GET http://gw:80/base/a/../b/./c//d"},
        {"{method: GET, path: '/a;b=c,d&e+f'}", NULL, "GET http://gw:80/base/a;b=c,d&e+f"},
        {"{method: GET, path: /%2e%2E/%2F/}", NULL, "GET http://gw:80/base/%2e%2E/%2F/"},
        /* a whole path from a response, unchanged; a variable as a part of a segment */
        {"{method: GET, path: $(location)}", NULL, "GET http://gw:80/base/jobs/7/"},
        {"{method: GET, path: $(root)}", NULL, "GET http://gw:80/base/"},
        {"{method: GET, path: /a$(empty)/b$(dot)}", NULL, "GET http://gw:80/base/a/b."},
        {"{method: GET, path: '/a?b=$(empty)&c=/$(dots)/'}", NULL,
         "GET http://gw:80/base/a?b=&c=/../"},
        {"{method: GET, path: /a//$(id)/../b}", NULL, "GET http://gw:80/base/a//7/../b"},
    };
    render_check(*state, rows, COUNT(rows));
}

/* DELETE /things/{id} with nothing in {id} would delete all things. */
static void rejects_parameters_that_change_the_path(void **state)
{
    static const render_row rows[] = {
        {"{method: GET, path: '/a/{empty}/b'}", NULL,
         "! path parameter 'empty' is empty, so nothing is sent"},
        {"{method: GET, path: '/a/{empty}'}", NULL,
         "! path parameter 'empty' is empty, so nothing is sent"},
        {"{method: GET, path: '/a/x-{empty}'}", NULL,
         "! path parameter 'empty' is empty, so nothing is sent"},
        {"{method: GET, path: '/a/{dot}'}", NULL,
         "! path parameter 'dot' is '.', so nothing is sent"},
        {"{method: GET, path: '/a/{dots}/b'}", NULL,
         "! path parameter 'dots' is '..', so nothing is sent"},
        {"{method: GET, path: '/a/{encoded}'}", NULL,
         "! path parameter 'encoded' is '%2e%2E', so nothing is sent"},
        {"{method: GET, path: '/a/{mixed}'}", NULL,
         "! path parameter 'mixed' is '.%2E', so nothing is sent"},
        {"{method: GET, path: '/a/{up}'}", NULL,
         "! path parameter 'up' is '../../', so nothing is sent"},
        {"{method: GET, path: '/a/{root}'}", NULL,
         "! path parameter 'root' is '/', so nothing is sent"},
        {"{method: GET, path: '/a/{only_nul}'}", NULL,
         "! path parameter 'only_nul' is empty, so nothing is sent"},
        {"{method: GET, path: '/a/{dot}{dot}'}", NULL,
         "! path parameter 'dot' is '.', so nothing is sent"},
        {"{method: GET, path: '/a/{null}'}", NULL,
         "! path parameter 'null' must be a string, a number or a boolean"},
        {"{method: GET, path: '/{list}'}", NULL,
         "! path parameter 'list' must be a string, a number or a boolean"},
        {"{method: GET, path: '/{obj}'}", NULL,
         "! path parameter 'obj' must be a string, a number or a boolean"},
    };
    render_check(*state, rows, COUNT(rows));
}

static void rejects_variables_that_change_the_path(void **state)
{
    static const render_row rows[] = {
        {"{method: GET, path: /a/$(empty)}", NULL,
         "! variable 'empty' leaves an empty segment in the path, so nothing is sent"},
        {"{method: GET, path: /a/$(empty)/b}", NULL,
         "! variable 'empty' leaves an empty segment in the path, so nothing is sent"},
        {"{method: GET, path: /a/$(empty)?x=y}", NULL,
         "! variable 'empty' leaves an empty segment in the path, so nothing is sent"},
        {"{method: GET, path: /a/$(root)}", NULL,
         "! variable 'root' leaves an empty segment in the path, so nothing is sent"},
        {"{method: GET, path: /a/$(dot)}", NULL,
         "! variable 'dot' puts the segment '.' in the path, so nothing is sent"},
        {"{method: GET, path: /a/$(dots)/b}", NULL,
         "! variable 'dots' puts the segment '..' in the path, so nothing is sent"},
        {"{method: GET, path: /a/.$(dot)/b}", NULL,
         "! variable 'dot' puts the segment '..' in the path, so nothing is sent"},
        {"{method: GET, path: /a/.$(empty)/b}", NULL,
         "! variable 'empty' puts the segment '.' in the path, so nothing is sent"},
        {"{method: GET, path: /a/$(climb)}", NULL,
         "! variable 'climb' puts the segment '..' in the path, so nothing is sent"},
        {"{method: GET, path: /a/$(encoded)}", NULL,
         "! variable 'encoded' puts the segment '%2e%2E' in the path, so nothing is sent"},
        {"{method: GET, path: /a/%2$(id)E/%2e$(mixed)}", NULL,
         "GET http://gw:80/base/a/%27E/%2e.%2E"},
        {"{method: GET, path: /a/$(slash_code)}", NULL,
         "! variable 'slash_code' puts the segment '%2F' in the path, so nothing is sent"},
        {"{method: GET, path: /a/$(null)}", NULL,
         "! variable 'null' in a path must be a string, a number or a boolean"},
        {"{method: GET, path: /a/$(obj)}", NULL,
         "! variable 'obj' in a path must be a string, a number or a boolean"},
    };
    render_check(*state, rows, COUNT(rows));
}

/* A value from `with` for {name} follows the same rule. */
static void rejects_empty_path_parameters(void **state)
{
    static const struct {
        const char *with, *sent;
    } rows[] = {
        {"path: {a: $(id)}", "GET http://gw:80/base/7/x"},
        {"path: {a: $(empty)}", "! path parameter 'a' is empty, so nothing is sent"},
        {"path: {a: $(encoded)}", "! path parameter 'a' is '%2e%2E', so nothing is sent"},
        {"path: {a: .$(dot)}", "! path parameter 'a' is '..', so nothing is sent"},
        {"path: {a: $(null)}", "! path parameter 'a' must be a string, a number or a boolean"},
        {"path: {a: '$(null)'}", "GET http://gw:80/base/null/x"},
        {"path: {a: ''}", "1:11+2 a path parameter must not be empty (write the whole path to test "
                          "an empty segment: /a//b)"},
        {"path: {a: ..}", "1:11+2 a path parameter must not be '..' (write the whole path to test "
                          "a dot segment: /a/../b)"},
        {"path: {a: '%2e'}", "1:11+5 a path parameter must not be '%2e' (write the whole path to "
                             "test a dot segment: /a/../b)"},
        {"path: /a//x/../y", "GET http://gw:80/base/a//x/../y"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        rows_same(rows[i].with,
                  render_sent(*state, "{method: GET, path: '/{a}/x'}", rows[i].with, NULL),
                  rows[i].sent);
}

/* `url:` follows the rules of --url. */
static void accepts_another_base_url(void **state)
{
    static const struct {
        const char *url, *sent;
    } rows[] = {
        {"http://u", "GET http://u/x"},
        {"https://u:8443/pre//", "GET https://u:8443/pre/x"},
        {"HTTP://u", "GET HTTP://u/x"},
        {"http://[::1]:80", "GET http://[::1]:80/x"},
        {"http://u/v2/?a=b", NULL},
        {"http://u?a=b", NULL},
        {"http://u/#a", NULL},
        {"http://user:pass@u", NULL},
        {"http://u /", NULL},
        {"http://u:0", NULL},
        {"http://", NULL},
        {"ftp://u", NULL},
        {"u", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_arena *arena = *state;
        ct_diag diag = {.arena = arena};
        ct_binder binder = {.arena = arena, .diag = &diag};
        ct_scope const scope =
            rows_scope(arena, ct_arena_printf(arena, "{'u': '%s'}", rows[i].url));
        ct_render_error error = {0};
        const ct_plan *plan =
            ct_plan_bind(&binder, rows_yaml(arena, "{method: GET, path: /x, url: u}", &diag));
        const ct_request *request =
            ct_render(plan, &(ct_render_basis){.base_url = "http://gw"}, &scope, arena, &error);
        rows_same(rows[i].url, request ? render_shown(arena, request) : error.what,
                  rows[i].sent ? rows[i].sent
                               : "the variable 'u' is not a base URL: expected http:// or "
                                 "https://, a host, and optionally a port and a path");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(builds_urls),
        ROWS_TEST(rejects_parameters_that_change_the_path),
        ROWS_TEST(rejects_variables_that_change_the_path),
        ROWS_TEST(rejects_empty_path_parameters),
        ROWS_TEST(accepts_another_base_url),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Rendering requests from a plan and variables: valid and rejected ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "load/loading.h"
#include "tests/render_rows.h"

/* A list repeats the name, whether it is literal or in a variable. */
static void repeats_a_name_for_a_list(void **state)
{
    static const char json[] = "POST http://gw:80/base/|Content-Type: "
                               "application/x-www-form-urlencoded||";
    ct_arena *arena = *state;
    const render_row rows[] = {
        {"{method: GET, path: /, query: {a: [1, x]}}", NULL, "GET http://gw:80/base/?a=1&a=x"},
        {"{method: GET, path: /, query: {a: $(list)}}", NULL, "GET http://gw:80/base/?a=1&a=x"},
        {"{method: GET, path: /, query: {a: '$(list)'}}", NULL,
         "GET http://gw:80/base/?a=%5B1%2C%22x%22%5D"},
        {"{method: GET, path: /, query: {a: 'x$(list)'}}", NULL,
         "GET http://gw:80/base/?a=x%5B1%2C%22x%22%5D"},
        {"{method: GET, path: /, headers: {A: $(list)}}", NULL, "GET http://gw:80/base/|A: 1|A: x"},
        {"{method: GET, path: /}", "{A: $(list)}", "GET http://gw:80/base/|A: 1|A: x"},
        {"{method: POST, path: /, form: {a: $(list), b: $(yes)}}", NULL,
         ct_arena_printf(arena, "%sa=1&a=x&b=true", json)},
        {"{method: GET, path: /, query: {a: $(obj)}}", NULL, "! 'a' cannot be an object"},
        {"{method: GET, path: /, headers: {A: $(obj)}}", NULL, "! 'A' cannot be an object"},
        {"{method: POST, path: /, form: {a: $(obj)}}", NULL, "! 'a' cannot be an object"},
        {"{method: GET, path: /, query: {a: $(null)}}", NULL, "! 'a' cannot be null"},
        {"{method: GET, path: /, query: {a: $(of_null)}}", NULL, "! 'a' cannot be null"},
        {"{method: GET, path: /, query: {a: $(nested)}}", NULL, "! 'a' cannot be a list in a list"},
        {"{method: GET, path: /, query: {a: [x, $(list)]}}", NULL,
         "! 'a' cannot be a list in a list"},
        {"{method: GET, path: /, query: {a: $(none_in)}}", NULL, "! 'a' cannot be an empty list"},
        {"{method: GET, path: /, query: {a: '$(null)'}}", NULL, "GET http://gw:80/base/?a=null"},
    };
    render_check(arena, rows, COUNT(rows));
}

/* RFC 9110 section 5.5. */
static void rejects_invalid_header_values(void **state)
{
    static const char control[] = "! control character in the header 'A'";
    static const char edge[] = "! the header 'A' starts or ends with a space or tab";
    static const render_row rows[] = {
        {"{method: GET, path: /, headers: {A: $(del)}}", NULL, control},
        {"{method: GET, path: /, headers: {A: $(bell)}}", NULL, control},
        {"{method: GET, path: /, headers: {A: $(broken)}}", NULL, control},
        {"{method: GET, path: /, headers: {A: $(before)}}", NULL, edge},
        {"{method: GET, path: /, headers: {A: $(after)}}", NULL, edge},
        {"{method: GET, path: /, headers: {A: $(blank)}}", NULL, edge},
        {"{method: GET, path: /, headers: {A: 'Bearer $(empty)'}}", NULL, edge},
        {"{method: GET, path: /, headers: {A: [x, $(before)]}}", NULL, edge},
        {"{method: GET, path: /}", "{A: $(after)}", edge},
        {"{method: GET, path: /, headers: {A: x$(before)}}", NULL, "GET http://gw:80/base/|A: x a"},
        {"{method: GET, path: /, headers: {A: $(tab)}}", NULL, "GET http://gw:80/base/|A: a\tb"},
        {"{method: GET, path: /, headers: {A: $(empty)}}", NULL, "GET http://gw:80/base/|A: "},
        /* a case may contain it literally to test the target */
        {"{method: GET, path: /, headers: {A: ' a '}}", NULL, "GET http://gw:80/base/|A:  a "},
    };
    render_check(*state, rows, COUNT(rows));
}

static void builds_queries(void **state)
{
    static const render_row rows[] = {
        {"{method: GET, path: /a?b=c}", NULL, "GET http://gw:80/base/a?b=c"},
        {"{method: GET, path: '/a?b={text}'}", NULL,
         "GET http://gw:80/base/a?b=a%20b%2Fc%3Fd%23%C3%A9%2541"},
        {"{method: GET, path: /a, query: {b: c}}", NULL, "GET http://gw:80/base/a?b=c"},
        {"{method: GET, path: /a, query: {b: c, d: 1.50}}", NULL,
         "GET http://gw:80/base/a?b=c&d=1.50"},
        {"{method: GET, path: /a?b=c, query: {d: e}}", NULL, "GET http://gw:80/base/a?b=c&d=e"},
        {"{method: GET, path: '/a?', query: {d: e}}", NULL, "GET http://gw:80/base/a?d=e"},
        {"{method: GET, path: /a?b&, query: {d: e}}", NULL, "GET http://gw:80/base/a?b&d=e"},
        {"{method: GET, path: /a, query: {b: [1, $(id), '']}}", NULL,
         "GET http://gw:80/base/a?b=1&b=7&b="},
        {"{method: GET, path: /a, query: {'b c': 'd&e=f'}}", NULL,
         "GET http://gw:80/base/a?b%20c=d%26e%3Df"},
        {"{method: GET, path: /a, query: {b: $(text)}}", NULL,
         "GET http://gw:80/base/a?b=a%20b%2Fc%3Fd%23%C3%A9%2541"},
        {"{method: GET, path: /a, query: {b: true}}", NULL, "GET http://gw:80/base/a?b=true"},
    };
    render_check(*state, rows, COUNT(rows));
}

static void builds_headers(void **state)
{
    static const render_row rows[] = {
        {"{method: GET, path: /, headers: {A: b, C: '$(id)'}}", NULL,
         "GET http://gw:80/base/|A: b|C: 7"},
        {"{method: GET, path: /, headers: {A: [b, 1.0, $(id)]}}", NULL,
         "GET http://gw:80/base/|A: b|A: 1.0|A: 7"},
        {"{method: GET, path: /, headers: {A: ''}}", NULL, "GET http://gw:80/base/|A: "},
        {"{method: GET, path: /, headers: {A: !absent }}", NULL, "GET http://gw:80/base/"},
        {"{method: GET, path: /, headers: {A: $(text)}}", NULL,
         "GET http://gw:80/base/|A: a b/c?d#é%41"},
        {"{method: GET, path: /, headers: {accept: x, USER-AGENT: y}}", NULL,
         "GET http://gw:80/base/|accept: x|USER-AGENT: y"},
        {"{method: GET, path: /, headers: {Accept: !absent , User-Agent: !absent }}", NULL,
         "GET http://gw:80/base/"},
        /* credentials: explicit headers take precedence */
        {"{method: GET, path: /, headers: {A: b}}", "{X-Auth-Token: $(token)}",
         "GET http://gw:80/base/|X-Auth-Token: secret|A: b"},
        {"{method: GET, path: /, headers: {x-auth-token: mine}}", "{X-Auth-Token: $(token)}",
         "GET http://gw:80/base/|x-auth-token: mine"},
        {"{method: GET, path: /, headers: {X-Auth-Token: !absent }}", "{X-Auth-Token: $(token)}",
         "GET http://gw:80/base/"},
        {"{method: GET, path: /, auth: none}", "{X-Auth-Token: $(token)}",
         "GET http://gw:80/base/"},
        {"{method: GET, path: /, auth: none}", "{X-Auth-Token: $(none)}", "GET http://gw:80/base/"},
        {"{method: GET, path: /}", "{A: [1, 2], B: $(id)}",
         "GET http://gw:80/base/|A: 1|A: 2|B: 7"},
    };
    render_check(*state, rows, COUNT(rows));
}

static void adds_default_headers(void **state)
{
    ct_diag diag = {.arena = *state};
    ct_binder binder = {.arena = *state, .diag = &diag};
    ct_render_error error;
    const ct_plan *plan = ct_plan_bind(&binder, rows_yaml(*state, "{method: GET, path: /}", &diag));
    const ct_request *request =
        ct_render(plan, &(ct_render_basis){.base_url = "http://gw"}, NULL, *state, &error);
    assert_string_equal(ct_header_find(request->headers, "Accept")->value, "*/*");
    assert_string_equal(ct_header_find(request->headers, "User-Agent")->value,
                        "apigcheck/" CT_VERSION);
    assert_null(ct_header_find(request->headers, "Content-Type"));
    assert_null(request->body.bytes);
    assert_true(request->is_safe);
}

static void builds_bodies(void **state)
{
    static const char json[] = "POST http://gw:80/base/|Content-Type: application/json||";
    static const char form[] =
        "POST http://gw:80/base/|Content-Type: application/x-www-form-urlencoded||";
    ct_arena *arena = *state;
    const render_row rows[] = {
        {"{method: POST, path: /, json: {a: [1.0, $(id), '$(id)']}}", NULL,
         ct_arena_printf(arena, "%s{\"a\":[1.0,7,\"7\"]}", json)},
        {"{method: POST, path: /, json: $(obj)}", NULL,
         ct_arena_printf(arena, "%s{\"a\":null}", json)},
        {"{method: POST, path: /, json: null}", NULL, ct_arena_printf(arena, "%snull", json)},
        {"{method: POST, path: /, json: !absent }", NULL, "POST http://gw:80/base/"},
        {"{method: POST, path: /, json: {}, headers: {content-type: x}}", NULL,
         "POST http://gw:80/base/|content-type: x||{}"},
        {"{method: POST, path: /, json: {}, headers: {Content-Type: !absent }}", NULL,
         "POST http://gw:80/base/||{}"},
        {"{method: POST, path: /, text: '{\"a\": [$(id)'}", NULL,
         "POST http://gw:80/base/||{\"a\": [7"},
        {"{method: POST, path: /, text: ''}", NULL, "POST http://gw:80/base/||"},
        {"{method: POST, path: /, text: 1.50}", NULL, "POST http://gw:80/base/||1.50"},
        {"{method: POST, path: /, form: {a: 'b c', d: [1, $(id)]}}", NULL,
         ct_arena_printf(arena, "%sa=b%%20c&d=1&d=7", form)},
        {"{method: POST, path: /, form: {'a&': '?é='}}", NULL,
         ct_arena_printf(arena, "%sa%%26=%%3F%%C3%%A9%%3D", form)},
        {"{method: POST, path: /, form: {a: 'x?', b: 'y&'}}", NULL,
         ct_arena_printf(arena, "%sa=x%%3F&b=y%%26", form)},
        {"{method: POST, path: /, form: {a: ''}, headers: {Content-Type: z}}", NULL,
         "POST http://gw:80/base/|Content-Type: z||a="},
        {"{method: POST, path: /}", NULL, "POST http://gw:80/base/"},
        {"{method: DELETE, path: /, json: {a: 1}}", NULL,
         "DELETE http://gw:80/base/|Content-Type: application/json||{\"a\":1}"},
    };
    render_check(arena, rows, COUNT(rows));
}

static void omits_parts_that_a_case_removes(void **state)
{
    static const char get[] = "{method: GET, path: /a, query: {b: 1, c: 2}, headers: {A: b}}";
    static const char json[] = "{method: POST, path: /, json: {a: 1, b: {c: 2, d: 3}}}";
    static const char form[] = "{method: POST, path: /, form: {a: 'b c', e: 1}}";
    static const struct {
        const char *plan, *with, *sent;
    } rows[] = {
        {get, "query: {b: !absent }", "GET http://gw:80/base/a?c=2|A: b"},
        {get, "query: {b: !absent , c: !absent }", "GET http://gw:80/base/a|A: b"},
        {get, "query: {c: !absent , d: 3}", "GET http://gw:80/base/a?b=1&d=3|A: b"},
        {get, "headers: {a: !absent }", "GET http://gw:80/base/a?b=1&c=2"},
        {json, "json: {a: !absent }",
         "POST http://gw:80/base/|Content-Type: application/json||{\"b\":{\"c\":2,\"d\":3}}"},
        {json, "json: {b: {c: !absent }}",
         "POST http://gw:80/base/|Content-Type: application/json||{\"a\":1,\"b\":{\"d\":3}}"},
        {json, "json: !absent", "POST http://gw:80/base/"},
        {form, "form: {e: !absent }",
         "POST http://gw:80/base/|Content-Type: application/x-www-form-urlencoded||a=b%20c"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        rows_same(rows[i].with, render_sent(*state, rows[i].plan, rows[i].with, NULL),
                  rows[i].sent);
}

static void rejects_removal_of_missing_parts(void **state)
{
    static const render_row rows[] = {
        {"{method: GET, path: /a, query: {b: !absent }}", NULL, "1:33 no 'b' to remove"},
        {"{method: GET, path: /a?b=1, query: {b: !absent , c: 1}}", NULL, "1:37 no 'b' to remove"},
        {"{method: POST, path: /, json: {a: [1.0, $(id), '$(id)'], b: !absent }}", NULL,
         "1:58 no 'b' to remove"},
        {"{method: POST, path: /, json: {a: {b: !absent }}}", NULL, "1:36 no 'b' to remove"},
        {"{method: POST, path: /, json: {a: [1, !absent ]}}", NULL,
         "1:39+7 an element of a list cannot be removed"},
        {"{method: POST, path: /, form: {a: 'b c', d: [1, $(id)], e: !absent }}", NULL,
         "1:57 no 'e' to remove"},
    };
    render_check(*state, rows, COUNT(rows));
}

static void reports_undefined_variables(void **state)
{
    static const char no[] = "! no variable 'none'";
    static const render_row rows[] = {
        {"{method: GET, path: '/{none}'}", NULL, no},
        {"{method: GET, path: /a$(none)}", NULL, no},
        {"{method: GET, path: /, query: {a: $(none)}}", NULL, no},
        {"{method: GET, path: /, query: {a: [1, $(none)]}}", NULL, no},
        {"{method: GET, path: /, headers: {a: $(none)}}", NULL, no},
        {"{method: GET, path: /}", "{a: $(none)}", no},
        {"{method: GET, path: /, json: {a: $(none)}}", NULL, no},
        {"{method: GET, path: /, text: $(none)}", NULL, no},
        {"{method: GET, path: /, form: {a: $(none)}}", NULL, no},
    };
    render_check(*state, rows, COUNT(rows));
}

static void rejects_invalid_requests(void **state)
{
    static const char path[] = "! not a valid path, or outside the target:";
    ct_arena *arena = *state;
    const render_row rows[] = {
        {"{method: GET, path: $(slashes)/x}", NULL,
         ct_arena_printf(arena, "%s '//evil.example/x'", path)},
        {"{method: GET, path: $(host)/x}", NULL,
         ct_arena_printf(arena, "%s '@evil.example/x'", path)},
        {"{method: GET, path: $(empty)}", NULL, ct_arena_printf(arena, "%s ''", path)},
        {"{method: GET, path: /$(slash)}", NULL, ct_arena_printf(arena, "%s '//x'", path)},
        {"{method: GET, path: /$(fragment)}", NULL, ct_arena_printf(arena, "%s '/a#b'", path)},
        {"{method: GET, path: /, headers: {A: $(broken)}}", NULL,
         "! control character in the header 'A'"},
        {"{method: GET, path: /, headers: {A: [x, 'y$(broken)']}}", NULL,
         "! control character in the header 'A'"},
        {"{method: GET, path: /}", "{A: $(broken)}", "! control character in the header 'A'"},
        {"{method: GET, path: /, headers: {A: $(nul)}}", NULL,
         "! control character in the header 'A'"},
        /* an encoded line break is harmless */
        {"{method: GET, path: '/{broken}'}", NULL, "GET http://gw:80/base/a%0D%0AX%3A%20y"},
        {"{method: GET, path: /$(broken)}", NULL, "GET http://gw:80/base/a%0D%0AX:%20y"},
    };
    render_check(arena, rows, COUNT(rows));
}

static void rejects_requests_that_are_too_large(void **state)
{
    static const struct {
        const char *plan;
        size_t size;
        const char *error; /* NULL: it is sent */
    } rows[] = {
        {"{method: POST, path: /, text: $(large)}", CT_LIMIT_REQUEST, NULL},
        {"{method: POST, path: /, text: $(large)x}", CT_LIMIT_REQUEST,
         "a body that is larger than we send: 'POST'"},
        {"{method: POST, path: /, json: $(large)}", CT_LIMIT_REQUEST,
         "a body that is larger than we send: 'POST'"},
        {"{method: POST, path: /, json: 'x$(large)'}", CT_LIMIT_REQUEST,
         "a body that is larger than we send: 'POST'"},
        {"{method: POST, path: /, form: {a: $(large)}}", CT_LIMIT_REQUEST,
         "a body that is larger than we send: 'POST'"},
        {"{method: GET, path: /, headers: {A: $(large)}}", CT_LIMIT_HEADERS, NULL},
        {"{method: GET, path: /, headers: {A: x$(large)}}", CT_LIMIT_HEADERS,
         "header too long: 'A'"},
        {"{method: GET, path: /$(large)}", CT_LIMIT_HEADERS, "URL too long, for the method 'GET'"},
        {"{method: GET, path: '/{large}'}", CT_LIMIT_HEADERS, "URL too long, for the method 'GET'"},
        {"{method: GET, path: /, query: {a: $(large)}}", CT_LIMIT_HEADERS,
         "URL too long, for the method 'GET'"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_arena *arena = ct_arena_new();
        ct_diag diag = {.arena = arena};
        ct_binder binder = {.arena = arena, .diag = &diag};
        char *large = ct_arena_alloc(arena, rows[i].size + 1);
        memset(large, 'x', rows[i].size);
        ct_scope const scope = rows_scope(arena, ct_arena_printf(arena, "{'large': '%s'}", large));
        ct_render_error error = {0};
        const ct_plan *plan = ct_plan_bind(&binder, rows_yaml(arena, rows[i].plan, &diag));
        ct_render(plan, &(ct_render_basis){.base_url = "http://gw"}, &scope, arena, &error);
        rows_same(rows[i].plan, ct_arena_text(*state, error.what), rows[i].error);
        ct_arena_free(arena);
    }
}

static void detects_safe_methods(void **state)
{
    static const struct {
        const char *plan;
        bool is_safe;
    } rows[] = {
        {"{method: GET, path: /}", true},     {"{method: HEAD, path: /}", true},
        {"{method: OPTIONS, path: /}", true}, {"{method: POST, path: /}", false},
        {"{method: PUT, path: /}", false},    {"{method: DELETE, path: /}", false},
        {"{method: get, path: /}", false},    {"{method: POST, path: /, safe: true}", true},
        {"{method: TRACE, path: /}", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        ct_binder binder = {.arena = *state, .diag = &diag};
        ct_render_error error = {0};
        const ct_plan *plan = ct_plan_bind(&binder, rows_yaml(*state, rows[i].plan, &diag));
        const ct_request *request =
            ct_render(plan, &(ct_render_basis){.base_url = "http://gw"}, NULL, *state, &error);
        if (request->is_safe != rows[i].is_safe)
            fail_msg("%s", rows[i].plan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(repeats_a_name_for_a_list),
        ROWS_TEST(rejects_invalid_header_values),
        ROWS_TEST(builds_queries),
        ROWS_TEST(builds_headers),
        ROWS_TEST(adds_default_headers),
        ROWS_TEST(builds_bodies),
        ROWS_TEST(omits_parts_that_a_case_removes),
        ROWS_TEST(rejects_removal_of_missing_parts),
        ROWS_TEST(reports_undefined_variables),
        ROWS_TEST(rejects_invalid_requests),
        ROWS_TEST(rejects_requests_that_are_too_large),
        ROWS_TEST(detects_safe_methods),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

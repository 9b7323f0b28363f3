/* From a plan and its variables to the request: what is sent, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "load/loading.h"
#include "run/render.h"
#include "run/signer.h"
#include "tests/rows.h"

static const char vars[] =
    "{'id': 7, 'text': 'a b/c?d#é%41', 'list': [1, 'x'], 'obj': {'a': null}, 'empty': '',"
    " 'dots': '..', 'slash': '/x', 'slashes': '//evil.example', 'host': '@evil.example',"
    " 'fragment': 'a#b', 'broken': 'a\\r\\nX: y', 'nul': 'a\\u0000b', 'token': 'secret'}";

typedef struct row {
    const char *plan, *credential; /* YAML; a credential may be NULL */
    const char *sent;              /* "METHOD URL|Name: value|...||BODY", or "! trouble" */
} row;

static const char *shown(ct_arena *arena, const ct_request *request)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&out, "%s %s", request->method, request->url);
    for (const ct_header *h = request->headers; h; h = h->next)
        if (strcmp(h->name, "Accept") || strcmp(h->value, "*/*"))
            if (strcmp(h->name, "User-Agent") || strcmp(h->value, CT_USER_AGENT))
                ct_buf_printf(&out, "|%s: %s", h->name, h->value);
    if (request->body.bytes) {
        assert_int_equal(request->body.size, request->body.whole);
        ct_buf_text(&out, "||");
        ct_buf_add(&out, request->body.bytes, request->body.size);
    }
    return ct_buf_finish(&out, arena);
}

/* The headers that everybody gets are left out. `with`, a case's change, may be NULL. */
static const char *sent_with(ct_arena *arena, const char *plan_text, const char *with,
                             const char *credential_text)
{
    ct_diag diag = {.arena = arena};
    ct_binder binder = {.arena = arena, .diag = &diag};
    ct_scope const scope = rows_scope(arena, vars);
    ct_pair *credential = NULL;
    const char *trouble = NULL;
    const ct_plan *plan = ct_plan_bind(&binder, rows_yaml(arena, plan_text, &diag));
    if (plan && with)
        plan = ct_plan_change(&binder, plan, rows_yaml(arena, with, &diag));
    if (credential_text)
        ct_bind_headers(&binder, rows_yaml(arena, credential_text, &diag), &credential);
    if (diag.count)
        return rows_notes(arena, &diag);
    bool const is_sent = ct_sign_sends_credential(plan, CT_TARGET_TOKEN);
    const ct_request *request =
        ct_render(plan, is_sent ? credential : NULL, "http://gw:80/base", &scope, arena, &trouble);
    assert_int_equal(request == NULL, trouble != NULL);
    return request ? shown(arena, request) : ct_arena_printf(arena, "! %s", trouble);
}

static void check(ct_arena *arena, const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rows_same(rows[i].plan, sent_with(arena, rows[i].plan, NULL, rows[i].credential),
                  rows[i].sent);
}

static void makes_addresses(void **state)
{
    static const row rows[] = {
        {"{method: GET, path: /}", NULL, "GET http://gw:80/base/"},
        {"{method: GET, path: /a/b}", NULL, "GET http://gw:80/base/a/b"},
        {"{method: GET, path: '/a/{id}/b'}", NULL, "GET http://gw:80/base/a/7/b"},
        {"{method: GET, path: '/{id}{id}'}", NULL, "GET http://gw:80/base/77"},
        {"{method: GET, path: '/{text}'}", NULL,
         "GET http://gw:80/base/a%20b%2Fc%3Fd%23%C3%A9%2541"},
        {"{method: GET, path: '/{list}'}", NULL, "GET http://gw:80/base/%5B1%2C%22x%22%5D"},
        {"{method: GET, path: '/a/{empty}/b'}", NULL, "GET http://gw:80/base/a//b"},
        {"{method: GET, path: '/a/{dots}/b'}", NULL, "GET http://gw:80/base/a/../b"},
        {"{method: GET, path: '/a/{nul}'}", NULL, "GET http://gw:80/base/a/a%00b"},
        {"{method: GET, path: /a/$(id)}", NULL, "GET http://gw:80/base/a/7"},
        {"{method: GET, path: $(slash)/y}", NULL, "GET http://gw:80/base/x/y"},
        {"{method: GET, path: /$$(id)}", NULL, "GET http://gw:80/base/$(id)"},
        /* as written, but for what cannot stand in a request line */
        {"{method: GET, path: /a%2Fb%zz%}", NULL, "GET http://gw:80/base/a%2Fb%zz%"},
        {"{method: GET, path: '/a b/é\"<>'}", NULL, "GET http://gw:80/base/a%20b/%C3%A9\"<>"},
        {"{method: GET, path: /a/../b/./c//d}", NULL, "GET http://gw:80/base/a/../b/./c//d"},
        {"{method: GET, path: '/a;b=c,d&e+f'}", NULL, "GET http://gw:80/base/a;b=c,d&e+f"},
    };
    check(*state, rows, COUNT(rows));
}

static void makes_queries(void **state)
{
    static const row rows[] = {
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
    check(*state, rows, COUNT(rows));
}

static void makes_headers(void **state)
{
    static const row rows[] = {
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
        /* credentials: what the request says itself comes first */
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
    check(*state, rows, COUNT(rows));
}

static void gives_default_headers(void **state)
{
    ct_diag diag = {.arena = *state};
    ct_binder binder = {.arena = *state, .diag = &diag};
    const char *trouble;
    const ct_plan *plan = ct_plan_bind(&binder, rows_yaml(*state, "{method: GET, path: /}", &diag));
    const ct_request *request = ct_render(plan, NULL, "http://gw", NULL, *state, &trouble);
    assert_string_equal(ct_header_find(request->headers, "Accept")->value, "*/*");
    assert_string_equal(ct_header_find(request->headers, "User-Agent")->value,
                        "apigcheck/" CT_VERSION);
    assert_null(ct_header_find(request->headers, "Content-Type"));
    assert_null(request->body.bytes);
    assert_true(request->is_safe);
}

static void makes_bodies(void **state)
{
    static const char json[] = "POST http://gw:80/base/|Content-Type: application/json||";
    static const char form[] =
        "POST http://gw:80/base/|Content-Type: application/x-www-form-urlencoded||";
    ct_arena *arena = *state;
    const row rows[] = {
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
    check(arena, rows, COUNT(rows));
}

static void sends_nothing_of_what_a_case_takes_away(void **state)
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
        rows_same(rows[i].with, sent_with(*state, rows[i].plan, rows[i].with, NULL), rows[i].sent);
}

static void refuses_to_take_away_what_is_not_there(void **state)
{
    static const row rows[] = {
        {"{method: GET, path: /a, query: {b: !absent }}", NULL,
         "1:33 there is no 'b' to take away"},
        {"{method: GET, path: /a?b=1, query: {b: !absent , c: 1}}", NULL,
         "1:37 there is no 'b' to take away"},
        {"{method: POST, path: /, json: {a: [1.0, $(id), '$(id)'], b: !absent }}", NULL,
         "1:58 there is no 'b' to take away"},
        {"{method: POST, path: /, json: {a: {b: !absent }}}", NULL,
         "1:36 there is no 'b' to take away"},
        {"{method: POST, path: /, json: {a: [1, !absent ]}}", NULL,
         "1:39+7 an element of a list cannot be taken away"},
        {"{method: POST, path: /, form: {a: 'b c', d: [1, $(id)], e: !absent }}", NULL,
         "1:57 there is no 'e' to take away"},
    };
    check(*state, rows, COUNT(rows));
}

static void names_variables_that_are_not_there(void **state)
{
    static const char no[] = "! no variable 'none'";
    static const row rows[] = {
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
    check(*state, rows, COUNT(rows));
}

static void refuses_what_is_no_request(void **state)
{
    static const char path[] = "! a path that is none, or leaves the target:";
    ct_arena *arena = *state;
    const row rows[] = {
        {"{method: GET, path: $(slashes)/x}", NULL,
         ct_arena_printf(arena, "%s '//evil.example/x'", path)},
        {"{method: GET, path: $(host)/x}", NULL,
         ct_arena_printf(arena, "%s '@evil.example/x'", path)},
        {"{method: GET, path: $(empty)}", NULL, ct_arena_printf(arena, "%s ''", path)},
        {"{method: GET, path: '/{empty}/x'}", NULL, ct_arena_printf(arena, "%s '//x'", path)},
        {"{method: GET, path: /$(slash)}", NULL, ct_arena_printf(arena, "%s '//x'", path)},
        {"{method: GET, path: /$(fragment)}", NULL, ct_arena_printf(arena, "%s '/a#b'", path)},
        {"{method: GET, path: /, headers: {A: $(broken)}}", NULL,
         "! a line break in the header 'A'"},
        {"{method: GET, path: /, headers: {A: [x, 'y$(broken)']}}", NULL,
         "! a line break in the header 'A'"},
        {"{method: GET, path: /}", "{A: $(broken)}", "! a line break in the header 'A'"},
        {"{method: GET, path: /, headers: {A: $(nul)}}", NULL, "! a line break in the header 'A'"},
        /* where a line break is encoded it does no harm */
        {"{method: GET, path: '/{broken}'}", NULL, "GET http://gw:80/base/a%0D%0AX%3A%20y"},
        {"{method: GET, path: /$(broken)}", NULL, "GET http://gw:80/base/a%0D%0AX:%20y"},
    };
    check(arena, rows, COUNT(rows));
}

static void refuses_what_is_larger_than_it_sends(void **state)
{
    static const struct {
        const char *plan;
        size_t size;
        const char *trouble; /* NULL: it is sent */
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
         "a header that is larger than we send: 'A'"},
        {"{method: GET, path: /$(large)}", CT_LIMIT_HEADERS,
         "an address that is larger than we send: 'GET'"},
        {"{method: GET, path: '/{large}'}", CT_LIMIT_HEADERS,
         "an address that is larger than we send: 'GET'"},
        {"{method: GET, path: /, query: {a: $(large)}}", CT_LIMIT_HEADERS,
         "an address that is larger than we send: 'GET'"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_arena *arena = ct_arena_new();
        ct_diag diag = {.arena = arena};
        ct_binder binder = {.arena = arena, .diag = &diag};
        char *large = ct_arena_alloc(arena, rows[i].size + 1);
        memset(large, 'x', rows[i].size);
        ct_scope const scope = rows_scope(arena, ct_arena_printf(arena, "{'large': '%s'}", large));
        const char *trouble;
        const ct_plan *plan = ct_plan_bind(&binder, rows_yaml(arena, rows[i].plan, &diag));
        ct_render(plan, NULL, "http://gw", &scope, arena, &trouble);
        rows_same(rows[i].plan, ct_arena_text(*state, trouble), rows[i].trouble);
        ct_arena_free(arena);
    }
}

static void knows_what_is_safe(void **state)
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
        const char *trouble;
        const ct_plan *plan = ct_plan_bind(&binder, rows_yaml(*state, rows[i].plan, &diag));
        const ct_request *request = ct_render(plan, NULL, "http://gw", NULL, *state, &trouble);
        if (request->is_safe != rows[i].is_safe)
            fail_msg("%s", rows[i].plan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(makes_addresses),
        ROWS_TEST(makes_queries),
        ROWS_TEST(makes_headers),
        ROWS_TEST(gives_default_headers),
        ROWS_TEST(makes_bodies),
        ROWS_TEST(sends_nothing_of_what_a_case_takes_away),
        ROWS_TEST(refuses_to_take_away_what_is_not_there),
        ROWS_TEST(names_variables_that_are_not_there),
        ROWS_TEST(refuses_what_is_no_request),
        ROWS_TEST(refuses_what_is_larger_than_it_sends),
        ROWS_TEST(knows_what_is_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

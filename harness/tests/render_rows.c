#include "tests/render_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/signer.h"
#include "load/loading.h"

static const char vars[] =
    "{'id': 7, 'text': 'a b/c?d#é%41', 'list': [1, 'x'], 'obj': {'a': null}, 'empty': '',"
    " 'dots': '..', 'slash': '/x', 'slashes': '//evil.example', 'host': '@evil.example',"
    " 'fragment': 'a#b', 'broken': 'a\\r\\nX: y', 'nul': 'a\\u0000b', 'token': 'secret',"
    " 'dot': '.', 'encoded': '%2e%2E', 'mixed': '.%2E', 'up': '../../', 'climb': '../../users',"
    " 'root': '/', 'slash_code': '%2F', 'only_nul': '\\u0000x', 'location': '/jobs/7/',"
    " 'null': null, 'yes': true, 'nested': [1, [2]], 'of_null': [null], 'none_in': [],"
    " 'del': 'a\\u007fb', 'bell': 'a\\u0007b', 'before': ' a', 'after': 'a\\t', 'tab': 'a\\tb',"
    " 'blank': ' '}";

const char *render_shown(ct_arena *arena, const ct_request *request)
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

const char *render_sent(ct_arena *arena, const char *plan_text, const char *with,
                        const char *credential_text)
{
    ct_diag diag = {.arena = arena};
    ct_binder binder = {.arena = arena, .diag = &diag};
    ct_scope const scope = rows_scope(arena, vars);
    ct_pair *credential = NULL;
    ct_render_error error = {0};
    const ct_plan *plan = ct_plan_bind(&binder, rows_yaml(arena, plan_text, &diag));
    if (plan && with)
        plan = ct_plan_change(&binder, plan, rows_yaml(arena, with, &diag));
    if (credential_text)
        ct_bind_headers(&binder, rows_yaml(arena, credential_text, &diag), &credential);
    if (diag.count)
        return rows_notes(arena, &diag);
    bool const is_sent = ct_sign_sends_credential(plan, CT_TARGET_TOKEN);
    ct_render_basis const basis = {is_sent ? credential : NULL, "http://gw:80/base", NULL};
    const ct_request *request = ct_render(plan, &basis, &scope, arena, &error);
    assert_int_equal(request == NULL, error.what != NULL);
    return request ? render_shown(arena, request) : ct_arena_printf(arena, "! %s", error.what);
}

void render_check(ct_arena *arena, const render_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rows_same(rows[i].plan, render_sent(arena, rows[i].plan, NULL, rows[i].credential),
                  rows[i].sent);
}

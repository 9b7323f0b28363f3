#include "tests/judge_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "judge/judge.h"
#include "load/loading.h"

/* ---- The question ---- */

static ct_expect *expects_of(ct_binder *binder, const char *expect, const char *should)
{
    ct_expect *list = NULL;
    const char *const sources[] = {expect, should};
    for (size_t i = 0; i < COUNT(sources); i++)
        if (sources[i])
            ct_expects_bind(binder, rows_yaml(binder->arena, sources[i], binder->diag), i == 1,
                            &list);
    return list;
}

static ct_operation *operation_of(ct_binder *binder, const char *responses)
{
    if (!responses)
        return NULL;
    static const ct_plan plan = {.method = "GET"};
    ct_operation *operation = ct_new(binder->arena, ct_operation);
    operation->plan = &plan;
    ct_bind_responses(binder, rows_yaml(binder->arena, responses, binder->diag),
                      &operation->responses);
    return operation;
}

/* ---- The response ---- */

static ct_header *headers_of(ct_arena *arena, const char **at)
{
    ct_header *first = NULL, **tail = &first;
    while (**at == '|' && (*at)[1] != '|') {
        const char *name = *at + 1, *colon = strstr(name, ": ");
        size_t const size = strcspn(colon + 2, "|");
        ct_header *h = ct_new(arena, ct_header);
        h->name = ct_arena_copy(arena, name, (size_t)(colon - name));
        h->value = ct_arena_copy(arena, colon + 2, size);
        *tail = h;
        tail = &h->next;
        *at = colon + 2 + size;
    }
    return first;
}

static const ct_request head_request = {.method = "HEAD"}, get_request = {.method = "GET"};

static bool is_to_head(const char *received)
{
    return !strncmp(received, "HEAD ", 5);
}

static ct_response *response_of(ct_arena *arena, const char *received)
{
    ct_response *response = ct_new(arena, ct_response);
    const char *at = received + strcspn(received, "|");
    response->status = (unsigned)strtoul(received + (is_to_head(received) ? 5 : 0), NULL, 10);
    response->version = "1.1";
    response->reason = "";
    response->headers = headers_of(arena, &at);
    if (!strncmp(at, "||", 2)) {
        const char *body = rows_quoted(arena, at + 2);
        response->body = (ct_body){body, strlen(body), strlen(body)};
    }
    return response;
}

/* ---- What was found ---- */

static void add_finding(ct_buf *out, ct_arena *arena, const ct_finding *f)
{
    ct_buf_printf(out, "\n%s %s: %s | %s", ct_verdict_name(f->verdict), f->subject, f->expected,
                  f->actual);
    if (f->hint)
        ct_buf_printf(out, " (%s)", f->hint);
    ct_buf_printf(out, " @%s", rows_place(arena, f->where));
    if (f->difference_count > 1)
        ct_buf_printf(out, " and %u more", f->difference_count - 1);
}

static void add_facts(ct_buf *out, const char *where, const ct_difference *d)
{
    const char *name = ct_mismatch_name(d->mismatch);
    ct_buf_printf(out, "\n%s [%s] %s | %s", where, name ? name : "", d->expected, d->actual);
    if (d->hint)
        ct_buf_printf(out, " (%s)", d->hint);
    if (d->schema)
        ct_buf_printf(out, " {%s}", d->schema);
    if (d->diff)
        ct_buf_printf(out, "\n%s", d->diff);
}

static const char *facts_text(ct_arena *arena, const ct_step_result *result)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&out, ct_verdict_name(result->verdict));
    for (const ct_finding *f = result->findings; f; f = f->next) {
        ct_difference const facts = {.expected = f->expected,
                                     .actual = f->actual,
                                     .hint = f->hint,
                                     .schema = f->schema,
                                     .diff = f->diff,
                                     .mismatch = f->mismatch};
        add_facts(&out, f->subject, &facts);
        for (const ct_difference *d = f->differences; d; d = d->next)
            add_facts(&out, d->path, d);
    }
    return ct_buf_finish(&out, arena);
}

static const char *result_text(ct_arena *arena, const ct_step_result *result)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&out, ct_verdict_name(result->verdict));
    for (const ct_finding *f = result->findings; f; f = f->next)
        add_finding(&out, arena, f);
    if (result->error)
        ct_buf_printf(&out, "\n! %s", result->error);
    for (const ct_response_note *r = result->notes; r; r = r->next)
        ct_buf_printf(&out, "\n# %s", r->text);
    return ct_buf_finish(&out, arena);
}

static const ct_schema *find_schema(ct_file_resolver *self, const char *reference, ct_loc where,
                                    ct_diag *diag)
{
    (void)self;
    assert_string_equal(reference, "pet.json");
    return ct_schema_compile(diag->arena, rows_json(diag->arena, JUDGE_SCHEMA), NULL, where, diag);
}

static void check_row(ct_arena *arena, const char *vars, const judge_row *row,
                      const ct_response *response, bool has_facts)
{
    ct_file_resolver files = {.schema = find_schema};
    ct_diag diag = {.arena = arena};
    ct_binder binder = {.arena = arena, .diag = &diag, .library = &files};
    ct_scope const scope = rows_scope(arena, vars);
    ct_redactor *redactor = ct_redactor_new(arena);
    ct_redactor_add_value(redactor, JUDGE_SECRET, strlen(JUDGE_SECRET));
    ct_redactor_add_name(redactor, "password");
    ct_step const step = {.operation = operation_of(&binder, row->responses),
                          .expects = expects_of(&binder, row->expect, row->should)};
    rows_same(row->expect, rows_notes(arena, &diag), "");
    ct_exchange const exchange = {.request =
                                      is_to_head(row->received) ? &head_request : &get_request,
                                  .response = response,
                                  .received_at = 1795493846123};
    ct_budget budget = ct_budget_new(NULL, NULL);
    ct_judge_context const judge_context = {arena, &scope, redactor, &budget};
    ct_step_result result = {.step = &step};
    ct_response_body received = ct_response_body_of(&exchange, arena);
    ct_judge(&judge_context, &step, &received, &result);
    const char *name = ct_arena_printf(
        arena, "expect %s, should %s, responses %s\nover %s", row->expect ? row->expect : "-",
        row->should ? row->should : "-", row->responses ? row->responses : "-", row->received);
    rows_same(name, has_facts ? facts_text(arena, &result) : result_text(arena, &result),
              row->result);
    assert_true((result.verdict == CT_ERROR) == (result.error != NULL) ||
                result.verdict == CT_FAIL);
}

void judge_check(ct_arena *arena, const char *vars, const judge_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_row(arena, vars, &rows[i], response_of(arena, rows[i].received), false);
}

void judge_check_facts(ct_arena *arena, const char *vars, const judge_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_row(arena, vars, &rows[i], response_of(arena, rows[i].received), true);
}

void judge_check_body(ct_arena *arena, const judge_row *row, const char *bytes, size_t size)
{
    ct_response *response = response_of(arena, row->received);
    response->body = (ct_body){bytes, size, size};
    check_row(arena, NULL, row, response, false);
}

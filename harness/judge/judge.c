#include "judge/judge.h"

#include <string.h>

#include "base/utf8.h"
#include "data/json.h"
#include "judge/document.h"
#include "judge/matcher.h"
#include "judge/words.h"

/* One answer before the court; its body is read as JSON at most once. */
typedef struct trial {
    const ct_court *court;
    const ct_response *response;
    int64_t received_at;
    bool was_read;
    const json_t *json; /* NULL: no JSON, and `trouble` says why, or no body */
    ct_json_trouble trouble;
    ct_step_result *result;
    ct_finding **tail;
} trial;

static const json_t *body_json(trial *t)
{
    const ct_body *body = &t->response->body;
    if (!t->was_read && body->size)
        t->json = ct_json_read(t->court->arena, body->bytes, body->size, &t->trouble);
    t->was_read = true;
    return t->json;
}

/* ---- What an expectation looks at ---- */

/* Header bytes that are not UTF-8 are read as ISO 8859-1, so that no byte gets lost. */
static json_t *header_text(const trial *t, const char *value)
{
    size_t const size = strlen(value);
    if (ct_utf8_valid_size(value, size) == size)
        return ct_json_own(t->court->arena, json_stringn_nocheck(value, size));
    ct_buf text = CT_BUF(CT_BUF_ANY);
    for (size_t i = 0; i < size; i++)
        ct_utf8_add(&text, (unsigned char)value[i]);
    json_t *json = ct_json_own(t->court->arena, json_stringn_nocheck(text.bytes, text.size));
    ct_buf_free(&text);
    return json;
}

static json_t *header_list(const trial *t, const char *name)
{
    json_t *list = ct_json_own(t->court->arena, json_array());
    const ct_header *h = ct_header_find(t->response->headers, name);
    for (; h; h = ct_header_find(h->next, name))
        json_array_append(list, header_text(t, h->value));
    return list;
}

/* NULL: nothing is there, which is a fact to judge. */
static const json_t *look_at_header(const trial *t, const ct_expect *expect)
{
    json_t *list = header_list(t, expect->name);
    size_t const count = json_array_size(list);
    if (!count)
        return NULL;
    return count > 1 || ct_shape_wants_list(expect->shape) ? list : json_array_get(list, 0);
}

static const json_t *look_at(trial *t, const ct_expect *expect)
{
    const ct_body *body = &t->response->body;
    switch (expect->look) {
    case CT_LOOK_STATUS:
        return ct_json_own(t->court->arena, json_integer(t->response->status));
    case CT_LOOK_HEADER:
        return look_at_header(t, expect);
    case CT_LOOK_JSON:
        return body_json(t);
    case CT_LOOK_TEXT:
        return ct_json_own(t->court->arena,
                           json_stringn_nocheck(body->size ? body->bytes : "", body->size));
    default:
        return NULL;
    }
}

/* ---- Findings ---- */

static const char *look_words(const trial *t, const ct_expect *expect)
{
    const char *look = ct_look_name(expect->look);
    return expect->name ? ct_arena_printf(t->court->arena, "%s %s", look, expect->name) : look;
}

static ct_finding *add_finding(trial *t, const ct_expect *expect, ct_verdict verdict)
{
    ct_finding *f = ct_new(t->court->arena, ct_finding);
    f->expect = expect;
    f->look = look_words(t, expect);
    f->verdict = verdict;
    f->where = expect->where;
    *t->tail = f;
    t->tail = &f->next;
    t->result->verdict = ct_verdict_worse(t->result->verdict, verdict);
    return f;
}

static ct_judging new_judging(const trial *t)
{
    return (ct_judging){.arena = t->court->arena,
                        .scope = t->court->scope,
                        .redactor = t->court->redactor,
                        .received_at = t->received_at};
}

static const char *expected_words(const ct_expect *expect, ct_judging *judging)
{
    ct_buf words = CT_BUF(CT_BUF_ANY);
    ct_shape_describe(expect->shape, judging, &words);
    return ct_buf_finish(&words, judging->arena);
}

static void add_broken(trial *t, const ct_expect *expect, const ct_judging *judging)
{
    ct_finding *f = add_finding(t, expect, expect->is_should ? CT_WARN : CT_FAIL);
    const ct_difference *first = judging->first;
    f->where = first->where.source ? first->where : expect->where;
    f->expected = first->expected;
    f->actual = first->actual;
    f->hint = first->hint;
    f->difference_count = judging->count;
    if (expect->look == CT_LOOK_JSON)
        f->differences = judging->first;
}

static void add_unknown(trial *t, const ct_expect *expect, const char *expected, const char *why)
{
    ct_finding *f = add_finding(t, expect, CT_ERROR);
    f->expected = expected;
    f->actual = why;
    if (!t->result->trouble) {
        t->result->code = CT_E_LIMIT;
        t->result->trouble = why;
    }
}

/* The body that was to be JSON is none. */
static void add_no_json(trial *t, const ct_expect *expect, ct_judging *judging)
{
    const ct_json_trouble *trouble = &t->trouble;
    const char *why =
        ct_arena_printf(t->court->arena, "the body is not JSON: line %u, column %u: %s",
                        trouble->line, trouble->column, trouble->what);
    if (trouble->is_limit) {
        add_unknown(t, expect, expected_words(expect, judging), why);
        return;
    }
    ct_finding *f = add_finding(t, expect, expect->is_should ? CT_WARN : CT_FAIL);
    f->expected = expected_words(expect, judging);
    f->actual = why;
}

static void add_not_text(trial *t, const ct_expect *expect, ct_judging *judging)
{
    ct_finding *f = add_finding(t, expect, expect->is_should ? CT_WARN : CT_FAIL);
    f->expected = expected_words(expect, judging);
    f->actual = "a body that is not UTF-8 text";
}

static bool is_judged_as_json(const trial *t, const ct_expect *expect)
{
    return expect->look == CT_LOOK_JSON && t->response->body.size && !t->json;
}

static bool is_binary(const trial *t, const ct_expect *expect)
{
    const ct_body *body = &t->response->body;
    return expect->look == CT_LOOK_TEXT && body->size &&
           ct_utf8_valid_size(body->bytes, body->size) != body->size;
}

/* A header must occur once, unless the shape speaks of all its occurrences. */
static bool test(const trial *t, const ct_expect *expect, ct_judging *judging, const json_t *actual)
{
    bool const is_repeated = expect->look == CT_LOOK_HEADER && json_is_array(actual) &&
                             !ct_shape_wants_list(expect->shape);
    if (!is_repeated)
        return ct_shape_test(expect->shape, judging, actual, NULL);
    return ct_differ(
        expect->shape, judging, actual, NULL,
        ct_arena_printf(t->court->arena, "it occurs %zu times", json_array_size(actual)));
}

static void judge_one(trial *t, const ct_expect *expect)
{
    ct_judging judging = new_judging(t);
    judging.tail = &judging.first;
    judging.is_secret = expect->name && ct_redactor_hides_name(t->court->redactor, expect->name,
                                                               strlen(expect->name));
    t->result->checks++;
    const json_t *actual = is_binary(t, expect) ? NULL : look_at(t, expect);
    if (is_judged_as_json(t, expect)) {
        add_no_json(t, expect, &judging);
        return;
    }
    if (is_binary(t, expect)) {
        add_not_text(t, expect, &judging);
        return;
    }
    bool const holds = test(t, expect, &judging, actual);
    if (judging.gave_up)
        add_unknown(t, expect, expected_words(expect, &judging), judging.gave_up);
    else if (!holds)
        add_broken(t, expect, &judging);
}

/* ---- The whole answer ---- */

static const ct_response_row *find_row(const ct_operation *operation, unsigned status)
{
    const ct_response_row *best = NULL;
    for (const ct_response_row *row = operation->responses; row; row = row->next)
        if (status >= row->low && status <= row->high && (!best || row->low == row->high))
            best = row;
    return best;
}

/* 429 is no answer to the request, unless the case asks for it. */
static bool is_throttled(trial *t, const ct_step *step)
{
    if (t->response->status != 429)
        return false;
    for (const ct_expect *e = step->expects; e; e = e->next) {
        ct_judging judging = new_judging(t);
        if (e->look == CT_LOOK_STATUS && ct_shape_holds(e->shape, &judging, look_at(t, e), NULL))
            return false;
    }
    t->result->verdict = CT_ERROR;
    t->result->code = CT_E_LIMIT;
    t->result->trouble = "the target throttles: status 429, which the case does not expect";
    return true;
}

static void judge_all(trial *t, const ct_expect *expects)
{
    for (const ct_expect *e = expects; e; e = e->next)
        judge_one(t, e);
}

void ct_judge(const ct_court *court, const ct_step *step, const ct_exchange *exchange,
              ct_step_result *result)
{
    trial t = {.court = court,
               .response = exchange->response,
               .received_at = exchange->received_at,
               .result = result,
               .tail = &result->findings};
    const ct_operation *operation = step->operation;
    const ct_response_row *row = operation ? find_row(operation, exchange->response->status) : NULL;
    result->verdict = CT_PASS;
    if (is_throttled(&t, step))
        return;
    judge_all(&t, step->expects);
    if (row)
        judge_all(&t, row->expects);
    if (operation && operation->responses)
        result->remarks = ct_document(court, step, row, exchange->response, body_json(&t));
}

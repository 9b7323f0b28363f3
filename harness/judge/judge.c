#include "judge/judge.h"

#include <string.h>

#include "base/limits.h"
#include "judge/content.h"
#include "judge/matcher.h"
#include "judge/near_names.h"
#include "judge/notes.h"
#include "judge/satisfiable.h"
#include "judge/subject.h"
#include "judge/undocumented.h"
#include "judge/value_text.h"

/* One response that is judged. */
typedef struct evaluation {
    const ct_judge_context *judge_context;
    ct_response_body *received;
    ct_step_result *result;
    ct_finding **tail;
    ct_budget hints;
} evaluation;

static ct_judging new_judging(evaluation *ev)
{
    return (ct_judging){.arena = ev->judge_context->arena,
                        .scope = ev->judge_context->scope,
                        .redactor = ev->judge_context->redactor,
                        .budget = ev->judge_context->budget,
                        .hints = &ev->hints,
                        .received_at = ev->received->exchange->received_at};
}

/* Whether the value of the header must not be shown. */
static bool has_secret_name(const evaluation *ev, const ct_expect *expect)
{
    return expect->subject == CT_SUBJECT_HEADER &&
           ct_redactor_hides_name(ev->judge_context->redactor, expect->name, strlen(expect->name));
}

/* ---- One expectation ---- */

typedef enum outcome { HOLDS, BROKEN, UNKNOWN } outcome;

static const char *expected_text(const ct_expect *expect, ct_judging *judging)
{
    ct_buf words = CT_BUF(CT_BUF_ANY);
    ct_shape_describe(expect->shape, judging, &words);
    return ct_buf_finish(&words, judging->arena);
}

/* A difference of the whole body, or of the whole response. */
static outcome fail_whole(const ct_expect *expect, ct_judging *judging, ct_mismatch mismatch,
                          const char *actual, const char *hint)
{
    ct_difference const facts = {.where = expect->where,
                                 .expected = expected_text(expect, judging),
                                 .actual = actual,
                                 .hint = hint,
                                 .mismatch = mismatch};
    ct_differ_facts(judging, &facts, NULL, NULL);
    return BROKEN;
}

static outcome evaluate_obstacle(evaluation *ev, const ct_expect *expect, ct_judging *judging,
                                 ct_obstacle obstacle)
{
    const ct_json_error *error = &ev->received->error;
    const char *coding = ct_response_body_coding(ev->received);
    if (obstacle == CT_NO_BODY)
        return fail_whole(expect, judging, CT_MISMATCH_MISSING, "no body", NULL);
    if (coding)
        return fail_whole(expect, judging, CT_MISMATCH_TYPE,
                          ct_arena_printf(judging->arena, "a body with Content-Encoding '%s'",
                                          ct_value_text_masked(judging, coding)),
                          "encoded bodies are not decoded (RFC 9110 section 8.4)");
    const char *unreadable = ct_content_why_unreadable(ev->received->exchange->response,
                                                       judging->redactor, judging->arena);
    if (obstacle == CT_NOT_TEXT)
        return fail_whole(expect, judging, CT_MISMATCH_TYPE, "a body that is not valid UTF-8",
                          unreadable);
    const char *why = ct_response_body_json_error(ev->received, judging->arena);
    if (!error->is_limit)
        return fail_whole(expect, judging, CT_MISMATCH_TYPE, "a body that is not JSON",
                          unreadable ? unreadable : why);
    ct_judging_give_up(judging, why);
    return UNKNOWN;
}

static const char *connection_failure_text(ct_arena *arena, ct_failure failure)
{
    return ct_arena_printf(arena, "a connection failure (%s)", ct_failure_name(failure));
}

static const char *response_text(const evaluation *ev)
{
    const ct_exchange *x = ev->received->exchange;
    return x->response ? ct_arena_printf(ev->judge_context->arena, "a response with status %u",
                                         x->response->status)
                       : connection_failure_text(ev->judge_context->arena, x->failure);
}

static outcome evaluate_connection(evaluation *ev, const ct_expect *expect, ct_judging *judging)
{
    if (ev->received->exchange->failure == expect->failure)
        return HOLDS;
    ct_difference const facts = {
        .where = expect->where,
        .expected = connection_failure_text(judging->arena, expect->failure),
        .actual = response_text(ev),
        .mismatch = CT_MISMATCH_VALUE,
    };
    ct_differ_facts(judging, &facts, NULL, NULL);
    /* Another failure than the expected one is not a response that could be judged. */
    return ev->received->exchange->response ? BROKEN : UNKNOWN;
}

static outcome evaluate_one_of(evaluation *ev, const ct_expect *expect, ct_judging *judging);

/* A header must occur once, unless the shape is about all its values. */
static bool test(const evaluation *ev, const ct_expect *expect, ct_judging *judging,
                 const json_t *actual)
{
    bool const is_repeated = expect->subject == CT_SUBJECT_HEADER && json_is_array(actual) &&
                             !ct_shape_wants_list(expect->shape);
    if (!is_repeated)
        return ct_shape_test(expect->shape, judging, actual, NULL);
    return ct_differ(expect->shape, judging, actual, NULL,
                     ct_arena_printf(ev->judge_context->arena, "the field occurs %zu times",
                                     json_array_size(actual)));
}

/* A trailer field with the name of a missing header does not satisfy an expectation, but it
 * violates one that there is no such field. */
static bool test_trailer(const evaluation *ev, const ct_expect *expect, ct_judging *judging,
                         bool holds)
{
    const json_t *trailer =
        expect->subject == CT_SUBJECT_HEADER ? ct_subject_trailer(ev->received, expect) : NULL;
    if (trailer && holds)
        holds = test(ev, expect, judging, trailer);
    if (trailer && judging->first)
        judging->first->hint =
            "received as a trailer field, which is not a header field (RFC 9110 section 6.5)";
    return holds;
}

static outcome evaluate(evaluation *ev, const ct_expect *expect, ct_judging *judging)
{
    judging->tail = &judging->first;
    if (expect->subject == CT_SUBJECT_CONNECTION)
        return evaluate_connection(ev, expect, judging);
    if (expect->subject == CT_SUBJECT_ONE_OF)
        return evaluate_one_of(ev, expect, judging);
    if (!ev->received->exchange->response)
        return UNKNOWN;
    ct_obstacle const obstacle = ct_subject_obstacle(ev->received, expect);
    if (obstacle)
        return evaluate_obstacle(ev, expect, judging, obstacle);
    const json_t *actual = ct_subject_value(ev->received, expect, judging);
    bool holds = !judging->gave_up && test(ev, expect, judging, actual);
    if (!actual)
        holds = test_trailer(ev, expect, judging, holds);
    ct_judging_spend(judging, 1); /* whatever the loops inside made of it, used up is used up */
    return judging->gave_up ? UNKNOWN : holds ? HOLDS : BROKEN;
}

static const char *subject_text(const evaluation *ev, const ct_expect *expect)
{
    const char *subject = ct_subject_name(expect->subject);
    return expect->name ? ct_arena_printf(ev->judge_context->arena, "%s %s", subject, expect->name)
                        : subject;
}

/* ---- One of several whole expectations ---- */

/* Notes why an alternative does not hold: the first difference of its first expectation that does
 * not. The difference keeps its own path. */
static void note_alternative(evaluation *ev, const ct_expect *expect, const ct_judging *inner,
                             unsigned number, ct_judging *judging)
{
    const ct_difference *first = inner->first;
    const char *why = inner->gave_up ? inner->gave_up : first ? first->hint : NULL;
    ct_difference facts = first ? *first
                                : (ct_difference){.where = expect->where,
                                                  .expected = "a response",
                                                  .actual = response_text(ev)};
    if (inner->gave_up)
        facts.actual = CT_NOT_EVALUATED;
    facts.hint =
        ct_arena_printf(judging->arena, "alternative %u, %s%s%s%s", number,
                        subject_text(ev, expect), why ? " (" : "", why ? why : "", why ? ")" : "");
    ct_difference **const slot = judging->tail;
    ct_differ_facts(judging, &facts, NULL, NULL);
    if (first && *slot)
        (*slot)->path = first->path;
}

/* `depth` gets the number of its expectations that hold. */
static outcome evaluate_alternative(evaluation *ev, const ct_alternative *alternative,
                                    unsigned number, ct_judging *judging, unsigned *depth)
{
    *depth = 0;
    for (const ct_expect *e = alternative->expects; e; e = e->next, ++*depth) {
        ct_judging inner = new_judging(ev);
        inner.is_secret = has_secret_name(ev, e);
        outcome const r = evaluate(ev, e, &inner);
        if (r == HOLDS)
            continue;
        note_alternative(ev, e, &inner, number, judging);
        return r;
    }
    return HOLDS;
}

static outcome evaluate_one_of(evaluation *ev, const ct_expect *expect, ct_judging *judging)
{
    unsigned number = 0, depth = 0, deepest = 0;
    outcome worst = BROKEN;
    for (const ct_alternative *a = expect->alternatives; a; a = a->next) {
        outcome const r = evaluate_alternative(ev, a, ++number, judging, &depth);
        if (r == HOLDS) {
            *judging = new_judging(ev); /* discards the differences of the other alternatives */
            return HOLDS;
        }
        if (r == UNKNOWN)
            worst = UNKNOWN;
        if (number == 1 || depth > deepest) {
            deepest = depth;
            judging->closest = number;
        }
    }
    if (worst == UNKNOWN && ct_judging_spend(judging, 1))
        ct_judging_give_up(judging, "no alternative matches, and one could not be evaluated");
    return worst;
}

/* ---- Findings ---- */

static ct_finding *add_finding(evaluation *ev, const ct_expect *expect, ct_verdict verdict)
{
    ct_finding *f = ct_new(ev->judge_context->arena, ct_finding);
    f->expect = expect;
    f->subject = subject_text(ev, expect);
    f->verdict = verdict;
    f->where = expect->where;
    *ev->tail = f;
    ev->tail = &f->next;
    ev->result->verdict = ct_verdict_worse(ev->result->verdict, verdict);
    return f;
}

static bool has_differences(const ct_expect *expect)
{
    return expect->subject != CT_SUBJECT_STATUS && expect->subject != CT_SUBJECT_HEADER &&
           expect->subject != CT_SUBJECT_TEXT && expect->subject != CT_SUBJECT_CONNECTION;
}

static const char *alternatives_text(ct_arena *arena, const ct_expect *expect)
{
    unsigned count = 0;
    for (const ct_alternative *a = expect->alternatives; a; a = a->next)
        count++;
    return ct_arena_printf(arena, "a response that matches one of %u alternatives", count);
}

/* No alternative is to blame for the others: the finding is about the whole response, and the hint
 * names the one that got furthest. */
static void describe_alternatives(const evaluation *ev, const ct_expect *expect,
                                  const ct_judging *judging, ct_finding *f)
{
    const ct_difference *closest = judging->first;
    for (unsigned i = 1; closest->next && i < judging->closest; i++)
        closest = closest->next;
    f->where = expect->where;
    f->expected = alternatives_text(judging->arena, expect);
    f->actual = response_text(ev);
    f->hint = ct_arena_printf(judging->arena, "closest is %s: expected %s, got %s", closest->hint,
                              closest->expected, closest->actual);
    f->schema = f->diff = NULL;
    f->mismatch = CT_MISMATCH_VALUE;
}

static void add_broken(evaluation *ev, const ct_expect *expect, const ct_judging *judging)
{
    ct_finding *f = add_finding(ev, expect, expect->is_should ? CT_WARN : CT_FAIL);
    const ct_difference *first = judging->first;
    f->where = first->where.source ? first->where : expect->where;
    f->expected = first->expected;
    f->actual = first->actual;
    f->hint = first->hint;
    f->schema = first->schema;
    f->diff = first->diff;
    f->mismatch = first->mismatch;
    if (has_differences(expect)) {
        f->differences = judging->first;
        f->difference_count = judging->count;
    }
    if (expect->subject == CT_SUBJECT_ONE_OF)
        describe_alternatives(ev, expect, judging, f);
}

static void add_unknown(evaluation *ev, const ct_expect *expect, ct_judging *judging)
{
    ct_finding *f = add_finding(ev, expect, CT_ERROR);
    const char *why = judging->gave_up ? judging->gave_up
                      : judging->first
                          ? ct_arena_printf(judging->arena, "expected %s, got %s",
                                            judging->first->expected, judging->first->actual)
                          : "there is no response";
    /* A limit is about the whole, not about a difference that was found before it was reached. */
    f->expected = judging->first && !judging->gave_up ? judging->first->expected
                  : expect->shape                     ? expected_text(expect, judging)
                                                      : alternatives_text(judging->arena, expect);
    f->actual = CT_NOT_EVALUATED;
    f->hint = why;
    if (!ev->result->error) {
        ev->result->code = CT_E_LIMIT;
        ev->result->error = why;
    }
}

static void judge_one(evaluation *ev, const ct_expect *expect)
{
    ct_judging judging = new_judging(ev);
    judging.is_secret = has_secret_name(ev, expect);
    outcome const r = evaluate(ev, expect, &judging);
    ev->result->checks++;
    if (r == BROKEN)
        add_broken(ev, expect, &judging);
    else if (r == UNKNOWN)
        add_unknown(ev, expect, &judging);
    ct_response_body_clear_scratch(ev->received);
}

static void judge_all(evaluation *ev, const ct_expect *expects)
{
    for (const ct_expect *e = expects; e; e = e->next)
        judge_one(ev, e);
}

/* ---- The whole response ---- */

static bool expects_status(evaluation *ev, const ct_expect *expects)
{
    for (const ct_expect *e = expects; e; e = e->next) {
        ct_judging judging = new_judging(ev);
        if (e->subject == CT_SUBJECT_STATUS && evaluate(ev, e, &judging) == HOLDS)
            return true;
        for (const ct_alternative *a = e->alternatives; a; a = a->next)
            if (expects_status(ev, a->expects))
                return true;
    }
    return false;
}

/* A 429 says nothing about the request, unless the case expects it. */
static bool is_throttled(evaluation *ev, const ct_step *step)
{
    if (ev->received->exchange->response->status != 429 || expects_status(ev, step->expects))
        return false;
    ev->result->verdict = CT_ERROR;
    ev->result->code = CT_E_LIMIT;
    ev->result->error = "the target limits the request rate: unexpected status 429";
    return true;
}

static void judge_row(evaluation *ev, const ct_operation *operation, const ct_response_row *row)
{
    bool const covers_content = ct_row_covers_content(row, operation, ev->received->exchange);
    for (const ct_expect *e = row->expects; e; e = e->next)
        if (covers_content || !ct_expect_is_about_content(e))
            judge_one(ev, e);
}

static void judge_documented(evaluation *ev, const ct_step *step, const ct_response_row *row,
                             ct_response_note **notes)
{
    const ct_response *response = ev->received->exchange->response;
    if (row)
        judge_row(ev, step->operation, row);
    if (step->operation->responses)
        *notes = ct_find_undocumented(ev->judge_context, step, row, response,
                                      ct_response_body_json(ev->received));
}

/* A wrong status explains most of what else is wrong. */
static void lead_with_status(ct_step_result *result)
{
    ct_finding **at = &result->findings;
    while (*at && ((*at)->expect->subject != CT_SUBJECT_STATUS || (*at)->verdict != CT_FAIL))
        at = &(*at)->next;
    if (!*at || at == &result->findings)
        return;
    ct_finding *status = *at;
    *at = status->next;
    status->next = result->findings;
    result->findings = status;
}

/* With a budget of its own: hints must not change a result. */
static void hint_names(evaluation *ev, const ct_step *step, const ct_response_row *row)
{
    ct_judge_context context = *ev->judge_context;
    context.budget = &ev->hints;
    ct_hint_near_names(&context, step, row, ev->received, ev->result);
}

static evaluation new_evaluation(const ct_judge_context *judge_context, ct_response_body *received,
                                 ct_step_result *result)
{
    return (evaluation){.judge_context = judge_context,
                        .received = received,
                        .result = result,
                        .hints = ct_budget_apart(judge_context->budget, CT_LIMIT_HINT_STEPS)};
}

void ct_judge(const ct_judge_context *judge_context, const ct_step *step,
              ct_response_body *received, ct_step_result *result)
{
    const ct_exchange *exchange = received->exchange;
    evaluation ev = new_evaluation(judge_context, received, result);
    ev.tail = &result->findings;
    result->verdict = CT_PASS;
    if (!exchange->response) {
        judge_all(&ev, step->expects);
    } else if (!is_throttled(&ev, step)) {
        judge_all(&ev, step->expects);
        const ct_response_row *row =
            step->operation ? ct_row_of_status(step->operation, exchange->response->status) : NULL;
        ct_response_note **notes = ct_notes_add(judge_context->arena, received, &result->notes);
        if (step->operation)
            judge_documented(&ev, step, row, notes);
        hint_names(&ev, step, row);
        lead_with_status(result);
    }
    ct_response_body_free_scratch(received);
}

static bool names_failure(const ct_expect *expects)
{
    for (const ct_expect *e = expects; e; e = e->next) {
        if (e->subject == CT_SUBJECT_CONNECTION)
            return true;
        for (const ct_alternative *a = e->alternatives; a; a = a->next)
            if (names_failure(a->expects))
                return true;
    }
    return false;
}

bool ct_judge_expects_failure(const ct_step *step)
{
    return names_failure(step->expects);
}

bool ct_judge_all_hold(const ct_judge_context *judge_context, const ct_expect *expects,
                       ct_response_body *received)
{
    ct_step_result unused = {0};
    evaluation ev = new_evaluation(judge_context, received, &unused);
    bool holds = true;
    for (const ct_expect *e = expects; e && holds; e = e->next) {
        ct_judging judging = new_judging(&ev);
        holds = evaluate(&ev, e, &judging) == HOLDS;
        ct_response_body_clear_scratch(received);
    }
    ct_response_body_free_scratch(received);
    return holds;
}

static bool is_about_body(const ct_expect *expect)
{
    return expect->subject == CT_SUBJECT_JSON || expect->subject == CT_SUBJECT_PATH ||
           expect->subject == CT_SUBJECT_TEXT || expect->subject == CT_SUBJECT_BYTES;
}

bool ct_judge_allows_no_body(ct_arena *arena, const ct_expect *expect)
{
    static const ct_response empty = {.status = 204, .version = "1.1", .reason = ""};
    ct_exchange const exchange = {.response = &empty};
    ct_scope const no_variables = {.vars = ct_json_own(arena, json_object())};
    ct_budget budget = ct_budget_new(NULL, NULL);
    ct_judge_context const judge_context = {arena, &no_variables, ct_redactor_new(arena), &budget};
    ct_step_result unused = {0};
    ct_response_body received = ct_response_body_of(&exchange, arena);
    evaluation ev = new_evaluation(&judge_context, &received, &unused);
    ct_judging judging = new_judging(&ev);
    bool const allows = !is_about_body(expect) || evaluate(&ev, expect, &judging) != BROKEN;
    ct_response_body_free_scratch(&received);
    return allows;
}

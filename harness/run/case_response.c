/* What a case does with an answer: judged, asked again, captured, kept. */
#include "base/limits.h"
#include "judge/capture.h"
#include "judge/judge.h"
#include "lang/json/json.h"
#include "run/case_run.h"

static ct_judge_context context_of(ct_case_run *f)
{
    return (ct_judge_context){f->attempt, &f->request, f->context->redactor, &f->budget};
}

/* A target's own steps capture for everybody. */
static void publish(ct_case_run *f)
{
    const char *name;
    json_t *value;
    json_object_foreach(f->captured.vars, name, value)
    {
        json_object_set_new_nocheck(f->context->run_scope.vars, name,
                                    json_incref(ct_json_copy(f->context->arena, value)));
    }
}

static void take_captures(ct_case_run *f)
{
    const ct_capture *captures = f->step->captures;
    const char *error = ct_captures_take(captures, &f->answer, f->arena, &f->budget,
                                         ct_case_run_vars(f, &f->captured));
    for (const ct_capture *c = captures; c && !error; c = c->next) {
        const json_t *value = json_object_get(f->captured.vars, c->name);
        if (!c->is_secret)
            continue;
        if (json_string_length(value) < CT_LIMIT_SECRET_MIN)
            error = ct_arena_printf(f->arena, "the secret '%s' is no text of %d bytes or more",
                                    c->name, CT_LIMIT_SECRET_MIN);
        ct_redactor_add_value(f->context->redactor, json_string_value(value),
                              json_string_length(value));
    }
    if (error)
        ct_case_run_set_error(f, CT_E_MISSING, error);
    else if (!f->result->test_case->operation)
        publish(f);
}

static void judge(ct_case_run *f, const ct_arrival *arrival)
{
    ct_step_result *result = f->step_result;
    ct_judge_context const judge_context = context_of(f);
    result->findings = NULL;
    result->notes = NULL;
    result->error = NULL;
    result->code = CT_E_NONE;
    result->checks = 0;
    if (!arrival->error ||
        (ct_judge_expects_failure(f->step) && arrival->exchange->failure != CT_FAILURE_OTHER))
        ct_judge(&judge_context, f->step, &f->answer, result);
    if (arrival->error && (result->verdict == CT_ERROR || !ct_judge_expects_failure(f->step) ||
                           arrival->exchange->failure == CT_FAILURE_OTHER))
        ct_case_run_set_error(f, arrival->code, arrival->error);
}

static bool is_settled(const ct_step_result *result)
{
    return result->verdict == CT_PASS || result->verdict == CT_WARN;
}

/* `within`: the step waits for something that does not hold yet. */
static bool polls_again(ct_case_run *f, const ct_exchange *exchange)
{
    const ct_step *step = f->step;
    ct_step_result *result = f->step_result;
    ct_judge_context const judge_context = context_of(f);
    if (!step->within_ms || f->budget.stopped)
        return false;
    if (step->fail_when && exchange->response &&
        ct_judge_all_hold(&judge_context, step->fail_when, &f->answer)) {
        result->verdict = CT_FAIL;
        result->error = "what 'fail_when' expects holds: it will not come right any more";
        return false;
    }
    if (f->budget.stopped) {
        ct_case_run_set_error(f, CT_E_LIMIT, f->budget.stopped);
        return false;
    }
    uint64_t const due = ct_monotonic_us(f->context->transport) + (uint64_t)step->every_ms * 1000;
    if (due > f->first_sent_us + (uint64_t)step->within_ms * 1000)
        return false;
    f->due_us = due;
    result->waited_ms += step->every_ms;
    return true;
}

/* --throttle: the target asks for patience, and there is some left. */
static bool is_throttled(ct_case_run *f, const ct_exchange *exchange)
{
    unsigned const status = exchange->response ? exchange->response->status : 0;
    uint64_t const before = f->context->rate_limit->waited_us;
    if (status != 429 && status != 503) {
        ct_rate_limit_response(f->context->rate_limit);
        return false;
    }
    if (!ct_rate_limit_throttled(f->context->rate_limit, exchange->response,
                                 ct_monotonic_us(f->context->transport),
                                 ct_unix_ms(f->context->transport), &f->due_us))
        return false;
    f->step_result->throttled_ms += (unsigned)((f->context->rate_limit->waited_us - before) / 1000);
    return true;
}

static bool retries(ct_case_run *f, const ct_exchange *exchange)
{
    if (is_settled(f->step_result))
        return false;
    return (f->context->rate_limit && is_throttled(f, exchange)) || polls_again(f, exchange);
}

static void finish_step(ct_case_run *f, const ct_exchange *exchange)
{
    if (f->step->captures && f->step_result->verdict <= CT_WARN) {
        ct_flight_begin_judging(f, ct_flight_timeout(f));
        take_captures(f);
        ct_flight_end_judging(f);
    }
    const char *error = f->step_result->verdict == CT_ERROR ? NULL : ct_case_run_log_response(f);
    if (error)
        ct_case_run_set_error(f, CT_E_IO, error);
    if (f->context->keeps_each_exchange || f->step_result->verdict != CT_PASS)
        f->step_result->exchange = ct_exchange_keep(
            f->arena, exchange, f->context->redactor,
            f->context->options->evidence ? f->context->options->evidence : CT_LIMIT_EVIDENCE);
    f->last = NULL;
    ct_arena_reset(f->incoming);
    ct_case_run_conclude_step(f);
}

void ct_case_run_receive(ct_case_run *f, const ct_arrival *arrival)
{
    ct_exchange *exchange = ct_new(f->attempt, ct_exchange);
    ct_arrival own = *arrival;
    *exchange = *arrival->exchange;
    /* One moment for both, so that who has the record can make the same request again. */
    exchange->started_at = f->rendered_at;
    own.exchange = exchange;
    ct_flight_begin_judging(f, ct_flight_timeout(f));
    f->answer = ct_response_body_of(exchange, f->incoming);
    judge(f, &own);
    f->last = exchange;
    bool const is_over = !retries(f, exchange);
    ct_flight_end_judging(f);
    if (is_over)
        finish_step(f, exchange);
}

bool ct_case_run_retry(ct_case_run *f)
{
    ct_step_result *result = f->step_result;
    f->due_us = 0;
    ct_flight_refund_budget(f);
    result->verdict = CT_NOT_RUN;
    result->findings = NULL;
    result->notes = NULL;
    result->error = NULL;
    if (f->attempt != f->arena)
        ct_arena_reset(f->attempt);
    if (ct_case_run_send(f))
        return true;
    ct_case_run_conclude_step(f);
    return false;
}

void ct_case_run_stop_retrying(ct_case_run *f, const char *reason)
{
    f->due_us = 0;
    if (f->last) {
        finish_step(f, f->last);
        return;
    }
    /* Nothing was ever sent of this step. */
    f->step_result->verdict = CT_NOT_RUN;
    f->step = NULL;
    if (!f->is_cleaning)
        ct_case_run_abort(f, reason);
}
